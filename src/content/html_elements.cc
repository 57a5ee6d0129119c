// The open elements of an HTML mail: which end where, and what that means for what is shown.
#include <algorithm>

#include "base/ascii.h"
#include "content/html_reader.h"

namespace letterlock::content {

using namespace html_flag;

namespace {
using Set = StyleEffect::Set;

// Makes of what holds around an element what holds inside it, which has the style `own`.
void enter(const StyleEffect& own, StyleEffect& here) {
  const bool removed = here.removed == Set::on, no_text = here.no_text == Set::on;
  here.apply(own);
  if (removed) here.removed = Set::on;
  if (no_text) here.no_text = Set::on;
}

std::optional<HidingWay> hiding_way(const StyleEffect& inside) {
  if (inside.no_text == Set::on) return std::nullopt;
  if (inside.removed == Set::on) return HidingWay::removed;
  if (inside.invisible == Set::on) return HidingWay::invisible;
  if (inside.tiny == Set::on) return HidingWay::tiny;
  if (cannot_be_told_apart(inside.ink, inside.ground)) return HidingWay::ground;
  return std::nullopt;
}
}  // namespace

void HtmlReader::state_changed() {
  const StyleEffect& here = inside();
  way_ = hiding_way(here);
  hidden_ = here.removed == Set::on || here.invisible == Set::on || here.tiny == Set::on;
  flow_.set_preformatted(here.preformatted == Set::on);
}

void HtmlReader::push(const StyleEffect& own) {
  if (open_.size() >= limits_.html_depth) {
    ++overflow_;
    return;
  }
  // Filled where it stands: styles are copied whole that way, not octet by octet.
  Open& element = open_.emplace_back();
  const StyleEffect& outer = open_.size() == 1 ? root_ : open_[open_.size() - 2].inside;
  element.tag = tokens_.token().tag;
  element.name = tokens_.token().name;
  element.own = own;
  element.inside = outer;
  ++counts_[static_cast<std::size_t>(element.tag)];
  if (own == StyleEffect{}) return;
  enter(own, element.inside);
  if (!(element.inside == outer)) state_changed();
}

void HtmlReader::pop_to(std::size_t size) {
  if (open_.size() <= size) return;
  const StyleEffect before = inside();
  while (open_.size() > size) {
    const Open& element = open_.back();
    --counts_[static_cast<std::size_t>(element.tag)];
    if (element.quote != 0) {
      HtmlQuote& quote = document_.quotes[element.quote - 1];
      if (quote.kind != HtmlQuote::Kind::separator) {
        quote.end = static_cast<std::uint32_t>(flow_.position());
      }
    }
    if (element.inside.removed != Set::on) break_around(element.tag);
    if ((html_flags(element.tag) & kScope) != 0 && open_link_depth_ >= open_.size()) end_link();
    open_.pop_back();
  }
  tokens_.set_foreign(foreign());
  if (!(inside() == before)) state_changed();
}

void HtmlReader::break_around(HtmlTag tag) {
  const std::uint16_t flags = html_flags(tag);
  if ((flags & kParagraph) != 0) {
    flow_.break_paragraph();
  } else if ((flags & kBlock) != 0) {
    flow_.break_line();
  }
}

// Pops up to and including the nearest open `tag`, unless an element with one of the flags
// `barriers` stands in between.
bool HtmlReader::close_in_scope(HtmlTag tag, std::uint16_t barriers) {
  if (count(tag) == 0) return false;
  for (std::size_t at = open_.size(); at-- > 0;) {
    if (open_[at].tag == tag) {
      pop_to(at);
      return true;
    }
    if ((html_flags(open_[at].tag) & barriers) != 0) return false;
  }
  return false;
}

void HtmlReader::close_list_item(HtmlTag tag) {
  for (std::size_t at = open_.size(); at-- > 0;) {
    const HtmlTag open = open_[at].tag;
    const bool pair =
        open == tag || (tag != HtmlTag::li && (open == HtmlTag::dt || open == HtmlTag::dd));
    if (pair) return pop_to(at);
    const bool passes = open == HtmlTag::div || open == HtmlTag::p || open == HtmlTag::address;
    if (!passes && (html_flags(open) & (kBlock | kScope)) != 0) return;
  }
}

// A new cell, row or section of a table ends what is open inside the table down to its own level.
void HtmlReader::close_cell_content(HtmlTag tag) {
  if (count(HtmlTag::table) == 0) return;
  std::size_t at = open_.size();
  std::size_t cut = at;
  while (at > 0) {
    const HtmlTag open = open_[--at].tag;
    if (open == HtmlTag::table || open == HtmlTag::template_) break;
    const bool cell = open == HtmlTag::td || open == HtmlTag::th || open == HtmlTag::caption;
    const bool row = open == HtmlTag::tr;
    const bool section = open == HtmlTag::tbody || open == HtmlTag::thead || open == HtmlTag::tfoot;
    const bool new_cell = tag == HtmlTag::td || tag == HtmlTag::th;
    if (cell || (row && !new_cell) || (section && !new_cell && tag != HtmlTag::tr)) cut = at;
    if (row && new_cell) break;
  }
  pop_to(cut);
}

void HtmlReader::close_implied(HtmlTag tag) {
  if ((html_flags(tag) & kClosesP) != 0) close_in_scope(HtmlTag::p, kScope);
  switch (tag) {
    case HtmlTag::td:
    case HtmlTag::th:
    case HtmlTag::tr:
    case HtmlTag::tbody:
    case HtmlTag::thead:
    case HtmlTag::tfoot:
    case HtmlTag::caption:
      close_cell_content(tag);
      break;
    case HtmlTag::li:
    case HtmlTag::dd:
    case HtmlTag::dt:
      close_list_item(tag);
      break;
    case HtmlTag::option:
      close_in_scope(HtmlTag::option, kScope);
      break;
    case HtmlTag::a:
      end_link();
      for (std::size_t at = open_.size(); count(tag) > 0 && at-- > 0;) {
        if (open_[at].tag == tag) {
          close_formatting(tag, at);
          break;
        }
        if ((html_flags(open_[at].tag) & kScope) != 0) break;
      }
      break;
    default:
      break;
  }
}

// Takes one element out of the middle: formatting may end before the blocks inside it do.
void HtmlReader::close_formatting(HtmlTag tag, std::size_t at) {
  if (at + 1 == open_.size()) return pop_to(at);
  --counts_[static_cast<std::size_t>(tag)];
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
  StyleEffect outer = at == 0 ? root_ : open_[at - 1].inside;
  for (; at < open_.size(); ++at) {
    enter(open_[at].own, outer);
    open_[at].inside = outer;
  }
  state_changed();
}

void HtmlReader::end_tag() {
  const HtmlToken& token = tokens_.token();
  const HtmlTag tag = token.tag;
  const std::uint16_t flags = html_flags(tag);
  if (tag == HtmlTag::br && !hidden()) flow_.line_end();
  if (tag == HtmlTag::p && count(tag) == 0 && !hidden()) flow_.break_paragraph();
  if (tag == HtmlTag::a) end_link();
  if ((flags & kVoid) != 0) return;
  if (overflow_ > 0) {
    --overflow_;
    return;
  }
  // What follows </body> and </html> is read as if inside.
  if (count(tag) == 0 || tag == HtmlTag::body || tag == HtmlTag::html) return;
  const bool table_part = tag == HtmlTag::td || tag == HtmlTag::th || tag == HtmlTag::tr ||
                          tag == HtmlTag::tbody || tag == HtmlTag::thead || tag == HtmlTag::tfoot ||
                          tag == HtmlTag::caption;
  const bool ordinary = (flags & (kBlock | kScope | kFormatting)) == 0;
  for (std::size_t at = open_.size(); at-- > 0;) {
    const Open& open = open_[at];
    const bool same_name = tag != HtmlTag::other || equals_ignore_case(tokens_.octets(open.name),
                                                                       tokens_.octets(token.name));
    if (open.tag == tag && same_name) {
      if ((flags & kFormatting) != 0) return close_formatting(tag, at);
      return pop_to(at);
    }
    const std::uint16_t barrier = html_flags(open.tag);
    if (tag == HtmlTag::table || table_part) {
      if (open.tag == HtmlTag::table || open.tag == HtmlTag::template_) return;
    } else if ((barrier & kScope) != 0 || (ordinary && (barrier & kBlock) != 0)) {
      return;
    }
  }
}

}  // namespace letterlock::content
