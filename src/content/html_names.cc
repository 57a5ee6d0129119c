#include "content/html_names.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

#include "base/ascii.h"

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
constexpr std::size_t kLongestName = 10;

// ASCII capitals among eight octets made small.
constexpr std::uint64_t lower_octets(std::uint64_t octets) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  const std::uint64_t low = octets & kEach * 0x7F;
  const std::uint64_t from_a = low + kEach * (0x80 - 'A');
  const std::uint64_t behind_z = low + kEach * (0x7F - 'Z');
  const std::uint64_t capital = (from_a ^ behind_z) & ~octets & kEach * 0x80;
  return octets | capital >> 2;  // 0x80 becomes 0x20
}

template <class Word>
std::uint64_t load(const char* octets) {
  Word word;
  std::memcpy(&word, octets, sizeof word);
  return word;
}

// The first eight octets of a name in lower case, the first one lowest: names of up to eight are
// equal where these and their lengths are.
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
  return lower_octets(key);
}
constexpr std::size_t slot_of(std::uint64_t key) {
  return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15 >> (64 - kSlotBits));
}

struct Slots {
  std::array<std::uint64_t, kSlots> keys{};
  std::array<std::uint8_t, kSlots> ids{};  // 0: empty
};

// Open addressing over the names; id 0 means "other".
template <std::size_t N>
constexpr Slots make_slots(const std::string_view (&names)[N]) {
  Slots slots;
  for (std::size_t i = 1; i < N; ++i) {
    std::size_t slot = slot_of(key_of(names[i]));
    while (slots.ids[slot] != 0) slot = (slot + 1) % kSlots;
    slots.ids[slot] = static_cast<std::uint8_t>(i);
    slots.keys[slot] = key_of(names[i]);
  }
  return slots;
}
constexpr Slots kTagSlots = make_slots(kTagNames);
constexpr Slots kAttributeSlots = make_slots(kAttributeNames);

template <std::size_t N>
std::uint8_t look_up(std::string_view name, const Slots& slots,
                     const std::string_view (&names)[N]) {
  if (name.empty() || name.size() > kLongestName) return 0;
  const std::uint64_t key = key_of(name);
  for (std::size_t slot = slot_of(key); slots.ids[slot] != 0; slot = (slot + 1) % kSlots) {
    const std::uint8_t id = slots.ids[slot];
    if (slots.keys[slot] != key || names[id].size() != name.size()) continue;
    if (name.size() <= 8 || equals_ignore_case(names[id], name)) return id;
  }
  return 0;
}

}  // namespace

HtmlTag html_tag(std::string_view name) {
  return static_cast<HtmlTag>(look_up(name, kTagSlots, kTagNames));
}
HtmlAttribute html_attribute(std::string_view name) {
  return static_cast<HtmlAttribute>(look_up(name, kAttributeSlots, kAttributeNames));
}

}  // namespace letterlock::content
