#include "content/html_names.h"

#include <array>

#include "base/ascii.h"

namespace letterlock::content {
namespace {

using namespace html_flag;

constexpr std::string_view kTagNames[] = {"",
#define X(tag, name, flags) name,
                                          LETTERLOCK_HTML_TAGS(X)
#undef X
};
constexpr std::uint16_t kTagFlags[] = {0,
#define X(tag, name, flags) flags,
                                       LETTERLOCK_HTML_TAGS(X)
#undef X
};
constexpr std::string_view kAttributeNames[] = {"",
#define X(attribute, name) name,
                                                LETTERLOCK_HTML_ATTRIBUTES(X)
#undef X
};

constexpr std::size_t kSlots = 512;
constexpr std::size_t kLongestName = 10;

constexpr std::size_t slot_of(std::string_view name) {
  const auto first = static_cast<unsigned>(static_cast<unsigned char>(to_lower(name.front())));
  const auto middle =
      static_cast<unsigned>(static_cast<unsigned char>(to_lower(name[name.size() / 2])));
  const auto last = static_cast<unsigned>(static_cast<unsigned char>(to_lower(name.back())));
  return (first * 31 + middle * 7 + last * 131 + name.size() * 57) % kSlots;
}

// Open addressing over the names; 0 is an empty slot and means "other".
template <std::size_t N>
constexpr std::array<std::uint8_t, kSlots> make_slots(const std::string_view (&names)[N]) {
  std::array<std::uint8_t, kSlots> slots{};
  for (std::size_t i = 1; i < N; ++i) {
    std::size_t slot = slot_of(names[i]);
    while (slots[slot] != 0) slot = (slot + 1) % kSlots;
    slots[slot] = static_cast<std::uint8_t>(i);
  }
  return slots;
}
constexpr auto kTagSlots = make_slots(kTagNames);
constexpr auto kAttributeSlots = make_slots(kAttributeNames);

template <std::size_t N>
std::uint8_t look_up(std::string_view name, const std::array<std::uint8_t, kSlots>& slots,
                     const std::string_view (&names)[N]) {
  if (name.empty() || name.size() > kLongestName) return 0;
  for (std::size_t slot = slot_of(name); slots[slot] != 0; slot = (slot + 1) % kSlots) {
    if (equals_ignore_case(names[slots[slot]], name)) return slots[slot];
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
std::uint16_t html_flags(HtmlTag tag) { return kTagFlags[static_cast<std::size_t>(tag)]; }

}  // namespace letterlock::content
