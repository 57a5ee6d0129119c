// Which lines of a message its author wrote for this message: not the diffs, signatures, trailers
// and footers that stand in Content::new_text as well.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "content/content.h"

namespace letterlock::content {

enum class LineRole : std::uint8_t {
  prose,
  blank,
  quoted,     // ">" marks that are no quote of the message's
  diff,       // a patch, with what stands above it from "---" on
  trailer,    // "Signed-off-by: ..."
  signature,  // below "-- "
  footer,     // what a list appends
};

struct WrittenLine {
  std::uint32_t begin = 0, end = 0;  // in Content::new_text, without the line ending
  std::uint32_t span = 0;            // index into Content::new_spans
  LineRole role = LineRole::prose;
};

struct Written {
  std::vector<WrittenLine> lines;
  std::uint32_t length = 0;  // octets of prose, line endings included
  bool has_diff = false;
};

// Reads the first 256 KiB of content.new_text.
Written written_lines(const Content& content);

}  // namespace letterlock::content
