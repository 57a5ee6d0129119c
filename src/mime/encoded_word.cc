#include "mime/encoded_word.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "base/utf8.h"
#include "mime/charset.h"

namespace letterlock::mime {
namespace {

// RFC 2047 section 2 allows 75 octets for a whole word; no charset label is longer than this.
constexpr std::size_t kLongestCharset = 75;

bool is_charset_octet(char c) {
  return !is_space(c) && !is_control(c) && c != '=' && c != '<' && c != '>' && c != '(' &&
         c != ')' && c != ',';
}

// "=?charset?e?" at the front of `text`: where the encoded text begins, or npos.
struct WordHead {
  std::string_view charset;
  char encoding;
  std::size_t size;
};
std::optional<WordHead> word_head(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  std::size_t at = 2;
  while (at < text.size() && at < 2 + kLongestCharset && text[at] != '?') {
    if (!is_charset_octet(text[at])) return std::nullopt;
    ++at;
  }
  if (at + 2 >= text.size() || text[at] != '?' || text[at + 2] != '?') return std::nullopt;
  const char encoding = to_lower(text[at + 1]);
  if (encoding != 'b' && encoding != 'q') return std::nullopt;
  return WordHead{text.substr(2, at - 2), encoding, at + 3};
}

// Where another word begins inside what would be encoded text: the word before was never ended.
std::size_t nested_word(std::string_view encoded) {
  for (std::size_t at = encoded.find("=?"); at != npos; at = encoded.find("=?", at + 2)) {
    if (at > 0 && is_space(encoded[at - 1]) && word_head(encoded.substr(at))) return at;
  }
  return npos;
}

constexpr OctetSet kWhiteSpace(" \t\r\n"), kLineEnds("\r\n");

// No white space and no start of a word.
bool is_encoded_run(std::string_view text) {
  return !kWhiteSpace.any_in(text) && text.find("=?") == npos;
}

std::int8_t base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::int8_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::int8_t>(c - 'a' + 26);
  if (is_digit(c)) return static_cast<std::int8_t>(c - '0' + 52);
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

void append_base64(std::string_view text, std::string& out) {
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::int8_t value = base64_value(c);
    if (value < 0) {
      if (c == '=') count = 0;  // padding: what follows begins a quantum
      continue;
    }
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>((bits >> count) & 0xFF);
    }
  }
}

void append_q(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '_') {
      out += ' ';
    } else if (c == '=' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
               hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else if (is_space(c)) {
      // Folding inside a word is no content; spaces that somebody forgot to encode are.
      std::size_t end = i;
      while (end < text.size() && is_space(text[end])) ++end;
      const std::string_view space = text.substr(i, end - i);
      if (space.find_first_of("\r\n") == npos) out += space;
      i = end - 1;
    } else {
      out += c;
    }
  }
}

// Collects decoded text; words wait until it is clear that no other of their charset follows.
class TextCollector {
 public:
  explicit TextCollector(Arena& arena) : arena_(arena) {}

  void literal(std::string_view text) {
    flush();
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t fold = kLineEnds.find_in(text, at);
      if (fold == npos) break;
      std::size_t begin = fold;
      while (begin > at && is_space(text[begin - 1])) --begin;
      std::size_t end = fold;
      while (end < text.size() && is_space(text[end])) ++end;
      raw(text.substr(at, begin - at));
      out_ += ' ';
      at = end;
    }
    raw(text.substr(at));
  }

  void word(const EncodedWord& word) {
    if (!equals_ignore_case(word.charset, charset_)) flush();
    charset_ = word.charset;
    append_word_octets(word, octets_);
  }

  std::string_view finish() {
    flush();
    return arena_.copy(out_);
  }

 private:
  void raw(std::string_view text) {
    if (!text.empty()) out_ += to_utf8(text, {}, scratch_).text;
    scratch_.clear();
  }
  void flush() {
    if (!octets_.empty()) {
      out_ += to_utf8(octets_, charset_, scratch_).text;
      octets_.clear();
      scratch_.clear();
    }
    charset_ = {};
  }

  Arena& arena_;
  Arena scratch_;
  std::string out_;
  std::string octets_;
  std::string_view charset_;
};

bool is_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_space); }

}  // namespace

std::size_t EncodedWordFinder::next_end(std::size_t from) {
  if (!any_search_ || (end_ != npos && end_ < from) || from < searched_) {
    end_ = text_.find("?=", from);
    searched_ = from;
    any_search_ = true;
  }
  return end_;
}

std::optional<EncodedWord> EncodedWordFinder::word_at(std::size_t at) {
  const auto head = word_head(text_.substr(at));
  if (!head) return std::nullopt;
  EncodedWord word;
  word.charset = head->charset;
  word.encoding = head->encoding;
  const std::size_t begin = at + head->size;
  std::size_t end = next_end(begin);
  // "=?utf-8?Q?Why?=3F?=": an unencoded question mark before an escape.
  while (word.encoding == 'q' && end != npos && end + 3 < text_.size() &&
         hex_value(text_[end + 2]) >= 0 && hex_value(text_[end + 3]) >= 0) {
    const std::size_t later = next_end(end + 2);
    if (later == npos || !is_encoded_run(text_.substr(end + 2, later - end - 2))) break;
    end = later;
  }
  const std::string_view rest = text_.substr(begin, end == npos ? npos : end - begin);
  // What is not ended by "?=" ends where white space or another word begins.
  const std::size_t cut =
      end == npos ? std::min(kWhiteSpace.find_in(rest), rest.size()) : nested_word(rest);
  if (cut == npos) {
    word.text = rest;
    word.length = end + 2 - at;
    return word;
  }
  word.complete = false;
  word.text = rest.substr(0, cut);
  while (!word.text.empty() && is_space(word.text.back())) word.text.remove_suffix(1);
  word.length = head->size + word.text.size();
  if (word.text.ends_with('?')) word.text.remove_suffix(1);
  if (word.text.empty()) return std::nullopt;
  return word;
}

void append_word_octets(const EncodedWord& word, std::string& out) {
  if (word.encoding == 'b') {
    append_base64(word.text, out);
  } else {
    append_q(word.text, out);
  }
}

DecodedText decode_text(std::string_view text, Arena& arena) {
  const std::size_t first = text.find("=?");
  if (first == npos && text.find('\r') == npos && text.find('\n') == npos) {
    return {to_utf8(text, {}, arena).text};
  }
  TextCollector collector(arena);
  EncodedWordFinder finder(text);
  DecodedText result;
  std::size_t literal = 0;  // where the text begins that is not collected yet
  bool after_word = false;
  for (std::size_t at = first; at != npos; at = text.find("=?", at)) {
    const auto word = finder.word_at(at);
    if (!word) {
      result.malformed = true;
      at += 2;
      continue;
    }
    const std::string_view gap = text.substr(literal, at - literal);
    if (!after_word || !is_blank(gap)) collector.literal(gap);
    collector.word(*word);
    result.malformed |= !word->complete;
    at += word->length;
    literal = at;
    after_word = true;
  }
  collector.literal(text.substr(literal));
  result.text = collector.finish();
  return result;
}

}  // namespace letterlock::mime
