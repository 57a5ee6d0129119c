#include "mime/charset_writer.h"

#include <vector>

#include "base/arena.h"
#include "base/utf8.h"
#include "mime/charset.h"
#include "mime/charset_converter.h"

namespace letterlock::mime {
namespace {

std::vector<UChar> utf16_of(std::string_view utf8) {
  std::vector<UChar> units(utf8.size());  // never more than one for each octet
  UErrorCode status = U_ZERO_ERROR;
  Charset* charset = charset_named("UTF-8");
  if (charset == nullptr) return {};
  ucnv_reset(charset->converter.get());
  const int32_t count =
      ucnv_toUChars(charset->converter.get(), units.data(), static_cast<int32_t>(units.size()),
                    utf8.data(), static_cast<int32_t>(utf8.size()), &status);
  units.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(count));
  return units;
}

std::optional<std::string> converted(std::string_view utf8, UConverter& converter) {
  const std::vector<UChar> units = utf16_of(utf8);
  std::string octets(4 * units.size() + 16, '\0');  // and what returns to the initial state
  UErrorCode status = U_ZERO_ERROR;
  ucnv_reset(&converter);
  ucnv_setFromUCallBack(&converter, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  const int32_t size =
      ucnv_fromUChars(&converter, octets.data(), static_cast<int32_t>(octets.size()), units.data(),
                      static_cast<int32_t>(units.size()), &status);
  if (U_FAILURE(status)) return std::nullopt;
  octets.resize(static_cast<std::size_t>(size));
  return octets;
}

}  // namespace

std::optional<std::string> in_charset(std::string_view utf8, std::string_view label) {
  constexpr std::size_t kLargest = std::size_t{256} << 20;  // ICU counts in 31 bits
  if (utf8.size() > kLargest || !is_valid_utf8(utf8)) return std::nullopt;
  Charset* charset = charset_labelled(label);
  if (charset == nullptr) return std::nullopt;
  const bool wide = charset->is_utf16_in_one_order || charset->kind == Charset::Kind::utf16 ||
                    charset->kind == Charset::Kind::utf32;
  if (wide) return std::nullopt;
  std::optional<std::string> octets;
  const bool same = charset->kind == Charset::Kind::utf8 ||
                    (charset->ascii_compatible && charset->shifts.empty() && is_ascii_text(utf8));
  if (same) {
    octets.emplace(utf8);
  } else if (charset->converter != nullptr) {
    octets = converted(utf8, *charset->converter);
  }
  if (!octets) return std::nullopt;
  Arena arena;
  const Converted back = to_utf8(*octets, label, arena);
  if (back.undecodable > 0 || back.text != utf8) return std::nullopt;
  return octets;
}

}  // namespace letterlock::mime
