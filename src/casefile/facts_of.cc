#include "casefile/facts_of.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "base/base64.h"
#include "casefile/known_bodies.h"
#include "content/content.h"
#include "content/subject.h"
#include "content/traits.h"
#include "mime/address.h"
#include "mime/date.h"
#include "mime/unstructured.h"

namespace letterlock::casefile {
namespace {

using mime::FieldName;
using store::AddressRole;
using store::MessageFacts;

// Msg-ids kept of one References or In-Reply-To field. Threads of real mail reach a few hundred.
constexpr std::size_t kReferences = 1'000;
// Received fields looked at for a date, newest first.
constexpr int kTraceFields = 5;

std::optional<AddressRole> role_of(const mime::Message& message, const mime::HeaderField& field) {
  switch (field.id) {
    case FieldName::from:
      return AddressRole::from;
    case FieldName::sender:
      return AddressRole::sender;
    case FieldName::reply_to:
      return AddressRole::reply_to;
    case FieldName::to:
      return AddressRole::to;
    case FieldName::cc:
      return AddressRole::cc;
    case FieldName::bcc:
      return AddressRole::bcc;
    case FieldName::resent_from:
      return AddressRole::resent_from;
    case FieldName::resent_to:
      return AddressRole::resent_to;
    case FieldName::delivered_to:
      return AddressRole::delivered_to;
    case FieldName::return_path:
      return AddressRole::return_path;
    case FieldName::other:
      break;
    default:
      return std::nullopt;
  }
  // What other servers write in the place of Delivered-To.
  constexpr std::array<std::string_view, 4> kDelivered = {"X-Original-To", "Envelope-To",
                                                          "X-Envelope-To", "X-Delivered-To"};
  const std::string_view name = message.octets(field.name);
  if (name.size() < kDelivered[1].size() || name.size() > kDelivered[3].size()) return std::nullopt;
  const bool delivered = std::any_of(kDelivered.begin(), kDelivered.end(),
                                     [&](auto known) { return equals_ignore_case(name, known); });
  return delivered ? std::optional(AddressRole::delivered_to) : std::nullopt;
}

void take_header(const mime::Message& message, MessageFacts& facts) {
  facts.fields.reserve(message.header().size());
  for (const mime::HeaderField& field : message.header()) {
    facts.fields.push_back({message.octets(field.name), field.whole});
    const auto role = role_of(message, field);
    if (!role) continue;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message, field)) {
      std::string address = mime::normalized(mailbox);
      const std::string_view name =
          mailbox.display_name.empty() ? mailbox.comment : mailbox.display_name;
      // An author without an address is still what the reader sees; elsewhere it says nothing.
      if (address.empty() && (*role != AddressRole::from || name.empty())) continue;
      facts.addresses.push_back({*role, std::move(address), std::string(name), mailbox.where});
    }
  }
}

std::vector<std::string> ids_in(const mime::Message& message, FieldName name) {
  std::vector<std::string> ids;
  const mime::HeaderField* field = message.find(name);
  if (field == nullptr) return ids;
  const auto found = mime::parse_message_ids(message, *field);
  // Too many: the oldest one, which names the thread, and the newest.
  const std::size_t skipped = found.size() > kReferences ? found.size() - kReferences : 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i == 0 || i > skipped) ids.emplace_back(found[i].id);
  }
  return ids;
}

std::string unstructured(const mime::Message& message, const mime::HeaderField* field) {
  return field == nullptr ? std::string() : std::string(mime::decode_unstructured(message, *field));
}

std::optional<UnixTime> received_of(const mime::Message& message) {
  int left = kTraceFields;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id != FieldName::received) continue;
    const mime::ReceivedView trace = mime::parse_received(message, field);
    if (trace.date) return trace.date->utc;
    if (--left == 0) break;
  }
  return std::nullopt;
}

// RFC 2919: the identifier between the angle brackets, which alone names the list.
std::string list_id_of(const mime::Message& message) {
  const std::string text = unstructured(message, message.find(FieldName::list_id));
  const std::size_t open = text.rfind('<');
  const std::size_t close = text.rfind('>');
  const bool bracketed = open != std::string::npos && close != std::string::npos && open < close;
  return lower_ascii(trim(bracketed ? text.substr(open + 1, close - open - 1) : text));
}

void take_identity(const mime::Message& message, MessageFacts& facts) {
  if (auto ids = ids_in(message, FieldName::message_id); !ids.empty()) {
    facts.message_id = std::move(ids.front());
  }
  facts.in_reply_to = ids_in(message, FieldName::in_reply_to);
  facts.references = ids_in(message, FieldName::references);
  facts.subject = unstructured(message, message.find(FieldName::subject));
  content::SubjectReading reading = content::read_subject(facts.subject);
  facts.base_subject = std::move(reading.base);
  facts.claims_reply = reading.reply;
  facts.claims_forward = reading.forward;
  if (const auto date = mime::date_of(message)) {
    facts.date = date->utc;
    if (date->zone_known) facts.zone_minutes = date->zone_minutes;
    facts.zone_text = date->zone_text;
  }
  facts.received = received_of(message);
  if (const auto* field = message.find(FieldName::thread_index)) {
    facts.thread_index = conversation_of(message.octets(field->body));
  }
  facts.list_id = list_id_of(message);
  const auto* mailer = message.find(FieldName::x_mailer);
  facts.mailer =
      unstructured(message, mailer != nullptr ? mailer : message.find(FieldName::user_agent));
}

std::string encoding_word(const mime::Message& message, const mime::Entity& entity) {
  const auto* field = message.find(entity, FieldName::content_transfer_encoding);
  if (field == nullptr) return {};
  constexpr std::size_t kLongest = 64;
  return lower_ascii(trim(message.octets(field->body)).substr(0, kLongest));
}

void take_parts(const mime::Message& message, std::vector<content::Attachment>& attachments,
                MessageFacts& facts) {
  facts.parts.reserve(message.entities().size());
  for (const mime::Entity& entity : message.entities()) {
    store::PartFact part;
    part.index = static_cast<std::uint32_t>(facts.parts.size());
    part.parent = entity.parent;
    const mime::ContentTypeView& type = message.content_type(entity);
    part.media_type.append(type.type).append("/").append(type.subtype);
    part.charset = type.parameter("charset").value_or("");
    part.encoding = encoding_word(message, entity);
    part.filename = message.filename(entity).value_or("");
    part.body = entity.body;
    facts.parts.push_back(std::move(part));
  }
  for (content::Attachment& attachment : attachments) {
    if (attachment.entity >= facts.parts.size()) continue;
    store::PartFact& part = facts.parts[attachment.entity];
    part.attachment = true;
    part.inlined = attachment.inlined;
    part.sniffed_type = std::move(attachment.sniffed_type);
    part.decoded_size = attachment.size;
    part.content_hash = attachment.hash;
  }
}

store::PartText place(const content::TextRange& where) {
  return {where.entity, where.offset, where.length};
}

void take_writing(content::Writing& writing, store::WritingFact& fact) {
  fact.words = std::move(writing.words);
  fact.word_count = writing.word_count;
  fact.length = writing.length;
  fact.asks.reserve(writing.asks.size());
  for (const content::Ask& ask : writing.asks) {
    fact.asks.push_back({static_cast<std::uint8_t>(ask.kind), ask.count, place(ask.where)});
  }
}

void take_content(content::Content& content, BodyFacts& facts) {
  facts.links.reserve(content.links.size());
  for (content::Link& link : content.links) {
    facts.links.push_back(
        {static_cast<std::uint8_t>(link.kind), std::move(link.url), std::move(link.host),
         std::move(link.registrable_domain), std::move(link.visible), std::move(link.carried_urls),
         std::move(link.carried_domains), link.in_quoted_text, place(link.where)});
  }
  facts.quotes.reserve(content.quotes.size());
  for (content::Quote& quote : content.quotes) {
    facts.quotes.push_back({static_cast<std::uint8_t>(quote.kind), std::move(quote.from_name),
                            std::move(quote.from_address), std::move(quote.to_addresses),
                            std::move(quote.to_names), std::move(quote.subject),
                            std::move(quote.message_id), quote.date, quote.date_has_zone,
                            std::move(quote.style), place(quote.where), place(quote.claim)});
  }
  facts.text = std::move(content.text);
  // Copies of one message are told by it, and one mailbox keeps CRLF where another keeps LF.
  const auto returns = std::count(content.new_text.begin(), content.new_text.end(), '\r');
  facts.new_text_length =
      static_cast<std::uint32_t>(content.new_text.size() - static_cast<std::size_t>(returns));
  facts.attachments = std::move(content.attachments);
}

// How far the body stands from the message's beginning.
std::uint32_t body_offset(const mime::Message& message) {
  return message.entities()[0].body.offset;
}

BodyFacts read_body(const mime::Message& message, const Limits& limits,
                    content::CodeReader* codes) {
  BodyFacts facts;
  const std::size_t defects = message.defects().size();
  content::Content content = content::extract(message, limits, codes);
  content::Traits traits = content::body_traits_of(message, content);
  take_content(content, facts);
  take_writing(traits.writing, facts.writing);
  facts.traits = std::move(traits.traits);
  const std::uint32_t begin = body_offset(message);
  for (content::Trait& trait : facts.traits) trait.where.offset -= begin;
  // Past the limit of defects others are missing.
  facts.movable = message.defects().size() < limits.defects;
  for (const content::Attachment& attachment : facts.attachments) {
    if (attachment.unread) facts.movable = false;  // another time it may be read
  }
  for (mime::Defect defect : message.defects().subspan(defects)) {
    // Elsewhere the header is another one, and so may be what it allows to be decoded.
    if (defect.where.offset < begin || defect.kind == mime::DefectKind::decode_ratio_limit) {
      facts.movable = false;
    }
    defect.where.offset -= begin;
    facts.defects.push_back(defect);
  }
  return facts;
}

// The body's facts, from a copy of it where one was read before.
BodyFacts body_facts(const mime::Message& message, const Limits& limits, KnownBodies* known,
                     content::CodeReader* codes) {
  if (known == nullptr || !known->may_be_copy(message)) return read_body(message, limits, codes);
  const KnownBodies::Key key = known->key_of(message);
  if (const auto found = known->find(key)) {
    const std::uint32_t begin = body_offset(message);
    for (const mime::Defect& defect : found->defects) {
      message.add_defect(defect.kind, {defect.where.offset + begin, defect.where.length});
    }
    return *found;
  }
  BodyFacts facts = read_body(message, limits, codes);
  if (facts.movable) known->keep(key, std::make_shared<const BodyFacts>(facts));
  return facts;
}

void take_body(BodyFacts& body, const mime::Message& message, MessageFacts& facts) {
  const std::uint32_t begin = body_offset(message);
  for (content::Trait& trait : body.traits) trait.where.offset += begin;
  content::add_header_traits(message, body.traits);
  facts.traits.reserve(body.traits.size());
  for (content::Trait& trait : body.traits) {
    facts.traits.push_back(
        {static_cast<std::uint8_t>(trait.kind), std::move(trait.value), trait.where});
  }
  facts.links = std::move(body.links);
  facts.quotes = std::move(body.quotes);
  facts.text = std::move(body.text);
  facts.new_text_length = body.new_text_length;
  facts.writing = std::move(body.writing);
}

}  // namespace

std::string conversation_of(std::string_view thread_index) {
  constexpr std::size_t kHeader = 22;
  constexpr std::size_t kQuanta = 32;  // base64 of 22 octets and padding, or of 24 octets
  std::string text;
  for (const char c : thread_index) {
    if (!is_space(c)) text += c;
    if (text.size() == kQuanta) break;
  }
  const auto octets = base64_decode(text);
  // The first octet is reserved and always 1; FILETIMEs of our century begin with 1 as well.
  if (!octets || octets->size() < kHeader || octets->front() != 1) return {};
  return to_hex(std::string_view(*octets).substr(0, kHeader));
}

MessageFacts facts_of(const mime::Message& message, const Sha256& evidence, const Limits& limits,
                      KnownBodies* known, content::CodeReader* codes) {
  MessageFacts facts;
  facts.evidence = evidence;
  facts.size = message.octets().size();
  take_identity(message, facts);
  take_header(message, facts);
  BodyFacts body = body_facts(message, limits, known, codes);
  take_body(body, message, facts);
  take_parts(message, body.attachments, facts);
  // Last, because every accessor above may have found some.
  facts.defects.reserve(message.defects().size());
  for (const mime::Defect& defect : message.defects()) {
    facts.defects.push_back({std::string(mime::defect_name(defect.kind)), defect.where});
  }
  return facts;
}

}  // namespace letterlock::casefile
