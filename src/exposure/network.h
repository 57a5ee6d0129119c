// A range of addresses: "192.0.2.7", "192.0.2.0/24", "2001:db8::/32".
#pragma once

#include <optional>
#include <string_view>

#include "base/ip_address.h"

namespace letterlock::exposure {

struct Network {
  IpAddress address;
  unsigned prefix = 128;

  static std::optional<Network> parse(std::string_view text);
  bool contains(std::string_view address_text) const;
};

}  // namespace letterlock::exposure
