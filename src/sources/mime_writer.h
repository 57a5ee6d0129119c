// Writes RFC 5322 and RFC 2045 octets of our own. Whatever the input holds, no line or field breaks
// out of its place: CR, LF and NUL in values become spaces, 8-bit text becomes encoded-words.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::sources {

// "Name: value" folded at white space below 78 columns where it can be, CRLF at the end. `text`: an
// unstructured value, encoded per RFC 2047 where it is not plain ASCII; else it is written as it
// is.
void append_text_field(std::string_view name, std::string_view text, std::string& out);
void append_structured_field(std::string_view name, std::string_view value, std::string& out);

// A mailbox: display name as atom, quoted-string or encoded-words, addr-spec in angle brackets.
std::string format_mailbox(std::string_view name, std::string_view address);

// `; name="value"`, as RFC 2231 extended value where it is not plain ASCII.
std::string format_parameter(std::string_view name, std::string_view value);

void append_base64(std::string_view octets, std::string& out);          // lines of 76, CRLF
void append_quoted_printable(std::string_view text, std::string& out);  // ends with CRLF

}  // namespace letterlock::sources
