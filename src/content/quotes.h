// Blocks of text that claim to repeat another message, and what they claim about it.
//
// Reads plain text (">" marks) and text from HTML (blocks that the HTML marks as quotes). Every
// claim found is a quote of its own, nested ones included; work is linear in the text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "content/content.h"
#include "content/html.h"

namespace letterlock::content {

struct FoundQuote {
  Quote quote;      // all but its ranges
  ByteRange where;  // in the text: the whole block, claim included
  ByteRange claim;
};

struct QuoteScan {
  std::vector<FoundQuote> quotes;  // in order of appearance
  std::vector<ByteRange> quoted;   // what the sender did not write new: sorted, disjoint
};

struct QuoteContext {
  bool subject_claims_forward = false;
  // The message says that it answers or forwards (subject, References): only then do ">" marks and
  // <blockquote> without any claim count as quoted; else they are a way to write.
  bool claims_earlier_message = false;
};

// `marks`: HtmlDocument::quotes where the text comes from HTML, else empty.
QuoteScan find_quotes(std::string_view text, std::span<const HtmlQuote> marks,
                      const QuoteContext& context);

}  // namespace letterlock::content
