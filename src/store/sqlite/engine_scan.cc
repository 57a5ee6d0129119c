// Passes over all messages: constant memory, whatever the size of the case.
#include <algorithm>

#include "store/sqlite/engine.h"

namespace letterlock::store::sqlite {
namespace {

// A bijection on 64 bits, so that dictionary numbers look like the hashes they stand for.
std::uint64_t spread(std::int64_t number) {
  auto x = static_cast<std::uint64_t>(number);
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

std::uint64_t hash_or_0(std::string_view text) { return text.empty() ? 0 : text_hash(text); }

// The hashes of a packed list of texts.
void take_hashes(Unpacker& in, std::vector<std::uint64_t>& hashes) {
  const std::uint64_t count = in.count();
  hashes.reserve(count);
  for (std::uint64_t left = count; left > 0 && in.ok(); --left) {
    hashes.push_back(hash_or_0(in.text()));
  }
}

}  // namespace

Expected<void> Engine::scan(const ScanOptions& options,
                            const std::function<bool(const MessageRecord&)>& visit) {
  const Reading reading(*this);
  settle();
  const bool all = !options.from && !options.until;
  Statement row = database_->prepare(
      "SELECT m.id, m.hash, m.message_id, m.date, m.zone, m.subject, m.mailer, m.list_id, "
      "m.flags, m.new_text_length, m.addresses, m.body, m.traits FROM "
      "(SELECT date, message FROM main.by_date WHERE date >= ?1 AND date <= ?2 UNION ALL "
      "SELECT date, message FROM temp.by_date WHERE date >= ?1 AND date <= ?2 "
      "ORDER BY date, message) d CROSS JOIN main.message m ON m.id = d.message");
  row.bind(1, options.from.value_or(std::numeric_limits<std::int64_t>::min()));
  row.bind(2, all ? kUndated : options.until.value_or(kUndated) - 1);
  MessageRecord record;
  while (row.step()) {
    record.id = row.number(0);
    record.evidence = hash_from(row.octets(1));
    record.message_id = row.octets(2);
    record.date = row.maybe_integer(3);
    const auto zone = row.maybe_integer(4);
    record.zone_minutes = zone ? std::optional(static_cast<int>(*zone)) : std::nullopt;
    record.subject = row.octets(5);
    record.mailer = words_.names.text(row.integer(6));
    record.list_id = words_.names.text(row.integer(7));
    const std::int64_t flags = row.integer(8);
    record.claims_reply = flags & kClaimsReply;
    record.claims_forward = flags & kClaimsForward;
    record.has_references = flags & kHasReferences;
    record.new_text_length = static_cast<std::uint32_t>(row.number(9));
    record.addresses.clear();
    if (!unpack(row.octets(10), words_, record.addresses)) damaged("message", row.integer(0));
    record.links.clear();
    record.quotes.clear();
    if (options.links || options.quotes || options.traits) {
      static_cast<void>(unpack(std::string_view(), record.writing));
      read_body(row.integer(11), options.links ? &record.links : nullptr,
                options.quotes ? &record.quotes : nullptr,
                options.traits ? &record.writing : nullptr);
    }
    if (options.traits && !unpack(row.octets(12), words_, record.traits)) {
      damaged("message", row.integer(0));
    }
    record.mailboxes.clear();
    if (options.mailboxes) read_mailboxes(row.integer(0), record.mailboxes);
    if (database_->failed() || !visit(record)) break;
  }
  return database_->take_failure();
}

Expected<void> Engine::scan_thread_keys(const std::function<bool(const ThreadKey&)>& visit) {
  const Reading reading(*this);
  Statement row = database_->prepare(
      "SELECT id, date, message_id, reference_list, base_subject, flags, addresses FROM message "
      "ORDER BY id");
  constexpr auto kIn = [](AddressRole role) {
    return role == AddressRole::from || role == AddressRole::to || role == AddressRole::cc;
  };
  ThreadKey key;
  while (row.step()) {
    key.id = row.number(0);
    key.date = row.maybe_integer(1);
    key.message_id_hash = hash_or_0(row.octets(2));
    key.in_reply_to.clear();
    key.references.clear();
    bool whole = true;
    if (const std::string_view list = row.octets(3); !list.empty()) {
      Unpacker in(list);
      take_hashes(in, key.in_reply_to);
      take_hashes(in, key.references);
      key.conversation_hash = hash_or_0(in.text());
      whole = in.ok();
    } else {
      key.conversation_hash = 0;
    }
    const std::string_view base_subject = row.octets(4);
    key.base_subject_hash = hash_or_0(base_subject);
    key.base_subject_length = static_cast<std::uint32_t>(base_subject.size());
    key.claims_reply = row.integer(5) & kClaimsReply;
    key.people.clear();
    whole = each_address(row.octets(6),
                         [&](const PackedAddress& one, ByteRange) {
                           if (kIn(one.role) && one.address != 0)
                             key.people.push_back(spread(one.address));
                         }) &&
            whole;
    std::sort(key.people.begin(), key.people.end());
    key.people.erase(std::unique(key.people.begin(), key.people.end()), key.people.end());
    if (!whole) damaged("message", row.integer(0));
    if (database_->failed() || !visit(key)) break;
  }
  return database_->take_failure();
}

Expected<void> Engine::scan_placements(const std::function<bool(const PlacedMessage&)>& visit) {
  const Reading reading(*this);
  Statement row = database_->prepare(
      "SELECT m.id, m.message_id, m.subject, m.size, m.date, m.received, p.mailbox, p.folder, "
      "p.internal_date FROM message m CROSS JOIN placement p ON p.message = m.id "
      "ORDER BY m.id, p.id");
  PlacedMessage placed;
  while (row.step()) {
    placed.id = row.number(0);
    placed.message_id = row.octets(1);
    placed.subject = row.octets(2);
    placed.size = row.number(3);
    placed.date = row.maybe_integer(4);
    placed.received = row.maybe_integer(5);
    placed.mailbox = words_.names.text(row.integer(6));
    placed.folder = words_.names.text(row.integer(7));
    placed.internal_date = row.maybe_integer(8);
    if (database_->failed() || !visit(placed)) break;
  }
  return database_->take_failure();
}

Expected<void> Engine::scan_evidence(
    const std::function<bool(MessageId, const Sha256&, std::uint64_t size,
                             const EvidenceLocation&)>& visit) {
  const Reading reading(*this);
  if (!writable_) settle();  // `visit` may ask find()
  Statement row =
      database_->prepare("SELECT id, hash, size, segment, offset FROM message ORDER BY id");
  while (row.step()) {
    const EvidenceLocation location{static_cast<std::uint32_t>(row.number(3)), row.number(4)};
    if (!visit(row.number(0), hash_from(row.octets(1)), row.number(2), location)) break;
  }
  return database_->take_failure();
}

Expected<Sha256> Engine::running_digest() {
  const Reading reading(*this);
  MultisetDigest digest;
  Statement state = database_->prepare("SELECT value FROM state WHERE name = 'digest'");
  if (state.step() && !digest.restore(state.octets(0))) {
    database_->note({ErrorCode::corrupt,
                     fmt::format("{}: the digest's state is damaged", database_->path().string())});
  }
  return answer(digest.value());
}

Expected<Sha256> Engine::digest() {
  const Reading reading(*this);
  MultisetDigest digest;
  std::string member;
  const auto add = [&](const auto& fact) {
    member.clear();
    canonical(fact, member);
    digest.add(member);
  };
  Statement ids = database_->prepare("SELECT id FROM message ORDER BY id");
  while (ids.step()) {
    StoredMessage stored;
    read_message(ids.integer(0), stored);
    read_placements(ids.integer(0), stored.facts.evidence, stored.placements);
    if (database_->failed()) break;
    add(stored.facts);
    for (const PlacementFact& placement : stored.placements) add(placement);
  }
  Statement defects =
      database_->prepare("SELECT source, inner, offset, name, detail FROM source_defect");
  while (defects.step()) {
    add(SourceDefectFact{std::string(defects.octets(0)), std::string(defects.octets(1)),
                         defects.number(2), std::string(defects.octets(3)),
                         std::string(defects.octets(4))});
  }
  return answer(digest.value());
}

}  // namespace letterlock::store::sqlite
