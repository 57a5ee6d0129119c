// Two parts of a message that should say the same: what does one say that the other does not?
#pragma once

#include <string>
#include <string_view>

namespace letterlock::content {

// The lines of `other` that `text` does not say. A line is said where each two words that follow
// each other in it do so in `text`, and each word stands there between the same neighbours (among
// three words that follow each other, across line breaks): words alone prove nothing, "do not pay
// the old account" has all those of "pay the account". Words are runs of letters and digits, case
// ignored; URLs and marks are none. Empty where the two say the same. Linear.
std::string lines_only_in(std::string_view other, std::string_view text);

}  // namespace letterlock::content
