// Charset conversion from UTF-8, by the labels that mail really uses: the way back of charset.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace letterlock::mime {

// Octets that to_utf8() reads as `utf8` under that label. nullopt where the charset lacks one of
// its characters, where nobody knows the label, and for charsets of two or four octets a character.
std::optional<std::string> in_charset(std::string_view utf8, std::string_view label);

}  // namespace letterlock::mime
