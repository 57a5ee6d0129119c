#include "content/links.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/octet_set.h"
#include "base/printable.h"
#include "content/carried.h"
#include "content/html_reference.h"
#include "content/text_urls.h"
#include "content/url.h"
#include "dns/registrable_domain.h"

namespace letterlock::content {
namespace {

// Longer URLs are kept up to here; `where` still names all of it.
constexpr std::size_t kLongestUrl = 16 * 1024;
constexpr std::size_t kLongestVisible = 1000;

bool contains(std::span<const ByteRange> ranges, std::uint32_t offset) {
  auto after = std::upper_bound(
      ranges.begin(), ranges.end(), offset,
      [](std::uint32_t value, const ByteRange& range) { return value < range.offset; });
  return after != ranges.begin() && (--after)->end() > offset;
}

std::string_view cut(std::string_view text, std::size_t most) {
  return text.size() <= most ? text : text.substr(0, valid_utf8_prefix(text.substr(0, most)));
}

// Character references, and what a browser leaves out of a URL.
constexpr OctetSet kChanged("&\n\r\t");

// What a browser makes of an attribute's URL before it parses it.
std::string written_url(std::string_view attribute) {
  attribute = trim(cut(attribute, kLongestUrl));
  if (!kChanged.any_in(attribute)) return std::string(attribute);
  std::string url = decode_references(attribute, true);
  std::erase_if(url, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
  return std::string(trim(url));
}

LinkKind kind_of(HtmlLinkKind kind) {
  switch (kind) {
    case HtmlLinkKind::anchor:
      return LinkKind::href;
    case HtmlLinkKind::form:
      return LinkKind::form;
    case HtmlLinkKind::refresh:
      return LinkKind::refresh;
    case HtmlLinkKind::resource:
      break;
  }
  return LinkKind::resource;
}

// Text in which a reader would see an address: it has to be kept beside another for the same URL.
bool looks_like_address(std::string_view visible) {
  for (std::size_t dot = 0; (dot = visible.find('.', dot)) != std::string_view::npos; ++dot) {
    if (dot > 0 && dot + 1 < visible.size() && is_alnum(visible[dot - 1]) &&
        is_alpha(visible[dot + 1])) {
      return true;
    }
  }
  return false;
}

// Pictures and what is followed are looked up apart.
std::size_t hash_of(const Link& link) {
  const std::size_t fetched = link.kind == LinkKind::resource ? 1 : 0;
  return std::hash<std::string_view>{}(link.url) * 2 + fetched;
}

}  // namespace

// True where the link is one that is kept already.
bool LinkCollector::merge(const Link& link, std::size_t hash) {
  if (slots_.empty()) return false;
  for (std::size_t at = hash & (slots_.size() - 1); slots_[at].link != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].hash != hash) continue;
    Link& known = links_[slots_[at].link - 1];
    if (known.url != link.url) continue;
    const bool keeps_apart = !link.visible.empty() && !known.visible.empty() &&
                             link.visible != known.visible && looks_like_address(link.visible);
    if (keeps_apart) continue;
    if (known.visible.empty()) known.visible = link.visible;
    const bool hidden = link.kind == LinkKind::code || link.kind == LinkKind::attached;
    if (known.kind == LinkKind::text && link.kind != LinkKind::text && !hidden) {
      known.kind = link.kind;
      known.where = link.where;
    }
    known.in_quoted_text &= link.in_quoted_text;
    return true;
  }
  return false;
}

// Open addressing, at most half full.
void LinkCollector::remember(std::size_t hash) {
  const auto place = [this](const Slot& slot) {
    std::size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].link != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  };
  if ((links_.size() + 1) * 2 > slots_.size()) {
    std::vector<Slot> old(std::max<std::size_t>(slots_.size() * 2, 64));
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (slot.link != 0) place(slot);
    }
  }
  place({hash, static_cast<std::uint32_t>(links_.size())});
}

void LinkCollector::add(Link link, const Url* base) {
  if (link.url.empty() || links_.size() >= limits_.links) return;
  const std::size_t hash = hash_of(link);
  if (merge(link, hash)) return;
  const bool bare = link.kind == LinkKind::text && starts_with_ignore_case(link.url, "www.");
  // "//host/x" has no scheme to take over in a mail; webmail, where it works, is https.
  const bool no_scheme = base == nullptr && link.url.starts_with("//");
  const auto url = bare        ? parse_url("http://" + link.url, base)
                   : no_scheme ? parse_url("https:" + link.url, base)
                               : parse_url(link.url, base);
  if (url) {
    link.scheme = url->scheme;
    if (url->host) {
      link.host = *url->host;
      link.registrable_domain = dns::registrable_domain(link.host);
      if (link.registrable_domain.empty()) link.registrable_domain = link.host;
    }
    link.carried_urls = carried_urls(*url);
    for (const auto& carried : link.carried_urls) {
      const auto inner = parse_url(carried);
      if (!inner || !inner->host) continue;
      std::string domain = dns::registrable_domain(*inner->host);
      if (domain.empty()) domain = *inner->host;
      if (std::find(link.carried_domains.begin(), link.carried_domains.end(), domain) ==
          link.carried_domains.end()) {
        link.carried_domains.push_back(std::move(domain));
      }
    }
  }
  links_.push_back(std::move(link));
  remember(hash);
}

void LinkCollector::add_html(mime::EntityIndex entity, std::string_view html,
                             const HtmlDocument& document, std::span<const ByteRange> quoted,
                             bool all_quoted) {
  std::optional<Url> base;
  if (document.base) {
    base = parse_url(written_url(html.substr(document.base->offset, document.base->length)));
  }
  const std::string_view text = document.text;
  std::vector<ByteRange> anchors;
  for (const auto& found : document.links) {
    Link link;
    link.kind = kind_of(found.kind);
    link.url = written_url(html.substr(found.where.offset, found.where.length));
    link.where = {entity, found.where.offset, found.where.length};
    link.in_quoted_text = all_quoted || contains(quoted, found.text_begin);
    if (found.text_end > found.text_begin) {
      const auto shown = ByteRange::between(found.text_begin, found.text_end);
      link.visible = cut(trim(text.substr(shown.offset, shown.length)), kLongestVisible);
      anchors.push_back(shown);
    }
    add(std::move(link), base ? &*base : nullptr);
  }
  // URLs that are written out and stand in no anchor: mail clients make links of them.
  for (auto& found : find_text_urls(text, limits_.links)) {
    if (contains(anchors, found.where.offset)) continue;
    const ByteRange where = document.map.source(found.where.offset, found.where.end());
    Link link;
    link.kind = LinkKind::text;
    link.visible = cut(found.url, kLongestVisible);
    link.url = std::move(found.url);
    link.where = {entity, where.offset, where.length};
    link.in_quoted_text = all_quoted || contains(quoted, found.where.offset);
    add(std::move(link), nullptr);
  }
}

void LinkCollector::add_text(mime::EntityIndex entity, std::string_view text,
                             std::span<const ByteRange> quoted, bool all_quoted) {
  for (auto& found : find_text_urls(text, limits_.links)) {
    Link link;
    link.kind = LinkKind::text;
    link.visible = cut(found.url, kLongestVisible);
    link.url = std::move(found.url);
    link.where = {entity, found.where.offset, found.where.length};
    link.in_quoted_text = all_quoted || contains(quoted, found.where.offset);
    add(std::move(link), nullptr);
  }
}

void LinkCollector::add_code(mime::EntityIndex entity, std::string_view url, bool quoted) {
  Link link;
  link.kind = LinkKind::code;
  link.url = cut(url, kLongestUrl);
  link.where.entity = entity;
  link.in_quoted_text = quoted;
  add(std::move(link), nullptr);
}

void LinkCollector::add_attached(TextRange where, std::string_view url, std::string_view visible,
                                 bool own) {
  Link link;
  link.kind = LinkKind::attached;
  link.url = written_url(url);
  link.visible = cut(trim(visible), kLongestVisible);
  link.where = where;
  link.in_quoted_text = !own;
  add(std::move(link), nullptr);
}

void LinkCollector::add_list_field(std::string_view body) {
  for (std::size_t at = 0; (at = body.find('<', at)) != std::string_view::npos;) {
    const std::size_t end = body.find('>', at);
    if (end == std::string_view::npos) return;
    Link link;
    link.kind = LinkKind::list_field;
    link.url = written_url(body.substr(at + 1, end - at - 1));
    at = end + 1;
    std::erase(link.url, ' ');
    if (link.url.find(':') != std::string::npos) add(std::move(link), nullptr);
  }
}

}  // namespace letterlock::content
