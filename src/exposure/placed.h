// The messages of the reached mailboxes: what lay where and when, small enough for a million.
//
// A message's place in time is known from its arrival to its end; its folder at the two ends: where
// mail arrives (or is kept when sent), and where the case holds it. In between the owner may have
// moved it without a record, so a question about the folder is answered yes, no or perhaps.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "exposure/coverage.h"
#include "relations/interned.h"
#include "store/fact_store.h"

namespace letterlock::exposure {

using FolderId = std::uint32_t;  // of Placed::folders(); the folder's key

struct Row {
  store::MessageId message = store::kNoMessage;
  std::uint64_t id_hash = 0, subject_hash = 0;  // 0: none
  UnixTime arrived = 0;                         // kEverFrom: unknown
  std::uint32_t size = 0;                       // at most 2^32-1
  std::uint32_t mailbox = 0;
  FolderId folder = 0;
  bool leaked = false;  // a copy lies in a mailbox of leaked mail
};

enum class InFolder : std::uint8_t { no, perhaps, yes };

class Placed {
 public:
  // `mailboxes`: the case's mailbox -> index of the reached one. Keeps only these; a message that
  // lies there twice is one row.
  static Expected<Placed> load(store::FactStore& facts,
                               const std::map<std::string, std::uint32_t>& mailboxes,
                               const std::set<std::string>& leaked, Progress& progress);

  std::span<const Row> rows() const LL_LIFETIME_BOUND { return rows_; }
  std::pair<std::uint32_t, std::uint32_t> rows_of(std::uint32_t mailbox) const;
  // Rows of a mailbox by Message-ID, or by subject, those by arrival; as indices.
  std::span<const std::uint32_t> by_id(std::uint32_t mailbox,
                                       std::string_view id) const LL_LIFETIME_BOUND;
  std::span<const std::uint32_t> by_subject(std::uint32_t mailbox,
                                            std::string_view subject) const LL_LIFETIME_BOUND;
  // Only those that arrived from `first` to `last`.
  std::span<const std::uint32_t> by_subject(std::uint32_t mailbox, std::string_view subject,
                                            UnixTime first, UnixTime last) const LL_LIFETIME_BOUND;

  // What a record says of a row. REQUIRES: in the order of time.
  void moved(std::uint32_t row, UnixTime at, std::string_view from, std::string_view to);
  void gone(std::uint32_t row, UnixTime at);

  // kEverUntil where no record shows its end.
  UnixTime gone_at(std::uint32_t row) const;
  InFolder in_folder(std::uint32_t row, std::string_view folder_key, UnixTime at) const;
  // Where the case holds it: the folder's key.
  std::string_view folder(std::uint32_t row) const LL_LIFETIME_BOUND {
    return folders_.text(rows_[row].folder);
  }

 private:
  struct Move {
    UnixTime at = 0;
    std::string from, to;  // keys; "" unknown
  };
  void index();
  std::span<const std::uint32_t> find(const std::vector<std::uint32_t>& index,
                                      std::uint64_t Row::* hash, std::uint32_t mailbox,
                                      std::string_view text) const;

  std::vector<Row> rows_;
  std::vector<std::uint32_t> by_id_, by_subject_;
  relations::Interned folders_;
  std::multimap<std::uint32_t, FolderId> more_folders_;  // of rows with several placements
  std::unordered_map<std::uint32_t, std::vector<Move>> moves_;
  std::unordered_map<std::uint32_t, UnixTime> gone_;
};

}  // namespace letterlock::exposure
