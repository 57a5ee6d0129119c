// The coverage certificate: at which hours the absence of a read record means something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/event.h"

namespace letterlock::exposure {

// Why a log may be silent about an access that took place.
enum class Blind : std::uint8_t {
  no_read_log,        // the product keeps no record of reading (Google, IMAP hosts)
  no_reads_seen,      // not one read record of this mailbox: licence, or audit actions, lack it
  audit_off,          // auditing was switched off, or the actor exempted from it
  age_limit,          // records were kept for a shorter time than usual
  throttled,          // the provider stopped logging reads for 24 hours
  throttle_limit,     // 1,000 reads in 24 hours: it probably did
  before_log,         // before the first record there is
  after_log,          // after the last record there is
  gap,                // no records at hours that usually have some
  export_incomplete,  // the export itself says or shows that rows are missing
  ingestion_delay,    // within 24 hours of the log's end records may not have been there yet
  record_incomplete,  // a record of the intruder's lost the names of its messages
  repeated,  // within the hour after a sync or a blind time a repeated access is not logged
};
inline constexpr std::size_t kBlindCount = 13;
using BlindMask = std::uint16_t;
constexpr BlindMask mask_of(Blind blind) {
  return static_cast<BlindMask>(1U << static_cast<unsigned>(blind));
}
std::string_view blind_name(Blind blind);   // "throttled"
std::string_view blind_words(Blind blind);  // "the provider had stopped logging reads"
std::string blind_words(BlindMask mask);    // all of them, joined

// Whole hours that are blind for one reason.
struct BlindSpan {
  Blind reason = Blind::gap;
  UnixTime from = 0, until = 0;      // [from, until); kEver at the ends that are open
  std::string detail;                // one sentence with the numbers
  std::vector<std::string> records;  // names; at most 8
};
inline constexpr UnixTime kEverFrom = INT64_MIN / 4;
inline constexpr UnixTime kEverUntil = INT64_MAX / 4;

// Of one mailbox. Spans are sorted by start, then reason.
struct Coverage {
  std::vector<BlindSpan> spans;
  std::uint64_t records = 0;       // of the mailbox, of any kind
  std::uint64_t read_records = 0;  // MailItemsAccessed
  std::optional<UnixTime> first, last;

  // Reasons at any time of [from, until]; 0: clean.
  BlindMask blind(UnixTime from, UnixTime until) const;
};

}  // namespace letterlock::exposure
