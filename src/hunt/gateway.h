// Mail security services that rewrite the links of mail passing through them: their links carry
// another URL and differ from the original's, for everyday reasons. Being one of them clears
// nothing.
#pragma once

#include <string_view>

namespace letterlock::hunt {

bool is_rewriting_gateway(std::string_view host);

}  // namespace letterlock::hunt
