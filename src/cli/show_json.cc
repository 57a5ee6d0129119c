#include "cli/show_json.h"

#include "base/json_writer.h"
#include "content/traits.h"

namespace letterlock::cli {
namespace {

constexpr const char* kRoles[] = {"from",         "sender",     "reply_to",    "to",
                                  "cc",           "bcc",        "resent_from", "resent_to",
                                  "delivered_to", "return_path"};
constexpr const char* kLinkKinds[] = {"href",    "form",       "resource", "text",
                                      "refresh", "list_field", "code",     "attached"};
constexpr const char* kQuoteKinds[] = {"reply", "forward", "forward_attached"};

template <std::size_t N>
const char* word(const char* const (&words)[N], std::size_t index) {
  return index < N ? words[index] : "unknown";
}

void range(JsonWriter& json, std::string_view name, ByteRange where) {
  json.key(name).object().member("offset", where.offset).member("length", where.length).end();
}

void place(JsonWriter& json, std::string_view name, const store::PartText& where) {
  json.key(name).object().member("part", where.part).member("offset", where.offset);
  json.member("length", where.length).end();
}

void addresses(JsonWriter& json, const store::MessageFacts& facts) {
  json.key("addresses").array();
  for (const store::AddressFact& address : facts.addresses) {
    json.object().member("role", word(kRoles, static_cast<std::size_t>(address.role)));
    json.member("address", address.address).member("display_name", address.display_name);
    range(json, "where", address.where);
    json.end();
  }
  json.end();
}

void parts(JsonWriter& json, const store::MessageFacts& facts) {
  json.key("fields").array();
  for (const store::FieldFact field : facts.fields) {
    json.object().member("name", field.name);
    range(json, "where", field.whole);
    json.end();
  }
  json.end().key("parts").array();
  for (const store::PartFact& part : facts.parts) {
    json.object().member("index", part.index).key("parent");
    if (part.parent == 0xFFFFFFFF) {
      json.null();
    } else {
      json.value(part.parent);
    }
    json.member("media_type", part.media_type).member("charset", part.charset);
    json.member("encoding", part.encoding).member("filename", part.filename);
    json.member("attachment", part.attachment).member("inline", part.inlined);
    if (part.attachment) {
      json.member("sniffed_type", part.sniffed_type).member("decoded_size", part.decoded_size);
    }
    if (part.content_hash) json.member("sha256", part.content_hash->hex());
    range(json, "body", part.body);
    json.end();
  }
  json.end();
}

void links(JsonWriter& json, const store::MessageFacts& facts) {
  json.key("links").array();
  for (const store::LinkFact& link : facts.links) {
    json.object().member("kind", word(kLinkKinds, link.kind)).member("url", link.url);
    json.member("host", link.host).member("domain", link.domain).member("visible", link.visible);
    json.strings_member("carried_urls", link.carried_urls);
    json.strings_member("carried_domains", link.carried_domains);
    json.member("in_quoted_text", link.in_quoted_text);
    place(json, "where", link.where);
    json.end();
  }
  json.end();
}

void quotes(JsonWriter& json, const store::MessageFacts& facts) {
  json.key("quotes").array();
  for (const store::QuoteFact& quote : facts.quotes) {
    json.object().member("kind", word(kQuoteKinds, quote.kind));
    json.member("from_name", quote.from_name).member("from_address", quote.from_address);
    json.strings_member("to_addresses", quote.to_addresses);
    json.strings_member("to_names", quote.to_names);
    json.member("subject", quote.subject).member("message_id", quote.message_id);
    json.time_member("date", quote.date);
    json.member("date_has_zone", quote.date_has_zone).member("style", quote.style);
    place(json, "where", quote.where);
    place(json, "claim", quote.claim);
    json.end();
  }
  json.end();
}

void traits(JsonWriter& json, const store::MessageFacts& facts) {
  json.key("traits").array();
  for (const store::TraitFact& trait : facts.traits) {
    json.object().member("kind", content::trait_name(static_cast<content::TraitKind>(trait.kind)));
    json.member("value", trait.value);
    range(json, "where", trait.where);
    json.end();
  }
  json.end().key("writing").object().member("length", facts.writing.length);
  json.member("words", facts.writing.word_count).key("asks").array();
  for (const store::AskFact& ask : facts.writing.asks) {
    json.object().member("kind", content::ask_name(static_cast<content::AskKind>(ask.kind)));
    json.member("count", ask.count);
    place(json, "where", ask.where);
    json.end();
  }
  json.end().end();
}

void placements(JsonWriter& json, const store::StoredMessage& stored) {
  json.key("placements").array();
  for (const store::PlacementFact& at : stored.placements) {
    json.object().member("mailbox", at.mailbox).member("folder", at.folder);
    json.member("source", at.source).member("inner", at.inner);
    // An item of a PST lies at no one octet.
    json.member("offset", at.length > 0 ? std::optional(at.offset) : std::nullopt);
    json.member("length", at.length);
    json.strings_member("labels", at.labels);
    json.member("flags", at.flags).member("quoting", at.quoting);
    json.time_member("internal_date", at.internal_date);
    json.end();
  }
  json.end();
}

}  // namespace

std::string stored_json(const store::StoredMessage& stored) {
  const store::MessageFacts& facts = stored.facts;
  JsonWriter json;
  json.object().member("id", stored.id).member("sha256", facts.evidence.hex());
  json.member("size", facts.size).member("message_id", facts.message_id);
  std::string from;
  std::vector<std::string> to;
  for (const store::AddressFact& address : facts.addresses) {
    if (address.role == store::AddressRole::from && from.empty()) from = address.address;
    if (address.role == store::AddressRole::to || address.role == store::AddressRole::cc) {
      to.push_back(address.address);
    }
  }
  json.member("from", from);
  json.strings_member("to", to);
  json.time_member("date", facts.date);
  json.member("zone_minutes", facts.zone_minutes).member("zone", facts.zone_text);
  json.time_member("received", facts.received);
  json.member("subject", facts.subject).key("thread");
  if (stored.thread != store::kNoMessage) {
    json.value(stored.thread);
  } else {
    json.null();
  }
  json.member("reconstructed", facts.reconstructed);
  json.strings_member("in_reply_to", facts.in_reply_to);
  json.strings_member("references", facts.references);
  json.member("thread_index", facts.thread_index).member("list_id", facts.list_id);
  json.member("mailer", facts.mailer);
  addresses(json, facts);
  parts(json, facts);
  links(json, facts);
  quotes(json, facts);
  traits(json, facts);
  json.key("defects").array();
  for (const store::DefectFact& defect : facts.defects) {
    json.object().member("name", defect.name);
    range(json, "where", defect.where);
    json.end();
  }
  json.end();
  placements(json, stored);
  json.end();
  return json.take();
}

}  // namespace letterlock::cli
