#include "mime/charset.h"

#include <cstring>
#include <string>

#include "base/ascii.h"
#include "base/utf8.h"
#include "mime/charset_converter.h"
#include "mime/charset_label.h"
#include "mime/iso2022jp.h"

namespace letterlock::mime {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string_view without_marks(std::string_view octets) {
  while (octets.starts_with(kUtf8Mark)) octets.remove_prefix(kUtf8Mark.size());
  return octets;
}

Converted from_utf8(std::string_view marked, Arena& arena) {
  const std::string_view octets = without_marks(marked);
  if (is_valid_utf8(octets)) return {.text = octets};
  Converted result;
  std::string out;
  out.reserve(octets.size() + 64);
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t good = valid_utf8_prefix(octets.substr(at));
    out += octets.substr(at, good);
    at += good;
    if (at == octets.size()) break;
    if (result.undecodable++ == 0) result.first_undecodable = marked.size() - octets.size() + at;
    out += kReplacement;
    at += first_utf8_sequence(octets.substr(at)).length;
  }
  result.text = arena.copy(out);
  return result;
}

Converted from_single_byte(const Charset& charset, std::string_view octets, Arena& arena) {
  constexpr std::size_t kSlack =
      8;  // whole words are written, and then what is too much is not kept
  const std::size_t room = octets.size() + 2 * count_non_ascii(octets) + kSlack;
  char* const begin = arena.allocate(room);
  char* out = begin;
  Converted result;
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t ascii = ascii_prefix(octets.substr(at));
    std::memcpy(out, octets.data() + at, ascii);
    out += ascii;
    for (at += ascii; at < octets.size() && !is_ascii(octets[at]); ++at) {
      const Charset::Piece& piece = charset.high[static_cast<unsigned char>(octets[at]) - 0x80];
      if (!piece.known && result.undecodable++ == 0) result.first_undecodable = at;
      std::memcpy(out, piece.utf8.data(), piece.utf8.size());
      out += piece.length;
    }
  }
  const auto used = static_cast<std::size_t>(out - begin);
  arena.shrink(begin, room, used);
  result.text = {begin, used};
  return result;
}

Converted from_converter(const Charset& charset, std::string_view octets, Arena& arena) {
  Undecodable seen;
  const std::string text = decode(charset, octets, seen);
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

bool has_any(std::string_view octets, std::string_view wanted) {
  for (const char c : wanted) {
    if (octets.find(c) != std::string_view::npos) return true;
  }
  return false;
}

Converted without_label(std::string_view octets, Arena& arena) {
  if (is_valid_utf8(octets)) return {.text = without_marks(octets)};
  Charset* fallback = charset_named("windows-1252");
  return fallback ? from_single_byte(*fallback, octets, arena) : from_utf8(octets, arena);
}

}  // namespace

Converted to_utf8(std::string_view octets, std::string_view label, Arena& arena) {
  if (octets.empty()) label = {};
  if (label.empty()) return without_label(octets, arena);
  Charset* charset = charset_labelled(label);
  if (charset == nullptr) {
    Converted result = without_label(octets, arena);
    result.label_known = false;
    return result;
  }
  if (charset->ascii_compatible && is_ascii_text(octets) && !has_any(octets, charset->shifts)) {
    return {.text = octets};
  }
  // A byte order mark says more than a label (WHATWG Encoding Standard section 6).
  if (octets.starts_with(kUtf8Mark) && is_valid_utf8(octets)) return from_utf8(octets, arena);
  // Senders write "us-ascii" where they mean nothing by it.
  if (means_us_ascii(clean_charset_label(label))) return without_label(octets, arena);
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
