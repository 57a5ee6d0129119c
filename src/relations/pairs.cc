#include "relations/pairs.h"

namespace letterlock::relations {
namespace {

Rhythm once(std::uint32_t at) {
  Rhythm rhythm;
  rhythm.observe(static_cast<UnixTime>(at));
  return rhythm;
}

}  // namespace

std::size_t Pairs::find(AddressId from, AddressId to) const {
  const std::size_t mask = slots_.size() - 1;
  const std::uint64_t key = std::uint64_t{from} << 32 | to;
  std::size_t at = ((key ^ key >> 29) * 0x9E3779B97F4A7C15ULL >> 32) & mask;
  const auto is_other = [&](const Slot& slot) {
    return slot.used() && (slot.to != to || (slot.from & ~kAgain) != from);
  };
  while (is_other(slots_[at])) at = (at + 1) & mask;
  return at;
}

void Pairs::observe(AddressId from, AddressId to, UnixTime at) {
  std::size_t place = find(from, to);
  if (!slots_[place].used()) {
    if (10 * (used_ + 1) > 7 * slots_.size()) {
      grow();
      place = find(from, to);
    }
    ++used_;
    slots_[place] = {from, to, static_cast<std::uint32_t>(at)};  // seconds up to 2100 fit
    return;
  }
  Slot& slot = slots_[place];
  if (!slot.again()) {
    again_.push_back(once(slot.value));
    slot.value = static_cast<std::uint32_t>(again_.size() - 1);
    slot.from |= kAgain;
  }
  again_[slot.value].observe(at);
}

std::optional<Rhythm> Pairs::of(AddressId from, AddressId to) const {
  const Slot& slot = slots_[find(from, to)];
  if (!slot.used()) return std::nullopt;
  return slot.again() ? again_[slot.value] : once(slot.value);
}

void Pairs::grow() {
  std::vector<Slot> before(2 * slots_.size());
  before.swap(slots_);
  for (const Slot& slot : before) {
    if (slot.used()) slots_[find(slot.from & ~kAgain, slot.to)] = slot;
  }
}

}  // namespace letterlock::relations
