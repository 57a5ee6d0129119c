#include "mime/charset_converter.h"

#include <unicode/ucnv_cb.h>

#include <cstring>
#include <unordered_map>

#include "base/utf8.h"
#include "mime/charset_label.h"

namespace letterlock::mime {
namespace {

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

// What the converter's callback needs to count and to find what it replaces.
struct Replaced {
  const char* begin;
  std::size_t size;
  Undecodable* seen;
};

void replace_undecodable(const void* context, UConverterToUnicodeArgs* args, const char*,
                         int32_t length, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
  const auto& replaced = *static_cast<const Replaced*>(context);
  if (replaced.seen->count++ == 0) {
    const auto end = static_cast<std::size_t>(args->source - replaced.begin);
    const auto bad = static_cast<std::size_t>(length);
    replaced.seen->first = end >= bad && end <= replaced.size ? end - bad : 0;
  }
  *status = U_ZERO_ERROR;
  const UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

constexpr std::size_t kPieceUnits = 2048;

// UTF-16 in pieces of at most kPieceUnits, to UTF-8.
class Utf16Sink {
 public:
  explicit Utf16Sink(std::string& out) : out_(out) {}

  void append(const UChar* begin, const UChar* end) {
    Piece piece;
    for (; begin < end; ++begin) {
      const char32_t unit = *begin;
      if (unit < 0x80 && lead_ == 0) {
        piece += static_cast<char>(unit);
      } else {
        append_unit(unit, piece);
      }
    }
    out_.append(piece.octets.data(), piece.size);
  }
  void finish() {
    if (lead_ != 0) append_utf8(0xFFFD, out_);
  }

 private:
  struct Piece {
    std::array<char, 3 * (kPieceUnits + 2)> octets;
    std::size_t size = 0;
    void operator+=(char c) { octets[size++] = c; }
  };
  // A lone half of a surrogate pair becomes U+FFFD.
  void append_unit(char32_t unit, Piece& piece) {
    const bool trail = unit >= 0xDC00 && unit < 0xE000;
    if (lead_ != 0) {
      const char32_t lead = lead_;
      lead_ = 0;
      if (trail) {
        append_utf8(0x10000 + ((lead - 0xD800) << 10) + (unit - 0xDC00), piece);
        return;
      }
      append_utf8(0xFFFD, piece);
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      lead_ = unit;
    } else {
      append_utf8(unit, piece);
    }
  }

  std::string& out_;
  char32_t lead_ = 0;
};

// The IBM code pages for Japanese rotate three controls. Mail means no such thing.
constexpr std::string_view kRotated = "\x1A\x1C\x7F";
constexpr std::string_view kRotation = "\x1C\x7F\x1A";

void turn_controls_back(std::string& text) {
  for (char& c : text) {
    if (const std::size_t at = kRotation.find(c); at != std::string_view::npos) c = kRotated[at];
  }
}

void set_piece(Charset::Piece& piece, std::string_view utf8, bool known) {
  std::memcpy(piece.utf8.data(), utf8.data(), utf8.size());
  piece.length = static_cast<std::uint8_t>(utf8.size());
  piece.known = known;
}

void fill_single_byte_table(Charset& charset) {
  for (std::size_t octet = 0; octet < 128; ++octet) {
    const char high = static_cast<char>(octet + 128);
    Undecodable seen;
    const std::string text = decode(charset, {&high, 1}, seen);
    const bool known = seen.count == 0 && !text.empty() && text.size() <= 4;
    set_piece(charset.high[octet], known ? text : "\xEF\xBF\xBD", known);
  }
}

std::unique_ptr<Charset> iso8859_16() {
  auto charset = std::make_unique<Charset>();
  charset->kind = Charset::Kind::single_byte;
  charset->ascii_compatible = true;
  for (std::size_t octet = 0; octet < 128; ++octet) {
    std::string text;
    append_utf8(octet < 32 ? 0x80 + octet : kIso8859_16[octet - 32], text);
    set_piece(charset->high[octet], text, true);
  }
  return charset;
}

bool reads_ascii_as_ascii(const Charset& charset) {
  std::string ascii;
  for (char c = 1; c > 0 && c < 0x7F; ++c) {
    if (charset.shifts.find(c) == std::string_view::npos) ascii += c;
  }
  Undecodable seen;
  return decode(charset, ascii, seen) == ascii && seen.count == 0;
}

void find_kind(Charset& charset, const std::string& name) {
  switch (ucnv_getType(charset.converter.get())) {
    case UCNV_UTF8:
      charset.kind = Charset::Kind::utf8;
      break;
    case UCNV_UTF16:
      charset.kind = Charset::Kind::utf16;
      break;
    case UCNV_UTF32:
      charset.kind = Charset::Kind::utf32;
      break;
    case UCNV_UTF16_BigEndian:
    case UCNV_UTF16_LittleEndian:
      charset.is_utf16_in_one_order = true;
      break;
    case UCNV_HZ:
      charset.shifts = "~";
      break;
    case UCNV_UTF7:
      charset.shifts = "+";
      break;
    case UCNV_IMAP_MAILBOX:
      charset.shifts = "&";
      break;
    case UCNV_ISO_2022:
      charset.shifts = "\x1B\x0E\x0F";
      if (name == "iso-2022-jp" || name == "ISO-2022-JP") charset.kind = Charset::Kind::iso2022jp;
      break;
    default:
      break;
  }
}

std::unique_ptr<Charset> open_charset(const std::string& name) {
  if (name == kIso8859_16Name) return iso8859_16();
  UErrorCode status = U_ZERO_ERROR;
  auto charset = std::make_unique<Charset>();
  charset->converter.reset(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  find_kind(*charset, name);
  Undecodable seen;
  charset->rotates_controls = decode(*charset, kRotated, seen) == kRotation;
  charset->ascii_compatible = reads_ascii_as_ascii(*charset);
  const bool single =
      ucnv_getMaxCharSize(charset->converter.get()) == 1 && charset->ascii_compatible;
  if (single && charset->kind == Charset::Kind::other && charset->shifts.empty()) {
    charset->kind = Charset::Kind::single_byte;
    fill_single_byte_table(*charset);
  }
  return charset;
}

}  // namespace

std::string decode(const Charset& charset, std::string_view octets, Undecodable& seen) {
  UConverter& converter = *charset.converter;
  const Replaced replaced{octets.data(), octets.size(), &seen};
  UErrorCode status = U_ZERO_ERROR;
  ucnv_reset(&converter);
  ucnv_setToUCallBack(&converter, replace_undecodable, &replaced, nullptr, nullptr, &status);
  std::string out;
  out.reserve(octets.size() + octets.size() / 2);
  Utf16Sink sink(out);
  const char* source = octets.data();
  const char* const end = source + octets.size();
  std::array<UChar, kPieceUnits> buffer;
  do {
    UChar* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(&converter, &target, buffer.data() + buffer.size(), &source, end, nullptr, true,
                   &status);
    sink.append(buffer.data(), target);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  sink.finish();
  if (charset.rotates_controls) turn_controls_back(out);
  return out;
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
Charset* charset_labelled(std::string_view label) {
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

}  // namespace letterlock::mime
