#include "content/html_style.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"

namespace letterlock::content {
namespace {

using Set = StyleEffect::Set;
// A newsletter hides a handful of classes; more are not looked up.
constexpr std::size_t kMostRules = 64;
constexpr std::size_t kMostClasses = 16;  // of an element; more could only be there to slow us

// A length in CSS pixels: "0", "1px", ".5pt", "0.1em"; nullopt-like -1 where it is none.
struct Length {
  double number = -1;
  std::string_view unit;
};
Length read_length(std::string_view value) {
  Length length;
  double number = 0;
  double scale = 1;
  bool point = false;
  bool any = false;
  std::size_t at = 0;
  const bool negative = value.starts_with('-');
  if (negative) ++at;
  for (; at < value.size() && at < 24; ++at) {
    if (value[at] == '.' && !point) {
      point = true;
    } else if (is_digit(value[at])) {
      any = true;
      number = number * 10 + (value[at] - '0');
      if (point) scale *= 10;
    } else {
      break;
    }
  }
  if (!any) return length;
  length.number = negative ? -number / scale : number / scale;
  length.unit = value.substr(at);
  return length;
}

bool contains_word(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (equals_ignore_case(text.substr(at, word.size()), word)) return true;
  }
  return false;
}

// What needs the whole block to decide: a box without height hides only if it also clips.
struct Box {
  bool no_height = false;
  bool no_width = false;
  bool clips = false;
  bool positioned = false;
  bool far_away = false;
  bool display_important = false;
  bool ground_told_elsewhere = false;  // by a picture
  bool ink_told_elsewhere = false;     // by a shadow or another property
};

bool is_no_extent(std::string_view value) {
  const Length length = read_length(value);
  return length.number >= 0 && length.number <= 1 && length.unit != "%" &&
         (length.number < 1 || length.unit.empty() || equals_ignore_case(length.unit, "px"));
}

void read_font_size(std::string_view value, StyleEffect& effect) {
  const Length length = read_length(value);
  if (length.number < 0) {
    // "small", "inherit": words; only words that set a size end an inherited zero.
    if (!contains_word(value, "inherit")) effect.tiny = Set::off;
    return;
  }
  const bool relative = length.unit.starts_with("%") || starts_with_ignore_case(length.unit, "em");
  if (relative) {
    if (length.number <= (length.unit.starts_with("%") ? 5 : 0.05)) effect.tiny = Set::on;
    return;
  }
  effect.tiny =
      length.number <= 1 && !starts_with_ignore_case(length.unit, "rem") ? Set::on : Set::off;
  if (length.number == 0) effect.tiny = Set::on;
}

void read_display(std::string_view value, StyleEffect& effect, Box& box) {
  const bool important = value.ends_with("important");
  if (box.display_important && !important) return;
  box.display_important = important;
  effect.removed = starts_with_ignore_case(value, "none") ? Set::on : Set::off;
}

bool draws_outlook_line(std::string_view value) {
  return contains_word(value, "solid") &&
         (contains_word(value, "#E1E1E1") || contains_word(value, "#B5C4DF"));
}

void read_declaration(std::string_view property, std::string_view value, StyleEffect& effect,
                      Box& box) {
  const auto named = [property](std::string_view name) {
    return equals_ignore_case(property, name);
  };
  switch (to_lower(property[0])) {
    case 'b':
      if (named("border-top") && draws_outlook_line(value)) effect.separator = true;
      if (named("background")) effect.ground = read_background(value);
      if (named("background-color")) effect.ground = read_colour(value);
      if (named("background-image")) {
        box.ground_told_elsewhere |= !starts_with_ignore_case(value, "none");
      }
      break;
    case '-':  // -webkit-text-fill-color
      if (contains_word(property, "color")) box.ink_told_elsewhere = true;
      break;
    case 'c':
      if (named("color")) {
        effect.ink = read_colour(value);
        effect.invisible = starts_with_ignore_case(value, "transparent") ? Set::on : Set::off;
      }
      break;
    case 'd':
      if (named("display")) read_display(value, effect, box);
      break;
    case 'f':
      if (named("font-size")) read_font_size(value, effect);
      break;
    case 'h':
      if (named("height")) box.no_height = is_no_extent(value);
      break;
    case 'l':
      if (named("left")) box.far_away |= read_length(value).number <= -999;
      break;
    case 'm':
      if (named("max-height")) box.no_height |= is_no_extent(value);
      if (named("max-width")) box.no_width |= is_no_extent(value);
      break;
    case 'o':
      if (named("opacity")) {
        const double opacity = read_length(value).number;
        if (opacity >= 0 && opacity <= 0.02) effect.removed = Set::on;
      }
      if (named("overflow")) box.clips = contains_word(value, "hidden");
      break;
    case 'p':
      if (named("position")) box.positioned = true;
      break;
    case 't':
      if (named("text-indent") && read_length(value).number <= -999) effect.invisible = Set::on;
      if (named("text-shadow")) box.ink_told_elsewhere = true;
      if (named("top")) box.far_away |= read_length(value).number <= -999;
      break;
    case 'v':
      if (named("visibility")) {
        effect.invisible = starts_with_ignore_case(value, "visible") ? Set::off : Set::on;
      }
      break;
    case 'w':
      if (named("width")) box.no_width = is_no_extent(value);
      if (named("white-space")) {
        effect.preformatted = starts_with_ignore_case(value, "pre") ? Set::on : Set::off;
      }
      break;
    default:
      break;
  }
}

// Lengths of the properties that read_declaration() knows, as bits, by the first letter's place in
// the alphabet: most declarations are of others.
constexpr auto kLengths = [] {
  std::array<std::uint32_t, 32> lengths{};
  for (const std::string_view name : {"border-top",
                                      "background",
                                      "background-color",
                                      "background-image",
                                      "color",
                                      "display",
                                      "font-size",
                                      "height",
                                      "left",
                                      "max-height",
                                      "max-width",
                                      "opacity",
                                      "overflow",
                                      "position",
                                      "text-indent",
                                      "text-shadow",
                                      "top",
                                      "visibility",
                                      "width",
                                      "white-space"}) {
    lengths[static_cast<std::size_t>(name[0]) & 31] |= std::uint32_t{1} << name.size();
  }
  return lengths;
}();
bool may_be_known(std::string_view property) {
  if (property.empty()) return false;
  if (property[0] == '-') return true;
  return property.size() < 32 &&
         (kLengths[static_cast<unsigned char>(property[0]) & 31] >> property.size() & 1) != 0;
}

bool is_stop(char c) { return c == ':' || c == ';' || c == '"' || c == '\'' || c == '('; }

// What divides declarations and their parts, found in 64 octets at a time.
class Stops {
 public:
  explicit Stops(std::string_view text) : text_(text) { load(0); }

  // The first at or after `from`, or the text's size. REQUIRES: `from` never goes back.
  std::size_t next(std::size_t from) {
    if (from >= text_.size()) return text_.size();
    if (from - base_ >= 64) load(from);
    std::uint64_t left = mask_ >> (from - base_) << (from - base_);
    while (left == 0) {
      if (text_.size() - base_ <= 64) return text_.size();
      load(base_ + 64);
      left = mask_;
    }
    return base_ + static_cast<std::size_t>(std::countr_zero(left));
  }

 private:
  void load(std::size_t base) {
    base_ = base;
    mask_ = 0;
    const std::string_view block = text_.substr(base, 64);
    std::size_t at = 0;
#if defined(__SSE2__)
    for (; at + 16 <= block.size(); at += 16) mask_ |= std::uint64_t{stops_among(&block[at])} << at;
    // The last ones together with some before them.
    if (at < block.size() && text_.size() >= 16) {
      const std::size_t before = 16 - (block.size() - at);
      mask_ |= std::uint64_t{stops_among(block.data() + at - before) >> before} << at;
      return;
    }
#endif
    for (; at < block.size(); ++at) mask_ |= std::uint64_t{is_stop(block[at])} << at;
  }
#if defined(__SSE2__)
  static std::uint32_t stops_among(const char* sixteen) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen));
    const auto are = [&octets](char c) { return _mm_cmpeq_epi8(octets, _mm_set1_epi8(c)); };
    // With its lowest bit set a ":" is a ";".
    const __m128i colons =
        _mm_cmpeq_epi8(_mm_or_si128(octets, _mm_set1_epi8(1)), _mm_set1_epi8(';'));
    const __m128i stops =
        _mm_or_si128(_mm_or_si128(colons, are('"')), _mm_or_si128(are('\''), are('(')));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(stops));
  }
#endif

  std::string_view text_;
  std::size_t base_ = 0;
  std::uint64_t mask_ = 0;  // of the 64 octets from base_ on
};

// The end of the name that starts at `at`.
std::size_t name_end(std::string_view text, Stops& stops, std::size_t at) {
  for (;; ++at) {
    at = stops.next(at);
    if (at >= text.size() || text[at] == ':' || text[at] == ';') return at;
  }
}

// The end of the value that starts at `at`: the next ";" outside quotes and parentheses.
std::size_t value_end(std::string_view text, Stops& stops, std::size_t at, StyleEffect& effect) {
  for (;; ++at) {
    at = stops.next(at);
    if (at >= text.size() || text[at] == ';') return at;
    const char c = text[at];
    if (c == ':') continue;
    if (c == '(') effect.may_have_url = true;
    const std::size_t close = text.find(c == '(' ? ')' : c, at + 1);
    if (close == npos) return text.size();  // what opens and never closes holds all the rest
    at = close;
  }
}

}  // namespace

StyleEffect read_style(std::string_view text) {
  StyleEffect effect;
  Box box;
  Stops stops(text);
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && (is_space(text[at]) || text[at] == ';')) ++at;
    const std::size_t name_begin = at;
    at = name_end(text, stops, at);
    if (at >= text.size() || text[at] == ';') continue;
    const std::string_view property = trim(text.substr(name_begin, at - name_begin));
    const std::size_t begin = at + 1;
    at = value_end(text, stops, begin, effect);
    if (!may_be_known(property)) continue;
    const std::string_view value = trim(text.substr(begin, at - begin));
    if (!value.empty()) read_declaration(property, value, effect, box);
  }
  if (box.clips && (box.no_height || box.no_width)) effect.removed = Set::on;
  if (box.positioned && box.far_away) effect.removed = Set::on;
  // A box that was moved stands on another ground than what is written around it.
  if (box.ground_told_elsewhere || (box.positioned && effect.ground.kind == Paint::Kind::unset)) {
    effect.ground = Paint::unknown();
  }
  if (box.ink_told_elsewhere) effect.ink = Paint::unknown();
  return effect;
}

namespace {

// One of 64 bits for a class, an id or, with `sign` 0, a tag of any case.
std::uint64_t selector_bit(char sign, std::string_view name) {
  if (name.empty()) return 0;
  const auto octet = [&name](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(name[at]) | 0x20);
  };
  const std::size_t sum =
      octet(0) * 3 + octet(name.size() - 1) + name.size() * 5 + static_cast<unsigned char>(sign);
  return std::uint64_t{1} << sum % 64;
}

}  // namespace

void StyleSheet::read(std::string_view css) {
  std::size_t at = 0;
  while (at < css.size()) {
    const std::size_t open = css.find('{', at);
    if (open == npos) return;
    std::string_view selectors = css.substr(at, open - at);
    if (const std::size_t comment = selectors.rfind("*/"); comment != npos) {
      selectors.remove_prefix(comment + 2);
    }
    if (const std::size_t statement = selectors.rfind(';'); statement != npos) {
      selectors.remove_prefix(statement + 1);  // "@import ...;"
    }
    selectors = trim(selectors);
    if (selectors.starts_with("<!--")) selectors = trim(selectors.substr(4));
    if (selectors.starts_with('@')) {
      static constexpr OctetSet kBraces("{}");
      std::size_t depth = 1;
      for (at = open + 1; depth > 0; ++at) {
        at = kBraces.find_in(css, at);
        if (at == npos) return;
        depth += css[at] == '{' ? 1 : -1;
      }
      continue;
    }
    const std::size_t close = std::min(css.find('}', open), css.size());
    read_rule(selectors, css.substr(open + 1, close - open - 1));
    at = close + 1;
  }
}

void StyleSheet::read_rule(std::string_view selectors, std::string_view declarations) {
  StyleEffect effect = read_style(declarations);
  if (effect.ink.kind != Paint::Kind::unset || effect.ground.kind != Paint::Kind::unset) {
    note_painted(selectors);
    effect.ink = effect.ground = {};
  }
  if (effect.removed == Set::unset && effect.invisible != Set::on && effect.tiny != Set::on) return;
  while (!selectors.empty()) {
    const std::size_t comma = std::min(selectors.find(','), selectors.size());
    const std::string_view selector = trim(selectors.substr(0, comma));
    selectors.remove_prefix(std::min(comma + 1, selectors.size()));
    const std::size_t sign = selector.find_first_of(".#");
    if (sign == npos || sign + 1 >= selector.size()) continue;
    if (selector.find_first_of(" >+~:[.#", sign + 1) != npos) continue;
    if (selector.substr(0, sign).find_first_of(" >+~:[\t\r\n") != npos) continue;
    if (rules_.size() >= kMostRules) return;
    known_rules_ |= selector_bit(selector[sign], selector.substr(sign + 1));
    rules_.push_back({std::string(selector.substr(sign)), effect});
  }
}

// Of "td.big a:hover" the last piece, without what follows a colon or bracket, is what an element
// has to have.
void StyleSheet::note_painted(std::string_view selectors) {
  static constexpr OctetSet kCombining(" \t\r\n>+~"), kPseudo(":["), kSigns(".#");
  while (!selectors.empty() && !paints_all_) {
    const std::size_t comma = std::min(selectors.find(','), selectors.size());
    std::string_view selector = trim(selectors.substr(0, comma));
    selectors.remove_prefix(std::min(comma + 1, selectors.size()));
    std::size_t from = selector.size();
    while (from > 0 && !kCombining.has(selector[from - 1])) --from;
    selector.remove_prefix(from);
    selector = selector.substr(0, kPseudo.find_in(selector));
    std::size_t sign = kSigns.find_in(selector);
    if (sign == npos) {
      paints_all_ = selector.empty() || selector == "*";
      sign = 0;
    }
    const std::size_t end = std::min(kSigns.find_in(selector, sign + 1), selector.size());
    selector = selector.substr(sign, end - sign);
    const bool named = selector.starts_with('.') || selector.starts_with('#');
    std::string subject = named ? std::string(selector) : lower_ascii(selector);
    if (std::find(painted_.begin(), painted_.end(), subject) != painted_.end()) continue;
    if (painted_.size() >= kMostRules) paints_all_ = true;
    known_painted_ |= named ? selector_bit(subject[0], std::string_view(subject).substr(1))
                            : selector_bit(0, subject);
    painted_.push_back(std::move(subject));
  }
}

namespace {

// Of a class attribute.
template <class Visit>
void each_class(std::string_view classes, const Visit& visit) {
  for (std::size_t count = 0; !classes.empty() && count < kMostClasses; ++count) {
    classes = trim(classes);
    std::size_t end = 0;
    while (end < classes.size() && !is_space(classes[end])) ++end;
    if (end > 0) visit(classes.substr(0, end));
    classes.remove_prefix(end);
  }
}

bool is_selector_of(std::string_view selector, char sign, std::string_view name) {
  return selector.size() == name.size() + 1 && selector[0] == sign && selector.substr(1) == name;
}

}  // namespace

StyleEffect StyleSheet::effect(std::string_view classes, std::string_view id) const {
  StyleEffect effect;
  const auto apply = [this, &effect](char sign, std::string_view name) {
    if ((known_rules_ & selector_bit(sign, name)) == 0) return;
    for (const auto& rule : rules_) {
      if (is_selector_of(rule.selector, sign, name)) effect.apply(rule.effect);
    }
  };
  each_class(classes, [&](std::string_view name) { apply('.', name); });
  if (!id.empty()) apply('#', id);
  return effect;
}

bool StyleSheet::may_paint(std::string_view tag, std::string_view classes,
                           std::string_view id) const {
  if (paints_all_) return true;
  bool found = false;
  const auto ask = [this, &found](char sign, std::string_view name) {
    if (found || (known_painted_ & selector_bit(sign, name)) == 0) return;
    found = std::any_of(painted_.begin(), painted_.end(),
                        [&](const std::string& one) { return is_selector_of(one, sign, name); });
  };
  each_class(classes, [&](std::string_view name) { ask('.', name); });
  if (!id.empty()) ask('#', id);
  if (found || (known_painted_ & selector_bit(0, tag)) == 0) return found;
  return std::any_of(painted_.begin(), painted_.end(),
                     [&](const std::string& one) { return equals_ignore_case(one, tag); });
}

std::vector<ByteRange> css_urls(std::string_view css) {
  std::vector<ByteRange> urls;
  for (std::size_t at = 0; (at = css.find('(', at)) != npos; ++at) {
    if (at < 3 || !equals_ignore_case(css.substr(at - 3, 3), "url")) continue;
    std::size_t begin = at + 1;
    while (begin < css.size() && is_space(css[begin])) ++begin;
    if (begin >= css.size()) break;
    const char quote = css[begin];
    std::size_t end;
    if (quote == '"' || quote == '\'') {
      end = css.find(quote, ++begin);
    } else {
      end = css.find(')', begin);
    }
    if (end == npos) break;
    urls.push_back(
        ByteRange::between(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)));
    at = end;
  }
  return urls;
}

}  // namespace letterlock::content
