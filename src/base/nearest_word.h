// The known word that a mistyped one was meant to be, for error messages.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace letterlock {

// The first of those with the fewest letters to change, add or leave out; nullopt where that would
// be more than a third of what was written. Words of more than 64 octets are near nothing.
std::optional<std::string_view> nearest_word(std::string_view written,
                                             std::span<const std::string_view> known);

}  // namespace letterlock
