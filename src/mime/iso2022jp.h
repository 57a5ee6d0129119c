// ISO-2022-JP as mail has it, moved to the code positions of Shift_JIS.
//
// Mail labelled ISO-2022-JP uses all of Microsoft's code page 50221: NEC's row 13 (circled digits,
// roman numerals), IBM's extensions, half-width katakana. ICU's converter knows none of these; its
// windows-31J does, and both encodings number the same table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::mime {

struct MovedToShiftJis {
  std::string octets;
  struct Segment {
    std::size_t moved;   // where it begins in `octets`
    std::size_t source;  // where it begins in the input; lengths are the same
  };
  std::vector<Segment> segments;  // ascending
  std::size_t source_offset(std::size_t moved) const;
};

// nullopt where the text uses a set that Shift_JIS does not have (JIS X 0212, ISO-2022-JP-2).
std::optional<MovedToShiftJis> iso2022jp_to_shift_jis(std::string_view octets);

}  // namespace letterlock::mime
