#include "content/html.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/html_reader.h"
#include "content/html_reference.h"

namespace letterlock::content {
namespace {

using namespace html_flag;
using Set = StyleEffect::Set;

constexpr auto kColours = html_bit(HtmlAttribute::bgcolor) | html_bit(HtmlAttribute::color) |
                          html_bit(HtmlAttribute::text) | html_bit(HtmlAttribute::background);

// Classes and ids of the elements in which mail clients wrap what they quote.
constexpr std::string_view kQuoteNames[] = {
    "gmail_quote",           "gmail_quote_container", "yahoo_quoted",
    "protonmail_quote",      "tutanota_quote",        "zmail_extra",
    "moz-forward-container", "yahooquotedheader",     "ymail_android_signature_quoted",
    "qt-blockquote"};
constexpr std::string_view kSeparatorIds[] = {"appendonsend", "divRplyFwdMsg", "x_divRplyFwdMsg",
                                              "OLK_SRC_BODY_SECTION",
                                              "mail-editor-reference-message-container"};

template <std::size_t N>
constexpr std::size_t shortest(const std::string_view (&names)[N]) {
  return std::min_element(std::begin(names), std::end(names),
                          [](auto a, auto b) { return a.size() < b.size(); })
      ->size();
}

bool has_quote_class(std::string_view classes) {
  if (classes.size() < shortest(kQuoteNames)) return false;
  for (int count = 0; !classes.empty() && count < 16; ++count) {
    classes = trim(classes);
    std::size_t end = 0;
    while (end < classes.size() && !is_space(classes[end])) ++end;
    const std::string_view name = classes.substr(0, end);
    if (name.size() >= shortest(kQuoteNames) &&
        std::find(std::begin(kQuoteNames), std::end(kQuoteNames), name) != std::end(kQuoteNames)) {
      return true;
    }
    classes.remove_prefix(end);
  }
  return false;
}

bool is_separator_id(std::string_view id) {
  return !id.empty() && std::find(std::begin(kSeparatorIds), std::end(kSeparatorIds), id) !=
                            std::end(kSeparatorIds);
}

}  // namespace

HtmlDocument HtmlReader::read() {
  while (tokens_.next()) {
    switch (tokens_.token().kind) {
      case HtmlToken::Kind::text:
      case HtmlToken::Kind::literal:
        text();
        break;
      case HtmlToken::Kind::start_tag:
        start_tag();
        break;
      case HtmlToken::Kind::end_tag:
        end_tag();
        break;
      default:
        break;
    }
  }
  pop_to(0);
  end_link();
  for (auto& quote : document_.quotes) {
    if (quote.kind == HtmlQuote::Kind::separator) {
      quote.end = static_cast<std::uint32_t>(flow_.position());
    }
  }
  document_.hidden = hidden_text_.take();
  document_.text = flow_.take_text();
  document_.map = flow_.take_map();
  return std::move(document_);
}

void HtmlReader::text() {
  const HtmlToken& token = tokens_.token();
  if (!open_.empty() && open_.back().tag == HtmlTag::style && !foreign()) {
    const std::string_view css = tokens_.octets(token.where);
    sheet_.read(css);
    add_style_urls(token.where);
  }
  const bool literal = token.kind == HtmlToken::Kind::literal;
  if (!hidden()) flow_.add_text(token.where, literal);
  if (way_) {
    hidden_text_.add(*way_, token.where, literal);
  } else if (!hidden() && !hidden_text_.is_after_shown() &&
             !trim(tokens_.octets(token.where)).empty()) {
    hidden_text_.shown();
  }
}

// From attributes and style of the current start tag.
void HtmlReader::read_own_style(const Names& names, StyleEffect& own) {
  if ((tokens_.attribute_set() & html_bit(HtmlAttribute::hidden)) != 0) own.removed = Set::on;
  if (!sheet_.empty() && !(names.classes.empty() && names.id.empty())) {
    own.apply(sheet_.effect(names.classes, names.id));
  }
  const std::string_view style = value_of(HtmlAttribute::style);
  if (!style.empty()) own.apply(style_of(style));
}

// What attributes say of colours, below what `own` has of the style attribute.
void HtmlReader::paint(HtmlTag tag, const Names& names, StyleEffect& own) {
  StyleEffect outer;
  if ((tokens_.attribute_set() & kColours) != 0) {
    outer.ground = read_colour(value_of(HtmlAttribute::bgcolor), true);
    if (!value_of(HtmlAttribute::background).empty()) outer.ground = Paint::unknown();
    if (tag == HtmlTag::font) outer.ink = read_colour(value_of(HtmlAttribute::color), true);
    if (tag == HtmlTag::body) outer.ink = read_colour(value_of(HtmlAttribute::text), true);
  }
  if (tag == HtmlTag::a) outer.ink = Paint::unknown();  // links have a colour of their own
  if (sheet_.paints() &&
      sheet_.may_paint(tokens_.octets(tokens_.token().name), names.classes, names.id)) {
    outer.ink = outer.ground = Paint::unknown();
  }
  if (own.ink.kind == Paint::Kind::unset) own.ink = outer.ink;
  if (own.ground.kind == Paint::Kind::unset) own.ground = outer.ground;
}

const StyleEffect& HtmlReader::style_of(std::string_view style) {
  const auto octet = [style](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(style[at]));
  };
  const std::size_t hash = style.size() * 7 + octet(0) + octet(style.size() / 2) * 3 +
                           octet(style.size() - 1) * 5 + octet(style.size() / 4) * 11;
  KnownStyle& known = known_styles_[hash % known_styles_.size()];
  if (known.text == style) return known.effect;
  const bool plain = style.find('&') == std::string_view::npos;
  known.effect = read_style(plain ? style : decode_references(style, true));
  known.text = style;
  return known.effect;
}

void HtmlReader::start_tag() {
  const HtmlToken& token = tokens_.token();
  const HtmlTag tag = token.tag;
  const std::uint16_t flags = html_flags(tag);
  if ((tag == HtmlTag::body || tag == HtmlTag::html) && count(tag) > 0) return;
  if (!foreign()) close_implied(tag);
  constexpr auto kNamed = html_bit(HtmlAttribute::class_) | html_bit(HtmlAttribute::id);
  Names names;
  if ((tokens_.attribute_set() & kNamed) != 0) {
    names = {value_of(HtmlAttribute::class_), value_of(HtmlAttribute::id)};
  }
  StyleEffect own;
  constexpr auto kStyling = html_bit(HtmlAttribute::hidden) | html_bit(HtmlAttribute::style);
  if ((tokens_.attribute_set() & (sheet_.empty() ? kStyling : kStyling | kNamed)) != 0) {
    read_own_style(names, own);
  }
  if ((flags & kNotShown) != 0) own.removed = own.no_text = Set::on;
  if (tag == HtmlTag::a || (tokens_.attribute_set() & kColours) != 0 || sheet_.paints()) {
    paint(tag, names, own);
  }
  const bool removed =
      own.removed == Set::on || (!open_.empty() && open_.back().inside.removed == Set::on);
  if (!removed) break_around(tag);
  if ((tag == HtmlTag::pre || tag == HtmlTag::listing || tag == HtmlTag::xmp ||
       tag == HtmlTag::plaintext || tag == HtmlTag::textarea) &&
      own.preformatted == Set::unset) {
    own.preformatted = Set::on;
  }
  const bool holds_content = (flags & kVoid) == 0 && !(foreign() && token.self_closing);
  if (!hidden() && !removed) {
    if (tag == HtmlTag::br) flow_.line_end();
    if (tag == HtmlTag::td || tag == HtmlTag::th) flow_.cell();
    if (tag == HtmlTag::li) flow_.add_generated("- ", token.where);
  }
  if (holds_content) push(own);
  if (tag == HtmlTag::svg || tag == HtmlTag::math) tokens_.set_foreign(foreign());
  if (tag == HtmlTag::blockquote || own.separator || !names.classes.empty() || !names.id.empty()) {
    mark_quote(tag, names, own.separator);
  }
  if (!tokens_.attributes().empty()) collect_links(tag);
  if (const auto* style = tokens_.find(HtmlAttribute::style); style && own.may_have_url) {
    add_style_urls(style->value);
  }
}

void HtmlReader::mark_quote(HtmlTag tag, const Names& names, bool separator) {
  HtmlQuote quote;
  if (tag == HtmlTag::blockquote) {
    quote.kind = HtmlQuote::Kind::blockquote;
  } else if (has_quote_class(names.classes)) {
    quote.kind = HtmlQuote::Kind::container;
  } else if (separator || is_separator_id(names.id)) {
    quote.kind = HtmlQuote::Kind::separator;
  } else {
    return;
  }
  if (overflow_ > 0 || open_.empty() || open_.back().quote != 0) return;
  quote.begin = quote.end = static_cast<std::uint32_t>(flow_.position());
  document_.quotes.push_back(quote);
  open_.back().quote = static_cast<std::uint32_t>(document_.quotes.size());
}

HtmlDocument read_html(std::string_view html, const Limits& limits) {
  return HtmlReader(html, limits).read();
}

}  // namespace letterlock::content
