// The language of a text, by its commonest words or its script. Cheap and coarse: a habit, no more.
#pragma once

#include <string_view>
#include <vector>

#include "content/tokens.h"

namespace letterlock::content {

// "en", "de", "fr", "es", "it", "nl", "pt", "pl", "ru", ... or the name of a script; "" where the
// text is too short or mixed to say.
std::string_view language_of(const Tokens& tokens);

}  // namespace letterlock::content
