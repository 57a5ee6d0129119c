// Questions about the case as a whole.
#include "store/sqlite/engine.h"

namespace letterlock::store::sqlite {
namespace {

// A limit as SQL takes it: everything where it is larger than a number may be.
std::int64_t limit(std::uint64_t most) {
  return most > std::uint64_t{kUndated} ? kUndated : static_cast<std::int64_t>(most);
}

// The owner needs this share of the mailbox's votes, in percent.
constexpr std::uint64_t kOwnerShare = 30;

}  // namespace

Expected<Counts> Engine::counts() {
  const Reading reading(*this);
  settle();
  if (!writable_) read_totals();
  Counts counts;
  const auto as_count = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  counts.messages = as_count(totals_.messages);
  counts.placements = as_count(totals_.placements);
  counts.octets = as_count(totals_.octets);
  counts.attachments = as_count(totals_.attachments);
  counts.links = as_count(totals_.links);
  counts.defects = as_count(totals_.defects);
  counts.source_defects = as_count(totals_.source_defects);
  counts.without_date = as_count(totals_.without_date);
  if (totals_.first != kUndated) {
    counts.first = totals_.first;
    counts.last = totals_.last;
  }
  counts.mailboxes =
      as_count(database_->integer("SELECT count(DISTINCT mailbox) FROM mailbox_folder"));
  counts.people = as_count(database_->integer(
      "SELECT (SELECT count(*) FROM main.person WHERE sent + received > 0) + "
      "(SELECT count(*) FROM temp.person t WHERE t.sent + t.received > 0 AND NOT EXISTS "
      "(SELECT 1 FROM main.person p WHERE p.address = t.address AND p.sent + p.received > 0))"));
  counts.distinct_attachments =
      as_count(database_->integer("SELECT count(DISTINCT hash) FROM attachment"));
  // Each message is in one thread; those that no edge names are alone in theirs.
  counts.threads =
      counts.messages +
      as_count(database_->integer(
          "SELECT (SELECT count(DISTINCT thread) FROM edge) - (SELECT count(*) FROM edge) - "
          "(SELECT count(DISTINCT parent) FROM edge e WHERE parent > 0 AND NOT EXISTS "
          "(SELECT 1 FROM edge c WHERE c.child = e.parent))"));
  const bool tail = database_->integer("SELECT EXISTS (SELECT 1 FROM temp.by_message_id)") != 0;
  counts.same_message_id = as_count(
      tail ? database_->integer("SELECT count(*) FROM (SELECT hash FROM (SELECT hash FROM "
                                "main.by_message_id UNION ALL SELECT hash FROM "
                                "temp.by_message_id) GROUP BY hash HAVING count(*) > 1)")
           : database_->integer("SELECT count(*) FROM (SELECT hash FROM main.by_message_id "
                                "GROUP BY hash HAVING count(*) > 1)"));
  return answer(counts);
}

Expected<std::map<std::string, std::uint64_t>> Engine::defect_counts() {
  const Reading reading(*this);
  std::map<std::string, std::uint64_t> counts;
  Statement row = database_->prepare("SELECT name, defects FROM defect_total");
  while (row.step()) counts[words_.names.text(row.integer(0))] += row.number(1);
  return answer(counts);
}

Expected<std::vector<SourceDefectFact>> Engine::source_defects(std::uint64_t most) {
  const Reading reading(*this);
  std::vector<SourceDefectFact> defects;
  Statement row = database_->prepare(
      "SELECT source, inner, offset, name, detail FROM source_defect ORDER BY id LIMIT ?1");
  row.bind(1, limit(most));
  while (row.step()) {
    defects.push_back({std::string(row.octets(0)), std::string(row.octets(1)), row.number(2),
                       std::string(row.octets(3)), std::string(row.octets(4))});
  }
  return answer(std::move(defects));
}

Expected<std::vector<MailboxCounts>> Engine::mailboxes() {
  const Reading reading(*this);
  settle();
  std::map<std::string, MailboxCounts> boxes;
  std::map<std::int64_t, std::string> names;
  Statement folder = database_->prepare("SELECT mailbox, folder, placements FROM mailbox_folder");
  while (folder.step()) {
    const std::string name = words_.names.text(folder.integer(0));
    names[folder.integer(0)] = name;
    MailboxCounts& box = boxes[name];
    box.mailbox = name;
    box.placements += folder.number(2);
    box.folders[words_.names.text(folder.integer(1))] += folder.number(2);
  }
  Statement votes = database_->prepare(
      "SELECT mailbox, address, sum(votes) v FROM (SELECT * FROM main.owner_vote "
      "UNION ALL SELECT * FROM temp.owner_vote) GROUP BY mailbox, address ORDER BY v, address");
  std::map<std::string, std::uint64_t> all;
  while (votes.step()) {
    const std::string& name = names[votes.integer(0)];
    const std::uint64_t count = votes.number(2);
    all[name] += count;
    MailboxCounts& box = boxes[name];
    if (count > box.owner_votes) {
      box.owner_votes = count;
      box.owner = words_.addresses.text(votes.integer(1));
    } else if (count == box.owner_votes) {
      box.owner.clear();  // two with the same claim
    }
  }
  std::vector<MailboxCounts> result;
  for (auto& [name, box] : boxes) {
    if (box.owner.empty() || box.owner_votes * 100 < all[name] * kOwnerShare) {
      box.owner.clear();
      box.owner_votes = 0;
    }
    result.push_back(std::move(box));
  }
  return answer(std::move(result));
}

Expected<std::vector<PersonCounts>> Engine::people(std::uint64_t most) {
  const Reading reading(*this);
  settle();
  std::vector<PersonCounts> people;
  Statement row = database_->prepare(
      "SELECT address, sum(sent) s, sum(received) r, min(first), max(last) FROM "
      "(SELECT * FROM main.person UNION ALL SELECT * FROM temp.person) WHERE sent + received > 0 "
      "GROUP BY address "
      "ORDER BY s + r DESC, s DESC, address LIMIT ?1");
  Statement name = database_->prepare(
      "SELECT text, sum(messages) n FROM (SELECT * FROM main.person_name WHERE address = ?1 "
      "UNION ALL SELECT * FROM temp.person_name WHERE address = ?1) GROUP BY text "
      "ORDER BY n DESC, text LIMIT 1");
  row.bind(1, limit(most));
  while (row.step()) {
    PersonCounts person;
    person.address = words_.addresses.text(row.integer(0));
    person.sent = row.number(1);
    person.received = row.number(2);
    person.first = row.maybe_integer(3);
    person.last = row.maybe_integer(4);
    if (name.bind(1, row.integer(0)).step()) person.display_name = name.octets(0);
    name.reset();
    people.push_back(std::move(person));
  }
  return answer(std::move(people));
}

Expected<std::vector<PairCounts>> Engine::pairs(std::uint64_t most) {
  const Reading reading(*this);
  settle();
  std::vector<PairCounts> pairs;
  const bool tail = database_->integer("SELECT EXISTS (SELECT 1 FROM temp.pair)") != 0;
  Statement row = database_->prepare(
      tail ? "SELECT sender, recipient, sum(messages) n, min(first), max(last) FROM "
             "(SELECT * FROM main.pair UNION ALL SELECT * FROM temp.pair) "
             "GROUP BY sender, recipient ORDER BY n DESC, sender, recipient LIMIT ?1"
           : "SELECT sender, recipient, messages, first, last FROM main.pair "
             "ORDER BY messages DESC, sender, recipient LIMIT ?1");
  row.bind(1, limit(most));
  while (row.step()) {
    pairs.push_back({words_.addresses.text(row.integer(0)), words_.addresses.text(row.integer(1)),
                     row.number(2), row.maybe_integer(3), row.maybe_integer(4)});
  }
  return answer(std::move(pairs));
}

Expected<std::map<std::string, std::uint64_t>> Engine::months() {
  const Reading reading(*this);
  std::map<std::string, std::uint64_t> months;
  Statement row = database_->prepare("SELECT month, messages FROM month");
  while (row.step()) {
    const std::int64_t month = row.integer(0);
    months[fmt::format("{:04}-{:02}", month / 12, month % 12 + 1)] = row.number(1);
  }
  return answer(std::move(months));
}

Expected<std::vector<FactStore::SharedAttachment>> Engine::shared_attachments(std::uint64_t most) {
  const Reading reading(*this);
  std::vector<SharedAttachment> shared;
  Statement row = database_->prepare(
      "SELECT hash, min(filename), size, count(DISTINCT id >> 16) n FROM attachment "
      "WHERE length(hash) = 32 GROUP BY hash HAVING n > 1 ORDER BY n DESC, hash LIMIT ?1");
  row.bind(1, limit(most));
  while (row.step()) {
    shared.push_back(
        {hash_from(row.octets(0)), std::string(row.octets(1)), row.number(2), row.number(3)});
  }
  return answer(std::move(shared));
}

}  // namespace letterlock::store::sqlite
