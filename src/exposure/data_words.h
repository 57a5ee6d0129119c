// Data that words give away: credentials beside their label, dates of birth, health.
#pragma once

#include <string_view>
#include <vector>

#include "exposure/data_categories.h"

namespace letterlock::exposure {

// `lower`: `text` in lower case. Appends to `hits`.
void find_words(std::string_view text, std::string_view lower, std::vector<DataHit>& hits);

}  // namespace letterlock::exposure
