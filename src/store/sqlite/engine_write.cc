// Writing: batches of facts, thread edges.
#include "store/sqlite/engine.h"

namespace letterlock::store::sqlite {
namespace {

std::int64_t as_row(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::optional<std::int64_t> maybe(const std::optional<int>& value) {
  return value ? std::optional<std::int64_t>(*value) : std::nullopt;
}

std::int64_t flags_of(const MessageFacts& facts) {
  std::int64_t flags = 0;
  if (facts.reconstructed) flags |= kReconstructed;
  if (!facts.links.empty()) flags |= kHasLink;
  if (!facts.quotes.empty()) flags |= kHasQuote;
  if (!facts.defects.empty()) flags |= kHasDefect;
  if (facts.claims_reply) flags |= kClaimsReply;
  if (facts.claims_forward) flags |= kClaimsForward;
  if (!facts.in_reply_to.empty() || !facts.references.empty()) flags |= kHasReferences;
  for (const auto& part : facts.parts) {
    if (part.attachment) flags |= kHasAttachment;
  }
  return flags;
}

}  // namespace

Expected<void> Engine::writable(std::string_view what) const {
  if (!writable_) {
    return fail(ErrorCode::internal, "{}: opened to read: cannot {}", database_->path().string(),
                what);
  }
  if (readings_ > 0) {
    return fail(ErrorCode::internal, "{}: cannot {} while a question is being answered",
                database_->path().string(), what);
  }
  return {};
}

// Ends the transaction; after a failure everything is as it was before it.
Expected<void> Engine::commit() {
  database_->run("COMMIT");
  auto worked = database_->take_failure();
  if (!worked) roll_back();
  return worked;
}

void Engine::roll_back() {
  // After some errors SQLite has rolled back already; the complaint about that means nothing.
  if (sqlite3_get_autocommit(database_->handle()) == 0) database_->run("ROLLBACK");
  static_cast<void>(database_->take_failure());
  crowded_.clear();
}

Expected<void> Engine::begin_load() { return writable("load"); }

Expected<void> Engine::end_load(Progress& progress) {
  if (auto may = writable("end the load"); !may) return may;
  progress.stage("roll up", "messages", static_cast<std::uint64_t>(last_message_));
  settle();
  if (auto worked = database_->take_failure(); !worked) return worked;
  progress.advance(static_cast<std::uint64_t>(last_message_));
  // A reader may hold part of the log: then it is folded in later.
  sqlite3_wal_checkpoint_v2(database_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                            nullptr);
  return {};
}

// The message with these octets; 0: none. Others may share the first octets of its hash.
std::int64_t Engine::find_row(const Sha256& hash) {
  const std::int64_t prefix = prefix_of(hash);
  const auto [begin, end] = recent_.equal_range(prefix);
  for (auto recent = begin; recent != end; ++recent) {
    if (has_hash(recent->second, hash)) return recent->second;
  }
  Statement& rolled = database_->kept(
      "SELECT message FROM main.by_prefix WHERE prefix = ?1 "
      "UNION ALL SELECT message FROM temp.by_prefix WHERE prefix = ?1");
  rolled.bind(1, prefix);
  std::int64_t found = 0;
  while (found == 0 && rolled.step()) {
    if (has_hash(rolled.integer(0), hash)) found = rolled.integer(0);
  }
  rolled.reset();
  return found;
}

bool Engine::has_hash(std::int64_t id, const Sha256& hash) {
  Statement& statement = database_->kept("SELECT hash FROM message WHERE id = ?1");
  const bool same = statement.bind(1, id).step() && statement.octets(0) == hash.view();
  statement.reset();
  return same;
}

Expected<FactStore::Added> Engine::add(const FactBatch& batch) {
  if (auto may = writable("add facts"); !may) return fail(std::move(may));
  const std::int64_t messages = totals_.messages, placements = totals_.placements;
  database_->run("BEGIN IMMEDIATE");
  words_.gather();
  for (const MessageFacts& facts : batch.messages) {
    if (database_->failed()) break;
    add_message(facts);
  }
  index_texts();
  for (const PlacementFact& placement : batch.placements) {
    if (database_->failed()) break;
    if (!add_placement(placement) && !database_->failed()) {
      database_->note({ErrorCode::internal,
                       fmt::format("{}: a placement names message {}, which is not in the store",
                                   database_->path().string(), placement.evidence.hex())});
    }
  }
  for (const SourceDefectFact& defect : batch.source_defects) add_source_defect(defect);
  add_progress(batch);
  write_batch_sums();
  words_.write_gathered();
  if (last_message_ - rolled_messages_ >= kTail || postings_.full()) {
    flush_postings();
  }
  fresh_.clear();
  auto done = commit();
  if (!done) {
    // What was kept in memory of the batch is gone with it.
    auto loaded = load_state();
    if (!loaded) done.error().message += "; then: " + loaded.error().message;
    return fail(std::move(done));
  }
  return Added{static_cast<std::uint64_t>(totals_.messages - messages),
               static_cast<std::uint64_t>(totals_.placements - placements)};
}

void Engine::add_message(const MessageFacts& facts) {
  if (find_row(facts.evidence) != 0) return;
  ++last_message_;
  for (std::string* blob : {&addresses_, &references_, &fields_, &parts_, &defects_, &traits_}) {
    blob->clear();
  }
  pack(facts.addresses, numbers_, addresses_);
  pack_references(facts, references_);
  pack(facts.fields, numbers_, fields_);
  pack(facts.parts, numbers_, parts_);
  pack(facts.defects, numbers_, defects_);
  pack(facts.traits, numbers_, traits_);
  const std::int64_t body = add_body(facts);
  const std::int64_t flags = flags_of(facts);
  insert_message(facts, body, flags);
  add_attachments(facts);
  count_message(facts);
  post_message(facts, body, flags);
  // Now, while what the facts hold is still in the processor's caches.
  scratch_.clear();
  canonical(facts, scratch_);
  digest_.add(scratch_);
  recent_.emplace(prefix_of(facts.evidence), last_message_);
  fresh_[static_cast<std::uint64_t>(prefix_of(facts.evidence))] = {last_message_, facts.evidence,
                                                                   addresses_, false};
}

// Text, subject, links, quotes and writing: stored and indexed once for all messages that say the
// same.
std::int64_t Engine::add_body(const MessageFacts& facts) {
  links_.clear();
  quotes_.clear();
  writing_.clear();
  pack(facts.links, numbers_, links_);
  pack(facts.quotes, numbers_, quotes_);
  pack(facts.writing, writing_);
  const BodyCache::Key key = bodies_.key({facts.subject, facts.text, links_, quotes_, writing_});
  if (const std::int64_t body = bodies_.find(key); body != 0) {
    database_->kept("INSERT INTO copy VALUES(?1,?2)").bind(1, last_message_).bind(2, body).run();
    return body;
  }
  if (!links_.empty() || !quotes_.empty() || !writing_.empty()) {
    database_->kept("INSERT INTO body VALUES(?1,?2,?3,?4)")
        .bind(1, last_message_)
        .bind_blob(2, links_)
        .bind_blob(3, quotes_)
        .bind_blob(4, writing_)
        .run();
  }
  if (!facts.text.empty() || !facts.subject.empty()) texts_.push_back({last_message_, &facts});
  bodies_.remember(key, last_message_);
  return last_message_;
}

// All of a batch in a row: what the index needs stays in the processor's caches meanwhile.
void Engine::index_texts() {
  Statement& row = database_->kept("INSERT INTO body_text(rowid, subject, text) VALUES(?1,?2,?3)");
  for (const auto& [id, facts] : texts_) {
    if (database_->failed()) break;
    row.bind(1, id).bind_text(2, facts->subject).bind_text(3, facts->text).run();
  }
  texts_.clear();
}

void Engine::insert_message(const MessageFacts& facts, std::int64_t body, std::int64_t flags) {
  const std::int64_t zone_text = words_.names.id(facts.zone_text);
  const std::int64_t mailer = words_.names.id(facts.mailer);
  const std::int64_t list_id = words_.names.id(facts.list_id);
  Statement& row = database_->kept(
      "INSERT INTO message VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,"
      "?19,?20,?21,?22,?23)");
  row.bind(1, last_message_).bind_blob(2, facts.evidence.view()).bind(3, as_row(facts.size));
  row.bind(4, as_row(facts.location.segment)).bind(5, as_row(facts.location.offset));
  row.bind(6, body).bind(7, flags).bind(8, facts.date).bind(9, maybe(facts.zone_minutes));
  row.bind(10, facts.received).bind(11, as_row(facts.new_text_length));
  row.bind_text(12, facts.message_id).bind_text(13, facts.subject);
  row.bind_text(14, facts.base_subject).bind(15, zone_text).bind(16, mailer).bind(17, list_id);
  row.bind_blob(18, addresses_).bind_blob(19, references_).bind_blob(20, fields_);
  row.bind_blob(21, parts_).bind_blob(22, defects_).bind_blob(23, traits_).run();
}

void Engine::add_attachments(const MessageFacts& facts) {
  for (const PartFact& part : facts.parts) {
    if (!part.attachment) continue;
    // The message's number and the part's share one number, so that they lie together.
    const std::int64_t id = last_message_ << 16 | (part.index & 0xFFFF);
    database_->kept("INSERT OR REPLACE INTO attachment VALUES(?1,?2,?3,?4)")
        .bind(1, id)
        .bind_blob(2, part.content_hash ? part.content_hash->view() : std::string_view("\0", 1))
        .bind(3, as_row(part.decoded_size))
        .bind_text(4, part.filename)
        .run();
    totals_.attachments += 1;
  }
}

void Engine::count_message(const MessageFacts& facts) {
  totals_.messages += 1;
  totals_.octets += as_row(facts.size);
  totals_.links += as_row(facts.links.size());
  totals_.defects += as_row(facts.defects.size());
  for (const DefectFact& defect : facts.defects) defect_counts_[words_.names.id(defect.name)] += 1;
  if (!facts.date) {
    totals_.without_date += 1;
    return;
  }
  if (*facts.date < kFirstPlausible) return;
  totals_.first = std::min(totals_.first, *facts.date);
  totals_.last = totals_.last == kUndated ? *facts.date : std::max(totals_.last, *facts.date);
  const CivilDate day = civil_from_days(*facts.date / 86'400);
  month_counts_[day.year * 12 + day.month - 1] += 1;
}

void Engine::post_message(const MessageFacts& facts, std::int64_t body, std::int64_t flags) {
  PostedMessage posted;
  posted.id = last_message_;
  posted.prefix = prefix_of(facts.evidence);
  posted.body = body;
  posted.flags = flags;
  posted.date = facts.date;
  posted.message_id = facts.message_id;
  posted.base_subject = facts.base_subject;
  posted.addresses = addresses_;
  posted.defects = defects_;
  if (body == last_message_) posted.links = links_;
  if (!postings_.add(posted)) damaged("message", last_message_);
}

void Engine::add_source_defect(const SourceDefectFact& defect) {
  database_
      ->kept(
          "INSERT OR IGNORE INTO source_defect(source, inner, offset, name, detail) "
          "VALUES(?1,?2,?3,?4,?5)")
      .bind_text(1, defect.source)
      .bind_text(2, defect.inner)
      .bind(3, as_row(defect.offset))
      .bind_text(4, defect.name)
      .bind_text(5, defect.detail)
      .run();
  if (database_->failed() || database_->changed() == 0) return;
  totals_.source_defects += 1;
  scratch_.clear();
  canonical(defect, scratch_);
  digest_.add(scratch_);
}

void Engine::add_progress(const FactBatch& batch) {
  for (const SourceProgress& at : batch.progress) {
    database_->kept("INSERT OR REPLACE INTO source_progress VALUES(?1,?2,?3,?4,?5,?6,?7,?8)")
        .bind_text(1, at.source)
        .bind_text(2, at.unit)
        .bind(3, as_row(at.item))
        .bind(4, as_row(at.position))
        .bind(5, std::int64_t{at.finished})
        .bind(6, as_row(at.messages))
        .bind(7, as_row(at.size))
        .bind(8, at.modified)
        .run();
  }
  for (const auto& [segment, length] : batch.segment_lengths) {
    database_->kept("INSERT OR REPLACE INTO segment VALUES(?1,?2)")
        .bind(1, as_row(segment))
        .bind(2, as_row(length))
        .run();
  }
}

void Engine::write_batch_sums() {
  for (const auto& [key, placements] : folder_counts_) {
    database_
        ->kept(
            "INSERT INTO mailbox_folder VALUES(?1,?2,?3) "
            "ON CONFLICT DO UPDATE SET placements = placements + excluded.placements")
        .bind(1, key.first)
        .bind(2, key.second)
        .bind(3, placements)
        .run();
  }
  for (const auto& [month, messages] : month_counts_) {
    database_
        ->kept(
            "INSERT INTO month VALUES(?1,?2) "
            "ON CONFLICT DO UPDATE SET messages = messages + excluded.messages")
        .bind(1, month)
        .bind(2, messages)
        .run();
  }
  for (const auto& [name, defects] : defect_counts_) {
    database_
        ->kept(
            "INSERT INTO defect_total VALUES(?1,?2) "
            "ON CONFLICT DO UPDATE SET defects = defects + excluded.defects")
        .bind(1, name)
        .bind(2, defects)
        .run();
  }
  folder_counts_.clear();
  month_counts_.clear();
  defect_counts_.clear();
  write_totals();
  const std::string state = digest_.state();
  database_->kept("INSERT OR REPLACE INTO state VALUES('digest', ?1)").bind_blob(1, state).run();
}

Expected<void> Engine::set_threads(std::span<const ThreadEdge> edges) {
  if (auto may = writable("set threads"); !may) return may;
  database_->run("BEGIN IMMEDIATE");
  Statement& row = database_->kept("INSERT OR REPLACE INTO edge VALUES(?1,?2,?3,?4)");
  for (const ThreadEdge& edge : edges) {
    row.bind(1, as_row(edge.child)).bind(2, as_row(edge.parent));
    row.bind(3, static_cast<std::int64_t>(edge.basis)).bind(4, as_row(edge.thread)).run();
  }
  return commit();
}

}  // namespace letterlock::store::sqlite
