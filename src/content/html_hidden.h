// Words of an HTML mail that its reader does not see, gathered while it is read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "content/html_text_flow.h"

namespace letterlock::content {

enum class HidingWay : std::uint8_t {
  removed,    // display:none, no height, moved out of sight
  invisible,  // visibility:hidden, transparent
  tiny,       // letters without size
  ground,     // the colour of its ground: white on white
};

// A run of such text with nothing shown in between.
struct HtmlHidden {
  HidingWay way = HidingWay::removed;
  ByteRange where;            // in the HTML
  std::uint32_t letters = 0;  // letters and digits
  std::string text;           // as it would be read, at most kHiddenShown octets
  // Stands before everything that is shown and is short: the words that a list of messages shows
  // beside the subject, which every newsletter has.
  bool preheader = false;
};
inline constexpr std::size_t kHiddenShown = 300;
inline constexpr std::size_t kHiddenRuns = 32;
inline constexpr std::size_t kLongestPreheader = 300;  // letters

// Text of the first 16 KiB of what is hidden is looked at. Not thread-safe.
class HiddenText {
 public:
  explicit HiddenText(std::string_view html) : flow_(html, kMost) {}

  void add(HidingWay way, ByteRange where, bool literal);
  void shown() { shown_ = true; }  // text that the reader sees stands here
  bool is_after_shown() const { return shown_; }
  std::vector<HtmlHidden> take();

 private:
  static constexpr std::size_t kMost = std::size_t{16} * 1024;
  struct Run {
    HidingWay way = HidingWay::removed;
    bool first = false;  // nothing was shown before it
    std::size_t begin = 0, end = 0;
    ByteRange where;
  };
  TextFlow flow_;
  std::vector<Run> runs_;
  bool shown_ = false, any_shown_ = false;
};

}  // namespace letterlock::content
