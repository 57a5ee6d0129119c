// What HCL (once Lotus) Notes writes above a message that it repeats:
//
//   ---------------------- Forwarded by Ada Byron/HQ/Meridian on 03/21/2000 04:28
//   AM ---------------------------
//
//   Ben Lund@MERIDIAN                  or   "Lund, Ben" <ben@m.example> on 03/20/2000 05:39 PM
//   03/20/2000 05:39 PM
//   Sent by: ..., Please respond to ...
//   To: Ada Byron/HQ/Meridian@MERIDIAN
//   cc:
//   Subject: Trains
//
// The same block without its first two lines stands above what a reply repeats, with no mark on the
// lines below it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "content/quote_claim.h"

namespace letterlock::content {

// The claim that starts at lines[at] with "Forwarded by", or that has its "To:" there and starts up
// to a few lines above, not before `earliest`.
std::optional<QuoteClaim> read_notes_block(std::string_view text, std::span<const QuoteLine> lines,
                                           std::size_t at, std::size_t earliest);

}  // namespace letterlock::content
