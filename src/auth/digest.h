// A hash value with its algorithm, as DKIM and ARC use them (RFC 6376 section 3.3, RFC 8301).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace letterlock::auth {

enum class HashAlgorithm : std::uint8_t { sha1 /* obsolete, RFC 8301 */, sha256 };

struct Digest {
  HashAlgorithm algorithm = HashAlgorithm::sha256;
  std::array<std::uint8_t, 32> octets{};  // the first size() of them; the rest is 0
  std::size_t size() const { return algorithm == HashAlgorithm::sha1 ? 20 : 32; }
  std::string_view view() const { return {reinterpret_cast<const char*>(octets.data()), size()}; }
  auto operator<=>(const Digest&) const = default;
};

}  // namespace letterlock::auth
