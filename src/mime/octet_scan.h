// The one pass over all octets of a message: finds the lines that begin with "--" (only they can be
// delimiters, RFC 2046 section 5.1.1) and notes on the way what octets it met.
//
// The message is cut into regions (header, body, preamble, ...) that follow each other without
// gaps: search with next_dashes(), then close the region with finish_region().
#pragma once

#include <cstdint>
#include <string_view>

namespace letterlock::mime {

// What a region holds. `maybe_long_line` is exact when false.
struct OctetFacts {
  bool eight_bit = false;
  bool nul = false;
  bool bare_cr = false;
  bool bare_lf = false;
  bool crlf = false;
  bool maybe_long_line = false;
};

// RFC 5322 section 2.1.1, without the line ending.
inline constexpr std::uint32_t kLongestLine = 998;

// Bit i speaks of octet base + i. The loops of octet_scan.inc work on this.
struct OctetScanState {
  const char* octets = nullptr;
  std::uint32_t size = 0;
  std::uint32_t base = 0;
  // The block at `base`.
  std::uint64_t dashes = 0;  // a line starts here with '-' ('-' again, as far as the block tells)
  std::uint64_t eight_bit = 0, nul = 0, bare_cr = 0, bare_lf = 0, crlf = 0;
  // From the block before.
  std::uint64_t line_start_carry = 1;  // the first octet of all starts a line
  std::uint64_t after_cr_carry = 0;
  // Accumulated since the region began, the block at `base` left out.
  std::uint64_t seen_eight_bit = 0, seen_nul = 0, seen_bare_cr = 0, seen_bare_lf = 0, seen_crlf = 0;
  std::uint32_t blocks_without_lf = 0;
  std::uint32_t most_blocks_without_lf = 0;
  char tail[64];  // the last block, padded
};

// How many leading octets are ASCII.
std::size_t ascii_prefix(std::string_view octets);

class OctetScan {
 public:
  explicit OctetScan(std::string_view octets);

  // The next line start at or after `from` whose line begins with "--", or the message's size.
  // REQUIRES: `from` is in the current region and no smaller than in earlier calls.
  std::uint32_t next_dashes(std::uint32_t from);

  // What the region from the last finish_region() (or the beginning) to `end` holds.
  // REQUIRES: `end` is no smaller than the region's beginning and no larger than any position that
  // next_dashes() returned since then.
  OctetFacts finish_region(std::uint32_t end);

  std::uint32_t region_begin() const { return region_begin_; }

 private:
  using Advance = void (*)(OctetScanState&, std::uint32_t stop, std::uint64_t wanted);
  void leave_block();

  OctetScanState state_;
  Advance advance_;
  std::uint32_t region_begin_ = 0;
};

}  // namespace letterlock::mime
