// Files that stand in text as such: uuencode (POSIX.1-2017 uuencode) and yEnc (the 1.3 draft).
#include <array>
#include <charconv>
#include <optional>

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/limits.h"
#include "mime/text.h"

namespace letterlock::mime {
namespace {

std::string_view take_line(Cursor& cursor) {
  std::string_view line = cursor.take_until('\n');
  cursor.take('\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

ByteRange as_range(std::size_t begin, std::size_t end) {
  return ByteRange::between(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
}

constexpr auto kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int k = 0; k < 8; ++k) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc32(std::string_view octets) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : octets)
    crc = crc >> 8 ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~crc;
}

// "begin 644 name": the name.
std::optional<std::string_view> uuencode_name(std::string_view line) {
  constexpr std::string_view kBegin = "begin ";
  if (!line.starts_with(kBegin)) return std::nullopt;
  line.remove_prefix(kBegin.size());
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '7') ++digits;
  if (digits < 3 || digits > 5 || digits == line.size() || line[digits] != ' ') return std::nullopt;
  const std::string_view name = trim(line.substr(digits));
  if (name.empty()) return std::nullopt;
  return name;
}

std::uint32_t uu_digit(char c) { return static_cast<std::uint32_t>(c - ' ') & 63; }

// How many octets a data line holds; nullopt where it is none. Spaces at its end may have been lost
// on the way, and some encoders add a checksum.
std::optional<std::size_t> uuencode_line_size(std::string_view line) {
  if (line.empty()) return std::nullopt;
  for (const char c : line) {
    if (c < ' ' || c > '`') return std::nullopt;
  }
  const std::size_t octets = uu_digit(line[0]);
  if (line.size() - 1 > (octets + 2) / 3 * 4 + 2) return std::nullopt;
  if (octets > (line.size() + 1) * Limits().decode_ratio) return std::nullopt;  // nearly all lost
  return octets;
}

void append_uuencode_line(std::string_view line, char*& out) {
  const std::size_t octets = uu_digit(line[0]);
  const auto digit = [&](std::size_t i) { return i < line.size() ? uu_digit(line[i]) : 0u; };
  for (std::size_t i = 0; i < octets; i += 3) {
    const std::size_t at = 1 + i / 3 * 4;
    const std::uint32_t group =
        digit(at) << 18 | digit(at + 1) << 12 | digit(at + 2) << 6 | digit(at + 3);
    for (std::size_t k = 0; k < 3 && i + k < octets; ++k) {
      *out++ = static_cast<char>(group >> (16 - 8 * k));
    }
  }
}

// Reads on behind the "begin" line at `begin`. nullopt where no data follows: then it was prose.
std::optional<EmbeddedFile> take_uuencode(Cursor& cursor, std::size_t begin, std::string_view name,
                                          Arena& arena) {
  const std::size_t first = cursor.position();
  std::size_t size = 0, data_end = first, end = first;
  bool complete = false;
  while (!cursor.at_end()) {
    const std::string_view line = take_line(cursor);
    if (line == "end") {
      complete = true;
      end = cursor.position();
      break;
    }
    const std::optional<std::size_t> octets = uuencode_line_size(line);
    if (!octets && !line.empty()) {
      cursor.seek(data_end);
      break;
    }
    if (!octets || *octets == 0) continue;  // "`" or an empty line before "end"
    size += *octets;
    data_end = end = cursor.position();
  }
  if (size == 0 && !complete) {
    cursor.seek(first);
    return std::nullopt;
  }
  char* const content = arena.allocate(size);
  char* out = content;
  Cursor data(cursor.input().substr(0, data_end));
  data.seek(first);
  while (!data.at_end()) {
    const std::string_view line = take_line(data);
    if (uuencode_line_size(line).value_or(0) != 0) append_uuencode_line(line, out);
  }
  return EmbeddedFile{
      EmbeddedFile::Kind::uuencode, name, as_range(begin, end), {content, size}, complete};
}

// The value of " key=" in a yEnc control line; `name` runs to the end of its line.
std::optional<std::string_view> yenc_value(std::string_view line, std::string_view key) {
  for (std::size_t at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
    if (at == 0 || line[at - 1] != ' ' || line.substr(at + key.size(), 1) != "=") continue;
    const std::string_view value = line.substr(at + key.size() + 1);
    return key == "name" ? trim(value) : value.substr(0, value.find(' '));
  }
  return std::nullopt;
}

template <int kBase>
std::optional<std::uint64_t> yenc_number(std::string_view line, std::string_view key) {
  const auto text = yenc_value(line, key);
  if (!text) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(text->data(), text->data() + text->size(), value, kBase);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return value;
}

std::string_view decode_yenc(std::string_view lines, Arena& arena) {
  char* const content = arena.allocate(lines.size());
  std::size_t size = 0;
  Cursor cursor(lines);
  while (!cursor.at_end()) {
    char c = static_cast<char>(cursor.take());
    if (c == '\r' || c == '\n') continue;
    if (c == '=' && !cursor.at_end()) c = static_cast<char>(cursor.take() - 64);
    content[size++] = static_cast<char>(c - 42);
  }
  arena.shrink(content, lines.size(), size);
  return {content, size};
}

bool yenc_fits(std::string_view end_line, bool is_part, std::string_view content) {
  if (yenc_number<10>(end_line, "size") != content.size()) return false;
  const std::string_view key = is_part ? "pcrc32" : "crc32";
  const auto declared = yenc_number<16>(end_line, key);
  if (!declared) return !yenc_value(end_line, key).has_value();
  return *declared == crc32(content);
}

// Reads on behind the "=ybegin" line. Data ends at the next control line, whatever it is.
EmbeddedFile take_yenc(Cursor& cursor, std::size_t begin, std::string_view begin_line,
                       Arena& arena) {
  EmbeddedFile file{
      EmbeddedFile::Kind::yenc, yenc_value(begin_line, "name").value_or(""), {}, {}, false};
  bool is_part = false;
  if (cursor.rest().starts_with("=ypart ")) {
    is_part = true;
    take_line(cursor);
  }
  const std::size_t first = cursor.position();
  std::size_t data_end = first;
  while (!cursor.at_end()) {
    if (cursor.rest().starts_with("=y")) break;
    take_line(cursor);
    data_end = cursor.position();
  }
  file.content = decode_yenc(cursor.input().substr(first, data_end - first), arena);
  if (cursor.rest().starts_with("=yend ")) {
    file.complete = yenc_fits(take_line(cursor), is_part, file.content);
  }
  file.where = as_range(begin, cursor.position());
  return file;
}

}  // namespace

std::vector<EmbeddedFile> embedded_files(std::string_view text, Arena& arena) {
  std::vector<EmbeddedFile> files;
  Cursor cursor(text);
  while (!cursor.at_end()) {
    const std::size_t begin = cursor.position();
    const int first = cursor.peek();
    const std::string_view line = take_line(cursor);
    if (first == 'b') {
      if (const auto name = uuencode_name(line)) {
        if (auto file = take_uuencode(cursor, begin, *name, arena)) files.push_back(*file);
      }
    } else if (first == '=' && line.starts_with("=ybegin ")) {
      files.push_back(take_yenc(cursor, begin, line, arena));
    }
  }
  return files;
}

std::vector<EmbeddedFile> embedded_files(const Message& message, const Entity& entity) {
  std::vector<EmbeddedFile> files = embedded_files(message.decoded(entity), message.arena());
  for (const EmbeddedFile& file : files) {
    if (file.complete) continue;
    message.add_defect(file.kind == EmbeddedFile::Kind::yenc ? DefectKind::yenc_malformed
                                                             : DefectKind::uuencode_malformed,
                       entity.body);
  }
  return files;
}

}  // namespace letterlock::mime
