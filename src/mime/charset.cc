#include "mime/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/ascii.h"
#include "base/utf8.h"
#include "mime/charset_label.h"
#include "mime/iso2022jp.h"

namespace letterlock::mime {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// One code point of a single-byte charset as UTF-8.
struct Utf8Piece {
  std::array<char, 3> octets{};
  std::uint8_t length = 0;  // 0: the charset does not have this octet
};

// A charset as one thread uses it.
struct Charset {
  enum class Kind { utf8, utf16, utf32, iso2022jp, single_byte, other } kind = Kind::other;
  std::unique_ptr<UConverter, CloseConverter> converter;
  // Octets below 128 mean ASCII, as long as none of `shifts` occurs.
  bool ascii_compatible = false;
  std::string_view shifts;
  bool is_utf16_in_one_order = false;
  bool rotates_controls = false;
  std::array<Utf8Piece, 128> high;  // of a single_byte charset: octets 128 to 255
};

// ISO-8859-16 (Romanian), octets 160 to 255: the one charset of the WHATWG Encoding Standard that
// ICU lacks.
constexpr std::string_view kIso8859_16Name = "iso-8859-16";
constexpr std::array<char16_t, 96> kIso8859_16 = {
    0x00A0, 0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0x00A7, 0x0161, 0x00A9, 0x0218, 0x00AB,
    0x0179, 0x00AD, 0x017A, 0x017B, 0x00B0, 0x00B1, 0x010C, 0x0142, 0x017D, 0x201D, 0x00B6, 0x00B7,
    0x017E, 0x010D, 0x0219, 0x00BB, 0x0152, 0x0153, 0x0178, 0x017C, 0x00C0, 0x00C1, 0x00C2, 0x0102,
    0x00C4, 0x0106, 0x00C6, 0x00C7, 0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF,
    0x0110, 0x0143, 0x00D2, 0x00D3, 0x00D4, 0x0150, 0x00D6, 0x015A, 0x0170, 0x00D9, 0x00DA, 0x00DB,
    0x00DC, 0x0118, 0x021A, 0x00DF, 0x00E0, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x0107, 0x00E6, 0x00E7,
    0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x0111, 0x0144, 0x00F2, 0x00F3,
    0x00F4, 0x0151, 0x00F6, 0x015B, 0x0171, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x0119, 0x021B, 0x00FF,
};

// Counts what cannot be decoded and puts one U+FFFD in its place.
struct Undecodable {
  const char* begin = nullptr;
  std::size_t size = 0;
  std::size_t count = 0;
  std::size_t first = 0;
};

void replace_undecodable(const void* context, UConverterToUnicodeArgs* args, const char*,
                         int32_t length, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
  auto& seen = *static_cast<Undecodable*>(const_cast<void*>(context));
  if (seen.count++ == 0) {
    const auto end = static_cast<std::size_t>(args->source - seen.begin);
    const auto bad = static_cast<std::size_t>(length);
    seen.first = end >= bad && end <= seen.size ? end - bad : 0;
  }
  *status = U_ZERO_ERROR;
  const UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

// UTF-16 in pieces, to UTF-8.
class Utf16Sink {
 public:
  explicit Utf16Sink(std::string& out) : out_(out) {}
  void append(const UChar* begin, const UChar* end) {
    for (; begin < end; ++begin) {
      const char32_t unit = *begin;
      const bool trail = unit >= 0xDC00 && unit < 0xE000;
      if (lead_ != 0) {
        const char32_t lead = lead_;
        lead_ = 0;
        if (trail) {
          append_utf8(0x10000 + ((lead - 0xD800) << 10) + (unit - 0xDC00), out_);
          continue;
        }
        out_ += kReplacement;
      }
      if (unit < 0x80) {
        out_ += static_cast<char>(unit);
      } else if (unit >= 0xD800 && unit < 0xDC00) {
        lead_ = unit;
      } else {
        append_utf8(unit, out_);
      }
    }
  }
  void finish() {
    if (lead_ != 0) out_ += kReplacement;
  }

 private:
  std::string& out_;
  char32_t lead_ = 0;
};

std::string decode_with(UConverter& converter, std::string_view octets, Undecodable& seen) {
  seen.begin = octets.data();
  seen.size = octets.size();
  UErrorCode status = U_ZERO_ERROR;
  ucnv_reset(&converter);
  ucnv_setToUCallBack(&converter, replace_undecodable, &seen, nullptr, nullptr, &status);
  std::string out;
  out.reserve(octets.size() + octets.size() / 2);
  Utf16Sink sink(out);
  const char* source = octets.data();
  const char* const end = source + octets.size();
  std::array<UChar, 1024> buffer;
  do {
    UChar* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(&converter, &target, buffer.data() + buffer.size(), &source, end, nullptr, true,
                   &status);
    sink.append(buffer.data(), target);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  sink.finish();
  return out;
}

void fill_single_byte_table(Charset& charset) {
  for (int octet = 0; octet < 128; ++octet) {
    const char high = static_cast<char>(octet + 128);
    Undecodable seen;
    const std::string text = decode_with(*charset.converter, {&high, 1}, seen);
    Utf8Piece& piece = charset.high[static_cast<std::size_t>(octet)];
    if (seen.count != 0 || text.empty() || text.size() > piece.octets.size()) continue;
    std::memcpy(piece.octets.data(), text.data(), text.size());
    piece.length = static_cast<std::uint8_t>(text.size());
  }
}

std::unique_ptr<Charset> iso8859_16() {
  auto charset = std::make_unique<Charset>();
  charset->kind = Charset::Kind::single_byte;
  charset->ascii_compatible = true;
  for (std::size_t octet = 0; octet < 128; ++octet) {
    std::string text;
    append_utf8(octet < 32 ? 0x80 + octet : kIso8859_16[octet - 32], text);
    std::memcpy(charset->high[octet].octets.data(), text.data(), text.size());
    charset->high[octet].length = static_cast<std::uint8_t>(text.size());
  }
  return charset;
}

// The IBM code pages for Japanese rotate three controls: 1A, 1C and 7F. Mail means no such thing.
constexpr std::string_view kRotated = "\x1A\x1C\x7F";
constexpr std::string_view kRotation = "\x1C\x7F\x1A";

void turn_controls_back(std::string& text) {
  for (char& c : text) {
    if (const std::size_t at = kRotation.find(c); at != std::string_view::npos) c = kRotated[at];
  }
}

bool reads_ascii_as_ascii(UConverter& converter, std::string_view shifts) {
  std::string ascii;
  for (char c = 1; c > 0 && c < 0x7F; ++c) {
    const bool special =
        (shifts.find(c) != std::string_view::npos) || (kRotated.find(c) != std::string_view::npos);
    if (!special) ascii += c;
  }
  Undecodable seen;
  return decode_with(converter, ascii, seen) == ascii && seen.count == 0;
}

std::unique_ptr<Charset> open_charset(const std::string& name) {
  if (name == kIso8859_16Name) return iso8859_16();
  UErrorCode status = U_ZERO_ERROR;
  auto charset = std::make_unique<Charset>();
  charset->converter.reset(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  UConverter& converter = *charset->converter;
  switch (ucnv_getType(&converter)) {
    case UCNV_UTF8:
      charset->kind = Charset::Kind::utf8;
      break;
    case UCNV_UTF16:
      charset->kind = Charset::Kind::utf16;
      break;
    case UCNV_UTF32:
      charset->kind = Charset::Kind::utf32;
      break;
    case UCNV_UTF16_BigEndian:
    case UCNV_UTF16_LittleEndian:
      charset->is_utf16_in_one_order = true;
      break;
    case UCNV_HZ:
      charset->shifts = "~";
      break;
    case UCNV_UTF7:
      charset->shifts = "+";
      break;
    case UCNV_IMAP_MAILBOX:
      charset->shifts = "&";
      break;
    case UCNV_ISO_2022:
      charset->shifts = "\x1B\x0E\x0F";
      if (name == "iso-2022-jp" || name == "ISO-2022-JP") charset->kind = Charset::Kind::iso2022jp;
      break;
    default:
      break;
  }
  Undecodable seen;
  if (decode_with(converter, kRotated, seen) == kRotation) {
    charset->rotates_controls = true;
    charset->shifts = kRotated;
  }
  charset->ascii_compatible = reads_ascii_as_ascii(converter, charset->shifts);
  const bool single = ucnv_getMaxCharSize(&converter) == 1 && charset->ascii_compatible;
  if (single && charset->kind == Charset::Kind::other && charset->shifts.empty()) {
    charset->kind = Charset::Kind::single_byte;
    fill_single_byte_table(*charset);
  }
  return charset;
}

// The charsets that this thread has used, by ICU name; as many as ICU has, whatever senders write.
Charset* charset_named(const std::string& name) {
  thread_local std::unordered_map<std::string, std::unique_ptr<Charset>> charsets;
  UErrorCode status = U_ZERO_ERROR;
  const char* canonical = ucnv_getAlias(name.c_str(), 0, &status);
  const std::string key = U_SUCCESS(status) && canonical ? canonical : name;
  if (const auto found = charsets.find(key); found != charsets.end()) return found->second.get();
  auto opened = open_charset(name);
  if (!opened) return nullptr;
  return charsets.emplace(key, std::move(opened)).first->second.get();
}

// The last few labels as written, so that a run of mail with one label is not looked up each time.
Charset* charset_for(std::string_view label) {
  struct Recent {
    std::string label;
    Charset* charset = nullptr;
    bool used = false;
  };
  thread_local std::array<Recent, 8> recent;
  thread_local std::size_t next = 0;
  for (const Recent& entry : recent) {
    if (entry.used && entry.label == label) return entry.charset;
  }
  const auto name = icu_converter_name(clean_charset_label(label));
  Charset* charset = name ? charset_named(*name) : nullptr;
  if (label.size() <= 100) {
    recent[next] = {std::string(label), charset, true};
    next = (next + 1) % recent.size();
  }
  return charset;
}

Converted from_utf8(std::string_view octets, Arena& arena) {
  if (octets.starts_with(kUtf8Mark)) {
    Converted rest = from_utf8(octets.substr(kUtf8Mark.size()), arena);
    if (rest.undecodable != 0) rest.first_undecodable += kUtf8Mark.size();
    return rest;
  }
  if (is_valid_utf8(octets)) return {.text = octets};
  Converted result;
  std::string out;
  out.reserve(octets.size() + 64);
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t good = valid_utf8_prefix(octets.substr(at));
    out += octets.substr(at, good);
    at += good;
    if (at == octets.size()) break;
    if (result.undecodable++ == 0) result.first_undecodable = at;
    out += kReplacement;
    at += first_utf8_sequence(octets.substr(at)).length;
  }
  result.text = arena.copy(out);
  return result;
}

Converted from_single_byte(const Charset& charset, std::string_view octets, Arena& arena) {
  const std::size_t room = octets.size() + 2 * count_non_ascii(octets);
  char* const begin = arena.allocate(room);
  char* out = begin;
  Converted result;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    const auto octet = static_cast<unsigned char>(octets[at]);
    if (octet < 0x80) {
      *out++ = octets[at];
      continue;
    }
    const Utf8Piece& piece = charset.high[octet - 0x80];
    if (piece.length == 0) {
      if (result.undecodable++ == 0) result.first_undecodable = at;
      out = std::copy(kReplacement.begin(), kReplacement.end(), out);
    } else {
      out = std::copy_n(piece.octets.data(), piece.length, out);
    }
  }
  const auto used = static_cast<std::size_t>(out - begin);
  arena.shrink(begin, room, used);
  result.text = {begin, used};
  return result;
}

Converted from_converter(Charset& charset, std::string_view octets, Arena& arena) {
  Undecodable seen;
  std::string text = decode_with(*charset.converter, octets, seen);
  if (charset.rotates_controls) turn_controls_back(text);
  return {.text = arena.copy(text), .undecodable = seen.count, .first_undecodable = seen.first};
}

Converted from_moved(const MovedToShiftJis& moved, Arena& arena) {
  Charset* shift_jis = charset_named("windows-31j");
  if (shift_jis == nullptr) return from_utf8(arena.copy(moved.octets), arena);
  Converted result = from_converter(*shift_jis, moved.octets, arena);
  if (result.undecodable != 0) {
    result.first_undecodable = moved.source_offset(result.first_undecodable);
  }
  return result;
}

bool has_utf16_mark(std::string_view octets) {
  return octets.starts_with("\xFF\xFE") || octets.starts_with("\xFE\xFF");
}

// RFC 2781 section 4.3 reads unmarked UTF-16 as big-endian; what mail calls "utf-16" or "unicode"
// without a mark is little-endian where its text says so.
std::string utf16_converter(std::string_view octets) {
  if (octets.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (octets.starts_with("\xFE\xFF")) return "UTF-16BE";
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < octets.size() && i < 4096; ++i) zeros[i & 1] += octets[i] == 0;
  return zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

Converted from_wide(const std::string& converter, std::string_view octets, std::size_t mark,
                    Arena& arena) {
  Charset* charset = charset_named(converter);
  if (charset == nullptr) return from_utf8(octets, arena);
  Converted result = from_converter(*charset, octets.substr(mark), arena);
  if (result.undecodable != 0) result.first_undecodable += mark;
  return result;
}

Converted from_utf16(std::string_view octets, Arena& arena) {
  return from_wide(utf16_converter(octets), octets, has_utf16_mark(octets) ? 2 : 0, arena);
}

Converted from_utf32(std::string_view octets, Arena& arena) {
  constexpr std::string_view kLittle("\xFF\xFE\0\0", 4);
  constexpr std::string_view kBig("\0\0\xFE\xFF", 4);
  if (octets.starts_with(kLittle)) return from_wide("UTF-32LE", octets, 4, arena);
  if (octets.starts_with(kBig)) return from_wide("UTF-32BE", octets, 4, arena);
  const bool little = octets.size() >= 4 && octets[3] == 0 && octets[0] != 0;
  return from_wide(little ? "UTF-32LE" : "UTF-32BE", octets, 0, arena);
}

Converted without_label(std::string_view octets, Arena& arena) {
  if (is_valid_utf8(octets)) return from_utf8(octets, arena);
  Charset* fallback = charset_named("windows-1252");
  return fallback ? from_single_byte(*fallback, octets, arena) : from_utf8(octets, arena);
}

}  // namespace

Converted to_utf8(std::string_view octets, std::string_view label, Arena& arena) {
  if (octets.empty()) label = {};
  if (label.empty()) return without_label(octets, arena);
  Charset* charset = charset_for(label);
  if (charset == nullptr) {
    Converted result = without_label(octets, arena);
    result.label_known = false;
    return result;
  }
  if (charset->ascii_compatible && octets.find_first_of(charset->shifts) == octets.npos &&
      is_ascii_text(octets)) {
    return {.text = octets};
  }
  // A byte order mark says more than a label (WHATWG Encoding Standard section 6).
  if (octets.starts_with(kUtf8Mark) && is_valid_utf8(octets)) return from_utf8(octets, arena);
  if (charset->is_utf16_in_one_order && has_utf16_mark(octets)) return from_utf16(octets, arena);
  switch (charset->kind) {
    case Charset::Kind::utf8:
      return from_utf8(octets, arena);
    case Charset::Kind::utf16:
      return from_utf16(octets, arena);
    case Charset::Kind::utf32:
      return from_utf32(octets, arena);
    case Charset::Kind::single_byte:
      return from_single_byte(*charset, octets, arena);
    case Charset::Kind::iso2022jp:
      if (const auto moved = iso2022jp_to_shift_jis(octets)) return from_moved(*moved, arena);
      break;
    case Charset::Kind::other:
      break;
  }
  return from_converter(*charset, octets, arena);
}

}  // namespace letterlock::mime
