// Base64 (RFC 4648 section 4) for our own values. Mail bodies go through mime/transfer_encoding.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace letterlock {

std::string base64_encode(std::string_view octets);

// Strict: whole quanta, canonical padding, no white space; nullopt otherwise.
std::optional<std::string> base64_decode(std::string_view text);

// 0..63, or -1; of base64 and of base64url (RFC 4648 section 5).
int base64_value(char c);

// What others wrote somewhere in a text: base64 or base64url up to the first octet that is neither.
std::string base64_prefix(std::string_view text);

}  // namespace letterlock
