// Enumerators as the words that output uses.
#include <iterator>

#include "exposure/coverage.h"
#include "exposure/exposure.h"
#include "exposure/seed.h"

namespace letterlock::exposure {
namespace {

constexpr std::string_view kClassNames[] = {"X0", "X1", "X2", "X3", "X4", "X5"};
constexpr std::string_view kClassWords[] = {
    "not exposed",        "no access recorded",
    "cannot be excluded", "was copied to the intruder's device; must be assumed read",
    "was opened",         "was taken",
};
static_assert(std::size(kClassNames) == kClassCount && std::size(kClassWords) == kClassCount);

constexpr std::string_view kBasisNames[] = {
    "arrived_after",
    "gone_before",
    "outside_folder",
    "no_record",
    "blind",
    "perhaps_forwarded",
    "handled",
    "folder_synced",
    "mailbox_synced",
    "named_in_read",
    "attachment_opened",
    "written",
    "attachment_download",
    "message_download",
    "forwarded_by_rule",
    "sent_on",
    "exported",
    "leaked_copy",
};
static_assert(std::size(kBasisNames) == static_cast<std::size_t>(Basis::leaked_copy) + 1);

constexpr std::string_view kCertaintyNames[] = {"certain", "likely", "possible"};

constexpr std::string_view kSeedKinds[] = {"address", "session", "token",   "app",
                                           "client",  "rule",    "message", "episode"};

struct BlindWords {
  std::string_view name, words;
};
constexpr BlindWords kBlindWords[] = {
    {"no_read_log", "the provider keeps no complete record of reading"},
    {"no_reads_seen", "the log has not one record of reading for this mailbox"},
    {"audit_off", "auditing was switched off"},
    {"age_limit", "records were kept for a shortened time"},
    {"throttled", "the provider had stopped logging reads"},
    {"throttle_limit", "the provider's limit of 1,000 records in 24 hours was reached"},
    {"before_log", "the log begins later"},
    {"after_log", "the log ends earlier"},
    {"gap", "the log has a gap"},
    {"export_incomplete", "the export of the log is incomplete"},
    {"ingestion_delay", "the log was exported before late records had arrived"},
    {"record_incomplete", "a record of access has lost the names of its messages"},
    {"repeated", "a repeated access within the hour is not logged"},
};
static_assert(std::size(kBlindWords) == kBlindCount);

template <class Enum>
constexpr std::size_t index_of(Enum value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

std::string_view class_name(ExposureClass exposure) { return kClassNames[index_of(exposure)]; }
std::string_view class_words(ExposureClass exposure) { return kClassWords[index_of(exposure)]; }
std::string_view basis_name(Basis basis) { return kBasisNames[index_of(basis)]; }
std::string_view certainty_name(Certainty certainty) {
  return kCertaintyNames[index_of(certainty)];
}
std::string_view seed_kind_name(Seed::Kind kind) { return kSeedKinds[index_of(kind)]; }
std::string_view blind_name(Blind blind) { return kBlindWords[index_of(blind)].name; }
std::string_view blind_words(Blind blind) { return kBlindWords[index_of(blind)].words; }

std::string blind_words(BlindMask mask) {
  std::string text;
  for (std::size_t i = 0; i < kBlindCount; ++i) {
    if ((mask >> i & 1U) == 0) continue;
    if (!text.empty()) text += "; ";
    text += kBlindWords[i].words;
  }
  return text;
}

}  // namespace letterlock::exposure
