// What a search in a string says when there is nothing to find.
#pragma once

#include <string_view>

namespace letterlock {

inline constexpr std::size_t npos = std::string_view::npos;

}  // namespace letterlock
