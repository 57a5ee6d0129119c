// Names that look alike to a reader: Unicode confusables (UTS #39).
#pragma once

#include <string>
#include <string_view>

namespace letterlock::hunt {

// A host's A-labels as its owner writes them; labels that are none stay as they are.
std::string name_in_its_script(std::string_view host);

// True where a label mixes scripts that one language does not (UTS #39, not "moderately
// restrictive"), or is all of letters that look like ASCII ones without being them.
bool mixes_scripts(std::string_view name);

// Two names with the same skeleton look alike. UTS #39 section 4, ASCII case folded first
// and accents left out. Only for
// comparing with another skeleton.
std::string skeleton(std::string_view name);

}  // namespace letterlock::hunt
