// What CSS says about whether a reader sees an element's text (CSS 2.2, the parts that mail uses).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "content/html_colour.h"

namespace letterlock::content {

struct StyleEffect {
  enum class Set : std::uint8_t { unset, off, on };
  // display:none, opacity:0, no height, moved out of sight: nothing inside can undo it.
  Set removed = Set::unset;
  Set invisible = Set::unset;  // visibility:hidden, transparent; an inner element can undo it
  Set tiny = Set::unset;       // font-size of at most 1px; the same
  Set preformatted = Set::unset;
  Set no_text = Set::unset;   // what stands inside is none: a script, a title
  bool may_have_url = false;  // url() or another function stands in it
  bool separator = false;     // the line that Outlook draws above what it quotes
  bool unused = false;        // eight octets so far, which are taken at once
  Paint ink, ground;          // colour of the letters, and of what they stand on

  // `inner` set over this: what `inner` leaves unset stays.
  void apply(const StyleEffect& inner) {
    const Words over = std::bit_cast<Words>(inner);
    Words words = std::bit_cast<Words>(*this);
    // Every octet of `switches` is 0, 1 or 2, and 0 where nothing is said.
    const std::uint64_t said = (over.switches | over.switches >> 1) & 0x0101010101010101;
    words.switches = (words.switches & ~(said * 0xFF)) | over.switches;
    if (inner.ink.kind != Paint::Kind::unset) words.ink = over.ink;
    if (inner.ground.kind != Paint::Kind::unset) words.ground = over.ground;
    std::memcpy(static_cast<void*>(this), &words,
                sizeof words);  // bit_cast would go octet by octet
  }
  friend bool operator==(const StyleEffect& a, const StyleEffect& b) {
    const Words one = std::bit_cast<Words>(a), other = std::bit_cast<Words>(b);
    return one.switches == other.switches && one.ink == other.ink && one.ground == other.ground;
  }

 private:
  struct Words {
    std::uint64_t switches;
    std::uint32_t ink, ground;
  };
};

// The value of a style attribute, or the declarations of one rule.
StyleEffect read_style(std::string_view declarations);

// The rules of <style> elements whose selector is one class or id (".preheader"); rules under
// @media and other at-rules are left out, since they depend on the screen.
class StyleSheet {
 public:
  void read(std::string_view css);
  bool empty() const { return rules_.empty(); }
  bool paints() const { return paints_all_ || !painted_.empty(); }
  // What applies to an element with that class attribute and id. Colours are not among it.
  StyleEffect effect(std::string_view classes, std::string_view id) const;
  // Whether a rule may give such an element a colour: then it is none that is known here. More
  // elements than the selectors would really match.
  bool may_paint(std::string_view tag, std::string_view classes, std::string_view id) const;

 private:
  void read_rule(std::string_view selectors, std::string_view declarations);
  void note_painted(std::string_view selectors);

  struct Rule {
    std::string selector;  // ".name" or "#name"
    StyleEffect effect;
  };
  std::vector<Rule> rules_;
  std::vector<std::string> painted_;                   // ".name", "#name" or a tag in small letters
  std::uint64_t known_rules_ = 0, known_painted_ = 0;  // a bit for each selector: which may match
  bool paints_all_ = false;
};

// The arguments of url(...) in CSS, without quotes, as ranges of `css`.
std::vector<ByteRange> css_urls(std::string_view css);

}  // namespace letterlock::content
