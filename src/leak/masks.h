// Finds words in text however they are set, and blacks them out.
//
// Compared in NFKC_Casefold: any case, full-width and ligature forms, no zero-width characters. A
// run of white space is one space, line ends and quote marks at the begin of a line included, so
// that a name that was broken over two quoted lines is found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::leak {

// Of one length whatever it hides.
inline constexpr std::string_view kMask =
    "\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88";

class Masks {
 public:
  // At most kMost; what has nothing to compare (white space alone) is not taken.
  static constexpr std::size_t kMost = 1000;
  bool add(std::string_view words);

  // `text` with each match, overlapping ones as one, replaced by kMask.
  std::string apply(std::string_view text);
  // How often apply() found words that were added; and all of them together.
  std::uint64_t times(std::string_view words) const;
  std::uint64_t times() const;

 private:
  struct Mask {
    std::string folded;
    std::uint64_t times = 0;
  };
  std::vector<Mask> masks_;
};

// A text in which words are counted, compared as Masks does.
class FoldedText {
 public:
  explicit FoldedText(std::string_view text);
  std::uint64_t count(std::string_view words) const;

 private:
  std::string text_;
};

}  // namespace letterlock::leak
