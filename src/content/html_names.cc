#include "content/html_names.h"

#include <array>

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

// The last eight octets of a name in lower case: names of up to eight are equal where these are.
constexpr std::uint64_t key_of(std::string_view name) {
  std::uint64_t key = 0;
  for (const char c : name) {
    const unsigned octet = static_cast<unsigned char>(c);
    const bool capital = octet - 'A' <= 25U;
    key = key << 8 | (octet + (capital ? 32U : 0U));
  }
  return key;
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
    if (slots.keys[slot] != key) continue;
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
