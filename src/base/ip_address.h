// An IPv4 or IPv6 address as a value.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace letterlock {

class IpAddress {
 public:
  // Dotted decimal (four parts, no leading zeros) or RFC 4291 section 2.2 without a zone.
  static std::optional<IpAddress> parse(std::string_view text);
  static IpAddress v4(std::array<std::uint8_t, 4> octets);
  static IpAddress v6(std::array<std::uint8_t, 16> octets);

  bool is_v6() const { return is_v6_; }
  // 4 or 16.
  std::size_t size() const { return is_v6_ ? 16 : 4; }
  // REQUIRES: `i` < size().
  std::uint8_t octet(std::size_t i) const { return octets_[i]; }
  // ::ffff:a.b.c.d becomes a.b.c.d; every other address stays.
  IpAddress unmapped() const;
  // The same kind, and the first `prefix` bits are the same; a prefix past the end means all bits.
  bool shares_prefix(const IpAddress& other, unsigned prefix) const;
  // "192.0.2.1", "2001:db8::1" (RFC 5952).
  std::string text() const;
  // The name of its PTR records: "1.2.0.192.in-addr.arpa", "1.0.0. ... .ip6.arpa" (RFC 3596).
  std::string reverse_name() const;

  auto operator<=>(const IpAddress&) const = default;

 private:
  std::array<std::uint8_t, 16> octets_{};
  bool is_v6_ = false;
};

}  // namespace letterlock
