// Text as lines with their depth of quoting.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "content/html.h"

namespace letterlock::content {

struct QuoteLine {
  std::uint32_t begin = 0;
  std::uint32_t content = 0;  // after the ">" marks and one space
  std::uint32_t end = 0;      // before the line ending
  std::uint16_t depth = 0;    // ">" marks and HTML blockquotes around it
  bool separator = false;     // first line below a separator that the HTML draws
  // Where the innermost HTML quote block around it ends; 0 where there is none.
  std::uint32_t block_end = 0;
};

std::vector<QuoteLine> split_quote_lines(std::string_view text, std::span<const HtmlQuote> marks);

}  // namespace letterlock::content
