#include "casefile/shared_bodies.h"

namespace letterlock::casefile {
namespace {

// Where the octets behind the first blank line begin; any place would do that copies agree on.
std::size_t body_begin(std::string_view octets) {
  for (std::size_t at = 0; (at = octets.find('\n', at)) != std::string_view::npos;) {
    ++at;
    if (octets.substr(at).starts_with('\n')) return at + 1;
    if (octets.substr(at).starts_with("\r\n")) return at + 2;
  }
  return octets.size();
}

}  // namespace

SharedTail SharedBodies::tail_of(std::string_view octets, const Sha256& evidence) {
  const std::size_t from = body_begin(octets);
  const std::string_view body = octets.substr(from);
  if (body.size() < kLeast) return {};
  // What shares with a message makes readers unpack its record: a large one that is mostly header
  // would cost them more than their own size.
  if (octets.size() > kRecordOctets && from > body.size()) return {};
  if (held_.size() == kMost) held_.clear();
  const auto hash = hash_.of(body);
  if (!hash) return {};
  const auto [held, is_new] = held_.try_emplace(*hash, Held{evidence, from});
  if (is_new) return {};
  return {held->second.holder, held->second.from, body.size()};
}

}  // namespace letterlock::casefile
