// An investigation: everything that `letterlock investigate` found out, before anybody words it.
//
// Plain records. The same case, options and time give the same Investigation and the same reports,
// octet for octet. The writers of terminal.h, json.h and html.h read it and ask nobody else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/progress.h"
#include "casefile/case.h"
#include "hunt/hunt.h"
#include "report/exposed.h"
#include "report/verification.h"
#include "store/fact_store.h"

namespace letterlock::report {

struct InvestigateOptions {
  hunt::HuntOptions hunt;
  UnixTime now = 0;  // when the report was made, for its head
  std::string tool;  // "letterlock 0.1.0"
  // With keys, the signatures of all messages are verified too (question C). Not owned.
  leak::KeyRing* keys = nullptr;
  leak::ExamineOptions examine;
  // With logs, what an intruder saw is worked out too (question B). Not owned.
  store::EventStore* events = nullptr;
  ExposedOptions exposed;
  unsigned threads = 0;  // 0: one a processor
  std::uint64_t most_notable = 100;
  std::uint64_t most_people = 200;
  std::uint64_t most_pairs = 2000;
  std::uint64_t most_source_defects = 50;
  std::uint64_t most_duplicates = 20;
  std::uint64_t most_attachments = 20;
};

struct DefectOverview {
  std::string name, explanation;
  std::uint64_t messages_or_places = 0;  // how often
};

struct MailboxOverview {
  store::MailboxCounts counts;
  std::optional<UnixTime> first, last;
  // Messages by week since 1970, sent by the owner or not.
  std::map<std::int32_t, std::uint32_t> sent, received;
  hunt::Completeness keeps_sent, keeps_received;
};

struct SameMessageId {
  std::string message_id;
  std::vector<store::MessageSummary> messages;
};

struct Investigation {
  std::string case_directory;  // as given
  std::string tool;
  UnixTime made_at = 0;

  store::Counts counts;
  std::map<std::string, std::uint64_t> months;  // "2024-06" -> messages
  std::vector<MailboxOverview> mailboxes;
  std::vector<store::PersonCounts> people;  // busiest first
  std::vector<store::PairCounts> pairs;     // busiest first
  std::vector<DefectOverview> defects;      // most frequent first
  std::vector<store::SourceDefectFact> source_defects;
  std::uint64_t different_messages = 0;  // by Message-ID; those without one count each
  std::uint64_t same_message_id_groups = 0;
  std::vector<SameMessageId> same_message_id;  // that differ in From, Date or Subject
  std::vector<store::FactStore::SharedAttachment> shared_attachments;

  hunt::HuntResult hunt;                             // question A
  std::optional<ExposedOverview> exposed;            // question B; absent without logs
  std::optional<VerificationOverview> verification;  // question C; absent without keys
};

// Reads the whole case, with its logs if it has any; writes nothing.
Expected<Investigation> investigate(casefile::Case& the_case, const InvestigateOptions& options,
                                    Progress& progress);
// The same over a fact store and evidence from elsewhere.
Expected<Investigation> investigate(store::FactStore& facts, const hunt::EvidenceSource& evidence,
                                    const InvestigateOptions& options, Progress& progress);

}  // namespace letterlock::report
