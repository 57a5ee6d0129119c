// Who deals with whom, and about what.
#pragma once

#include <string_view>
#include <vector>

#include "demo/story.h"

namespace letterlock::demo {

// Staff that an outsider deals with, by local-part; empty for staff.
std::vector<std::string_view> contacts_of(std::string_view local);

// How readily `a` writes to `b`; 0 for never.
unsigned closeness(const Person& a, const Person& b);

// Topics of a team with their weights, as indexes into matters().
std::size_t draw_matter(const Person& starter, Language language, Random& random);

// The language these two write to each other in.
Language common_language(const Person& a, const Person& b, Random& random);

}  // namespace letterlock::demo
