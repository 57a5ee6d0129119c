#include "content/attached_links.h"

#include <algorithm>
#include <set>

#include "content/attached_pdf.h"
#include "content/attached_zip.h"
#include "content/attachment_signs.h"
#include "content/attachments.h"
#include "content/html.h"
#include "content/text_urls.h"
#include "content/url.h"

namespace letterlock::content {
namespace {

// Files of one message that are looked into, and links taken of one: a person sends fewer.
constexpr std::size_t kMostFiles = 32;
constexpr std::size_t kMostLinks = 100;
constexpr std::size_t kMostText = std::size_t{4} << 20;

struct Found {
  TextRange where;
  std::string url, visible;
};

class Reader {
 public:
  Reader(const mime::Message& message, const Limits& limits) : message_(message), limits_(limits) {}

  std::vector<Found> read(const Attachment& attachment) {
    found_.clear();
    entity_ = attachment.entity;
    const mime::Entity& entity = message_.entities()[entity_];
    const std::string_view octets = message_.decoded(entity);
    if (is_page(attachment) || is_drawing(attachment)) {
      page(page_of(message_, attachment).substr(0, kMostText), !message_.text(entity).empty());
    } else if (attachment.sniffed_type == "application/pdf") {
      for (const std::string& uri : survey_pdf(octets).uris) add({entity_, 0, 0}, uri, {});
    } else if (attachment.sniffed_type.starts_with("application/vnd.openxmlformats") ||
               attachment.sniffed_type.starts_with("application/vnd.ms-")) {
      for (const OfficeReference& one : office_references(octets)) {
        add({entity_, 0, 0}, one.target, {});
      }
    } else if (attachment.sniffed_type == "text/calendar" ||
               attachment.sniffed_type == "application/x-mswinurl" ||
               attachment.media_type == "text/calendar") {
      urls_in(octets.substr(0, kMostText), 0, false);
    }
    return std::move(found_);
  }

 private:
  void add(TextRange where, std::string_view url, std::string_view visible) {
    if (found_.size() >= kMostLinks || url.find(':') == std::string_view::npos) return;
    found_.push_back({where, std::string(url), std::string(visible)});
  }

  void urls_in(std::string_view text, std::uint32_t offset, bool placed) {
    for (const TextUrl& url : find_text_urls(text, kMostLinks)) {
      const ByteRange where =
          placed ? ByteRange{offset + url.where.offset, url.where.length} : ByteRange{};
      add({entity_, where.offset, where.length}, url.url, {});
    }
  }

  void page(std::string_view html, bool placed) {
    const HtmlDocument document = read_html(html, limits_);
    const std::string_view text = document.text;
    for (const HtmlLink& link : document.links) {
      if (link.kind == HtmlLinkKind::resource) continue;
      const ByteRange where = placed ? link.where : ByteRange{};
      add({entity_, where.offset, where.length}, html.substr(link.where.offset, link.where.length),
          text.substr(link.text_begin, link.text_end - link.text_begin));
    }
    // What scripts lead to is written out in them.
    for (std::size_t at = html.find("<script"); at != std::string_view::npos;) {
      const std::size_t end = std::min(html.find("</script", at), html.size());
      urls_in(html.substr(at, end - at), static_cast<std::uint32_t>(at), placed);
      at = html.find("<script", end);
    }
  }

  const mime::Message& message_;
  const Limits& limits_;
  mime::EntityIndex entity_ = 0;
  std::vector<Found> found_;
};

}  // namespace

void add_attached_links(const mime::Message& message, const Limits& limits,
                        const std::vector<Attachment>& attachments, LinkCollector& links) {
  Reader reader(message, limits);
  std::size_t looked_at = 0;
  for (const Attachment& attachment : attachments) {
    if (!is_attachment(message, message.entities()[attachment.entity])) continue;
    if (++looked_at > kMostFiles) return;
    // Pages that the message shows besides are read with its text.
    if (is_shown_text(message, message.entities()[attachment.entity])) continue;
    const std::vector<Found> found = reader.read(attachment);
    std::set<std::string> hosts;
    for (const Found& one : found) {
      if (const auto url = parse_url(one.url); url && url->host) hosts.insert(*url->host);
    }
    const bool own = hosts.size() <= kFewHosts && !in_attached_message(message, attachment.entity);
    for (const Found& one : found) links.add_attached(one.where, one.url, one.visible, own);
  }
}

}  // namespace letterlock::content
