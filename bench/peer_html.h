// Text and links of HTML by other libraries: the length of all text outside script and style, plus
// the number of href and src attributes.
#pragma once

#include <cstdint>

#include "measure.h"

namespace letterlock::bench {

std::uint64_t libxml2_text_and_links(const Corpus& parts);
std::uint64_t gumbo_text_and_links(const Corpus& parts);

}  // namespace letterlock::bench
