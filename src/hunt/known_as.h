// Known as: the other addresses of a sender, where the user's roster says that they are theirs.
//
// Nothing else joins addresses here. That two write under one name, or name each other, is what an
// impostor with a look-alike address brings about: a name is written freely, and one answer from
// the real address names the false one.
#pragma once

#include <string>
#include <vector>

#include "hunt/detector.h"

namespace letterlock::hunt {

// Those that wrote before.
std::vector<KnownAs> known_as(const Context& context, const relations::Look& look);
// "Known as “ada@old.example” too, since 2023-01-04 (120 messages): the roster (line 12) says so."
// "" where there is none.
std::string known_as_sentence(const std::vector<KnownAs>& others);

}  // namespace letterlock::hunt
