#include "exposure/placed.h"

#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/ascii.h"
#include "exposure/folders.h"

namespace letterlock::exposure {
namespace {

std::uint64_t hash_of(std::string_view text) {
  text = trim(text);
  return text.empty() ? 0 : XXH3_64bits(text.data(), text.size());
}

std::string_view without_brackets(std::string_view id) {
  id = trim(id);
  if (id.size() > 2 && id.front() == '<' && id.back() == '>') id = id.substr(1, id.size() - 2);
  return id;
}

// Of a message received: as the mailbox's own server stamped it. Date alone is the sender's word.
UnixTime arrival(const store::PlacedMessage& placed) {
  if (placed.received) return *placed.received;
  if (placed.internal_date) return *placed.internal_date;
  return placed.date.value_or(kEverFrom);
}

// Where a message lay first, if nothing moved it: its own folder for what is written or filtered.
std::string_view first_folder(std::string_view folder) {
  for (const std::string_view own : {"sent", "drafts", "outbox", "junk"}) {
    if (folder == own) return own;
  }
  return "inbox";
}

}  // namespace

Expected<Placed> Placed::load(store::FactStore& facts,
                              const std::map<std::string, std::uint32_t>& mailboxes,
                              const std::set<std::string>& leaked, Progress& progress) {
  Placed placed;
  std::unordered_map<std::string, FolderId> folder_ids;  // as written
  std::set<std::uint64_t> leaked_ids;
  std::uint64_t seen = 0;
  progress.stage("messages and folders", "placements", 0);
  auto read = facts.scan_placements([&](const store::PlacedMessage& each) {
    progress.advance(++seen);
    if (leaked.contains(each.mailbox)) leaked_ids.insert(hash_of(each.message_id));
    const auto mailbox = mailboxes.find(each.mailbox);
    if (mailbox == mailboxes.end()) return !progress.stop_requested();
    auto [folder, added] = folder_ids.try_emplace(each.folder, 0);
    if (added) folder->second = placed.folders_.id(folder_key(each.folder));
    Row row;
    row.message = each.id;
    row.id_hash = hash_of(without_brackets(each.message_id));
    row.subject_hash = hash_of(each.subject);
    row.arrived = arrival(each);
    row.size = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(each.size, std::numeric_limits<std::uint32_t>::max()));
    row.mailbox = mailbox->second;
    row.folder = folder->second;
    placed.rows_.push_back(row);
    return !progress.stop_requested();
  });
  if (!read) return fail(std::move(read));
  if (progress.stop_requested()) return fail(ErrorCode::interrupted, "stopped");
  leaked_ids.erase(0);
  for (Row& row : placed.rows_) row.leaked = leaked_ids.contains(row.id_hash);
  placed.index();
  return placed;
}

void Placed::index() {
  const auto order = [&](const Row& a, const Row& b) {
    if (a.mailbox != b.mailbox) return a.mailbox < b.mailbox;
    if (a.message != b.message) return a.message < b.message;
    if (a.arrived != b.arrived) return a.arrived < b.arrived;
    return folders_.text(a.folder) < folders_.text(b.folder);
  };
  std::sort(rows_.begin(), rows_.end(), order);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool again = kept > 0 && rows_[kept - 1].mailbox == rows_[i].mailbox &&
                       rows_[kept - 1].message == rows_[i].message;
    if (again) {
      more_folders_.emplace(static_cast<std::uint32_t>(kept - 1), rows_[i].folder);
    } else {
      rows_[kept++] = rows_[i];
    }
  }
  rows_.resize(kept);
  rows_.shrink_to_fit();
  const auto build = [&](std::vector<std::uint32_t>& index, std::uint64_t Row::* hash,
                         bool by_arrival) {
    index.resize(rows_.size());
    std::iota(index.begin(), index.end(), 0);
    std::sort(index.begin(), index.end(), [&](std::uint32_t a, std::uint32_t b) {
      const Row &x = rows_[a], &y = rows_[b];
      if (x.mailbox != y.mailbox) return x.mailbox < y.mailbox;
      if (x.*hash != y.*hash) return x.*hash < y.*hash;
      if (by_arrival && x.arrived != y.arrived) return x.arrived < y.arrived;
      return a < b;
    });
  };
  build(by_id_, &Row::id_hash, false);
  build(by_subject_, &Row::subject_hash, true);
}

std::pair<std::uint32_t, std::uint32_t> Placed::rows_of(std::uint32_t mailbox) const {
  const auto less = [](const Row& row, std::uint32_t box) { return row.mailbox < box; };
  const auto begin = std::lower_bound(rows_.begin(), rows_.end(), mailbox, less);
  const auto end = std::lower_bound(begin, rows_.end(), mailbox + 1, less);
  return {static_cast<std::uint32_t>(begin - rows_.begin()),
          static_cast<std::uint32_t>(end - rows_.begin())};
}

std::span<const std::uint32_t> Placed::find(const std::vector<std::uint32_t>& index,
                                            std::uint64_t Row::* hash, std::uint32_t mailbox,
                                            std::string_view text) const {
  const std::uint64_t wanted = hash_of(text);
  if (wanted == 0) return {};
  const auto key = [&](std::uint32_t row) {
    return std::pair(rows_[row].mailbox, rows_[row].*hash);
  };
  const std::pair target(mailbox, wanted);
  const auto begin =
      std::lower_bound(index.begin(), index.end(), target,
                       [&](std::uint32_t row, const auto& t) { return key(row) < t; });
  const auto end = std::upper_bound(begin, index.end(), target,
                                    [&](const auto& t, std::uint32_t row) { return t < key(row); });
  return std::span(index).subspan(static_cast<std::size_t>(begin - index.begin()),
                                  static_cast<std::size_t>(end - begin));
}

std::span<const std::uint32_t> Placed::by_id(std::uint32_t mailbox, std::string_view id) const {
  return find(by_id_, &Row::id_hash, mailbox, without_brackets(id));
}

std::span<const std::uint32_t> Placed::by_subject(std::uint32_t mailbox,
                                                  std::string_view subject) const {
  return find(by_subject_, &Row::subject_hash, mailbox, subject);
}

std::span<const std::uint32_t> Placed::by_subject(std::uint32_t mailbox, std::string_view subject,
                                                  UnixTime first, UnixTime last) const {
  const auto all = by_subject(mailbox, subject);
  const auto begin = std::partition_point(
      all.begin(), all.end(), [&](std::uint32_t row) { return rows_[row].arrived < first; });
  const auto end = std::partition_point(
      begin, all.end(), [&](std::uint32_t row) { return rows_[row].arrived <= last; });
  return {begin, end};
}

void Placed::moved(std::uint32_t row, UnixTime at, std::string_view from, std::string_view to) {
  moves_[row].push_back({at, folder_key(from), folder_key(to)});
}

void Placed::gone(std::uint32_t row, UnixTime at) {
  UnixTime& last = gone_.try_emplace(row, at).first->second;
  last = std::max(last, at);
}

UnixTime Placed::gone_at(std::uint32_t row) const {
  const auto found = gone_.find(row);
  return found == gone_.end() ? kEverUntil : found->second;
}

InFolder Placed::in_folder(std::uint32_t row, std::string_view folder_key, UnixTime at) const {
  const Row& r = rows_[row];
  if (r.arrived > at || gone_at(row) < at) return InFolder::no;
  const std::string_view last = folders_.text(r.folder);
  std::string_view before = first_folder(last);
  std::string_view after = last;
  if (const auto found = moves_.find(row); found != moves_.end()) {
    for (const Move& move : found->second) {
      if (move.at <= at) {
        before = move.to;
      } else {
        after = move.from;
        break;
      }
    }
  }
  const auto [more, end] = more_folders_.equal_range(row);
  const bool also = std::any_of(
      more, end, [&](const auto& each) { return folders_.text(each.second) == folder_key; });
  if (also) return InFolder::yes;
  if (before == folder_key && after == folder_key) return InFolder::yes;
  return before == folder_key || after == folder_key ? InFolder::perhaps : InFolder::no;
}

}  // namespace letterlock::exposure
