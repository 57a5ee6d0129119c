// Thread-Index (MS-OXOMSG section 2.2.1.3): 22 octets that name the conversation and when it began,
// then five octets for each answer.
//
// Layout b is the documented one: a reserved octet 0x01, the top 40 bits of the FILETIME, a GUID.
// Layout a, of other programs, has the top 48 bits, whose first octet is 0x01 for all of our time.
// Read as layout a, the octets of layout b lie centuries back, which tells them apart.
//
// An answer holds the time since the answer before it (the documentation says: since the start; of
// 3,669 real ones of both layouts all but one add up this way): 31 bits, behind one that says
// whether they were shifted right by 18 or 23. Programs that write layout b begin to count from the
// octets as layout a reads them, which lie centuries back: the first distance overflows 31 bits,
// and the multiple of 2^54 that was lost has to be put back, most often three times.
#include <cstdlib>

#include "leak/clocks/decode.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kHeader = 22, kChild = 5;

std::uint64_t big_endian(std::string_view octets) {
  std::uint64_t value = 0;
  for (const char c : octets) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

MicroInterval from(MicroTime at, std::uint64_t width) {
  return {at, at + static_cast<MicroTime>(width / 10)};
}

// The possible time among base + k * 2^54 that is closest to `near`.
ThreadIndex::Child child_at(std::uint64_t base, std::uint64_t width, MicroTime near) {
  ThreadIndex::Child best;
  best.decoded = false;
  for (std::uint8_t k = 0; k < 8; ++k) {
    const auto at = from_filetime(base + (std::uint64_t{k} << 54));
    if (!at) continue;
    if (best.decoded && std::abs(best.at.earliest - near) <= std::abs(*at - near)) continue;
    best = {.at = from(*at, width), .decoded = true, .carries = k};
  }
  return best;
}

}  // namespace

std::optional<ThreadIndex> decode_thread_index(std::string_view octets,
                                               std::optional<MicroTime> near) {
  if (octets.size() < kHeader || octets[0] != 0x01) return std::nullopt;
  ThreadIndex index;
  const std::uint64_t unaligned = big_endian(octets.substr(0, 6)) << 16;
  const bool documented = !from_filetime(unaligned);
  index.layout = documented ? 'b' : 'a';
  const std::uint64_t start = documented ? big_endian(octets.substr(1, 5)) << 24 : unaligned;
  const std::uint64_t width = std::uint64_t{1} << (documented ? 24 : 16);
  const auto at = from_filetime(start);
  index.decoded = at.has_value();
  if (at) index.start = from(*at, width);
  const MicroTime around = near.value_or(at.value_or(0));
  std::uint64_t since = 0;  // from the start; at most 500 * 2^54, which 64 bits hold
  for (std::size_t i = kHeader; i + kChild <= octets.size(); i += kChild) {
    if (index.children.size() >= ClockLimits::kChildren) break;
    const std::uint64_t block = big_endian(octets.substr(i, 4));
    const unsigned shift = block >> 31 ? 23 : 18;
    since += (block & 0x7FFFFFFF) << shift;
    index.children.push_back(child_at(unaligned + since, std::uint64_t{1} << shift, around));
  }
  // Some programs count from the octets as they misread them and write that back as the start.
  if (!index.children.empty() && index.children.front().decoded &&
      index.start.earliest > index.children.front().at.latest) {
    index.decoded = false;
  }
  return index;
}

}  // namespace letterlock::leak
