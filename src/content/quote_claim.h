// Reads one claim about an earlier message: a header block or an attribution line.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "content/content.h"
#include "content/quote_lines.h"

namespace letterlock::content {

struct QuoteClaim {
  Quote quote;  // kind reply unless the claim itself says forward
  std::size_t first_line = 0;
  std::size_t end_line = 0;  // the line after the claim
  bool says_kind = false;    // the claim itself tells forward from reply
  // An attribution without a date, or of a form that ordinary sentences have too: it counts only
  // where quoted lines follow.
  bool needs_quoted_lines = false;
};

// The claim that starts at lines[at], or nullopt. REQUIRES: at < lines.size().
std::optional<QuoteClaim> read_header_block(std::string_view text, std::span<const QuoteLine> lines,
                                            std::size_t at);
// The attribution that ends with lines[at]; it may start up to three lines above, not before
// `earliest`.
std::optional<QuoteClaim> read_attribution(std::string_view text, std::span<const QuoteLine> lines,
                                           std::size_t at, std::size_t earliest);

}  // namespace letterlock::content
