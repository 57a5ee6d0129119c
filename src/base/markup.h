// The characters that mean something in HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace letterlock {

// `text` for element content and attribute values in double quotes; in single ones too, unless
// apostrophes are kept.
enum class Apostrophes { escape, keep };
std::string escape_markup(std::string_view text, Apostrophes apostrophes = Apostrophes::escape);

}  // namespace letterlock
