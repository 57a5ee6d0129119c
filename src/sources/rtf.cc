#include "sources/rtf.h"

#include <array>
#include <map>
#include <vector>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/cursor.h"
#include "mime/charset.h"
#include "sources/codepage.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

// MS-OXRTFCP section 2.1.3.1: what the dictionary begins with.
constexpr std::string_view kDictionary =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
constexpr std::size_t kDictionarySize = 4096;
constexpr std::size_t kRtfHeader = 16;
constexpr std::size_t kMaxFonts = 10'000;

std::uint32_t little32(std::string_view octets, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(octets[at + i]);
  return value;
}

std::string expand(std::string_view input, std::size_t limit) {
  std::array<char, kDictionarySize> window{};
  std::size_t write = 0;
  for (char c : kDictionary) window[write++] = c;
  std::string out;
  Cursor at(input);
  const auto emit = [&](char c) {
    out += c;
    window[write] = c;
    write = (write + 1) % kDictionarySize;
  };
  while (!at.at_end() && out.size() < limit) {
    const int control = at.take();
    for (int bit = 0; bit < 8 && !at.at_end() && out.size() < limit; ++bit) {
      if ((control >> bit & 1) == 0) {
        emit(static_cast<char>(at.take()));
        continue;
      }
      const int high = at.take(), low = at.take();
      if (low < 0) return out;
      const std::size_t offset = static_cast<std::size_t>(high << 4 | low >> 4);
      const std::size_t length = static_cast<std::size_t>(low & 0x0F) + 2;
      if (offset == write) return out;
      for (std::size_t i = 0; i < length && out.size() < limit; ++i)
        emit(window[(offset + i) % kDictionarySize]);
    }
  }
  return out;
}

// \fcharsetN to code page (RTF 1.9.1, table of character sets); 0: that of the document.
unsigned codepage_of_charset(int charset) {
  switch (charset) {
    case 0:
      return 1252;
    case 128:
      return 932;
    case 129:
      return 949;
    case 134:
      return 936;
    case 136:
      return 950;
    case 161:
      return 1253;
    case 162:
      return 1254;
    case 163:
      return 1258;
    case 177:
      return 1255;
    case 178:
      return 1256;
    case 186:
      return 1257;
    case 204:
      return 1251;
    case 222:
      return 874;
    case 238:
      return 1250;
    default:
      return 0;
  }
}

struct Control {
  std::string_view word;  // empty for a control symbol
  char symbol = 0;
  std::optional<int> parameter;
};

class RtfReader {
 public:
  explicit RtfReader(std::string_view rtf) : at_(rtf), html_(find_word(rtf, "\\fromhtml")) {
    text_ = !html_ && find_word(rtf, "\\fromtext");
  }

  RtfContent read() {
    while (!at_.at_end()) step();
    flush();
    const auto kind = html_   ? RtfContent::Kind::html
                      : text_ ? RtfContent::Kind::text
                              : RtfContent::Kind::rtf;
    return {kind, std::move(out_)};
  }

 private:
  struct State {
    bool skipped = false;     // a destination that is no text
    bool suppressed = false;  // \htmlrtf
    bool font_table = false;
    int font = -1;
    int uc = 1;  // characters to skip behind \u
  };

  // In the header, where the word must stand (MS-OXRTFEX section 2.1.3.1: first ten tokens).
  static bool find_word(std::string_view rtf, std::string_view word) {
    return rtf.substr(0, 1000).find(word) != std::string_view::npos;
  }

  void step() {
    const int c = at_.take();
    if (c == '{') {
      flush();
      if (depth_ < kMaxStates) states_.push_back(state_);
      ++depth_;
      return;
    }
    if (c == '}') {
      flush();
      if (depth_ > 0) --depth_;
      if (depth_ < states_.size()) {
        state_ = states_.back();
        states_.pop_back();
      }
      return;
    }
    if (c == '\\') {
      control();
    } else if (c != '\r' && c != '\n') {
      literal(static_cast<char>(c));
    }
  }

  void control() {
    Control read;
    const std::string_view word = at_.take_while([](char c) { return is_alpha(c); });
    if (word.empty()) {
      const int symbol = at_.take();
      if (symbol == '\'') return hex_octet();
      symbol_control(static_cast<char>(symbol));
      return;
    }
    read.word = word;
    const bool negative = at_.take('-');
    const std::string_view digits = at_.take_while([](char c) { return is_digit(c); });
    if (!digits.empty()) {
      int value = 0;
      for (char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
      read.parameter = negative ? -value : value;
    }
    at_.take(' ');
    word_control(read);
  }

  void symbol_control(char symbol) {
    if (symbol == '*') {
      ignorable_ = true;
      state_.skipped = true;  // unless a word that is known follows
    } else if (symbol == '~') {
      put_text("\xC2\xA0");
    } else if (symbol == '_') {
      put_text("-");
    } else if (symbol == '\\' || symbol == '{' || symbol == '}') {
      literal(symbol);
    } else if (symbol == '\n' || symbol == '\r') {
      put_text("\r\n");
    }
  }

  void hex_octet() {
    const int high = at_.peek() < 0 ? -1 : hex_value(static_cast<char>(at_.peek()));
    const int low = at_.peek(1) < 0 ? -1 : hex_value(static_cast<char>(at_.peek(1)));
    if (high < 0 || low < 0) return;
    at_.skip(2);
    literal(static_cast<char>(high << 4 | low));
  }

  void word_control(const Control& c) {
    const int value = c.parameter.value_or(1);
    if (ignorable_) {
      ignorable_ = false;
      state_.skipped = c.word != "htmltag" || !html_;
      if (!state_.skipped) state_.suppressed = false;
      return;
    }
    if (c.word == "htmlrtf") {
      flush();
      state_.suppressed = value != 0;
    } else if (c.word == "ansicpg") {
      codepage_ = static_cast<unsigned>(value);
    } else if (c.word == "fonttbl") {
      state_.font_table = true;
      state_.skipped = true;
    } else if (c.word == "f") {
      flush();
      state_.font = value;
    } else if (c.word == "fcharset") {
      if (state_.font_table && fonts_.size() < kMaxFonts) {
        fonts_[state_.font] = codepage_of_charset(value);
      }
    } else if (c.word == "uc") {
      state_.uc = value;
    } else if (c.word == "u") {
      unicode(value);
    } else if (c.word == "bin") {
      at_.skip(static_cast<std::size_t>(value < 0 ? 0 : value));
    } else if (is_hidden_destination(c.word)) {
      state_.skipped = true;
    } else {
      character_word(c.word);
    }
  }

  static bool is_hidden_destination(std::string_view word) {
    for (std::string_view hidden :
         {"colortbl"sv, "stylesheet"sv, "info"sv, "pict"sv, "object"sv, "header"sv, "footer"sv,
          "headerf"sv, "footerf"sv, "filetbl"sv, "revtbl"sv}) {
      if (word == hidden) return true;
    }
    return false;
  }

  void character_word(std::string_view word) {
    struct Character {
      std::string_view word, text;
    };
    static constexpr std::array kCharacters = {Character{"par", "\r\n"},
                                               Character{"line", "\r\n"},
                                               Character{"tab", "\t"},
                                               Character{"lquote", "\xE2\x80\x98"},
                                               Character{"rquote", "\xE2\x80\x99"},
                                               Character{"ldblquote", "\xE2\x80\x9C"},
                                               Character{"rdblquote", "\xE2\x80\x9D"},
                                               Character{"bullet", "\xE2\x80\xA2"},
                                               Character{"endash", "\xE2\x80\x93"},
                                               Character{"emdash", "\xE2\x80\x94"}};
    for (const Character& known : kCharacters) {
      if (word == known.word) return put_text(known.text);
    }
  }

  // \uN: a UTF-16 unit as a signed number, then a substitute to skip.
  void unicode(int value) {
    const auto unit = static_cast<std::uint32_t>(value < 0 ? value + 65536 : value) & 0xFFFF;
    for (int i = 0; i < state_.uc && i < 16; ++i) skip_substitute();
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_surrogate_ = unit;
      return;
    }
    std::uint32_t code = unit;
    if (unit >= 0xDC00 && unit < 0xE000) {
      if (high_surrogate_ == 0) return;
      code = 0x10000 + ((high_surrogate_ - 0xD800) << 10) + (unit - 0xDC00);
    }
    high_surrogate_ = 0;
    std::string text;
    append_utf8(code, text);
    put_text(text);
  }

  void skip_substitute() {
    if (at_.peek() == '\\' && at_.peek(1) == '\'') {
      at_.skip(4);
    } else if (at_.peek() != '\\' && at_.peek() != '{' && at_.peek() != '}') {
      at_.skip(1);
    }
  }

  bool visible() const { return !state_.skipped && !(html_ && state_.suppressed); }

  void literal(char c) {
    if (visible()) pending_ += c;
  }

  void put_text(std::string_view utf8) {
    if (!visible()) return;
    flush();
    out_ += utf8;
  }

  // What stands in octets, by the code page of the font.
  void flush() {
    if (pending_.empty()) return;
    unsigned codepage = codepage_;
    if (const auto font = fonts_.find(state_.font); font != fonts_.end() && font->second != 0) {
      codepage = font->second;
    }
    Arena arena;
    out_ += mime::to_utf8(pending_, codepage_label(codepage), arena).text;
    pending_.clear();
  }

  static constexpr std::size_t kMaxStates = 1000;  // deeper groups share the last one's state
  Cursor at_;
  bool html_, text_ = false;
  State state_;
  std::vector<State> states_;
  std::size_t depth_ = 0;
  bool ignorable_ = false;
  unsigned codepage_ = 1252;
  std::map<int, unsigned> fonts_;
  std::uint32_t high_surrogate_ = 0;
  std::string pending_, out_;
};

}  // namespace

std::optional<std::string> decompress_rtf(std::string_view compressed, std::size_t limit) {
  if (compressed.size() < kRtfHeader) return std::nullopt;
  const std::uint32_t raw_size = little32(compressed, 4);
  const std::string_view magic = compressed.substr(8, 4);
  const std::string_view content = compressed.substr(kRtfHeader);
  if (magic == "MELA")
    return std::string(content.substr(0, std::min<std::size_t>(raw_size, limit)));
  if (magic != "LZFu") return std::nullopt;
  std::string rtf = expand(content, std::min<std::size_t>(raw_size, limit));
  return rtf;
}

RtfContent read_rtf(std::string_view rtf) { return RtfReader(rtf).read(); }

}  // namespace letterlock::sources
