#include "content/carried.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "base/printable.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kMostCarried = 8;
constexpr int kMostDecodings = 5;
// Redirect chains nest; each level was seen at most twice in real mail.
constexpr int kMostNesting = 3;
// Longer pieces are read up to here.
constexpr std::size_t kLongestPiece = 16 * 1024;

// A cheap look before any copy is made: every form below shows one of these.
bool may_carry(std::string_view text) {
  static constexpr OctetSet kTelling("%:/\\wWa");
  for (std::size_t at = 0; (at = kTelling.find_in(text, at)) != npos; ++at) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '%') return true;
    for (const std::string_view sign : {":/", "//", "/\\", "\\\\", "www.", "WWW.", "aHR0c"}) {
      if (rest.starts_with(sign)) return true;
    }
  }
  return false;
}

class Carried {
 public:
  void collect(const Url& url, int nesting);
  std::vector<std::string> take() { return std::move(found_); }

 private:
  void in_piece(std::string piece, bool whole, int nesting);
  bool in_text(std::string_view text, bool whole, int nesting);
  bool in_base64(std::string_view text, int nesting);
  void in_parameters(std::string_view query, int nesting);
  void in_url_defense(const Url& url, int nesting);
  bool add(std::string_view candidate, int nesting);

  std::vector<std::string> found_;
};

bool Carried::add(std::string_view candidate, int nesting) {
  if (found_.size() >= kMostCarried) return false;
  const auto url = parse_url(candidate);
  if (!url || !url->host || url->host->empty()) return false;
  // "http://x" inside a word list is no address; every one that leads anywhere has a dot or colon.
  if (url->host->find_first_of(".:") == npos) return false;
  std::string href = url->href();
  if (std::find(found_.begin(), found_.end(), href) != found_.end()) return true;
  found_.push_back(std::move(href));
  collect(*url, nesting + 1);
  return true;
}

// Where "http://", "https://" or "ftp://" begins at or after `from`. One slash is enough: paths
// lose the second one on their way.
std::size_t find_scheme(std::string_view text, std::size_t from) {
  for (std::size_t colon = from; (colon = text.find(":/", colon)) != npos; ++colon) {
    for (const std::string_view scheme : {"https", "http", "ftp"}) {
      if (colon >= from + scheme.size() &&
          equals_ignore_case(text.substr(colon - scheme.size(), scheme.size()), scheme)) {
        return colon - scheme.size();
      }
    }
  }
  return npos;
}

// `whole`: the text stands in a path, so a carried URL goes on to its end, "&" included.
bool Carried::in_text(std::string_view text, bool whole, int nesting) {
  static constexpr OctetSet kEnd(" \t\r\n\"'<>\\|");
  bool any = false;
  for (std::size_t at = 0; (at = find_scheme(text, at)) != npos;) {
    const std::string_view rest = text.substr(at);
    std::size_t end = std::min(kEnd.find_in(rest), rest.size());
    const std::size_t second = find_scheme(rest, 7);
    if (!whole && second != npos) end = std::min(end, second);
    any |= add(rest.substr(0, end), nesting);
    at += std::max<std::size_t>(end, 1);
  }
  if (any) return true;
  // "next=//host/path" and "url=www.host": without a scheme, but followed all the same.
  const std::string_view value = trim(text);
  if (value.starts_with("//") || value.starts_with("/\\") || value.starts_with("\\\\")) {
    return !whole && add("https:" + std::string(value), nesting);
  }
  if (starts_with_ignore_case(value, "www.")) return add("http://" + std::string(value), nesting);
  return false;
}

// "http" in base64 shows as one of three words, by its offset in the octets; only the first starts
// a URL at a whole quantum, which is how services write it.
bool Carried::in_base64(std::string_view text, int nesting) {
  bool any = false;
  for (std::size_t at = 0; (at = text.find("aHR0c", at)) != npos; at += 5) {
    const std::string decoded = base64_prefix(text.substr(at, kLongestPiece));
    const std::size_t end = valid_utf8_prefix(decoded);
    any |= in_text(std::string_view(decoded).substr(0, end), true, nesting);
  }
  return any;
}

void Carried::in_piece(std::string piece, bool whole, int nesting) {
  if (piece.size() > kLongestPiece) piece.resize(kLongestPiece);
  for (int level = 0; level <= kMostDecodings; ++level) {
    if (in_text(piece, whole, nesting) || in_base64(piece, nesting)) return;
    if (piece.find('%') == npos) return;
    std::string decoded = percent_decode(piece);
    if (decoded == piece) return;
    piece = std::move(decoded);
  }
}

void Carried::in_parameters(std::string_view query, int nesting) {
  for (std::size_t at = 0; at < query.size() && found_.size() < kMostCarried;) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    std::string_view parameter = query.substr(at, end - at);
    const std::size_t equals = parameter.find('=');
    // "?https://host/?a=b" has no name.
    const bool named = equals != npos && parameter.substr(0, equals).find(':') == npos;
    if (named) parameter.remove_prefix(equals + 1);
    in_piece(std::string(parameter), false, nesting);
    at = end + 1;
  }
}

// urldefense.proofpoint.com/v2/url?u=https-3A__host_path and
// urldefense.com/v3/__https://host/path*x__;KyM!!..., where each "*" stands for the next octet of
// the base64 after ";", "**X" for several.
void Carried::in_url_defense(const Url& url, int nesting) {
  if (!url.host || url.host->find("urldefense") == npos) return;
  if (url.path.starts_with("/v2/") && url.query) {
    const std::size_t begin = url.query->find("u=");
    if (begin == npos) return;
    std::string coded = url.query->substr(begin + 2);
    coded.resize(std::min(coded.find('&'), coded.size()));
    std::replace(coded.begin(), coded.end(), '-', '%');
    std::replace(coded.begin(), coded.end(), '_', '/');
    add(percent_decode(coded), nesting);
    return;
  }
  const std::string whole = url.path + (url.query ? "?" + *url.query : "");
  const std::size_t begin = whole.find("/v3/__");
  const std::size_t end = whole.find("__;");
  if (begin == npos || end == npos || end < begin + 6) return;
  const std::string replaced = base64_prefix(std::string_view(whole).substr(end + 3));
  std::string carried;
  std::size_t next = 0;
  for (std::size_t at = begin + 6; at < end; ++at) {
    if (whole[at] != '*') {
      carried += whole[at];
      continue;
    }
    std::size_t count = 1;
    if (at + 2 < end && whole[at + 1] == '*') {
      count = static_cast<std::size_t>(std::max(base64_value(whole[at + 2]), 0)) + 2;
      at += 2;
    }
    for (; count > 0 && next < replaced.size(); --count) carried += replaced[next++];
  }
  add(carried, nesting);
}

void Carried::collect(const Url& url, int nesting) {
  if (nesting > kMostNesting) return;
  const std::size_t before = found_.size();
  in_url_defense(url, nesting);
  if (found_.size() > before) return;
  const bool in_path = may_carry(url.path);
  const bool in_query = url.query && may_carry(*url.query);
  // A plain URL in the path owns the query too: web.archive.org/web/2020/https://host/?q.
  if (in_path && url.query && find_scheme(url.path, 0) != npos) {
    in_piece(url.path + "?" + *url.query, true, nesting);
  } else {
    if (in_path) in_piece(url.path, true, nesting);
    if (in_query) in_parameters(*url.query, nesting);
  }
  if (url.fragment && may_carry(*url.fragment)) in_parameters(*url.fragment, nesting);
}

}  // namespace

std::vector<std::string> carried_urls(const Url& url) {
  Carried carried;
  carried.collect(url, 0);
  return carried.take();
}

}  // namespace letterlock::content
