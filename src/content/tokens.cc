#include "content/tokens.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/ascii.h"
#include "base/eight_octets.h"
#include "base/utf8.h"
#include "content/letter_runs.h"

namespace letterlock::content {
namespace {

constexpr std::uint32_t kBasis = 2166136261u, kPrime = 16777619u;
constexpr std::size_t kLongestWord = 40;

enum Class : std::uint8_t { kOther, kLetter, kDigit, kApostrophe, kStop, kMark, kBreak, kWide };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    const char octet = static_cast<char>(c);
    std::uint8_t as = kOther;
    if (c >= 0x80) {
      as = kWide;
    } else if (is_alpha(octet)) {
      as = kLetter;
    } else if (is_digit(octet)) {
      as = kDigit;
    } else if (octet == '\'') {
      as = kApostrophe;
    } else if (octet == '.' || octet == '?' || octet == ';' || octet == '|' || octet == '\n') {
      as = kStop;
    } else if (octet == '"' || octet == '`' || octet == '(' || octet == ')' || octet == '[') {
      as = kBreak;  // what stands in quotes is no phrase with what stands before
    } else if (octet == '!' || octet == '-' || octet == ':') {
      as = kMark;
    }
    classes[static_cast<std::size_t>(c)] = as;
  }
  return classes;
}
constexpr auto kClasses = make_classes();

std::uint8_t class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

// The small letter of an ASCII letter; 0 for all else.
constexpr std::array<std::uint8_t, 256> make_small_letters() {
  std::array<std::uint8_t, 256> letters{};
  for (std::uint8_t c = 'a'; c <= 'z'; ++c) letters[c] = letters[c - 32u] = c;
  return letters;
}
constexpr auto kSmallLetters = make_small_letters();

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Octets after which a word of letters may go on or turn out to be part of a URL.
constexpr std::array<bool, 256> make_word_ends() {
  std::array<bool, 256> ends{};
  for (std::size_t c = 0; c < 256; ++c) {
    const std::uint8_t as = kClasses[c];
    ends[c] =
        as != kLetter && as != kDigit && as != kApostrophe && as != kWide && c != '@' && c != ':';
  }
  return ends;
}
constexpr auto kWordEnds = make_word_ends();

// Up to eight octets from `at` on, zeros behind the last.
// REQUIRES: `at` is inside `text`, which has eight octets at least.
std::uint64_t eight_octets(std::string_view text, std::size_t at) {
  const std::size_t from = std::min(at, text.size() - 8);
  return load_eight(text.data() + from) >> (at - from) * 8;
}

std::uint32_t count_capitals(std::string_view text) {
  std::uint32_t count = 0;
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    count += count_small_bits(capitals_in(load_eight(text.data() + at)));
  }
  for (; at < text.size(); ++at) count += text[at] >= 'A' && text[at] <= 'Z';
  return count;
}

// Goes on with a word's hash by the `count` letters that begin `letters`, 1 to 8, and counts
// capitals. All eight are hashed: one that is not needed costs less than a branch that nobody can
// foresee.
std::uint32_t hash_letters(std::uint32_t hash, std::uint64_t letters, std::size_t count,
                           std::uint32_t& capitals) {
  capitals += count_small_bits(~letters & kSmallBits & (~std::uint64_t{0} >> (64 - 8 * count)));
  letters |= kSmallBits;
  std::array<std::uint32_t, 8> after;
  for (std::size_t i = 0; i < 8; ++i) {
    hash = (hash ^ static_cast<std::uint32_t>(letters >> 8 * i & 0xFF)) * kPrime;
    after[i] = hash;
  }
  return after[count - 1];
}

struct CodePoint {
  char32_t code = 0xFFFD;
  std::size_t length = 1;
};

// REQUIRES: `text` is well-formed UTF-8 that begins with an octet above 127, or any octets: then
// the code point means nothing, but the length is right or 1.
CodePoint code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length == 1 || length > text.size()) return {};
  char32_t code = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  return {code, length};
}

bool is_wide_letter(char32_t code) {
  if (code < 0xC0 || code == 0xD7 || code == 0xF7) return code == 0xAA || code == 0xB5;
  if (code >= 0x2000 && code < 0x2E80) return false;  // punctuation, symbols, arrows
  if (code >= 0x3000 && code < 0x3040) return false;  // CJK punctuation
  if (code >= 0xE000 && code < 0xF900) return false;  // private use
  if (code >= 0xFE00 && code < 0xFE70) return false;
  if (code >= 0xFF00 && code < 0xFF10) return false;
  return code < 0x1F000 || code >= 0x20000;
}

bool is_ideograph(char32_t code) {
  return (code >= 0x3040 && code < 0x3100) || (code >= 0x3400 && code < 0xA000) ||
         (code >= 0x20000 && code < 0x32000);
}

Script script_of(char32_t code) {
  if (code < 0x250 || (code >= 0x1E00 && code < 0x1F00)) return Script::latin;
  if (code >= 0x370 && code < 0x400) return Script::greek;
  if (code >= 0x400 && code < 0x530) return Script::cyrillic;
  if (code >= 0x600 && code < 0x780) return Script::arabic;
  if (code >= 0x3040 && code < 0x3100) return Script::kana;
  if (code >= 0xAC00 && code < 0xD7B0) return Script::hangul;
  return is_ideograph(code) ? Script::han : Script::other;
}

// A word while its letters come.
struct Word {
  std::uint32_t hash = kBasis;
  std::size_t letters = 0;  // octets
  std::size_t begin = 0;
  bool digits = false;
  // Most of all octets: letters up to the first other one.
  std::size_t add_letters(std::string_view text, std::size_t at, Marks& marks) {
    const std::size_t from = at;
    std::uint32_t capitals = 0, value = hash;
    for (; at < text.size(); ++at) {
      const auto octet = static_cast<unsigned char>(text[at]);
      const std::uint32_t small = kSmallLetters[octet];
      if (small == 0) break;
      capitals += small != octet;
      value = (value ^ small) * kPrime;
    }
    hash = value;
    letters += at - from;
    marks.upper += capitals;
    marks.lower += static_cast<std::uint32_t>(at - from) - capitals;
    return at;
  }
  void add(char c) {
    hash = (hash ^ static_cast<unsigned char>(to_lower(c))) * kPrime;
    ++letters;
  }
};

// REQUIRES: `at` is inside `text`.
bool begins_url(std::string_view text, std::size_t at) {
  return text[at] == '@' || (text[at] == ':' && text.substr(at, 3) == "://");
}

std::size_t skip_to_space(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_space(text[at])) ++at;
  return at;
}

// A code point of two or three octets; 0 where they are no well-formed UTF-8, or more.
CodePoint strict_code_point(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto goes_on = [&](std::size_t i) { return i < text.size() && (octet(i) & 0xC0u) == 0x80; };
  const std::size_t length = octet(0) >= 0xF0 || octet(0) < 0xC2 ? 0 : octet(0) >= 0xE0 ? 3 : 2;
  if (length == 0 || !goes_on(1) || (length == 3 && !goes_on(2))) return {0, 1};
  const CodePoint point = code_point(text);
  return point.code >= (length == 3 ? 0x800u : 0x80u) ? point : CodePoint{0, 1};
}

// The folded form of code points that are common in mail and that no neighbour changes: ICU finds
// a boundary before them, so that a text of nothing else folds one by one. Code points that fold
// to nothing (soft hyphens, joiners) need no boundary.
constexpr std::uint8_t kNotHere = 0xFF;
struct Folded {
  std::uint8_t length = kNotHere;
  char octets[3] = {};
};

class QuickFold {
 public:
  QuickFold() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* folder = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) return;
    std::string text, folded;
    for (std::size_t range = 0; range < kRanges.size(); ++range) {
      for (char32_t code = kRanges[range].first; code < kRanges[range].end; ++code) {
        text.clear();
        append_utf8(code, text);
        fold(text, folded);
        Folded& place = folded_[kRanges[range].place + (code - kRanges[range].first)];
        const bool alone = folded.empty() || folder->hasBoundaryBefore(static_cast<UChar32>(code));
        if (!alone || folded.size() > sizeof place.octets) continue;
        place.length = static_cast<std::uint8_t>(folded.size());
        folded.copy(place.octets, folded.size());
      }
    }
  }

  // nullptr where ICU must be asked.
  const Folded* find(char32_t code) const {
    for (const Range& range : kRanges) {
      if (code < range.first || code >= range.end) continue;
      const Folded& found = folded_[range.place + (code - range.first)];
      return found.length == kNotHere ? nullptr : &found;
    }
    return nullptr;
  }

 private:
  struct Range {
    char32_t first, end;
    std::size_t place;  // in folded_
  };
  // Latin letters, punctuation, presentation forms with the marks of width and variation.
  static constexpr std::array<Range, 3> kRanges = {
      {{0x80, 0x370, 0}, {0x2000, 0x2070, 0x2F0}, {0xFE00, 0x10000, 0x360}}};
  std::array<Folded, 0x560> folded_{};
};

}  // namespace

void fold(std::string_view text, std::string& out) {
  out.clear();
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folder = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) {  // ICU without its data: the letters as they are
    out = text;
    return;
  }
  icu::StringByteSink<std::string> sink(&out);
  folder->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                        sink, nullptr, status);
  if (U_FAILURE(status)) out = text;
}

namespace {

// Copies ASCII in small letters, up to the first octet that is none. Writes up to eight octets more
// than it takes.
std::size_t copy_small(std::string_view text, char* out) {
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    const std::uint64_t octets = load_eight(text.data() + at);
    store_eight(octets | capitals_in(octets), out + at);
    const std::uint64_t wide = octets & kHighBits;
    if (wide != 0) return at + static_cast<std::size_t>(std::countr_zero(wide)) / 8;
  }
  for (; at < text.size() && is_ascii(text[at]); ++at) out[at] = to_lower(text[at]);
  return at;
}

}  // namespace

bool fold_quickly(std::string_view text, std::string& out) {
  static const QuickFold kFold;
  out.resize(text.size() + text.size() / 2 + 8);  // two octets become three at most
  char* to = out.data();
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      const std::size_t copied = copy_small(text.substr(at), to);
      at += copied;
      to += copied;
      continue;
    }
    const CodePoint point = strict_code_point(text.substr(at));
    const Folded* folded = kFold.find(point.code);
    if (folded == nullptr) return false;
    std::memcpy(to, folded->octets, sizeof folded->octets);
    to += folded->length;
    at += point.length;
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return true;
}

void Tokens::add_line(std::string_view line, std::uint32_t begin) {
  constexpr std::size_t kLongestLine = std::size_t{64} * 1024;
  line = line.substr(0, kLongestLine);
  if (is_ascii_text(line)) return add_text(line, begin, 0);
  std::string text = std::move(folded_);
  if (!fold_quickly(line, text)) fold(line, text);
  // Folding makes capitals small: how many there were is seen before.
  marks_.upper += count_capitals(line);
  add_text(text, begin, static_cast<std::uint32_t>(line.size()));
  folded_ = std::move(text);
}

// What an octet above 127 begins, where it is no letter. Returns its length.
std::size_t Tokens::wide_mark(std::string_view text, std::size_t at) {
  const CodePoint point = code_point(text.substr(at));
  if (point.code >= 0x1F300 && point.code < 0x1FB00) marks_.emoji = true;
  if (point.code == 0x2013 || point.code == 0x2014) marks_.dash = true;
  if (point.code == 0x2026) marks_.ellipsis = true;
  if (point.code == 0x3002 || point.code == 0xFF01 || point.code == 0xFF1F) new_sentence_ = true;
  return point.length;
}

// The usual word: some letters, and behind them nothing that needs a closer look. `letters`: how
// many stand at `at`. False where it is another.
inline bool Tokens::add_usual_word(std::string_view text, std::size_t at, std::size_t letters,
                                   Place place) {
  if (letters > 16 || text.size() < 8) return false;
  if (at + letters < text.size() && !kWordEnds[static_cast<unsigned char>(text[at + letters])]) {
    return false;
  }
  std::uint32_t capitals = 0;
  std::uint32_t hash =
      hash_letters(kBasis, eight_octets(text, at), std::min<std::size_t>(letters, 8), capitals);
  if (letters > 8) hash = hash_letters(hash, eight_octets(text, at + 8), letters - 8, capitals);
  marks_.upper += capitals;
  marks_.lower += static_cast<std::uint32_t>(letters) - capitals;
  push(hash, place, letters >= 2);
  return true;
}

inline void Tokens::push(std::uint32_t hash, Place place, bool word) {
  tokens_.push_back({hash, place.begin, place.length, new_sentence_, word});
  new_sentence_ = false;
}

// `line_length`: of the whole line where `text` is not what stands there; else 0.
void Tokens::add_text(std::string_view text, std::uint32_t begin, std::uint32_t line_length) {
  LetterRuns runs(text);
  const auto place = [&](std::size_t from, std::size_t end) -> Place {
    const std::size_t length = line_length == 0 ? end - from : line_length;
    return {begin + (line_length == 0 ? static_cast<std::uint32_t>(from) : 0),
            static_cast<std::uint16_t>(std::min<std::size_t>(length, 0xFFFF))};
  };
  for (std::size_t at = 0; at < text.size() && tokens_.size() < kMost;) {
    const char c = text[at];
    const std::uint8_t kind = class_of(c);
    if (kind == kOther || kind == kApostrophe) {
      do {
        ++at;
      } while (at < text.size() && text[at] == ' ');
      continue;
    }
    if (kind == kBreak) {
      new_sentence_ = true;
      ++at;
      continue;
    }
    if (kind == kStop || kind == kMark) {
      const char follows = at + 1 < text.size() ? text[at + 1] : ' ';
      const char after = at + 2 < text.size() ? text[at + 2] : ' ';
      if (c == '.' && follows == '.' && after == '.') marks_.dots = true;
      if (c == '!' && follows == '!') marks_.exclamations = true;
      if (c == '-' && follows == '-') marks_.double_hyphen = true;
      if (c == ':' || c == ';') {
        if (follows == ')') marks_.smiley = true;
        if (follows == '-' && after == ')') marks_.nosed_smiley = true;
      }
      if (c != '-' && (is_space(follows) || c == '!' || c == '?')) new_sentence_ = true;
      ++at;
      continue;
    }
    if (kind == kLetter) {
      const std::size_t letters = runs.length(at);
      if (add_usual_word(text, at, letters, place(at, at + letters))) {
        at += letters;
        continue;
      }
    }
    Word word;
    word.begin = at;
    bool pair = false;  // of ideographs, which have no spaces between words
    while (at < text.size()) {
      at = word.add_letters(text, at, marks_);
      if (at == text.size()) break;
      const std::uint8_t part = class_of(text[at]);
      if (part == kDigit) {
        word.digits = true;
        word.add(text[at++]);
      } else if (part == kApostrophe && word.letters > 0 && at + 1 < text.size() &&
                 class_of(text[at + 1]) == kLetter) {
        ++at;  // "don't" is "dont"
      } else if (part == kWide) {
        const CodePoint point = code_point(text.substr(at));
        if (point.code == 0x2019 && word.letters > 0) {
          at += point.length;
          continue;
        }
        if (!is_wide_letter(point.code)) {
          if (word.letters == 0) at += wide_mark(text, at);
          break;
        }
        marks_.scripts[static_cast<std::size_t>(script_of(point.code))] += 1;
        for (std::size_t i = 0; i < point.length; ++i) word.add(text[at + i]);
        at += point.length;
        if (is_ideograph(point.code)) {
          if (pair) break;
          pair = true;
        }
      } else {
        break;
      }
    }
    if (word.letters == 0) continue;
    if (at < text.size() && begins_url(text, at)) {
      at = skip_to_space(text, at);
      new_sentence_ = true;
      continue;
    }
    push(word.hash, place(word.begin, at),
         !word.digits && word.letters >= 2 && word.letters <= kLongestWord);
  }
}

std::vector<std::uint32_t> phrase_hashes(std::string_view phrase) {
  std::vector<std::uint32_t> hashes;
  if (is_ascii_text(phrase) && phrase.find_first_not_of(kLetters) == std::string_view::npos) {
    Word word;
    Marks marks;
    word.add_letters(phrase, 0, marks);
    if (word.letters > 0) hashes.push_back(word.hash);
    return hashes;
  }
  Tokens tokens;
  tokens.add_line(phrase, 0);
  for (const Token& token : tokens.all()) hashes.push_back(token.hash);
  return hashes;
}

}  // namespace letterlock::content
