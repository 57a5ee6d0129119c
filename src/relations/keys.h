// Small questions about addresses and domains that the files of the Baseline share.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/ascii.h"
#include "base/fnv1a.h"
#include "relations/baseline.h"

namespace letterlock::relations {

inline constexpr AddressId kSeveral = 0xFFFFFFFF;  // of a name that several addresses carry

inline std::uint64_t pair_key(AddressId from, AddressId to) {
  return std::uint64_t{from} << 32 | to;
}

// A hash of the name without case and outer space.
inline std::uint64_t name_key(std::string_view name) {
  Fnv1a hash;
  for (const char c : trim(name)) hash.add(static_cast<unsigned char>(to_lower(c)));
  return hash.value();
}

inline bool is_recipient(store::AddressRole role) {
  return role == store::AddressRole::to || role == store::AddressRole::cc ||
         role == store::AddressRole::bcc;
}

inline std::string_view mail_domain(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

inline std::uint32_t tld_key(std::string_view domain) {
  const std::size_t dot = domain.rfind('.');
  return static_cast<std::uint32_t>(
      name_key(dot == std::string_view::npos ? domain : domain.substr(dot + 1)));
}

// "mail.example.org" lies in "example.org"; every domain lies in itself.
inline bool lies_in(std::string_view domain, std::string_view parent) {
  if (domain == parent) return true;
  return domain.size() > parent.size() && domain.ends_with(parent) &&
         domain[domain.size() - parent.size() - 1] == '.';
}

// Whether a bounded list of senders holds one.
inline bool knows(const std::array<AddressId, kLinkersKept>& who, std::uint32_t count,
                  AddressId id) {
  const auto end = who.begin() + std::min<std::size_t>(count, kLinkersKept);
  return std::find(who.begin(), end, id) != end;
}

}  // namespace letterlock::relations
