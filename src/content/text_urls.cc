#include "content/text_urls.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/npos.h"

namespace letterlock::content {
namespace {

// Longest URL browsers keep in full is about 2 MB; one in text ends long before this.
constexpr std::size_t kLongestWritten = std::size_t{16} * 1024;
// Line breaks inside "<...>": a URL that a client folded (RFC 3986 appendix C).
constexpr std::size_t kLongestFolded = 2000;

constexpr auto kEndsUrl = [] {
  std::array<bool, 256> ends{};
  for (std::size_t c = 0; c <= 0x20; ++c) ends[c] = true;
  for (const char c : {'<', '>', '"', '`', '{', '}', '|', '\\', '^', '\x7F'}) {
    ends[static_cast<unsigned char>(c)] = true;
  }
  return ends;
}();

// Punctuation outside ASCII that ends a URL: no-break space, guillemets, general punctuation,
// CJK punctuation, full-width forms.
bool is_wide_punctuation(std::string_view at) {
  if (at.starts_with("\xC2\xA0") || at.starts_with("\xC2\xAB") || at.starts_with("\xC2\xBB")) {
    return true;
  }
  return at.starts_with("\xE2\x80") || at.starts_with("\xE2\x81") || at.starts_with("\xE3\x80") ||
         at.starts_with("\xEF\xBC") || at.starts_with("\xEF\xBD");
}
bool is_cjk(std::string_view at) {
  const auto c = static_cast<unsigned char>(at[0]);
  return c >= 0xE3 && c <= 0xED;
}

std::size_t url_end(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  const std::size_t limit = std::min(text.size(), begin + kLongestWritten);
  while (at < limit && !kEndsUrl[static_cast<unsigned char>(text[at])]) {
    if (!is_ascii(text[at])) {
      const std::string_view rest = text.substr(at);
      if (is_wide_punctuation(rest)) break;
      // "https://host请": writing without spaces goes on where the URL ends.
      if (is_cjk(rest) && at > begin && is_alnum(text[at - 1])) break;
    }
    ++at;
  }
  return at;
}

// Takes off what belongs to the sentence: "(see https://host/a_(b))."
std::size_t without_punctuation(std::string_view text, std::size_t begin, std::size_t end) {
  std::array<std::size_t, 3> excess{};  // closing brackets without an opening one
  constexpr std::string_view kOpen = "([{", kClose = ")]}";
  for (std::size_t kind = 0; kind < excess.size(); ++kind) {
    std::size_t open = 0;
    for (const char c : text.substr(begin, end - begin)) {
      if (c == kOpen[kind]) ++open;
      if (c == kClose[kind] && open-- == 0) {
        open = 0;
        ++excess[kind];
      }
    }
  }
  while (end > begin) {
    const char c = text[end - 1];
    const std::size_t kind = kClose.find(c);
    if (kind != npos && excess[kind] > 0) {
      --excess[kind];
    } else if (std::string_view(".,;:!?'*_~").find(c) == npos) {
      break;
    }
    --end;
  }
  return end;
}

class Finder {
 public:
  Finder(std::string_view text, std::size_t most) : text_(text), most_(most) {}
  std::vector<TextUrl> find();

 private:
  std::size_t next_candidate(std::size_t from);
  std::size_t scheme_before(std::size_t colon, std::size_t from) const;
  bool at_word_start(std::size_t at) const {
    return at == 0 || !(is_alnum(text_[at - 1]) || text_[at - 1] == '@' || text_[at - 1] == '.');
  }
  bool is_folded(std::size_t begin, std::size_t& end, std::string& joined) const;

  std::string_view text_;
  std::size_t most_;
  std::size_t colon_ = 0, www_ = 0;  // next ones at or after the position, or npos
};

// The beginning of the scheme whose ":" stands at `colon`, or npos.
std::size_t Finder::scheme_before(std::size_t colon, std::size_t from) const {
  static constexpr std::string_view kSchemes[] = {"https", "http", "ftp", "mailto"};
  for (const std::string_view scheme : kSchemes) {
    if (colon < from + scheme.size()) continue;
    const std::size_t begin = colon - scheme.size();
    if (!equals_ignore_case(text_.substr(begin, scheme.size()), scheme)) continue;
    if (!at_word_start(begin)) return npos;
    const std::string_view after = text_.substr(colon + 1);
    if (scheme == "mailto") {
      return !after.empty() && is_alnum(after[0]) ? begin : npos;
    }
    if (!after.starts_with("//") || after.size() < 3) return npos;
    return is_alnum(after[2]) || !is_ascii(after[2]) || after[2] == '[' ? begin : npos;
  }
  return npos;
}

std::size_t Finder::next_candidate(std::size_t from) {
  std::size_t scheme = npos;
  if (colon_ < from) colon_ = from;
  for (; colon_ != npos && (colon_ = text_.find(':', colon_)) != npos; ++colon_) {
    scheme = scheme_before(colon_, from);
    if (scheme != npos) break;
  }
  if (www_ < from) www_ = from;
  for (; www_ != npos && (www_ = text_.find("www.", www_)) != npos; ++www_) {
    if (www_ > scheme) break;
    const bool before = www_ == 0 || !(is_alnum(text_[www_ - 1]) ||
                                       std::string_view("@./-_").find(text_[www_ - 1]) != npos);
    if (before && www_ + 4 < text_.size() && is_alnum(text_[www_ + 4])) break;
  }
  return std::min(scheme, www_);
}

// "<https://host/path\n  more>"
bool Finder::is_folded(std::size_t begin, std::size_t& end, std::string& joined) const {
  const std::size_t close = text_.substr(begin, kLongestFolded).find('>');
  if (close == npos || text_.substr(begin, close).find('\n') == npos) return false;
  const std::string_view inside = text_.substr(begin, close);
  bool line_start = false;
  for (const char c : inside) {
    if (c == '\n' || c == '\r') {
      line_start = true;
    } else if (is_wsp(c)) {
      if (!line_start) return false;  // a space inside a line: words
    } else if (c == '<' || c == '"') {
      return false;
    } else {
      line_start = false;
      joined += c;
    }
  }
  end = begin + close;
  return true;
}

std::vector<TextUrl> Finder::find() {
  std::vector<TextUrl> found;
  for (std::size_t at = 0; found.size() < most_;) {
    const std::size_t begin = next_candidate(at);
    if (begin == npos) break;
    TextUrl url;
    std::size_t end = url_end(text_, begin);
    const bool bracketed = begin > 0 && text_[begin - 1] == '<';
    if (bracketed && end < text_.size() && is_space(text_[end]) && is_folded(begin, end, url.url)) {
      url.where =
          ByteRange::between(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
    } else {
      if (!bracketed || end >= text_.size() || text_[end] != '>') {
        end = without_punctuation(text_, begin, end);
      }
      url.url = text_.substr(begin, end - begin);
      url.where =
          ByteRange::between(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
    }
    at = std::max(end, begin + 4);
    // "example[.]com" was made harmless by somebody.
    if (url.url.find("[.]") == std::string::npos) found.push_back(std::move(url));
  }
  return found;
}

}  // namespace

std::vector<TextUrl> find_text_urls(std::string_view text, std::size_t most) {
  return Finder(text, most).find();
}

}  // namespace letterlock::content
