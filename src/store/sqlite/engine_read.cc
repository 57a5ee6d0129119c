// Reading: one message, lists of messages, threads, progress.
#include <algorithm>

#include "base/ascii.h"
#include "store/sqlite/engine.h"

namespace letterlock::store::sqlite {
namespace {

EvidenceLocation location_at(const Statement& row, int column) {
  return {static_cast<std::uint32_t>(row.number(column)), row.number(column + 1)};
}

std::optional<int> as_int(std::optional<std::int64_t> value) {
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

void take_ids(Statement& statement, std::vector<MessageId>& ids) {
  while (statement.step()) ids.push_back(statement.number(0));
  statement.reset();
}

}  // namespace

Expected<std::optional<MessageId>> Engine::find(const Sha256& evidence) {
  const Reading reading(*this);
  if (!writable_) settle();  // the writer remembers what is not rolled up
  const std::int64_t id = find_row(evidence);
  return answer(id == 0 ? std::nullopt : std::optional(static_cast<MessageId>(id)));
}

Expected<std::vector<MessageId>> Engine::find_message_id(std::string_view message_id,
                                                         std::uint64_t most) {
  const Reading reading(*this);
  settle();
  std::vector<MessageId> ids;
  // One index after the other, in their own order: no more is read than is asked for. What is in
  // the second is newer than all in the first.
  for (const char* sql :
       {"SELECT p.message FROM main.by_message_id p CROSS JOIN main.message m ON m.id = p.message "
        "WHERE p.hash = ?1 AND m.message_id = ?2 ORDER BY p.message LIMIT ?3",
        "SELECT p.message FROM temp.by_message_id p CROSS JOIN main.message m ON m.id = p.message "
        "WHERE p.hash = ?1 AND m.message_id = ?2 ORDER BY p.message LIMIT ?3"}) {
    Statement& statement = database_->kept(sql);
    statement.bind(1, static_cast<std::int64_t>(text_hash(message_id))).bind_text(2, message_id);
    statement.bind(3, static_cast<std::int64_t>(most - ids.size()));
    take_ids(statement, ids);
  }
  return answer(std::move(ids));
}

Expected<std::vector<MessageId>> Engine::find_hash_prefix(std::string_view prefix) {
  constexpr std::size_t kShortest = 4, kMost = 10;
  std::vector<MessageId> ids;
  const bool hexadecimal =
      std::all_of(prefix.begin(), prefix.end(), [](char c) { return hex_value(c) >= 0; });
  if (!hexadecimal || prefix.size() < kShortest || prefix.size() > 64) return ids;
  const Reading reading(*this);
  std::string low(prefix), high(prefix);
  low.resize(64, '0');
  high.resize(64, 'f');
  const Sha256 first = *Sha256::from_hex(low), last = *Sha256::from_hex(high);
  settle();
  Statement& statement = database_->kept(
      "SELECT p.message FROM (SELECT * FROM main.by_prefix WHERE prefix BETWEEN ?1 AND ?2 "
      "UNION ALL SELECT * FROM temp.by_prefix WHERE prefix BETWEEN ?1 AND ?2) p "
      "CROSS JOIN main.message m ON m.id = p.message WHERE m.hash BETWEEN ?3 AND ?4 LIMIT ?5");
  statement.bind(1, prefix_of(first)).bind(2, prefix_of(last)).bind_blob(3, first.view());
  statement.bind_blob(4, last.view()).bind(5, static_cast<std::int64_t>(kMost));
  take_ids(statement, ids);
  std::sort(ids.begin(), ids.end());
  return answer(std::move(ids));
}

std::int64_t Engine::thread_of(std::int64_t id) {
  Statement& statement = database_->kept(
      "SELECT thread FROM edge WHERE child = ?1 "
      "UNION ALL SELECT thread FROM edge WHERE parent = ?1 AND parent > 0 LIMIT 1");
  const std::int64_t thread = statement.bind(1, id).step() ? statement.integer(0) : id;
  statement.reset();
  return thread;
}

Expected<std::vector<ThreadEdge>> Engine::thread(MessageId any_message) {
  const Reading reading(*this);
  std::vector<ThreadEdge> edges;
  const std::int64_t thread = thread_of(static_cast<std::int64_t>(any_message));
  Statement& statement = database_->kept(
      "SELECT child, parent, basis, thread FROM edge WHERE thread = ?1 ORDER BY child");
  statement.bind(1, thread);
  while (statement.step()) {
    edges.push_back({statement.number(0), statement.number(1),
                     static_cast<EdgeBasis>(statement.number(2)), statement.number(3)});
  }
  statement.reset();
  return answer(std::move(edges));
}

std::optional<MessageSummary> Engine::summary(std::int64_t id) {
  Statement& row = database_->kept(
      "SELECT hash, size, segment, offset, message_id, addresses, date, zone, subject, flags "
      "FROM message WHERE id = ?1");
  if (!row.bind(1, id).step()) {
    row.reset();
    return std::nullopt;
  }
  MessageSummary found;
  found.id = static_cast<MessageId>(id);
  found.evidence = hash_from(row.octets(0));
  found.size = row.number(1);
  found.location = location_at(row, 2);
  found.message_id = row.octets(4);
  const bool whole = each_address(row.octets(5), [&](const PackedAddress& one, ByteRange) {
    if (one.role == AddressRole::from && found.from_address.empty() && found.from_name.empty()) {
      found.from_address = words_.addresses.text(one.address);
      found.from_name = one.display_name;
    } else if (one.role == AddressRole::to || one.role == AddressRole::cc) {
      found.to.push_back(words_.addresses.text(one.address));
    }
  });
  if (!whole) damaged("message", id);
  found.date = row.maybe_integer(6);
  found.zone_minutes = as_int(row.maybe_integer(7));
  found.subject = row.octets(8);
  found.reconstructed = row.integer(9) & kReconstructed;
  row.reset();
  found.thread = static_cast<MessageId>(thread_of(id));
  return found;
}

std::vector<MessageSummary> Engine::summaries_of(const std::vector<std::int64_t>& ids) {
  std::vector<MessageSummary> found;
  for (const std::int64_t id : ids) {
    if (auto one = summary(id)) found.push_back(std::move(*one));
  }
  return found;
}

Expected<std::vector<MessageSummary>> Engine::summaries(std::span<const MessageId> ids) {
  const Reading reading(*this);
  return answer(summaries_of({ids.begin(), ids.end()}));
}

void Engine::read_body(std::int64_t body, std::vector<LinkFact>* links,
                       std::vector<QuoteFact>* quotes, WritingFact* writing) {
  Statement& row = database_->kept("SELECT links, quotes, writing FROM body WHERE id = ?1");
  if (row.bind(1, body).step()) {
    const bool whole = (links == nullptr || unpack(row.octets(0), words_, *links)) &&
                       (quotes == nullptr || unpack(row.octets(1), words_, *quotes)) &&
                       (writing == nullptr || unpack(row.octets(2), *writing));
    if (!whole) damaged("body", body);
  }
  row.reset();
}

bool Engine::read_message(std::int64_t id, StoredMessage& stored) {
  Statement& row = database_->kept(
      "SELECT hash, size, segment, offset, body, flags, date, zone, received, new_text_length, "
      "message_id, subject, base_subject, zone_text, mailer, list_id, addresses, reference_list, "
      "fields, parts, defects, traits FROM message WHERE id = ?1");
  if (!row.bind(1, id).step()) {
    row.reset();
    return false;
  }
  stored.id = static_cast<MessageId>(id);
  MessageFacts& facts = stored.facts;
  facts.evidence = hash_from(row.octets(0));
  facts.size = row.number(1);
  facts.location = location_at(row, 2);
  const std::int64_t body = row.integer(4), flags = row.integer(5);
  facts.reconstructed = flags & kReconstructed;
  facts.claims_reply = flags & kClaimsReply;
  facts.claims_forward = flags & kClaimsForward;
  facts.date = row.maybe_integer(6);
  facts.zone_minutes = as_int(row.maybe_integer(7));
  facts.received = row.maybe_integer(8);
  facts.new_text_length = static_cast<std::uint32_t>(row.number(9));
  facts.message_id = row.octets(10);
  facts.subject = row.octets(11);
  facts.base_subject = row.octets(12);
  facts.zone_text = words_.names.text(row.integer(13));
  facts.mailer = words_.names.text(row.integer(14));
  facts.list_id = words_.names.text(row.integer(15));
  const bool whole =
      unpack(row.octets(16), words_, facts.addresses) && unpack_references(row.octets(17), facts) &&
      unpack(row.octets(18), words_, facts.fields) && unpack(row.octets(19), words_, facts.parts) &&
      unpack(row.octets(20), words_, facts.defects) && unpack(row.octets(21), words_, facts.traits);
  row.reset();
  if (!whole) damaged("message", id);
  read_body(body, &facts.links, &facts.quotes, &facts.writing);
  return true;
}

void Engine::read_placements(std::int64_t id, const Sha256& evidence,
                             std::vector<PlacementFact>& placements,
                             std::optional<std::int64_t> only) {
  Statement& row = database_->kept(
      "SELECT mailbox, folder, source, inner, offset, length, labels, flags, internal_date, "
      "quoting, leaf FROM placement WHERE message = ?1 AND (?2 IS NULL OR id = ?2) ORDER BY id");
  row.bind(1, id).bind(2, only);
  while (row.step()) {
    PlacementFact placement;
    placement.evidence = evidence;
    placement.mailbox = words_.names.text(row.integer(0));
    placement.folder = words_.names.text(row.integer(1));
    placement.source = words_.names.text(row.integer(2));
    placement.source += row.octets(10);
    placement.inner = row.octets(3);
    placement.offset = row.number(4);
    placement.length = row.number(5);
    if (!unpack(row.octets(6), words_, placement.labels)) damaged("placements of message", id);
    placement.flags = row.octets(7);
    placement.internal_date = row.maybe_integer(8);
    placement.quoting = words_.names.text(row.integer(9));
    placements.push_back(std::move(placement));
  }
  row.reset();
}

void Engine::read_mailboxes(std::int64_t id, std::vector<std::string>& mailboxes) {
  Statement& row =
      database_->kept("SELECT DISTINCT mailbox FROM placement WHERE message = ?1 ORDER BY mailbox");
  row.bind(1, id);
  while (row.step()) mailboxes.push_back(words_.names.text(row.integer(0)));
  row.reset();
}

Expected<std::optional<StoredMessage>> Engine::message(MessageId id) {
  const Reading reading(*this);
  StoredMessage stored;
  const auto row = static_cast<std::int64_t>(id);
  if (!read_message(row, stored)) return answer(std::optional<StoredMessage>());
  stored.thread = static_cast<MessageId>(thread_of(row));
  read_placements(row, stored.facts.evidence, stored.placements);
  return answer(std::optional(std::move(stored)));
}

Expected<std::vector<MessageSummary>> Engine::messages_from(std::string_view address,
                                                            std::optional<UnixTime> from,
                                                            std::optional<UnixTime> until,
                                                            std::uint64_t most) {
  const Reading reading(*this);
  settle();
  std::vector<std::int64_t> ids;
  Statement& statement = database_->kept(
      "SELECT date, message FROM main.correspondence WHERE address = ?1 AND date >= ?2 "
      "AND date < ?3 AND roles & 1 UNION ALL "
      "SELECT date, message FROM temp.correspondence WHERE address = ?1 AND date >= ?2 "
      "AND date < ?3 AND roles & 1 ORDER BY date, message LIMIT ?4");
  statement.bind(1, words_.addresses.find(address));
  statement.bind(2, from.value_or(std::numeric_limits<std::int64_t>::min()));
  statement.bind(3, until.value_or(kUndated));
  statement.bind(4, static_cast<std::int64_t>(most));
  while (statement.step()) ids.push_back(statement.integer(1));
  statement.reset();
  return answer(summaries_of(ids));
}

Expected<std::vector<MessageSummary>> Engine::messages_with_base_subject(
    std::string_view base_subject, std::uint64_t most) {
  const Reading reading(*this);
  settle();
  std::vector<std::int64_t> ids;
  Statement& statement = database_->kept(
      "SELECT p.message FROM (SELECT * FROM main.by_subject WHERE hash = ?1 "
      "UNION ALL SELECT * FROM temp.by_subject WHERE hash = ?1) p "
      "JOIN main.message m ON m.id = p.message WHERE m.base_subject = ?2 "
      "ORDER BY m.date IS NULL, m.date, p.message LIMIT ?3");
  statement.bind(1, static_cast<std::int64_t>(text_hash(base_subject))).bind_text(2, base_subject);
  statement.bind(3, static_cast<std::int64_t>(most));
  while (statement.step()) ids.push_back(statement.integer(0));
  statement.reset();
  return answer(summaries_of(ids));
}

Expected<std::optional<SourceProgress>> Engine::progress(std::string_view source,
                                                         std::string_view unit) {
  const Reading reading(*this);
  std::optional<SourceProgress> found;
  Statement& row = database_->kept(
      "SELECT item, position, finished, messages, size, modified FROM source_progress "
      "WHERE source = ?1 AND unit = ?2");
  if (row.bind_text(1, source).bind_text(2, unit).step()) {
    found.emplace();
    found->source = source;
    found->unit = unit;
    found->item = row.number(0);
    found->position = row.number(1);
    found->finished = row.integer(2) != 0;
    found->messages = row.number(3);
    found->size = row.number(4);
    found->modified = row.integer(5);
  }
  row.reset();
  return answer(std::move(found));
}

Expected<std::vector<std::pair<std::uint32_t, std::uint64_t>>> Engine::segment_lengths() {
  const Reading reading(*this);
  std::vector<std::pair<std::uint32_t, std::uint64_t>> lengths;
  Statement& row = database_->kept("SELECT segment, length FROM segment ORDER BY segment");
  while (row.step()) {
    lengths.emplace_back(static_cast<std::uint32_t>(row.number(0)), row.number(1));
  }
  row.reset();
  return answer(std::move(lengths));
}

}  // namespace letterlock::store::sqlite
