#include "content/html_names.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <iterator>
#include <type_traits>

#include "base/ascii.h"
#include "base/eight_octets.h"

namespace letterlock::content {
namespace {

constexpr std::string_view kTagNames[] = {"",
#define X(tag, name, flags) name,
                                          LETTERLOCK_HTML_TAGS(X)
#undef X
};
constexpr std::string_view kAttributeNames[] = {"",
#define X(attribute, name) name,
                                                LETTERLOCK_HTML_ATTRIBUTES(X)
#undef X
};

constexpr std::size_t kSlotBits = 9;
constexpr std::size_t kSlots = 1U << kSlotBits;
constexpr std::size_t kLongestKnown = 10;

template <class Word>
std::uint64_t load(const char* octets) {
  Word word;
  std::memcpy(&word, octets, sizeof word);
  return word;
}

// The first eight octets of a name, the first one lowest.
constexpr std::uint64_t key_of(std::string_view name) {
  const std::size_t size = std::min<std::size_t>(name.size(), 8);
  std::uint64_t key = 0;
  if (std::is_constant_evaluated() || std::endian::native != std::endian::little) {
    for (std::size_t i = size; i-- > 0;) key = key << 8 | static_cast<unsigned char>(name[i]);
  } else if (size == 8) {
    key = load<std::uint64_t>(&name[0]);
  } else if (size >= 4) {
    // Two loads that overlap.
    key = load<std::uint32_t>(&name[0]) | load<std::uint32_t>(&name[size - 4]) << 8 * (size - 4);
  } else if (size > 0) {
    key = load<std::uint8_t>(&name[0]) | load<std::uint8_t>(&name[size / 2]) << 8 * (size / 2) |
          load<std::uint8_t>(&name[size - 1]) << 8 * (size - 1);
  }
  return key;
}

// Of many at random one that gives each name a slot of its own.
constexpr std::uint64_t kFactor = 0x42B3EA05508BEBF7;
constexpr std::size_t slot_of(std::uint64_t key) {
  return static_cast<std::size_t>((key | kSmallBits) * kFactor >> (64 - kSlotBits));
}
// Whether `key` is that of a name in any case whose key in small letters is `known`. Names are of
// letters, which have the bit 0x40, and of digits, "-" and ":", which have not.
constexpr bool is_same(std::uint64_t key, std::uint64_t known) {
  return ((key ^ known) & ~((known & kEachOctet * 0x40) >> 1)) == 0;
}

struct Slot {
  std::uint64_t key = 0;
  std::uint8_t size = 0;
  std::uint8_t id = 0;  // 0: empty
};
using Slots = std::array<Slot, kSlots>;

// The names by their slots; id 0 means "other".
template <std::size_t N>
constexpr Slots make_slots(const std::string_view (&names)[N]) {
  Slots slots{};
  for (std::size_t i = 1; i < N; ++i) {
    slots[slot_of(key_of(names[i]))] = {
        key_of(names[i]), static_cast<std::uint8_t>(names[i].size()), static_cast<std::uint8_t>(i)};
  }
  return slots;
}
constexpr Slots kTagSlots = make_slots(kTagNames);
constexpr Slots kAttributeSlots = make_slots(kAttributeNames);

constexpr std::size_t used(const Slots& slots) {
  return static_cast<std::size_t>(
      std::count_if(slots.begin(), slots.end(), [](const Slot& slot) { return slot.id != 0; }));
}
static_assert(used(kTagSlots) + 1 == std::size(kTagNames), "another kFactor is needed");
static_assert(used(kAttributeSlots) + 1 == std::size(kAttributeNames), "another kFactor is needed");

// Out of line: the few names longer than their key.
[[gnu::noinline]] bool is_same_name(std::string_view name, std::string_view known) {
  return equals_ignore_case(name, known);
}

template <std::size_t N>
inline std::uint8_t look_up(std::string_view name, const Slots& slots,
                            const std::string_view (&names)[N]) {
  if (name.empty() || name.size() > kLongestKnown) return 0;
  const std::uint64_t key = key_of(name);
  const Slot& slot = slots[slot_of(key)];
  if (slot.size != name.size() || !is_same(key, slot.key)) return 0;
  return name.size() <= 8 || is_same_name(name, names[slot.id]) ? slot.id : 0;
}

}  // namespace

HtmlTag html_tag(std::string_view name) {
  return static_cast<HtmlTag>(look_up(name, kTagSlots, kTagNames));
}
HtmlAttribute html_attribute(std::string_view name) {
  return static_cast<HtmlAttribute>(look_up(name, kAttributeSlots, kAttributeNames));
}

}  // namespace letterlock::content
