// The little of DER (ITU-T X.690) that public keys are written in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/cursor.h"

namespace letterlock::auth {

inline constexpr std::uint8_t kDerInteger = 0x02, kDerBitString = 0x03, kDerNull = 0x05,
                              kDerOid = 0x06, kDerSequence = 0x30;

// The contents of the element at the cursor, where it has `tag` and lies inside; moves behind it.
std::optional<std::string_view> take_der(Cursor& cursor, std::uint8_t tag);

// One element; `contents` as they stand.
std::string der_element(std::uint8_t tag, std::string_view contents);
// A non-negative INTEGER from big-endian octets without leading zeros.
std::string der_unsigned(std::string_view octets);

}  // namespace letterlock::auth
