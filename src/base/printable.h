// The door by which untrusted text reaches a terminal or a log.
#pragma once

#include <string>
#include <string_view>

#include "base/utf8.h"

namespace letterlock {

// `text` with everything that could move a cursor, reorder or hide text made visible: C0 and C1
// controls, invalid UTF-8, bidirectional controls, zero-width and other format characters become
// \xNN or \u{NNNN}. Newline and tab become "\n" and "\t" too, unless `multiline`.
std::string printable(std::string_view text, bool multiline = false);

// At most `columns` code points of `text`, with an ellipsis where something was cut.
std::string ellipsize(std::string_view text, std::size_t columns);

}  // namespace letterlock
