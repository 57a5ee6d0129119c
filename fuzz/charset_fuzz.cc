// Charset conversion under hostile input: "label\noctets". Checked for every input: the result is
// UTF-8, counted right and the same twice; the fast paths (ASCII, UTF-8, single-byte tables) say
// what ICU says.
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "mime/charset.h"
#include "property.h"

namespace {

using namespace letterlock;
using fuzz::require;
using namespace letterlock::mime;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// What ICU alone makes of `octets`.
std::string by_icu(const char* converter_name, std::string_view octets) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(converter_name, &status));
  require(U_SUCCESS(status));
  std::vector<UChar> wide(octets.size() * 2 + 16);
  const int32_t units =
      ucnv_toUChars(converter.get(), wide.data(), static_cast<int32_t>(wide.size()), octets.data(),
                    static_cast<int32_t>(octets.size()), &status);
  require(U_SUCCESS(status));
  std::string text(static_cast<std::size_t>(units) * 3 + 1, '\0');
  int32_t length = 0;
  u_strToUTF8WithSub(text.data(), static_cast<int32_t>(text.size()), &length, wide.data(), units,
                     0xFFFD, nullptr, &status);
  require(U_SUCCESS(status));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::size_t replacements(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("\xEF\xBF\xBD"); at != text.npos;
       at = text.find("\xEF\xBF\xBD", at + 3)) {
    ++count;
  }
  return count;
}

void check_any(std::string_view octets, std::string_view label) {
  Arena arena;
  const Converted first = to_utf8(octets, label, arena);
  require(is_valid_utf8(first.text));
  require(first.undecodable <= replacements(first.text));
  require(first.first_undecodable <= octets.size());
  require(first.text.size() <= 8 * octets.size());  // Limits::decode_ratio
  const Converted second = to_utf8(octets, label, arena);
  require(first.text == second.text && first.undecodable == second.undecodable);
}

void check_against_icu(std::string_view octets) {
  Arena arena;
  for (const char* name : {"windows-1251", "koi8-r", "iso-8859-2", "windows-1252", "windows-874"}) {
    if (octets.starts_with("\xEF\xBB\xBF")) break;  // a mark says more than these labels
    require(to_utf8(octets, name, arena).text == by_icu(name, octets));
  }
  std::string_view marked = octets;
  while (marked.starts_with("\xEF\xBB\xBF")) marked.remove_prefix(3);
  require(to_utf8(octets, "utf-8", arena).text == by_icu("UTF-8", marked));
  const bool valid = is_valid_utf8(marked);
  require(valid == (valid_utf8_prefix(marked) == marked.size()));
  require(is_ascii_text(octets) == (count_non_ascii(octets) == 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view octets = line == input.npos ? input : input.substr(line + 1);
  check_any(octets, input.substr(0, line));
  check_against_icu(octets);
  // Long enough for the vector paths.
  const std::string longer = std::string(61, 'a') + std::string(octets) + std::string(70, 'b');
  check_against_icu(longer);
  check_any(longer, "iso-2022-jp");
  return 0;
}
