#include "exposure/network.h"

#include <charconv>

namespace letterlock::exposure {

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{address->unmapped(), 128};
  if (slash == std::string_view::npos) return network;
  const std::string_view bits = text.substr(slash + 1);
  const auto end = std::from_chars(bits.data(), bits.data() + bits.size(), network.prefix);
  if (bits.empty() || end.ec != std::errc() || end.ptr != bits.data() + bits.size() ||
      network.prefix > 8 * address->size()) {
    return std::nullopt;
  }
  return network;
}

bool Network::contains(std::string_view address_text) const {
  const auto other = IpAddress::parse(address_text);
  return other && other->unmapped().shares_prefix(address, prefix);
}

}  // namespace letterlock::exposure
