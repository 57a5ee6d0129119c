// Finds where a JSON object or array ends, at memory speed: strings and brackets of 64 octets at a
// time, as simdjson's first stage does (Langdale and Lemire 2019).
#pragma once

#include <cstddef>
#include <cstdint>

namespace letterlock::audit {

class BracketScan {
 public:
  enum class Found : std::uint8_t {
    more,        // nothing yet: call again with what follows
    end,         // the bracket that closes the first one
    line_break,  // a line end inside a string: JSON has none there
    next_line,   // an object that begins a line, while another is open
  };
  struct Result {
    Found found = Found::more;
    std::size_t at = 0;  // of the octet, counted from `octets`
  };
  // Goes over 64 octets, of which the first `count` count. The others must be readable.
  // REQUIRES: the octets of all calls are one text that begins with a bracket; `count` is 64 for
  // all but the last call.
  Result block(const char* octets, std::size_t count);
  // Look for next_line too: the file has one record a line.
  void watch_lines() { watch_lines_ = true; }
  std::int64_t depth() const { return depth_; }

 private:
  std::uint64_t escaped(std::uint64_t backslash);

  std::uint64_t in_string_ = 0;  // all ones inside
  std::uint64_t escape_next_ = 0;
  std::int64_t depth_ = 0;
  bool after_newline_ = false;
  bool watch_lines_ = false;
};

}  // namespace letterlock::audit
