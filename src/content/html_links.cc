// Where an HTML mail leads: the URLs in its attributes and styles.
#include <algorithm>

#include "base/ascii.h"
#include "content/html_reader.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kLongestAltText = 1000;

}  // namespace

void HtmlReader::collect_links(HtmlTag tag) {
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
  constexpr auto kOfInterest = html_bit(HtmlAttribute::src) | html_bit(HtmlAttribute::background) |
                               html_bit(HtmlAttribute::poster) | html_bit(HtmlAttribute::data) |
                               html_bit(HtmlAttribute::formaction) | html_bit(HtmlAttribute::alt) |
                               html_bit(HtmlAttribute::value);
  if ((tokens_.attribute_set() & kOfInterest) == 0) return;
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

void HtmlReader::add_link(HtmlLinkKind kind, const HtmlAttributeRange* attribute) {
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
void HtmlReader::add_refresh() {
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

void HtmlReader::add_style_urls(ByteRange css) {
  const std::string_view text = tokens_.octets(css);
  if (text.find('(') == std::string_view::npos) return;
  for (const ByteRange where : css_urls(text)) {
    HtmlAttributeRange url;
    url.value = {css.offset + where.offset, where.length};
    add_link(HtmlLinkKind::resource, &url);
  }
}

void HtmlReader::end_link() {
  if (open_link_ == 0) return;
  document_.links[open_link_ - 1].text_end = static_cast<std::uint32_t>(flow_.position());
  open_link_ = 0;
}

}  // namespace letterlock::content
