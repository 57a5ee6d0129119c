// What kind of program made an identifier: its runs of characters, without what differs each time.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::content {

// "20240601123456.1234-1-ada" is "9(14).9-9-ada", a UUID "h(8)-h-h-h-h(12)", Gmail's ids "CA~b64":
// 9 stands for digits, h for hexadecimal digits of either case, a, A and m for letters with
// digits in lower, upper and mixed case, w for a long word; a number in parentheses for the length
// of a long run. Short words stay. At most 16 runs; linear in `text`.
std::string shape_of(std::string_view text);

// A host name without its numbers: "mail-pf1-f182.example.com" is "mail-pf#-f#.example.com".
std::string host_shape(std::string_view host);

}  // namespace letterlock::content
