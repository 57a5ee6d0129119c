#include "base/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace letterlock {

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (text.empty() || text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) {
    return std::nullopt;
  }
  const std::string terminated(text);
  IpAddress address;
  address.is_v6_ = text.find(':') != text.npos;
  const int family = address.is_v6_ ? AF_INET6 : AF_INET;
  if (inet_pton(family, terminated.c_str(), address.octets_.data()) != 1) return std::nullopt;
  return address;
}

IpAddress IpAddress::v4(std::array<std::uint8_t, 4> octets) {
  IpAddress address;
  std::copy(octets.begin(), octets.end(), address.octets_.begin());
  return address;
}

IpAddress IpAddress::v6(std::array<std::uint8_t, 16> octets) {
  IpAddress address;
  address.octets_ = octets;
  address.is_v6_ = true;
  return address;
}

IpAddress IpAddress::unmapped() const {
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (!is_v6_ || !std::equal(kMapped.begin(), kMapped.end(), octets_.begin())) return *this;
  return v4({octets_[12], octets_[13], octets_[14], octets_[15]});
}

bool IpAddress::shares_prefix(const IpAddress& other, unsigned prefix) const {
  if (is_v6_ != other.is_v6_) return false;
  const unsigned bits = std::min<unsigned>(prefix, static_cast<unsigned>(size()) * 8);
  if (!std::equal(octets_.begin(), octets_.begin() + bits / 8, other.octets_.begin())) return false;
  if (bits % 8 == 0) return true;
  const unsigned mask = (0xFF00U >> (bits % 8)) & 0xFFU;
  return ((octets_[bits / 8] ^ other.octets_[bits / 8]) & mask) == 0;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(is_v6_ ? AF_INET6 : AF_INET, octets_.data(), out.data(), out.size());
  return out.data();
}

std::string IpAddress::reverse_name() const {
  constexpr char kHex[] = "0123456789abcdef";
  std::string name;
  for (std::size_t i = size(); i-- > 0;) {
    if (is_v6_) {
      name += kHex[octets_[i] & 15U];
      name += '.';
      name += kHex[octets_[i] >> 4U];
    } else {
      name += std::to_string(octets_[i]);
    }
    name += '.';
  }
  return name + (is_v6_ ? "ip6.arpa" : "in-addr.arpa");
}

}  // namespace letterlock
