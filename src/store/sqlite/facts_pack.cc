// Packing: the lists of a message as the store keeps them, and the canonical form that digests are
// made of. Both have one layout and differ in how strings that repeat are written.
#include "store/sqlite/facts_codec.h"

namespace letterlock::store::sqlite {
namespace {

// Strings as themselves. What the members do in the store: NumberWording.
struct InlineWording {
  static void name(ListPacker& out, std::string_view text) { out.text(text); }
  static void address(ListPacker& out, std::string_view text) { out.text(text); }
  static void host(ListPacker& out, std::string_view text) { out.text(text); }
  static std::size_t most(std::string_view text) { return kLongestNumber + text.size(); }
};

constexpr std::size_t kLongestRange = 2 * kLongestSmall;
constexpr std::size_t kLongestWhere = 3 * kLongestSmall;
constexpr std::size_t kLongestTime = 1 + kLongestNumber;

std::size_t most_of_text(std::string_view text) { return kLongestNumber + text.size(); }

std::size_t most_of_texts(const std::vector<std::string>& texts) {
  std::size_t most = kLongestNumber;
  for (const auto& text : texts) most += most_of_text(text);
  return most;
}

void put_where(ListPacker& out, const PartText& where) {
  out.number(where.part);
  out.number(where.offset);
  out.number(where.length);
}

void put_texts(ListPacker& out, const std::vector<std::string>& texts) {
  out.number(texts.size());
  for (const auto& text : texts) out.text(text);
}

// Absent: 0; else 1 and the signed number.
void put_time(ListPacker& out, std::optional<std::int64_t> time) {
  out.number(time ? 1 : 0);
  if (time) out.signed_number(*time);
}

// For each kind of fact: the most octets that one takes, and its octets. What an item says beside
// the one before it is kept in a `State`.

struct NoState {};

template <class Words>
std::size_t most_of(const AddressFact& fact, const Words& words) {
  return kLongestSmall + words.most(fact.address) + most_of_text(fact.address) +
         most_of_text(fact.display_name) + kLongestRange;
}

template <class Words>
void put(ListPacker& out, const AddressFact& fact, Words& words, NoState&) {
  out.number(static_cast<std::uint64_t>(fact.role));
  // Bounces carry an address of their own for each message: no dictionary for these.
  if (fact.role == AddressRole::return_path) {
    out.text(fact.address);
  } else {
    words.address(out, fact.address);
  }
  out.text(fact.display_name);
  out.range(fact.where);
}

struct FieldState {
  std::int64_t end = 0;  // fields follow each other: mostly a distance of 0
};

template <class Words>
std::size_t most_of(const FieldFact& fact, const Words& words) {
  return words.most(fact.name) + kLongestNumber + kLongestSmall;
}

template <class Words>
void put(ListPacker& out, const FieldFact& fact, Words& words, FieldState& last) {
  words.name(out, fact.name);
  out.signed_number(static_cast<std::int64_t>(fact.whole.offset) - last.end);
  out.number(fact.whole.length);
  last.end = static_cast<std::int64_t>(fact.whole.offset) + fact.whole.length;
}

template <class Words>
std::size_t most_of(const PartFact& fact, const Words& words) {
  return 3 * kLongestSmall + words.most(fact.media_type) + words.most(fact.charset) +
         words.most(fact.encoding) + most_of_text(fact.filename) + kLongestRange +
         words.most(fact.sniffed_type) + kLongestNumber + sizeof(Sha256::octets);
}

template <class Words>
void put(ListPacker& out, const PartFact& fact, Words& words, NoState&) {
  out.number(fact.index);
  out.number(static_cast<std::uint32_t>(fact.parent + 1));  // no parent: 0
  words.name(out, fact.media_type);
  words.name(out, fact.charset);
  words.name(out, fact.encoding);
  out.text(fact.filename);
  out.number((fact.attachment ? kPartIsAttachment : 0) | (fact.inlined ? kPartIsInlined : 0) |
             (fact.content_hash ? kPartIsHashed : 0));
  out.range(fact.body);
  words.name(out, fact.sniffed_type);
  out.number(fact.decoded_size);
  if (fact.content_hash) out.raw(fact.content_hash->view());
}

template <class Words>
std::size_t most_of(const LinkFact& fact, const Words& words) {
  std::size_t most = kLongestSmall + most_of_text(fact.url) + words.most(fact.host) +
                     words.most(fact.domain) + most_of_text(fact.visible) +
                     most_of_texts(fact.carried_urls) + kLongestNumber + kLongestWhere;
  for (const auto& domain : fact.carried_domains) most += words.most(domain);
  return most;
}

template <class Words>
void put(ListPacker& out, const LinkFact& fact, Words& words, NoState&) {
  out.number(fact.kind | (fact.in_quoted_text ? kLinkIsQuoted : 0));
  out.text(fact.url);
  words.host(out, fact.host);
  words.host(out, fact.domain);
  out.text(fact.visible);
  put_texts(out, fact.carried_urls);
  out.number(fact.carried_domains.size());
  for (const auto& domain : fact.carried_domains) words.host(out, domain);
  put_where(out, fact.where);
}

template <class Words>
std::size_t most_of(const QuoteFact& fact, const Words& words) {
  return 2 * kLongestSmall + most_of_text(fact.from_name) + most_of_text(fact.from_address) +
         most_of_texts(fact.to_addresses) + most_of_texts(fact.to_names) +
         most_of_text(fact.subject) + most_of_text(fact.message_id) + kLongestTime +
         words.most(fact.style) + 2 * kLongestWhere;
}

template <class Words>
void put(ListPacker& out, const QuoteFact& fact, Words& words, NoState&) {
  out.number(fact.kind);
  out.text(fact.from_name);
  out.text(fact.from_address);
  put_texts(out, fact.to_addresses);
  put_texts(out, fact.to_names);
  out.text(fact.subject);
  out.text(fact.message_id);
  put_time(out, fact.date);
  out.number(fact.date_has_zone ? 1 : 0);
  words.name(out, fact.style);
  put_where(out, fact.where);
  put_where(out, fact.claim);
}

template <class Words>
std::size_t most_of(const DefectFact& fact, const Words& words) {
  return words.most(fact.name) + kLongestRange;
}

template <class Words>
void put(ListPacker& out, const DefectFact& fact, Words& words, NoState&) {
  words.name(out, fact.name);
  out.range(fact.where);
}

struct TraitState {
  ByteRange where;
};

template <class Words>
std::size_t most_of(const TraitFact& fact, const Words& words) {
  return kLongestSmall + words.most(fact.value) + kLongestRange;
}

template <class Words>
void put(ListPacker& out, const TraitFact& fact, Words& words, TraitState& last) {
  // Many rest on the same field or body as the one before.
  const bool same = fact.where == last.where;
  out.number(std::uint64_t{fact.kind} << 1 | (same ? 1 : 0));
  words.name(out, fact.value);
  if (same) return;
  out.range(fact.where);
  last.where = fact.where;
}

template <class Words>
std::size_t most_of(const std::string& label, const Words& words) {
  return words.most(label);
}

template <class Words>
void put(ListPacker& out, const std::string& label, Words& words, NoState&) {
  words.name(out, label);
}

// The items behind their number.
template <class State = NoState, class Facts, class Words>
void put_list(const Facts& facts, Words& words, std::string& blob) {
  std::size_t most = kLongestNumber;
  for (const auto& fact : facts) most += most_of(fact, words);
  ListPacker out(blob, most);
  out.number(facts.size());
  State state;
  for (const auto& fact : facts) put(out, fact, words, state);
}

bool is_empty(const WritingFact& writing) {
  return writing.length == 0 && writing.words.empty() && writing.asks.empty();
}

void put_writing(const WritingFact& writing, std::string& blob) {
  ListPacker out(blob, 2 * kLongestSmall + 2 * kLongestNumber +
                           writing.words.size() * kLongestSmall +
                           writing.asks.size() * (2 * kLongestSmall + kLongestWhere));
  out.number(writing.length);
  out.number(writing.word_count);
  out.number(writing.words.size());
  std::uint32_t last = 0;  // sorted: the distances are short
  for (const std::uint32_t word : writing.words) {
    out.number(word - last);
    last = word;
  }
  out.number(writing.asks.size());
  for (const auto& ask : writing.asks) {
    out.number(ask.kind);
    out.number(ask.count);
    put_where(out, ask.where);
  }
}

void put_references(const MessageFacts& facts, std::string& blob) {
  ListPacker out(blob, most_of_texts(facts.in_reply_to) + most_of_texts(facts.references) +
                           most_of_text(facts.thread_index));
  put_texts(out, facts.in_reply_to);
  put_texts(out, facts.references);
  out.text(facts.thread_index);
}

}  // namespace

void pack(const std::vector<AddressFact>& addresses, NumberWording& words, std::string& blob) {
  if (!addresses.empty()) put_list(addresses, words, blob);
}
void pack(const FieldList& fields, NumberWording& words, std::string& blob) {
  if (!fields.empty()) put_list<FieldState>(fields, words, blob);
}
void pack(const std::vector<PartFact>& parts, NumberWording& words, std::string& blob) {
  if (!parts.empty()) put_list(parts, words, blob);
}
void pack(const std::vector<LinkFact>& links, NumberWording& words, std::string& blob) {
  if (!links.empty()) put_list(links, words, blob);
}
void pack(const std::vector<QuoteFact>& quotes, NumberWording& words, std::string& blob) {
  if (!quotes.empty()) put_list(quotes, words, blob);
}
void pack(const std::vector<DefectFact>& defects, NumberWording& words, std::string& blob) {
  if (!defects.empty()) put_list(defects, words, blob);
}
void pack(const std::vector<TraitFact>& traits, NumberWording& words, std::string& blob) {
  if (!traits.empty()) put_list<TraitState>(traits, words, blob);
}
void pack(const std::vector<std::string>& labels, NumberWording& words, std::string& blob) {
  if (!labels.empty()) put_list(labels, words, blob);
}
void pack(const WritingFact& writing, std::string& blob) {
  if (!is_empty(writing)) put_writing(writing, blob);
}
void pack_references(const MessageFacts& facts, std::string& blob) {
  if (facts.in_reply_to.empty() && facts.references.empty() && facts.thread_index.empty()) return;
  put_references(facts, blob);
}

// Each list begins with its count, also where it is empty.
void canonical(const MessageFacts& facts, std::string& blob) {
  InlineWording words;
  const std::string* const texts[] = {&facts.message_id, &facts.subject, &facts.base_subject,
                                      &facts.zone_text,  &facts.mailer,  &facts.list_id};
  {
    constexpr std::string_view kWhat = "message\n";
    std::size_t most = kWhat.size() + sizeof(Sha256::octets) + kLongestNumber + 1 +
                       3 * kLongestTime + kLongestNumber;
    for (const auto* text : texts) most += most_of_text(*text);
    ListPacker out(blob, most);
    out.raw(kWhat);
    out.raw(facts.evidence.view());
    out.number(facts.size);
    out.number((facts.reconstructed ? 1 : 0) | (facts.claims_reply ? 2 : 0) |
               (facts.claims_forward ? 4 : 0));
    put_time(out, facts.date);
    put_time(out, facts.zone_minutes);
    put_time(out, facts.received);
    out.number(facts.new_text_length);
    for (const auto* text : texts) out.text(*text);
  }
  put_list(facts.addresses, words, blob);
  put_references(facts, blob);
  put_list<FieldState>(facts.fields, words, blob);
  put_list(facts.parts, words, blob);
  put_list(facts.defects, words, blob);
  put_list(facts.links, words, blob);
  put_list(facts.quotes, words, blob);
  put_list<TraitState>(facts.traits, words, blob);
  if (is_empty(facts.writing)) {
    Packer(blob).number(0);
  } else {
    put_writing(facts.writing, blob);
  }
}

void canonical(const PlacementFact& placement, std::string& blob) {
  constexpr std::string_view kWhat = "placement\n";
  const std::string* const places[] = {&placement.mailbox, &placement.folder, &placement.source,
                                       &placement.inner};
  std::size_t most = kWhat.size() + sizeof(Sha256::octets) + 2 * kLongestNumber +
                     most_of_texts(placement.labels) + most_of_text(placement.flags) +
                     kLongestTime + most_of_text(placement.quoting);
  for (const auto* text : places) most += most_of_text(*text);
  ListPacker out(blob, most);
  out.raw(kWhat);
  out.raw(placement.evidence.view());
  for (const auto* text : places) out.text(*text);
  out.number(placement.offset);
  out.number(placement.length);
  put_texts(out, placement.labels);
  out.text(placement.flags);
  put_time(out, placement.internal_date);
  out.text(placement.quoting);
}

void canonical(const SourceDefectFact& defect, std::string& blob) {
  Packer out(blob);
  out.raw("source defect\n");
  out.text(defect.source);
  out.text(defect.inner);
  out.number(defect.offset);
  out.text(defect.name);
  out.text(defect.detail);
}

}  // namespace letterlock::store::sqlite
