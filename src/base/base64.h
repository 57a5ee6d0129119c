// Base64 (RFC 4648 section 4) for our own values. Mail bodies go through mime/transfer_encoding.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace letterlock {

std::string base64_encode(std::string_view octets);

// Strict: whole quanta, canonical padding, no white space; nullopt otherwise.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace letterlock
