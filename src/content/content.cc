#include "content/content.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/find_octets.h"
#include "base/printable.h"
#include "content/alternatives.h"
#include "content/attached_links.h"
#include "content/attachments.h"
#include "content/codes.h"
#include "content/html.h"
#include "content/html_generator.h"
#include "content/links.h"
#include "content/quotes.h"
#include "content/subject.h"
#include "content/url.h"
#include "mime/address.h"
#include "mime/date.h"
#include "mime/text.h"
#include "mime/unstructured.h"

namespace letterlock::content {
namespace {

using mime::Entity;
using mime::EntityIndex;
using mime::FieldName;
using mime::MediaClass;

constexpr std::size_t kLongestQuotedText = std::size_t{64} * 1024;

// One text part, as it will be searched.
struct Piece {
  EntityIndex entity = 0;
  bool html = false;
  bool attached_message = false;  // stands in a message/rfc822 part
  std::string_view text;          // or, where it had to be made, `made`
  std::string made;
  std::vector<ByteRange> quoted;     // sorted
  bool whole = true;                 // its text is the part's own, not what was left of it
  std::optional<std::uint32_t> map;  // NewTextSpan::map

  std::string_view view() const { return made.empty() ? text : std::string_view(made); }
};

// "begin 644 name" at the start of a line, or "=ybegin " anywhere.
bool may_hold_files(std::string_view text) {
  constexpr std::string_view kBegin = "begin ";
  for (std::size_t at = 0; (at = find_octets(text, kBegin, at)) != std::string_view::npos; ++at) {
    if (at == 0 || text[at - 1] == '\n' || text.substr(0, at).ends_with("=y")) return true;
  }
  return false;
}

class Extractor {
 public:
  Extractor(const mime::Message& message, const Limits& limits, CodeReader* codes)
      : message_(message), limits_(limits), codes_(codes), links_(limits) {}

  Content extract();

 private:
  void read_context();
  void visit(EntityIndex index);
  void visit_children(EntityIndex index);
  void visit_attached_message(EntityIndex index);
  void join_alternatives(std::size_t first_piece);
  void drop_repeated_claims(EntityIndex entity, EntityIndex shown);
  void read_plain(EntityIndex index, std::string_view text);
  void read_html_part(EntityIndex index, std::string_view html);
  void add_quotes(QuoteScan& scan, EntityIndex entity, const OffsetMap* map);
  void add_hidden(EntityIndex index, std::vector<HtmlHidden>& hidden);
  void add_list_fields();
  void assemble();
  void append_new(const Piece& piece, std::uint32_t begin, std::uint32_t end);
  std::string_view decoded_field(const Entity& entity, FieldName name) const;
  void describe_attached(const Entity& header, Quote& quote, std::string& shown) const;

  const mime::Message& message_;
  const Limits& limits_;
  CodeReader* codes_;
  LinkCollector links_;
  Content content_;
  QuoteContext context_;
  std::vector<Piece> pieces_;
  std::vector<std::string> content_ids_;
  unsigned attached_depth_ = 0;
  std::uint32_t pictures_ = 0;  // in HTML, looked at for codes
};

std::string_view Extractor::decoded_field(const Entity& entity, FieldName name) const {
  const auto* field = message_.find(entity, name);
  return field == nullptr ? std::string_view() : mime::decode_unstructured(message_, *field);
}

void Extractor::read_context() {
  const std::string_view subject = decoded_field(message_.entities()[0], FieldName::subject);
  const SubjectReading reading = read_subject(subject);
  context_.subject_claims_forward = reading.forward;
  context_.claims_earlier_message = reading.forward || reading.reply ||
                                    message_.find(FieldName::in_reply_to) != nullptr ||
                                    message_.find(FieldName::references) != nullptr;
  content_.claims_forward = context_.subject_claims_forward;
  content_.claims_earlier_message = context_.claims_earlier_message;
}

void Extractor::visit_children(EntityIndex index) {
  for (EntityIndex child = message_.entities()[index].first_child; child != mime::kNoEntity;
       child = message_.entities()[child].next_sibling) {
    visit(child);
  }
}

// REQUIRES: nesting is bounded, as Limits::entity_depth does.
void Extractor::visit(EntityIndex index) {
  const Entity& entity = message_.entities()[index];
  if (is_attachment(message_, entity)) {
    content_.attachments.push_back(describe_attachment(message_, index));
  }
  switch (entity.media) {
    case MediaClass::multipart: {
      const std::size_t first_piece = pieces_.size();
      visit_children(index);
      if (pieces_.size() - first_piece > 1 &&
          message_.content_type(entity).subtype == "alternative") {
        join_alternatives(first_piece);
      }
      break;
    }
    case MediaClass::message_rfc822:
      visit_attached_message(index);
      break;
    case MediaClass::text_html:
      if (is_shown_text(message_, entity)) read_html_part(index, message_.text(entity));
      break;
    case MediaClass::delivery_status:
    case MediaClass::disposition_notification: {
      const std::string_view octets = message_.decoded(entity);
      if (is_valid_utf8(octets)) read_plain(index, octets);
      break;
    }
    default:
      if (is_shown_text(message_, entity)) read_plain(index, message_.text(entity));
      break;
  }
}

void Extractor::add_quotes(QuoteScan& scan, EntityIndex entity, const OffsetMap* map) {
  const auto place = [entity, map](ByteRange where) {
    if (map != nullptr) where = map->source(where.offset, where.end());
    return TextRange{entity, where.offset, where.length};
  };
  for (auto& found : scan.quotes) {
    found.quote.where = place(found.where);
    found.quote.claim = place(found.claim);
    content_.quotes.push_back(std::move(found.quote));
  }
}

void Extractor::read_plain(EntityIndex index, std::string_view text) {
  Piece piece;
  piece.entity = index;
  piece.attached_message = attached_depth_ > 0;
  piece.text = text;
  if (may_hold_files(text)) {
    std::size_t kept = 0;
    // The files themselves come from the octets: conversion to UTF-8 has spoilt yEnc in the text.
    const auto shown = mime::embedded_files(text, message_.arena());
    const auto files = mime::embedded_files(message_, message_.entities()[index]);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const auto& file = files.size() == shown.size() ? files[i] : shown[i];
      content_.attachments.push_back(describe_embedded(file, index));
      piece.made += text.substr(kept, shown[i].where.offset - kept);
      kept = shown[i].where.end();
    }
    if (kept > 0) piece.made += text.substr(kept);
    if (kept > 0 && piece.made.empty()) piece.made = "\n";
    piece.whole = kept == 0;
  }
  // Claims and links are read where they stand, in the part's own text.
  QuoteScan scan = find_quotes(text, {}, context_);
  if (piece.made.empty()) piece.quoted = scan.quoted;
  links_.add_text(index, text, scan.quoted, piece.attached_message);
  add_quotes(scan, index, nullptr);
  pieces_.push_back(std::move(piece));
}

void Extractor::read_html_part(EntityIndex index, std::string_view html) {
  HtmlDocument document = read_html(html, limits_);
  QuoteScan scan = find_quotes(document.text, document.quotes, context_);
  links_.add_html(index, html, document, scan.quoted, attached_depth_ > 0);
  for (const auto id : document.content_ids) content_ids_.push_back(percent_decode(id));
  add_quotes(scan, index, &document.map);
  if (codes_ != nullptr) {
    add_inline_code_links(index, html, attached_depth_ > 0, *codes_, pictures_, links_);
  }
  Piece piece;
  piece.entity = index;
  piece.html = true;
  piece.attached_message = attached_depth_ > 0;
  piece.quoted = std::move(scan.quoted);
  piece.made = std::move(document.text);
  if (attached_depth_ == 0) {
    add_hidden(index, document.hidden);
    piece.map = static_cast<std::uint32_t>(content_.maps.size());
    content_.maps.push_back(std::move(document.map));
    if (content_.html_generator.empty()) content_.html_generator = html_generator(html);
  }
  pieces_.push_back(std::move(piece));
}

void Extractor::add_hidden(EntityIndex index, std::vector<HtmlHidden>& hidden) {
  for (HtmlHidden& one : hidden) {
    if (one.preheader || content_.hidden.size() == kHiddenRuns) continue;
    content_.hidden.push_back(
        {one.way, one.letters, {index, one.where.offset, one.where.length}, std::move(one.text)});
  }
}

namespace {

// The same claim in the plain and in the HTML part.
bool same_claim(const Quote& a, const Quote& b) {
  return a.date == b.date && a.from_address == b.from_address &&
         (a.from_name == b.from_name || !a.from_address.empty() || a.date.has_value());
}

}  // namespace

void Extractor::drop_repeated_claims(EntityIndex entity, EntityIndex shown) {
  std::vector<bool> repeated(content_.quotes.size());
  for (std::size_t i = 0; i < content_.quotes.size(); ++i) {
    const Quote& quote = content_.quotes[i];
    if (quote.where.entity != entity || quote.kind == Quote::Kind::forward_attached) continue;
    repeated[i] = std::any_of(content_.quotes.begin(), content_.quotes.end(),
                              [&quote, shown](const Quote& other) {
                                return other.where.entity == shown && same_claim(other, quote);
                              });
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < content_.quotes.size(); ++i) {
    if (repeated[i]) continue;
    if (kept != i) content_.quotes[kept] = std::move(content_.quotes[i]);
    ++kept;
  }
  content_.quotes.resize(kept);
}

// Readers see the last alternative that they can show: HTML. Of the others only those lines stay
// that say something else.
void Extractor::join_alternatives(std::size_t first_piece) {
  const auto shown =
      std::find_if(pieces_.begin() + static_cast<std::ptrdiff_t>(first_piece), pieces_.end(),
                   [](const Piece& piece) { return piece.html && !trim(piece.view()).empty(); });
  if (shown == pieces_.end()) return;
  const EntityIndex shown_entity = shown->entity;
  for (std::size_t i = first_piece; i < pieces_.size(); ++i) {
    Piece& other = pieces_[i];
    if (other.html || other.attached_message != shown->attached_message) continue;
    std::string different = lines_only_in(other.view(), shown->view());
    const EntityIndex entity = other.entity;
    drop_repeated_claims(entity, shown_entity);
    other.text = {};
    other.quoted.clear();
    other.made = std::move(different);
    other.whole = false;
  }
}

void Extractor::describe_attached(const Entity& header, Quote& quote, std::string& shown) const {
  const auto people = [&](FieldName name) {
    const auto* field = message_.find(header, name);
    return field == nullptr ? std::vector<mime::MailboxView>()
                            : mime::parse_addresses(message_, *field);
  };
  const auto from = people(FieldName::from);
  if (!from.empty()) {
    quote.from_name = from.front().display_name;
    quote.from_address = mime::normalized(from.front());
  }
  for (const FieldName name : {FieldName::to, FieldName::cc}) {
    for (const auto& mailbox : people(name)) {
      if (auto address = mime::normalized(mailbox); !address.empty()) {
        quote.to_addresses.push_back(std::move(address));
      }
      if (!mailbox.display_name.empty()) quote.to_names.emplace_back(mailbox.display_name);
    }
  }
  quote.subject = decoded_field(header, FieldName::subject);
  if (const auto* field = message_.find(header, FieldName::message_id)) {
    const auto ids = mime::parse_message_ids(message_, *field);
    if (!ids.empty()) quote.message_id = ids.front().id;
  }
  if (const auto* field = message_.find(header, FieldName::date)) {
    if (const auto date = mime::parse_date(message_.octets(field->body))) {
      quote.date = date->utc;
      quote.date_has_zone = date->zone_known;
    }
  }
  constexpr std::pair<FieldName, std::string_view> kShown[] = {
      {FieldName::from, "From: "}, {FieldName::to, "To: "}, {FieldName::subject, "Subject: "}};
  for (const auto& [name, label] : kShown) {
    const std::string_view value = decoded_field(header, name);
    if (!value.empty()) shown.append(label).append(value).append("\n");
  }
}

void Extractor::visit_attached_message(EntityIndex index) {
  const EntityIndex child = message_.entities()[index].first_child;
  if (child == mime::kNoEntity) return;
  const std::size_t quote_index = content_.quotes.size();
  Quote quote;
  quote.kind = Quote::Kind::forward_attached;
  quote.style = "attached";
  quote.where.entity = quote.claim.entity = index;
  Piece header;
  header.entity = child;
  header.attached_message = true;
  describe_attached(message_.entities()[child], quote, header.made);
  content_.quotes.push_back(std::move(quote));
  pieces_.push_back(std::move(header));

  const std::size_t first_piece = pieces_.size();
  ++attached_depth_;
  visit(child);
  --attached_depth_;
  std::string& text = content_.quotes[quote_index].text;
  for (std::size_t i = first_piece; i < pieces_.size(); ++i) {
    const std::string_view more = pieces_[i].view();
    const std::size_t room = kLongestQuotedText - std::min(kLongestQuotedText, text.size());
    text += more.size() <= room ? more : more.substr(0, valid_utf8_prefix(more.substr(0, room)));
  }
}

void Extractor::add_list_fields() {
  if (const auto* field = message_.find(FieldName::list_unsubscribe)) {
    links_.add_list_field(message_.octets(field->body));
  }
}

namespace {

void append_within(std::size_t limit, std::string_view text, std::string& out) {
  const std::size_t room = limit - std::min(limit, out.size());
  out += text.size() <= room ? text : text.substr(0, valid_utf8_prefix(text.substr(0, room)));
}

}  // namespace

void Extractor::append_new(const Piece& piece, std::uint32_t begin, std::uint32_t end) {
  if (begin >= end) return;
  NewTextSpan span;
  span.begin = static_cast<std::uint32_t>(content_.new_text.size());
  append_within(limits_.indexed_text, piece.view().substr(begin, end - begin), content_.new_text);
  span.length = static_cast<std::uint32_t>(content_.new_text.size()) - span.begin;
  if (span.length == 0) return;
  span.entity = piece.entity;
  if (!piece.quoted.empty()) {
    span.after_quote = piece.quoted.front().offset < begin;
    span.before_quote = piece.quoted.back().end() > begin;
  }
  if (piece.whole) span.source = begin;
  span.map = piece.map;
  content_.new_spans.push_back(span);
}

void Extractor::assemble() {
  std::size_t size = 0;
  for (const auto& piece : pieces_) size += piece.view().size() + 1;
  content_.text.reserve(std::min<std::size_t>(size, limits_.indexed_text));
  for (const auto& piece : pieces_) {
    const std::string_view text = piece.view();
    if (text.empty()) continue;
    if (!content_.text.empty() && content_.text.back() != '\n') content_.text += '\n';
    append_within(limits_.indexed_text, text, content_.text);
    if (piece.attached_message) continue;
    if (!content_.new_text.empty() && content_.new_text.back() != '\n') content_.new_text += '\n';
    std::uint32_t at = 0;
    for (const ByteRange quoted : piece.quoted) {
      append_new(piece, at, quoted.offset);
      at = quoted.end();
    }
    append_new(piece, at, static_cast<std::uint32_t>(text.size()));
  }
  while (!content_.new_text.empty() && is_space(content_.new_text.back())) {
    content_.new_text.pop_back();
  }
}

Content Extractor::extract() {
  read_context();
  visit(0);
  add_list_fields();
  std::sort(content_ids_.begin(), content_ids_.end());
  mark_inlined(message_, content_ids_, content_.attachments);
  add_attached_links(message_, limits_, content_.attachments, links_);
  if (codes_ != nullptr) {
    add_code_links(message_, *codes_, content_.attachments, links_);
  }
  content_.links = links_.take();
  assemble();
  return std::move(content_);
}

}  // namespace

Content extract(const mime::Message& message, const Limits& limits, CodeReader* codes) {
  return Extractor(message, limits, codes).extract();
}

std::uint32_t hidden_letters(const Content& content) {
  constexpr std::uint32_t kFewest = 20;
  std::uint32_t letters = 0;
  for (const Hidden& one : content.hidden) letters += one.letters;
  return letters < kFewest ? 0 : letters;
}

std::string_view hiding_way_name(HidingWay way) {
  switch (way) {
    case HidingWay::removed:
      return "removed";
    case HidingWay::invisible:
      return "invisible";
    case HidingWay::tiny:
      return "tiny";
    case HidingWay::ground:
      return "ground";
  }
  return "";
}

TextRange place_of_new(const Content& content, std::uint32_t begin, std::uint32_t length) {
  const auto after =
      std::upper_bound(content.new_spans.begin(), content.new_spans.end(), begin,
                       [](std::uint32_t at, const NewTextSpan& span) { return at < span.begin; });
  if (after == content.new_spans.begin()) return {};
  const NewTextSpan& span = *(after - 1);
  TextRange where{span.entity, 0, 0};
  if (!span.source || begin >= span.begin + span.length) return where;
  length = std::min(length, span.begin + span.length - begin);
  ByteRange at{*span.source + (begin - span.begin), length};
  if (span.map && length > 0) at = content.maps[*span.map].source(at.offset, at.end());
  where.offset = at.offset;
  where.length = at.length;
  return where;
}

}  // namespace letterlock::content
