// The door by which text enters HTML.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::report {

// `text` for element content and quoted attribute values: markup escaped, everything that could
// hide or reorder text made visible (printable()).
std::string escaped(std::string_view text);
// The same keeping line breaks, for <pre>.
std::string escaped_lines(std::string_view text);
// Escaped, defanged and isolated: a right-to-left name cannot reorder what stands beside it.
std::string untrusted(std::string_view text);
// A sentence of ours with names in quotation marks: what looks like a host in them is defanged too.
std::string sentence(std::string_view text);

}  // namespace letterlock::report
