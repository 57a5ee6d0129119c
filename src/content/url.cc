#include "content/url.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "content/url_encode.h"
#include "content/url_host.h"

namespace letterlock::content {
namespace {

constexpr OctetSet kSpecialAuthorityEnd("/\\?#"), kAuthorityEnd("/?#"), kPathEnd("?#");
constexpr OctetSet kSlashes("/\\"), kTabsAndLineEnds("\t\n\r");

struct Special {
  std::string_view scheme;
  std::uint16_t port;
};
constexpr Special kSpecial[] = {{"http", 80}, {"https", 443}, {"ws", 80},
                                {"wss", 443}, {"ftp", 21},    {"file", 0}};

const Special* find_special(std::string_view scheme) {
  for (const auto& special : kSpecial) {
    if (special.scheme == scheme) return &special;
  }
  return nullptr;
}

bool is_drive_letter(std::string_view text) {
  return text.size() == 2 && is_alpha(text[0]) && (text[1] == ':' || text[1] == '|');
}
bool starts_with_drive_letter(std::string_view text) {
  if (text.size() < 2 || !is_drive_letter(text.substr(0, 2))) return false;
  return text.size() == 2 || std::string_view("/\\?#").find(text[2]) != npos;
}

// Section 4.4, the basic URL parser, in the order of its states. Between states the rest of the
// input is in rest_.
class Parser {
 public:
  Parser(std::string_view input, const Url* base) : rest_(input), base_(base) {}
  std::optional<Url> parse();

 private:
  bool take_scheme();
  bool after_scheme();
  bool relative();
  bool file();
  bool file_host();
  bool authority();
  bool host_and_port(std::string_view text);
  void opaque_path();
  void path();
  void add_segment(std::string_view segment, bool last);
  void shorten_path();
  void query_and_fragment();
  void take_path_of_base() {
    url_.username = base_->username;
    url_.password = base_->password;
    url_.host = base_->host;
    url_.port = base_->port;
    url_.path = base_->path;
    url_.query = base_->query;
  }
  bool special() const { return special_ != nullptr; }
  bool is_slash(char c) const { return c == '/' || (c == '\\' && special()); }
  bool rest_has_slash(std::size_t at = 0) const { return at < rest_.size() && is_slash(rest_[at]); }
  void set_scheme(std::string_view scheme) {
    url_.scheme = scheme;
    special_ = find_special(url_.scheme);
  }

  std::string_view rest_;
  const Url* base_;
  Url url_;
  const Special* special_ = nullptr;
};

bool Parser::take_scheme() {
  if (rest_.empty() || !is_alpha(rest_[0])) return false;
  std::size_t end = 1;
  while (end < rest_.size() &&
         (is_alnum(rest_[end]) || rest_[end] == '+' || rest_[end] == '-' || rest_[end] == '.')) {
    ++end;
  }
  if (end >= rest_.size() || rest_[end] != ':') return false;
  set_scheme(lower_ascii(rest_.substr(0, end)));
  rest_.remove_prefix(end + 1);
  return true;
}

bool Parser::after_scheme() {
  if (url_.scheme == "file") return file();
  if (special() && base_ != nullptr && base_->scheme == url_.scheme) {
    if (!rest_.starts_with("//")) return relative();
  }
  if (special()) {
    while (rest_has_slash()) rest_.remove_prefix(1);
    return authority();
  }
  if (rest_.starts_with("//")) {
    rest_.remove_prefix(2);
    return authority();
  }
  if (rest_.starts_with('/')) {
    path();
    return true;
  }
  opaque_path();
  return true;
}

bool Parser::relative() {
  if (base_->scheme == "file") {
    set_scheme("file");
    return file();
  }
  set_scheme(base_->scheme);
  if (rest_has_slash()) {
    if (rest_has_slash(1)) {
      // "//host" names an authority; special schemes let more slashes pass.
      rest_.remove_prefix(2);
      while (special() && rest_has_slash()) rest_.remove_prefix(1);
      return authority();
    }
    take_path_of_base();
    url_.path.clear();
    url_.query.reset();
    path();
    return true;
  }
  take_path_of_base();
  if (rest_.starts_with('?') || rest_.starts_with('#') || rest_.empty()) {
    if (rest_.starts_with('?')) url_.query.reset();
    query_and_fragment();
    return true;
  }
  url_.query.reset();
  shorten_path();
  path();
  return true;
}

bool Parser::file() {
  url_.host = "";
  const bool base_is_file = base_ != nullptr && base_->scheme == "file";
  if (rest_has_slash()) {
    if (rest_has_slash(1)) {
      rest_.remove_prefix(2);
      return file_host();
    }
    if (base_is_file) {
      url_.host = base_->host;
      if (!starts_with_drive_letter(rest_.substr(1)) && base_->path.size() >= 3 &&
          base_->path[2] == ':' && is_drive_letter(std::string_view(base_->path).substr(1, 2))) {
        url_.path = base_->path.substr(0, 3);
      }
    }
    path();
    return true;
  }
  if (base_is_file) {
    url_.host = base_->host;
    url_.path = base_->path;
    url_.query = base_->query;
    if (rest_.empty() || rest_[0] == '#' || rest_[0] == '?') {
      if (rest_.starts_with('?')) url_.query.reset();
      query_and_fragment();
      return true;
    }
    url_.query.reset();
    if (starts_with_drive_letter(rest_)) {
      url_.path.clear();
    } else {
      shorten_path();
    }
  }
  path();
  return true;
}

bool Parser::file_host() {
  const std::size_t end = std::min(kSpecialAuthorityEnd.find_in(rest_), rest_.size());
  const std::string_view text = rest_.substr(0, end);
  if (is_drive_letter(text)) {  // "file://c:/x": the drive is no host
    path();
    return true;
  }
  rest_.remove_prefix(end);
  if (!text.empty()) {
    auto host = parse_url_host(text, true);
    if (!host) return false;
    url_.host = *host == "localhost" ? "" : *host;
  }
  path();
  return true;
}

bool Parser::authority() {
  const std::size_t end =
      std::min((special() ? kSpecialAuthorityEnd : kAuthorityEnd).find_in(rest_), rest_.size());
  std::string_view text = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (const std::size_t at = text.rfind('@'); at != npos) {
    const std::string_view credentials = text.substr(0, at);
    const std::size_t colon = std::min(credentials.find(':'), credentials.size());
    append_percent_encoded(credentials.substr(0, colon), EncodeSet::userinfo, url_.username);
    if (colon < credentials.size()) {
      append_percent_encoded(credentials.substr(colon + 1), EncodeSet::userinfo, url_.password);
    }
    text.remove_prefix(at + 1);
    if (text.empty()) return false;
  }
  if (!host_and_port(text)) return false;
  path();
  return true;
}

bool Parser::host_and_port(std::string_view text) {
  bool inside_brackets = false;
  std::size_t colon = 0;
  for (; colon < text.size(); ++colon) {
    if (text[colon] == '[') inside_brackets = true;
    if (text[colon] == ']') inside_brackets = false;
    if (text[colon] == ':' && !inside_brackets) break;
  }
  const std::string_view name = text.substr(0, colon);
  if (name.empty() && (special() || colon < text.size())) return false;
  auto host = parse_url_host(name, special());
  if (!host) return false;
  url_.host = std::move(host);
  if (colon + 1 >= text.size()) return true;
  std::uint32_t port = 0;
  for (const char c : text.substr(colon + 1)) {
    if (!is_digit(c)) return false;
    port = port * 10 + static_cast<std::uint32_t>(c - '0');
    if (port > 65535) return false;
  }
  if (!special() || port != special_->port) url_.port = static_cast<std::uint16_t>(port);
  return true;
}

void Parser::opaque_path() {
  url_.opaque_path = true;
  const std::size_t end = std::min(kPathEnd.find_in(rest_), rest_.size());
  append_percent_encoded(rest_.substr(0, end), EncodeSet::control, url_.path);
  rest_.remove_prefix(end);
  query_and_fragment();
}

// Section 4.3: removes the last segment; a drive letter alone stays.
void Parser::shorten_path() {
  if (url_.scheme == "file" && url_.path.size() == 3 && url_.path[2] == ':' &&
      is_alpha(url_.path[1])) {
    return;
  }
  const std::size_t slash = url_.path.rfind('/');
  url_.path.resize(slash == std::string::npos ? 0 : slash);
}

void Parser::add_segment(std::string_view segment, bool last) {
  const auto is_dots = [segment](std::size_t count) {
    std::size_t at = 0, dots = 0;
    while (at < segment.size() && dots <= count) {
      if (segment[at] == '.') {
        ++at;
      } else if (starts_with_ignore_case(segment.substr(at), "%2e")) {
        at += 3;
      } else {
        return false;
      }
      ++dots;
    }
    return at == segment.size() && dots == count;
  };
  if (is_dots(2)) {
    shorten_path();
    if (last) url_.path += '/';
    return;
  }
  if (is_dots(1)) {
    if (last) url_.path += '/';
    return;
  }
  if (url_.scheme == "file" && url_.path.empty() && is_drive_letter(segment)) {
    url_.path += '/';
    url_.path += segment[0];
    url_.path += ':';
    return;
  }
  url_.path += '/';
  append_percent_encoded(segment, EncodeSet::path, url_.path);
}

// The path start and path states: rest_ is at the path's first octet, slash included.
void Parser::path() {
  const std::size_t end = std::min(kPathEnd.find_in(rest_), rest_.size());
  std::string_view text = rest_.substr(0, end);
  rest_.remove_prefix(end);
  const bool absent = text.empty() && !special();
  if (!text.empty() && is_slash(text[0])) text.remove_prefix(1);
  while (!absent) {
    const std::size_t slash =
        std::min(special() ? kSlashes.find_in(text) : text.find('/'), text.size());
    const bool last = slash == text.size();
    add_segment(text.substr(0, slash), last);
    if (last) break;
    text.remove_prefix(slash + 1);
  }
  query_and_fragment();
}

void Parser::query_and_fragment() {
  const std::size_t hash = std::min(rest_.find('#'), rest_.size());
  if (rest_.starts_with('?')) {
    url_.query.emplace();
    append_percent_encoded(rest_.substr(1, hash - 1),
                           special() ? EncodeSet::special_query : EncodeSet::query, *url_.query);
  }
  if (hash < rest_.size()) {
    url_.fragment.emplace();
    append_percent_encoded(rest_.substr(hash + 1), EncodeSet::fragment, *url_.fragment);
  }
  rest_ = {};
}

std::optional<Url> Parser::parse() {
  bool good = false;
  if (take_scheme()) {
    good = after_scheme();
  } else if (base_ == nullptr) {
    return std::nullopt;
  } else if (base_->opaque_path) {
    if (!rest_.starts_with('#')) return std::nullopt;
    url_ = *base_;
    url_.fragment.reset();
    query_and_fragment();
    good = true;
  } else {
    good = relative();
  }
  if (!good) return std::nullopt;
  return std::move(url_);
}

}  // namespace

bool Url::is_special() const { return find_special(scheme) != nullptr; }

std::string Url::href() const {
  std::string out = scheme + ":";
  if (host) {
    out += "//";
    if (!username.empty() || !password.empty()) {
      out += username;
      if (!password.empty()) out += ":" + password;
      out += '@';
    }
    out += *host;
    if (port) out += ":" + std::to_string(*port);
  } else if (!opaque_path && path.starts_with("//")) {
    out += "/.";
  }
  out += path;
  if (query) out += "?" + *query;
  if (fragment) out += "#" + *fragment;
  return out;
}

std::optional<Url> parse_url(std::string_view input, const Url* base) {
  while (!input.empty() && static_cast<unsigned char>(input.front()) <= 0x20)
    input.remove_prefix(1);
  while (!input.empty() && static_cast<unsigned char>(input.back()) <= 0x20) input.remove_suffix(1);
  if (!kTabsAndLineEnds.any_in(input)) return Parser(input, base).parse();
  std::string cleaned;
  cleaned.reserve(input.size());
  for (const char c : input) {
    if (c != '\t' && c != '\n' && c != '\r') cleaned += c;
  }
  return Parser(cleaned, base).parse();
}

}  // namespace letterlock::content
