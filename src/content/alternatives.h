// Two parts of a message that should say the same: what does one say that the other does not?
#pragma once

#include <string>
#include <string_view>

namespace letterlock::content {

// The lines of `other` that hold a word which stands nowhere in `text`. Words are runs of letters
// and digits, case ignored; URLs and marks are none. Empty where the two say the same.
std::string lines_only_in(std::string_view other, std::string_view text);

}  // namespace letterlock::content
