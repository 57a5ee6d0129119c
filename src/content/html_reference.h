// Character references of HTML ("&amp;", "&#x41;", "&notin"), WHATWG HTML section 13.2.5.72.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::content {

// `text` starts with "&". Appends what the reference stands for, in UTF-8, and returns its length;
// returns 0 and appends nothing where it is no reference. Attribute values keep references without
// ";" before "=" and alphanumerics ("?a=1&copy=2"), as the standard says.
std::size_t decode_reference(std::string_view text, bool in_attribute, std::string& out);

// The whole of an attribute value or text with its references decoded and CRLF, CR made LF.
std::string decode_references(std::string_view text, bool in_attribute);

void append_utf8(char32_t code_point, std::string& out);

}  // namespace letterlock::content
