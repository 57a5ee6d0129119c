// What a charset label in mail means: the ICU converter that reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace letterlock::mime {

// The label as it is looked up: lower case, without white space, quotes, an RFC 2231 language and
// whatever follows ("UTF-8; format=flowed" -> "utf-8"). At most 64 octets; longer is no label.
std::string clean_charset_label(std::string_view label);

// The name under which ICU opens a converter, by the WHATWG Encoding Standard's labels first, then
// those that only mail uses, then ICU's aliases. nullopt where nobody knows the label, or it says
// itself that it does not know ("unknown-8bit"). REQUIRES: `cleaned` is cleaned.
std::optional<std::string> icu_converter_name(const std::string& cleaned);

// True for US-ASCII by any of its names. REQUIRES: `cleaned` is cleaned.
bool means_us_ascii(std::string_view cleaned);

}  // namespace letterlock::mime
