// Which program made a piece of HTML, by the marks that it leaves in it.
#pragma once

#include <string_view>

namespace letterlock::content {

// "Word", "Outlook web", "Gmail", "Apple Mail", "Thunderbird", ...; "" where no mark is known.
// Looks at the first KiB and takes the first mark.
std::string_view html_generator(std::string_view html);

}  // namespace letterlock::content
