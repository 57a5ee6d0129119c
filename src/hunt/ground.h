// The ground that thread truth stands on: which mailboxes the case holds, whose they are, which
// weeks they cover, how complete they are, and which messages answer to something not held.
//
// Built by one pass over thread keys and one over messages; some 60 octets a message then, eight
// afterwards. Read-only once built.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/attributes.h"
#include "base/expected.h"
#include "base/progress.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// Out of so many things that should be held, so many are.
struct Completeness {
  std::uint64_t expected = 0, found = 0;
};

struct HeldMailbox {
  std::string name, owner;  // owner: "" where unclear
  std::uint64_t placements = 0;
  std::optional<UnixTime> first, last;
  std::map<std::int32_t, std::uint32_t> sent,
      received;  // by week since 1970: from the owner or not
  // Of what others answer to the owner, how much the mailbox holds; of what the owner answers.
  Completeness keeps_sent, keeps_received;
};

enum class Parent : std::uint8_t { none_named, held, not_held };

// Messages under one Message-ID that differ in more than their way: in From, Date or Subject.
struct SameMessageId {
  std::vector<store::MessageId> messages;
};

class Ground {
 public:
  static Expected<Ground> survey(store::FactStore& facts, Progress& progress);

  const std::vector<HeldMailbox>& mailboxes() const LL_LIFETIME_BOUND { return mailboxes_; }
  // The mailbox that belongs to an address, or nullptr.
  const HeldMailbox* mailbox_of(std::string_view address) const LL_LIFETIME_BOUND;
  // What In-Reply-To (or else the last of References) names.
  Parent parent(store::MessageId id) const;
  store::MessageId parent_id(store::MessageId id) const;  // kNoMessage unless held
  // What is answered is held and somebody else wrote it.
  bool answers_another(store::MessageId id) const;
  // What the message numbered kGuest names as its parent, and whether another wrote that.
  void set_guest(Parent parent, store::MessageId parent_id, std::string_view from);
  // In id order, at most 200 groups; how many there are in all.
  const std::vector<SameMessageId>& same_message_id() const LL_LIFETIME_BOUND { return same_; }
  std::uint64_t same_message_id_groups() const { return same_groups_; }
  // Different Message-IDs, and messages without one.
  std::uint64_t different_messages() const { return different_; }
  std::uint64_t messages() const { return parent_.empty() ? 0 : parent_.size() - 1; }
  // Of direct answers from and to mailbox owners, how many name a parent that is held.
  Completeness parents_held() const { return parents_held_; }

 private:
  struct Pending;
  struct Survey;
  Expected<void> read_thread_keys(store::FactStore& facts, Survey& survey);
  Expected<void> read_mailboxes(store::FactStore& facts);
  Expected<void> read_messages(store::FactStore& facts, Survey& survey, Progress& progress);
  void count_record(const store::MessageRecord& message, std::vector<Pending>& pending);
  void judge(const Survey& survey);
  void compare_copies(const Survey& survey);

  std::vector<HeldMailbox> mailboxes_;
  std::unordered_map<std::string, std::size_t> by_name_, by_owner_;
  static constexpr std::uint32_t kNotHeld = 0xFFFFFFFF;
  std::vector<std::uint32_t> parent_;  // by MessageId: kNoMessage where none is named, kNotHeld
  std::vector<std::uint32_t> from_;    // by MessageId: a hash of From
  std::vector<SameMessageId> same_;
  std::uint64_t same_groups_ = 0, different_ = 0;
  Completeness parents_held_;
  struct Guest {
    Parent parent = Parent::none_named;
    store::MessageId parent_id = store::kNoMessage;
    std::uint32_t from = 0;
  } guest_;
};

// Whether a mailbox covers a time, so that what is not in it was probably never there: it holds
// mail of that kind within two weeks of it, and some before and after.
bool covers(const HeldMailbox& mailbox, bool sent, UnixTime from, UnixTime until);

}  // namespace letterlock::hunt
