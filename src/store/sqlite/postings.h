// What is looked up by something else than a message's number, gathered from messages in memory and
// written in sorted order (a "roll-up"): one pass over each table instead of a random write a fact.
//
// The tables lag behind the messages by a bounded tail; totals `rolled_messages` and
// `rolled_placements` say how far they go. Used from one thread.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/sqlite/facts_codec.h"

namespace letterlock::store::sqlite {

// Dates before 1970-01-02 are no dates of mail (a zeroed clock, a broken field).
inline constexpr std::int64_t kFirstPlausible = 86'400;

// message.flags and by_date.flags.
enum MessageFlag : std::int64_t {
  kReconstructed = 1,
  kHasAttachment = 2,
  kHasLink = 4,
  kHasQuote = 8,
  kHasDefect = 16,
  kClaimsReply = 32,
  kClaimsForward = 64,
  kHasReferences = 128,
};

// The first 8 octets of a hash as a number whose signed order is the hash's order.
std::int64_t prefix_of(const Sha256& hash);
Sha256 hash_from(std::string_view octets);

std::uint64_t text_hash(std::string_view text);

// The columns of a message that its postings come from.
struct PostedMessage {
  std::int64_t id = 0, prefix = 0, body = 0, flags = 0;
  std::optional<std::int64_t> date;
  std::string_view message_id, base_subject;
  std::string_view addresses, defects;  // packed
  std::string_view links;               // packed; "" unless the body is the message's own
};

struct PostedPlacement {
  std::int64_t id = 0, mailbox = 0;
  bool in_sent_folder = false;
  std::string_view addresses;  // packed, of the message
};

class Postings {
 public:
  // False where a packed list is damaged.
  bool add(const PostedMessage& message);
  bool add(const PostedPlacement& placement);

  bool empty() const { return last_message_ == 0 && last_placement_ == 0; }
  // True once it is time to write: keeps memory bounded whatever messages hold.
  bool full() const { return entries_ >= kMostEntries; }

  // Writes all to the tables of `schema` and forgets it. In "main" the totals say so.
  void flush(Database& database, const std::string& schema);
  void clear() { *this = Postings(); }

 private:
  static constexpr std::size_t kMostEntries = 2'000'000;
  // Pairs grow with From times To, both the sender's choice; real mail has one From.
  static constexpr std::size_t kMostSenders = 4;
  static constexpr std::size_t kLongestName = 200;

  struct Two {
    std::int64_t key, item;
    auto operator<=>(const Two&) const = default;
  };
  struct Dated {
    std::int64_t date, message, flags;
    auto operator<=>(const Dated&) const = default;
  };
  struct Correspondent {
    std::int64_t address, date, message, roles;
    auto operator<=>(const Correspondent&) const = default;
  };
  struct Pair {
    std::int64_t sender, recipient, date;
    auto operator<=>(const Pair&) const = default;
  };
  struct Name {
    std::int64_t address = 0, messages = 0;
    std::string text;
  };

  void add_people(const PostedMessage& message);
  void add_name(std::int64_t address, std::string_view name);
  void flush_simple(Database& database, const std::string& schema);
  void flush_votes(Database& database, const std::string& schema);
  void flush_people(Database& database, const std::string& schema);
  void flush_pairs(Database& database, const std::string& schema);
  void flush_names(Database& database, const std::string& schema);

  std::vector<Dated> dated_;
  std::vector<Two> prefixes_, message_ids_, subjects_, hosts_, defects_, votes_;
  std::vector<Correspondent> correspondents_;
  std::vector<Pair> pairs_;
  std::unordered_map<std::uint64_t, Name> names_;
  std::vector<Two> roles_;                // of the message at hand: address, role bit
  std::vector<std::int64_t> candidates_;  // of the placement at hand
  std::size_t entries_ = 0;
  std::int64_t last_message_ = 0, last_placement_ = 0;
};

}  // namespace letterlock::store::sqlite
