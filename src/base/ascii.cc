#include "base/ascii.h"

#include "base/eight_octets.h"

namespace letterlock {

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  std::size_t at = 0;
  for (; lower.size() - at >= 8; at += 8) {
    const std::uint64_t octets = load_eight(lower.data() + at);
    store_eight(octets | capitals_in(octets), lower.data() + at);
  }
  for (; at < lower.size(); ++at) lower[at] = to_lower(lower[at]);
  return lower;
}

std::string to_hex(std::string_view octets) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(octets.size() * 2);
  for (const char c : octets) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string octets;
  octets.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_value(hex[i]), low = hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    octets += static_cast<char>(high * 16 + low);
  }
  return octets;
}

}  // namespace letterlock
