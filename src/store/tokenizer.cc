#include "store/tokenizer.h"

#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace letterlock::store {
namespace {

// What an octet is to a word: kSeparator, kNotAscii, or its folded self.
constexpr unsigned char kSeparator = 0, kNotAscii = 1;
constexpr std::array<unsigned char, 256> make_octets() {
  std::array<unsigned char, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = c;
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = c;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = static_cast<unsigned char>(c + 32);
  for (std::size_t c = 0x80; c < table.size(); ++c) table[c] = kNotAscii;
  return table;
}
constexpr std::array<unsigned char, 256> kOctets = make_octets();

unsigned char octet_class(char c) { return kOctets[static_cast<unsigned char>(c)]; }

// A dictionary run is segmented in pieces of at most this many code points.
constexpr std::size_t kRun = 4096;

bool drops_marks(UScriptCode script) {
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

// Marks that readers leave out: combining diacritics, Hebrew points, Arabic vowel signs and
// tatweel, the half-width kana sound marks.
bool is_optional_mark(UChar32 c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x610 && c <= 0x61A) ||
         c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6ED) ||
         c == 0xFF9E || c == 0xFF9F || (c >= 0xFE00 && c <= 0xFE0F);
}

bool in_mask(UChar32 c, std::uint32_t mask) { return (U_GET_GC_MASK(c) & mask) != 0; }

// A compatibility form may come apart into something with a separator in it: words have none.
icu::UnicodeString only_word_characters(const icu::UnicodeString& text, bool marks) {
  std::uint32_t wanted = U_GC_L_MASK | U_GC_N_MASK | U_GC_CO_MASK;
  if (marks) wanted |= U_GC_M_MASK;
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    if (in_mask(text.char32At(i), wanted)) kept.append(text.char32At(i));
  }
  return kept;
}

icu::UnicodeString fold_text(UChar32 c, UScriptCode script) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* decompose = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return icu::UnicodeString(c);
  icu::UnicodeString text = casefold->normalize(icu::UnicodeString(c), status);
  if (!drops_marks(script)) return only_word_characters(text, true);
  return only_word_characters(decompose->normalize(text, status), false);
}

}  // namespace

struct Tokenizer::Breaker {
  UBreakIterator* iterator = nullptr;
  std::vector<UChar> units;
  std::vector<std::size_t> ends;  // octet position after each code unit

  Breaker() {
    UErrorCode status = U_ZERO_ERROR;
    iterator = ubrk_open(UBRK_WORD, "th", nullptr, 0, &status);
    if (U_FAILURE(status)) iterator = nullptr;
  }
  ~Breaker() {
    if (iterator) ubrk_close(iterator);
  }
  Breaker(const Breaker&) = delete;
  Breaker& operator=(const Breaker&) = delete;
};

Tokenizer::Tokenizer() = default;
Tokenizer::~Tokenizer() = default;

void Tokenizer::start(std::string_view text) {
  text_ = text;
  position_ = 0;
  segments_.clear();
}

Tokenizer::Folded Tokenizer::fold(std::uint32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  Folded result;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  if (is_optional_mark(c) || in_mask(c, U_GC_CF_MASK)) {
    result.what = Class::dropped;
    return result;
  }
  if (!in_mask(c, U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_CO_MASK)) return result;
  if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
      script == USCRIPT_BOPOMOFO || c == 0x30FC || c == 0xFF70) {
    result.what = Class::single;
  } else if (script == USCRIPT_THAI || script == USCRIPT_LAO || script == USCRIPT_KHMER ||
             script == USCRIPT_MYANMAR) {
    result.what = Class::dictionary;
  } else {
    result.what = Class::word;
  }
  std::string utf8;
  fold_text(c, script).toUTF8String(utf8);
  if (utf8.empty() || utf8.size() > sizeof result.octets) {
    utf8.clear();
    icu::UnicodeString(c).toUTF8String(utf8);
  }
  result.length = static_cast<std::uint8_t>(utf8.size());
  std::memcpy(result.octets, utf8.data(), utf8.size());
  return result;
}

const Tokenizer::Folded& Tokenizer::folded(std::uint32_t code_point) {
  static const Folded kSeparator;
  if (code_point >= 0x20000) {
    // Planes 2 and 3 hold ideographs only; beyond them are tags and private use.
    static const Folded kIdeograph = [] {
      Folded ideograph;
      ideograph.what = Class::single;
      return ideograph;
    }();
    return code_point < 0x40000 ? kIdeograph : kSeparator;
  }
  auto& block = blocks_[code_point / kBlock];
  if (!block) block = std::make_unique<Block>();
  Folded& known = (*block)[code_point % kBlock];
  if (!known.is_known) {
    known = fold(code_point);
    known.is_known = true;
  }
  return known;
}

std::size_t Tokenizer::decode(std::uint32_t& code_point) const {
  const auto at = [&](std::size_t i) -> std::uint32_t {
    return position_ + i < text_.size() ? static_cast<unsigned char>(text_[position_ + i]) : 0;
  };
  const std::uint32_t lead = at(0);
  const auto trail = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
  if (lead >= 0xC2 && lead <= 0xDF && trail(1)) {
    code_point = (lead & 0x1F) << 6 | (at(1) & 0x3F);
    return 2;
  }
  if ((lead & 0xF0) == 0xE0 && trail(1) && trail(2)) {
    code_point = (lead & 0x0F) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F);
    return code_point >= 0x800 && (code_point < 0xD800 || code_point > 0xDFFF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4 && trail(1) && trail(2) && trail(3)) {
    code_point = (lead & 0x07) << 18 | (at(1) & 0x3F) << 12 | (at(2) & 0x3F) << 6 | (at(3) & 0x3F);
    return code_point >= 0x10000 && code_point <= 0x10FFFF ? 4 : 0;
  }
  return 0;
}

void Tokenizer::append(const char* octets, std::size_t length) {
  if (length_ + length > kLongestToken) {
    overflow_ = true;
  } else if (!overflow_) {
    std::memcpy(buffer_ + length_, octets, length);
    length_ += length;
  }
}

bool Tokenizer::finish(Token& token, std::size_t begin) {
  if (length_ == 0 || (overflow_ && ascii_)) return false;
  token = {std::string_view(buffer_, length_), begin, position_};
  return true;
}

// A run of word characters at position_. False where it came to nothing.
bool Tokenizer::word(Token& token) {
  const std::size_t begin = position_;
  const std::size_t room = std::min(text_.size(), begin + kLongestToken);
  std::size_t at = begin;
  char* to = buffer_;
  for (; at < room; ++at) {
    const unsigned char c = octet_class(text_[at]);
    if (c <= kNotAscii) break;
    *to++ = static_cast<char>(c);
  }
  position_ = at;
  length_ = at - begin;
  if (length_ > 0 && (at == text_.size() || octet_class(text_[at]) == kSeparator)) {
    token = {std::string_view(buffer_, length_), begin, at};  // most words
    return true;
  }
  return rest_of_word(token, begin);
}

// The word that begins at `begin`, from position_ on: longer than a token, or not ASCII.
bool Tokenizer::rest_of_word(Token& token, std::size_t begin) {
  ascii_ = true;
  overflow_ = false;
  while (position_ < text_.size()) {
    const unsigned char c = octet_class(text_[position_]);
    if (c == kSeparator) break;
    if (c != kNotAscii) {
      if (length_ < kLongestToken) {
        buffer_[length_++] = static_cast<char>(c);
      } else {
        overflow_ = true;
      }
      ++position_;
      continue;
    }
    std::uint32_t code_point = 0;
    const std::size_t octets = decode(code_point);
    if (octets == 0) break;
    const Folded& mapped = folded(code_point);
    if (mapped.what != Class::word && mapped.what != Class::dropped) break;
    position_ += octets;
    if (mapped.what == Class::word) {
      ascii_ = false;
      append(mapped.octets, mapped.length);
    }
  }
  return finish(token, begin);
}

// Cuts the dictionary run at position_ with ICU.
void Tokenizer::find_segments() {
  if (!breaker_) breaker_ = std::make_unique<Breaker>();
  breaker_->units.clear();
  breaker_->ends.clear();
  const std::size_t begin = position_;
  std::uint32_t code_point = 0;
  while (breaker_->units.size() < kRun) {
    const std::size_t octets = decode(code_point);
    // These scripts lie in the basic plane: one unit a character.
    if (octets == 0 || code_point > 0xFFFF || folded(code_point).what != Class::dictionary) break;
    position_ += octets;
    breaker_->units.push_back(static_cast<UChar>(code_point));
    breaker_->ends.push_back(position_);
  }
  UErrorCode status = U_ZERO_ERROR;
  if (breaker_->iterator) {
    ubrk_setText(breaker_->iterator, breaker_->units.data(),
                 static_cast<std::int32_t>(breaker_->units.size()), &status);
    for (std::int32_t end = ubrk_next(breaker_->iterator); end != UBRK_DONE && U_SUCCESS(status);
         end = ubrk_next(breaker_->iterator)) {
      segments_.push_back(breaker_->ends[static_cast<std::size_t>(end) - 1]);
    }
  }
  if (segments_.empty()) segments_.push_back(position_);
  std::reverse(segments_.begin(), segments_.end());
  position_ = begin;
}

bool Tokenizer::segment_from_dictionary(Token& token) {
  const std::size_t begin = position_;
  length_ = 0;
  ascii_ = overflow_ = false;
  const std::size_t end = segments_.back();
  segments_.pop_back();
  while (position_ < end) {
    std::uint32_t code_point = 0;
    const std::size_t octets = decode(code_point);
    if (octets == 0) break;
    append(text_.data() + position_, octets);
    position_ += octets;
  }
  position_ = end;
  return finish(token, begin);
}

bool Tokenizer::next(Token& token) {
  for (;;) {
    if (!segments_.empty()) {
      if (segment_from_dictionary(token)) return true;
      continue;
    }
    std::size_t at = position_;
    while (at < text_.size() && octet_class(text_[at]) == kSeparator) ++at;
    position_ = at;
    if (at >= text_.size()) return false;
    if (octet_class(text_[at]) != kNotAscii) {
      if (word(token)) return true;
      continue;
    }
    std::uint32_t code_point = 0;
    const std::size_t octets = decode(code_point);
    const Class what = octets == 0 ? Class::separator : folded(code_point).what;
    switch (what) {
      case Class::separator:
      case Class::dropped:
        position_ += octets == 0 ? 1 : octets;
        break;
      case Class::word:
        if (word(token)) return true;
        break;
      case Class::dictionary:
        find_segments();
        break;
      case Class::single: {
        const std::size_t begin = position_;
        const Folded& mapped = folded(code_point);
        length_ = 0;
        ascii_ = overflow_ = false;
        if (mapped.length > 0) {
          append(mapped.octets, mapped.length);
        } else {
          append(text_.data() + position_, octets);
        }
        position_ += octets;
        return finish(token, begin);
      }
    }
  }
}

}  // namespace letterlock::store
