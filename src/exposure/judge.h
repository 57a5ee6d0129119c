// The second pass over the events: joins what was done in the contexts with the messages, and
// notes from everybody's records what became of messages and of access.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "exposure/contexts.h"
#include "exposure/deeds.h"
#include "exposure/exposure.h"
#include "exposure/placed.h"
#include "exposure/rules.h"

namespace letterlock::exposure {

class Judge {
 public:
  // `result` has contexts and mailboxes; classes, records and activity are put into it.
  Judge(ExposureResult& result, Placed& placed);

  // `context`: kNone where the event is none of the intruder's. REQUIRES: in EventStore's order.
  void add(const store::Event& event, std::uint32_t context);

  // Entry and eviction are known now; coverage may be put into result.mailboxes after this.
  void end_of_events();
  // Classes of all messages, worst first.
  Expected<void> finish(store::FactStore& facts, const ExposureOptions& options);

 private:
  struct Sync {
    std::uint32_t mailbox = 0, record = 0;
    UnixTime at = 0;
    std::vector<std::string> folders;  // keys
    std::vector<std::string> written;  // as logged
  };
  struct Forward {
    std::uint32_t mailbox = 0, record = 0;
    UnixTime from = 0, until = kEverUntil;
    Rule rule;
  };
  struct Export {
    std::uint32_t mailbox = 0, record = 0;
    UnixTime at = 0;
    Certainty certainty = Certainty::certain;
  };
  struct Eviction {
    UnixTime at = 0;
    std::string text;
  };
  // A message that no row stands for.
  struct Absent {
    std::uint32_t mailbox = 0;
    UnixTime arrived = kEverFrom, gone = kEverUntil;
    UnixTime first_seen = kEverUntil;
  };
  struct Touch {
    ExposureClass exposure = ExposureClass::x0;
    Basis basis = Basis::no_record;
    Certainty certainty = Certainty::certain;
    JoinedBy joined = JoinedBy::nothing;
    std::vector<std::uint32_t> records;
  };
  struct Joined {
    std::vector<std::uint32_t> rows;  // rows of placed_, then absent ones behind them
    JoinedBy by = JoinedBy::nothing;
    bool ambiguous = false;
  };

  std::optional<std::uint32_t> mailbox_index(std::string_view name) const;
  std::optional<std::uint32_t> mailbox_of_order(const store::Event& event) const;
  std::optional<std::uint32_t> mailbox_of_event(const store::Event& event) const;
  std::uint32_t use(const store::Event& event, std::uint32_t context);
  // Of messages that a subject may name, the first `most`.
  Joined join(std::uint32_t mailbox, const store::Event& event, const store::NamedMessage& named,
              std::size_t most = SIZE_MAX);
  std::uint32_t absent(std::uint32_t mailbox, const store::Event& event,
                       const store::NamedMessage& named);
  bool is_absent(std::uint32_t row) const { return row >= placed_.rows().size(); }

  void note_access(const store::Event& event, std::uint32_t context);
  void note_reads(const store::Event& event, std::uint32_t mailbox, std::uint32_t context);
  void note_handling(const store::Event& event, std::uint32_t mailbox, std::uint32_t context);
  void note_sync(const store::Event& event, std::uint32_t mailbox, std::uint32_t context);
  void note_export(const store::Event& event, std::uint32_t context);
  void note_forward(const store::Event& event, std::uint32_t mailbox, std::uint32_t context);
  void note_forward_end(const store::Event& event, std::uint32_t mailbox);
  void note_fate(const store::Event& event, std::uint32_t mailbox);
  void note_eviction(const store::Event& event);
  void touch_named(const store::Event& event, std::uint32_t mailbox, std::uint32_t context,
                   ExposureClass exposure, Basis basis);
  void touch(std::uint32_t row, ExposureClass exposure, Basis basis, Certainty certainty,
             JoinedBy joined, std::uint32_t record);
  Certainty certainty_of(std::uint32_t context) const;
  Certainty certainty_of_reach(const ReachedMailbox& mailbox) const;

  // judge_finish.cc
  void apply_syncs();
  void apply_sync(std::uint32_t row, std::span<const std::uint32_t> any,
                  const std::map<std::string, std::vector<std::uint32_t>, std::less<>>& by_folder);
  void apply_exports();
  void apply_leaks();
  Expected<void> apply_forwards(store::FactStore& facts);
  void apply_forward(const Forward& forward, std::uint32_t row,
                     const store::MessageSummary& message);
  Expected<void> apply_sent_on(store::FactStore& facts);
  Expected<void> join_deed(store::FactStore& facts, Deed& deed);
  Expected<void> forwarded_originals(store::FactStore& facts, const Deed& deed);
  Expected<void> find_elsewhere(store::FactStore& facts);
  MessageExposure base_class(std::uint32_t mailbox, std::uint32_t row) const;
  void judge_row(std::uint32_t mailbox, std::uint32_t row);
  bool outside_folders(const ReachedMailbox& mailbox, std::uint32_t row) const;
  UnixTime arrived(std::uint32_t row) const;
  UnixTime gone(std::uint32_t row) const;
  std::vector<std::uint32_t> rows_of(std::uint32_t mailbox) const;

  ExposureResult& result_;
  Placed& placed_;
  std::map<std::string, std::uint32_t, std::less<>> mailbox_ids_;
  Deeds deeds_;
  std::vector<Sync> syncs_;
  std::vector<Forward> forwards_;
  std::map<std::string, std::uint32_t> record_ids_;  // of sent mail, by name
  std::vector<Export> exports_;
  std::vector<std::vector<Eviction>> evictions_;  // by mailbox
  std::vector<std::optional<UnixTime>> last_access_;
  std::vector<std::optional<UnixTime>> first_access_;
  std::vector<std::vector<BlindSpan>> lost_;  // incomplete records, by mailbox
  std::vector<Absent> absent_;                // beside result_.not_held
  std::unordered_map<std::string, std::uint32_t> absent_ids_;
  std::uint64_t absent_cut_ = 0;
  std::unordered_map<std::uint32_t, Touch> touches_;
  std::uint32_t used_event_ = 0;
  bool used_ = false;  // the event at hand has a UsedRecord already
};

}  // namespace letterlock::exposure
