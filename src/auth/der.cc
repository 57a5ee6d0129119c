#include "auth/der.h"

namespace letterlock::auth {

std::optional<std::string_view> take_der(Cursor& cursor, std::uint8_t tag) {
  if (cursor.peek() != tag) return std::nullopt;
  cursor.take();
  const int first = cursor.take();
  if (first < 0) return std::nullopt;
  std::size_t length = static_cast<std::size_t>(first);
  if (first >= 0x80) {
    const int octets = first & 0x7F;
    if (octets == 0 || octets > 4) return std::nullopt;
    length = 0;
    for (int i = 0; i < octets; ++i) {
      const int octet = cursor.take();
      if (octet < 0) return std::nullopt;
      length = length << 8 | static_cast<std::size_t>(octet);
    }
  }
  if (length > cursor.left()) return std::nullopt;
  const std::string_view contents = cursor.rest().substr(0, length);
  cursor.skip(length);
  return contents;
}

std::string der_element(std::uint8_t tag, std::string_view contents) {
  std::string out(1, static_cast<char>(tag));
  if (contents.size() < 0x80) {
    out += static_cast<char>(contents.size());
  } else {
    std::string length;
    for (std::size_t rest = contents.size(); rest > 0; rest >>= 8) {
      length.insert(length.begin(), static_cast<char>(rest & 0xFF));
    }
    out += static_cast<char>(0x80 | length.size());
    out += length;
  }
  out += contents;
  return out;
}

std::string der_unsigned(std::string_view octets) {
  std::string contents;
  if (octets.empty() || static_cast<unsigned char>(octets.front()) >= 0x80) contents += '\0';
  contents += octets;
  return der_element(kDerInteger, contents);
}

}  // namespace letterlock::auth
