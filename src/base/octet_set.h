// A set of octets, to look for the first of several in a text: one look at a table for each octet,
// where std::string_view::find_first_of() calls a function for each.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace letterlock {

class OctetSet {
 public:
  constexpr explicit OctetSet(std::string_view members) {
    for (const char c : members) members_[static_cast<unsigned char>(c)] = true;
  }
  constexpr bool has(char c) const { return members_[static_cast<unsigned char>(c)]; }

  // Where the first member in `text` stands, from `at` on; npos where there is none.
  constexpr std::size_t find_in(std::string_view text, std::size_t at = 0) const {
    while (at < text.size() && !has(text[at])) ++at;
    return at < text.size() ? at : std::string_view::npos;
  }
  constexpr bool any_in(std::string_view text) const {
    return find_in(text) != std::string_view::npos;
  }

 private:
  std::array<bool, 256> members_{};
};

}  // namespace letterlock
