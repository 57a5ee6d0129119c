// The door by which untrusted text reaches a terminal or a log.
#pragma once

#include <string>
#include <string_view>

namespace letterlock {

// `text` with everything that could move a cursor, reorder or hide text made visible: C0 and C1
// controls, invalid UTF-8, bidirectional controls, zero-width and other format characters become
// \xNN or \u{NNNN}. Newline and tab become "\n" and "\t" too, unless `multiline`.
std::string printable(std::string_view text, bool multiline = false);

// True where `text` is well-formed UTF-8 (Unicode 15 table 3-7).
bool is_valid_utf8(std::string_view text);

// How many leading octets of `text` are well-formed UTF-8.
std::size_t valid_utf8_prefix(std::string_view text);

// At most `columns` code points of `text`, with an ellipsis where something was cut.
std::string ellipsize(std::string_view text, std::size_t columns);

}  // namespace letterlock
