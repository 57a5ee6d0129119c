// How a text opens and takes its leave: classes of first and last lines.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::content {

// "hi NAME,", "dear NAME", "hello all!", "NAME,": of a first line; "" where it greets nobody.
// `name`: the line's words beyond the greeting are a name, or one of a few words for everybody.
std::string greeting_class(std::string_view line);

// "best regards,", "thanks!", "viele grüße": of a line; "" where it takes no leave.
std::string closing_class(std::string_view line);

// One to three words that all begin with a capital, and no more: somebody's name.
bool looks_like_name(std::string_view line);

}  // namespace letterlock::content
