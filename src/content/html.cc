#include "content/html.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "content/html_reference.h"
#include "content/html_style.h"
#include "content/html_tokenizer.h"

namespace letterlock::content {
namespace {

using namespace html_flag;
using Set = StyleEffect::Set;

constexpr std::size_t kLongestAltText = 1000;
// Classes and ids of the elements in which mail clients wrap what they quote.
constexpr std::string_view kQuoteNames[] = {
    "gmail_quote",           "gmail_quote_container", "yahoo_quoted",
    "protonmail_quote",      "tutanota_quote",        "zmail_extra",
    "moz-forward-container", "yahooquotedheader",     "ymail_android_signature_quoted",
    "qt-blockquote"};
constexpr std::string_view kSeparatorIds[] = {"appendonsend", "divRplyFwdMsg", "x_divRplyFwdMsg",
                                              "OLK_SRC_BODY_SECTION",
                                              "mail-editor-reference-message-container"};

bool has_quote_class(std::string_view classes) {
  if (classes.find("quot") == std::string_view::npos &&
      classes.find("zmail_extra") == std::string_view::npos &&
      classes.find("forward") == std::string_view::npos) {
    return false;
  }
  for (int count = 0; !classes.empty() && count < 16; ++count) {
    classes = trim(classes);
    std::size_t end = 0;
    while (end < classes.size() && !is_space(classes[end])) ++end;
    const std::string_view name = classes.substr(0, end);
    if (std::find(std::begin(kQuoteNames), std::end(kQuoteNames), name) != std::end(kQuoteNames)) {
      return true;
    }
    classes.remove_prefix(end);
  }
  return false;
}

// An open element: its own style, and what holds inside it.
struct Open {
  HtmlTag tag = HtmlTag::other;
  ByteRange name;
  StyleEffect own;
  StyleEffect inside;
  std::uint32_t quote = 0;  // 1 + index into quotes of the block that it is, or 0
};

class Reader {
 public:
  Reader(std::string_view html, const Limits& limits)
      : html_(html), limits_(limits), tokens_(html), flow_(html, limits.indexed_text) {}

  HtmlDocument read();

 private:
  void start_tag();
  void end_tag();
  void text();
  void break_around(HtmlTag tag);

  void close_implied(HtmlTag tag);
  bool close_in_scope(HtmlTag tag, std::uint16_t barriers);
  void close_list_item(HtmlTag tag);
  void close_cell_content(HtmlTag tag);
  void close_formatting(HtmlTag tag, std::size_t at);
  void pop_to(std::size_t size);
  void push(StyleEffect own);
  void state_changed();
  bool foreign() const { return count(HtmlTag::svg) + count(HtmlTag::math) > 0; }
  unsigned count(HtmlTag tag) const { return counts_[static_cast<std::size_t>(tag)]; }

  StyleEffect own_style();
  std::string_view value_of(HtmlAttribute id) const;
  bool hidden() const { return hidden_; }

  void mark_quote(HtmlTag tag, bool separator);
  void collect_links(HtmlTag tag);
  void add_link(HtmlLinkKind kind, const HtmlAttributeRange* attribute);
  void add_refresh();
  void add_style_urls(ByteRange css);
  void end_link();

  std::string_view html_;
  const Limits& limits_;
  HtmlTokenizer tokens_;
  TextFlow flow_;
  StyleSheet sheet_;
  HtmlDocument document_;
  std::vector<Open> open_;
  std::array<std::uint32_t, static_cast<std::size_t>(HtmlTag::count_)> counts_{};
  std::size_t overflow_ = 0;         // elements open beyond the depth limit
  std::size_t open_link_ = 0;        // 1 + index of the anchor whose text is being read
  std::size_t open_link_depth_ = 0;  // open_.size() when it began
  bool hidden_ = false;
};

HtmlDocument Reader::read() {
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
  document_.text = flow_.take_text();
  document_.map = flow_.take_map();
  return std::move(document_);
}

void Reader::text() {
  const HtmlToken& token = tokens_.token();
  if (!open_.empty() && open_.back().tag == HtmlTag::style && !foreign()) {
    const std::string_view css = tokens_.octets(token.where);
    sheet_.read(css);
    add_style_urls(token.where);
  }
  if (!hidden()) flow_.add_text(token.where, token.kind == HtmlToken::Kind::literal);
}

std::string_view Reader::value_of(HtmlAttribute id) const {
  const auto* attribute = tokens_.find(id);
  return attribute == nullptr ? std::string_view() : tokens_.octets(attribute->value);
}

// From attributes and style of the current start tag.
StyleEffect Reader::own_style() {
  StyleEffect effect;
  if (tokens_.attributes().empty()) return effect;
  std::string_view classes, id, style;
  for (const auto& attribute : tokens_.attributes()) {
    switch (attribute.id) {
      case HtmlAttribute::hidden:
        effect.removed = Set::on;
        break;
      case HtmlAttribute::class_:
        classes = tokens_.octets(attribute.value);
        break;
      case HtmlAttribute::id:
        id = tokens_.octets(attribute.value);
        break;
      case HtmlAttribute::style:
        style = tokens_.octets(attribute.value);
        break;
      default:
        break;
    }
  }
  if (!sheet_.empty() && (!classes.empty() || !id.empty()))
    effect.apply(sheet_.effect(classes, id));
  if (style.empty()) return effect;
  if (style.find('&') != std::string_view::npos) {
    effect.apply(read_style(decode_references(style, true)));
  } else {
    effect.apply(read_style(style));
  }
  return effect;
}

void Reader::state_changed() {
  const StyleEffect inside = open_.empty() ? StyleEffect{} : open_.back().inside;
  hidden_ = inside.removed == Set::on || inside.invisible == Set::on || inside.tiny == Set::on;
  flow_.set_preformatted(inside.preformatted == Set::on);
}

namespace {
// What holds inside an element with the style `own` inside of one with `outer`.
StyleEffect inherit(const StyleEffect& outer, const StyleEffect& own) {
  StyleEffect inside = outer;
  inside.apply(own);
  if (outer.removed == Set::on) inside.removed = Set::on;
  return inside;
}
}  // namespace

void Reader::push(StyleEffect own) {
  if (open_.size() >= limits_.html_depth) {
    ++overflow_;
    return;
  }
  Open element;
  element.tag = tokens_.token().tag;
  element.name = tokens_.token().name;
  element.own = own;
  element.inside = inherit(open_.empty() ? StyleEffect{} : open_.back().inside, own);
  open_.push_back(element);
  ++counts_[static_cast<std::size_t>(element.tag)];
  state_changed();
}

void Reader::pop_to(std::size_t size) {
  if (open_.size() <= size) return;
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
  state_changed();
}

void Reader::break_around(HtmlTag tag) {
  const std::uint16_t flags = html_flags(tag);
  if ((flags & kParagraph) != 0) {
    flow_.break_paragraph();
  } else if ((flags & kBlock) != 0) {
    flow_.break_line();
  }
}

// Pops up to and including the nearest open `tag`, unless an element with one of the flags
// `barriers` stands in between.
bool Reader::close_in_scope(HtmlTag tag, std::uint16_t barriers) {
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

void Reader::close_list_item(HtmlTag tag) {
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
void Reader::close_cell_content(HtmlTag tag) {
  if (count(HtmlTag::table) == 0) return;
  std::size_t at = open_.size();
  std::size_t cut = at;
  while (at-- > 0 && open_[at].tag != HtmlTag::table && open_[at].tag != HtmlTag::template_) {
    const HtmlTag open = open_[at].tag;
    const bool cell = open == HtmlTag::td || open == HtmlTag::th || open == HtmlTag::caption;
    const bool row = open == HtmlTag::tr;
    const bool section = open == HtmlTag::tbody || open == HtmlTag::thead || open == HtmlTag::tfoot;
    const bool new_cell = tag == HtmlTag::td || tag == HtmlTag::th;
    if (cell || (row && !new_cell) || (section && !new_cell && tag != HtmlTag::tr)) cut = at;
    if (row && new_cell) break;
  }
  pop_to(cut);
}

void Reader::close_implied(HtmlTag tag) {
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

void Reader::start_tag() {
  const HtmlToken& token = tokens_.token();
  const HtmlTag tag = token.tag;
  const std::uint16_t flags = html_flags(tag);
  if ((tag == HtmlTag::body || tag == HtmlTag::html) && count(tag) > 0) return;
  if (!foreign()) close_implied(tag);
  StyleEffect own = own_style();
  if ((flags & kNotShown) != 0) own.removed = Set::on;
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
  mark_quote(tag, own.separator);
  collect_links(tag);
}

void Reader::mark_quote(HtmlTag tag, bool separator) {
  HtmlQuote quote;
  const std::string_view id = value_of(HtmlAttribute::id);
  if (tag == HtmlTag::blockquote) {
    quote.kind = HtmlQuote::Kind::blockquote;
  } else if (has_quote_class(value_of(HtmlAttribute::class_))) {
    quote.kind = HtmlQuote::Kind::container;
  } else if (separator ||
             (!id.empty() && std::find(std::begin(kSeparatorIds), std::end(kSeparatorIds), id) !=
                                 std::end(kSeparatorIds))) {
    quote.kind = HtmlQuote::Kind::separator;
  } else {
    return;
  }
  if (overflow_ > 0 || open_.empty() || open_.back().quote != 0) return;
  quote.begin = quote.end = static_cast<std::uint32_t>(flow_.position());
  document_.quotes.push_back(quote);
  open_.back().quote = static_cast<std::uint32_t>(document_.quotes.size());
}

// Takes one element out of the middle: formatting may end before the blocks inside it do.
void Reader::close_formatting(HtmlTag tag, std::size_t at) {
  if (at + 1 == open_.size()) return pop_to(at);
  --counts_[static_cast<std::size_t>(tag)];
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
  StyleEffect outer = at == 0 ? StyleEffect{} : open_[at - 1].inside;
  for (; at < open_.size(); ++at) outer = open_[at].inside = inherit(outer, open_[at].own);
  state_changed();
}

void Reader::end_tag() {
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

void Reader::collect_links(HtmlTag tag) {
  switch (tag) {
    case HtmlTag::a:
      add_link(HtmlLinkKind::anchor, tokens_.find(HtmlAttribute::href));
      if (foreign()) add_link(HtmlLinkKind::anchor, tokens_.find(HtmlAttribute::xlink_href));
      break;
    case HtmlTag::area:
      add_link(HtmlLinkKind::anchor, tokens_.find(HtmlAttribute::href));
      break;
    case HtmlTag::base:
      if (const auto* href = tokens_.find(HtmlAttribute::href); href && !document_.base) {
        document_.base = href->value;
      }
      break;
    case HtmlTag::link:
      add_link(HtmlLinkKind::resource, tokens_.find(HtmlAttribute::href));
      break;
    case HtmlTag::form:
      add_link(HtmlLinkKind::form, tokens_.find(HtmlAttribute::action));
      break;
    case HtmlTag::meta:
      if (equals_ignore_case(trim(value_of(HtmlAttribute::http_equiv)), "refresh")) add_refresh();
      break;
    default:
      break;
  }
  for (const auto& attribute : tokens_.attributes()) {
    switch (attribute.id) {
      case HtmlAttribute::src:
      case HtmlAttribute::background:
      case HtmlAttribute::poster:
        add_link(HtmlLinkKind::resource, &attribute);
        break;
      case HtmlAttribute::data:
        if (tag == HtmlTag::object) add_link(HtmlLinkKind::resource, &attribute);
        break;
      case HtmlAttribute::formaction:
        add_link(HtmlLinkKind::form, &attribute);
        break;
      case HtmlAttribute::style:
        add_style_urls(attribute.value);
        break;
      case HtmlAttribute::alt:
        if ((tag == HtmlTag::img || tag == HtmlTag::area || tag == HtmlTag::image) && !hidden()) {
          const auto shown = tokens_.octets(attribute.value).substr(0, kLongestAltText);
          flow_.add_text({attribute.value.offset, static_cast<std::uint32_t>(shown.size())}, false);
        }
        break;
      case HtmlAttribute::value: {
        const std::string_view type = value_of(HtmlAttribute::type);
        if (tag == HtmlTag::input && !hidden() &&
            (equals_ignore_case(type, "submit") || equals_ignore_case(type, "button"))) {
          flow_.add_text(attribute.value, false);
        }
        break;
      }
      default:
        break;
    }
  }
}

void Reader::add_link(HtmlLinkKind kind, const HtmlAttributeRange* attribute) {
  if (attribute == nullptr || attribute->value.empty()) return;
  const std::string_view url = trim(tokens_.octets(attribute->value));
  if (url.empty() || url.starts_with('#')) return;
  if (starts_with_ignore_case(url, "cid:")) {
    document_.content_ids.push_back(url.substr(4));
    return;
  }
  // A picture written out in place leads nowhere.
  if (kind == HtmlLinkKind::resource && starts_with_ignore_case(url, "data:")) return;
  if (document_.links.size() >= limits_.links) return;
  HtmlLink link;
  link.kind = kind;
  link.where = attribute->value;
  link.text_begin = link.text_end = static_cast<std::uint32_t>(flow_.position());
  document_.links.push_back(link);
  if (kind == HtmlLinkKind::anchor && tokens_.token().tag == HtmlTag::a) {
    open_link_ = document_.links.size();
    open_link_depth_ = open_.size();
  }
}

// "0; url=https://..." (HTML section 4.2.5.3).
void Reader::add_refresh() {
  const auto* content = tokens_.find(HtmlAttribute::content);
  if (content == nullptr) return;
  const std::string_view text = tokens_.octets(content->value);
  std::size_t at = text.find_first_of(";,");
  if (at == std::string_view::npos) return;
  const auto skip = [&] {
    while (at < text.size() && is_space(text[at])) ++at;
  };
  ++at;
  skip();
  if (starts_with_ignore_case(text.substr(at), "url")) {
    at += 3;
    skip();
    if (at < text.size() && text[at] == '=') ++at;
    skip();
  }
  std::size_t end = text.size();
  if (at < end && (text[at] == '"' || text[at] == '\'')) {
    end = std::min(text.find(text[at], at + 1), end);
    ++at;
  }
  HtmlAttributeRange url = *content;
  url.value = {content->value.offset + static_cast<std::uint32_t>(at),
               static_cast<std::uint32_t>(end - std::min(at, end))};
  add_link(HtmlLinkKind::refresh, &url);
}

void Reader::add_style_urls(ByteRange css) {
  const std::string_view text = tokens_.octets(css);
  if (text.find('(') == std::string_view::npos) return;
  for (const ByteRange where : css_urls(text)) {
    HtmlAttributeRange url;
    url.value = {css.offset + where.offset, where.length};
    add_link(HtmlLinkKind::resource, &url);
  }
}

void Reader::end_link() {
  if (open_link_ == 0) return;
  document_.links[open_link_ - 1].text_end = static_cast<std::uint32_t>(flow_.position());
  open_link_ = 0;
}

}  // namespace

HtmlDocument read_html(std::string_view html, const Limits& limits) {
  return Reader(html, limits).read();
}

}  // namespace letterlock::content
