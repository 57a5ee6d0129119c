// Copies of messages in mailboxes: written once, and known again when they are seen again.
#include <fmt/format.h>

#include <utility>

#include "store/placement_identity.h"
#include "store/sqlite/engine.h"

namespace letterlock::store::sqlite {
namespace {

std::int64_t as_row(std::uint64_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

std::uint64_t Engine::hash_of_place(std::int64_t mailbox, std::int64_t folder, std::int64_t offset,
                                    std::string_view source, std::string_view inner) {
  const std::string key = place_key(source);
  return text_hash(
      fmt::format("{} {} {} {} {}{}", mailbox, folder, offset, key.size(), key, place_key(inner)));
}

bool Engine::has_placement(std::int64_t message, const PlacementFact& placement) {
  const std::int64_t mailbox = words_.names.id(placement.mailbox);
  const std::int64_t folder = words_.names.id(placement.folder);
  const std::int64_t offset = as_row(placement.offset);
  std::int64_t found = 0;
  bool renamed = false;
  const auto look_at = [&](const Statement& row) {
    std::string source = words_.names.text(row.integer(1));
    source += row.octets(2);
    if (!same_place(source, placement.source)) return;
    if (!same_place(row.octets(3), placement.inner)) return;
    found = row.integer(0);
    renamed = source != placement.source || row.octets(3) != placement.inner;
  };
  if (const auto* rows = crowded_.rows_of(message)) {
    const auto place =
        rows->find(hash_of_place(mailbox, folder, offset, placement.source, placement.inner));
    if (place == rows->end()) return false;
    Statement& row = database_->kept(
        "SELECT id, source, leaf, inner FROM placement "
        "WHERE id = ?1 AND mailbox = ?2 AND folder = ?3 AND offset = ?4");
    row.bind(1, place->second).bind(2, mailbox).bind(3, folder).bind(4, offset);
    if (row.step()) look_at(row);
    row.reset();
  }
  if (found == 0) {  // not kept, or another place has the same hash
    Statement& rows = database_->kept(
        "SELECT id, source, leaf, inner, mailbox, folder, offset FROM placement "
        "WHERE message = ?1");
    rows.bind(1, message);
    std::size_t seen = 0;
    while (found == 0 && rows.step()) {
      ++seen;
      if (rows.integer(4) != mailbox || rows.integer(5) != folder || rows.integer(6) != offset) {
        continue;
      }
      look_at(rows);
    }
    rows.reset();
    if (seen > CrowdedPlaces::kMany && crowded_.rows_of(message) == nullptr) keep_places(message);
  }
  if (renamed) rename_placement(found, message, placement);
  return found != 0;
}

void Engine::keep_places(std::int64_t message) {
  CrowdedPlaces::Rows places;
  Statement& rows = database_->kept(
      "SELECT id, source, leaf, inner, mailbox, folder, offset FROM placement WHERE message = ?1");
  rows.bind(1, message);
  while (rows.step() && places.size() <= CrowdedPlaces::kMost) {
    std::string source = words_.names.text(rows.integer(1));
    source += rows.octets(2);
    places.emplace(
        hash_of_place(rows.integer(4), rows.integer(5), rows.integer(6), source, rows.octets(3)),
        rows.integer(0));
  }
  rows.reset();
  crowded_.keep(message, std::move(places));
}

// A Maildir's file has other flags now, and so another name: what it was found as last is kept.
void Engine::rename_placement(std::int64_t row, std::int64_t message, const PlacementFact& now) {
  std::vector<PlacementFact> known;
  read_placements(message, now.evidence, known, row);
  if (known.size() != 1) return damaged("placements of message", message);
  PlacementFact& placement = known.front();
  scratch_.clear();
  canonical(placement, scratch_);
  digest_.remove(scratch_);
  placement.source = now.source;
  placement.inner = now.inner;
  placement.labels = now.labels;
  placement.flags = now.flags;
  scratch_.clear();
  canonical(placement, scratch_);
  digest_.add(scratch_);
  scratch_.clear();
  pack(placement.labels, numbers_, scratch_);
  const auto [directory, leaf] = split_path(placement.source);
  const std::int64_t source = words_.names.id(directory);
  database_
      ->kept(
          "UPDATE placement SET source = ?2, leaf = ?3, inner = ?4, labels = ?5, flags = ?6 "
          "WHERE id = ?1")
      .bind(1, row)
      .bind(2, source)
      .bind_text(3, leaf)
      .bind_text(4, placement.inner)
      .bind_blob(5, scratch_)
      .bind_text(6, placement.flags)
      .run();
}

// False where the message is unknown.
bool Engine::add_placement(const PlacementFact& placement) {
  PostedPlacement posted;
  std::int64_t message = 0;
  bool check = true;
  const auto fresh = fresh_.find(static_cast<std::uint64_t>(prefix_of(placement.evidence)));
  if (fresh != fresh_.end() && fresh->second.hash == placement.evidence) {
    message = fresh->second.id;
    check = std::exchange(fresh->second.placed, true);
    posted.addresses = fresh->second.addresses;
  } else {
    message = find_row(placement.evidence);
    if (message == 0) return false;
  }
  if (check && has_placement(message, placement)) return true;
  ++last_placement_;
  const std::int64_t mailbox = words_.names.id(placement.mailbox);
  const std::int64_t folder = words_.names.id(placement.folder);
  scratch_.clear();
  pack(placement.labels, numbers_, scratch_);
  const auto [directory, leaf] = split_path(placement.source);
  const std::int64_t source = words_.names.id(directory);
  const std::int64_t quoting = words_.names.id(placement.quoting);
  Statement& row =
      database_->kept("INSERT INTO placement VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)");
  row.bind(1, last_placement_).bind(2, message).bind(3, mailbox).bind(4, folder).bind(5, source);
  row.bind_text(6, leaf).bind_text(7, placement.inner).bind(8, as_row(placement.offset));
  row.bind(9, as_row(placement.length)).bind_blob(10, scratch_).bind_text(11, placement.flags);
  row.bind(12, placement.internal_date).bind(13, quoting).run();
  if (crowded_.rows_of(message) != nullptr) {
    crowded_.add(
        message,
        hash_of_place(mailbox, folder, as_row(placement.offset), placement.source, placement.inner),
        last_placement_);
  }
  totals_.placements += 1;
  folder_counts_[{mailbox, folder}] += 1;

  posted.id = last_placement_;
  posted.mailbox = mailbox;
  posted.in_sent_folder = is_sent_folder(folder);
  Statement& known = database_->kept("SELECT addresses FROM message WHERE id = ?1");
  if (posted.addresses.empty() && known.bind(1, message).step()) {
    posted.addresses = known.octets(0);
  }
  if (!postings_.add(posted)) damaged("message", message);
  known.reset();
  scratch_.clear();
  canonical(placement, scratch_);
  digest_.add(scratch_);
  return true;
}

}  // namespace letterlock::store::sqlite
