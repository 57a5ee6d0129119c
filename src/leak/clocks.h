// The clocks hidden in one message: every value in it that holds a time, decoded and laid side by
// side (docs/clocks.md says how each is decoded and what the tolerances were measured on).
//
// No key is needed and nothing is judged genuine: all these values can be forged. One that agrees
// raises the cost of a forgery; one that contradicts is strong. They are independent observations
// and are never added up to a number. Bounded: at most ClockLimits::readings, each field read once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/clock.h"
#include "leak/clock_kind.h"
#include "leak/observation.h"
#include "mime/message.h"

namespace letterlock::leak {

// Microseconds since 1970-01-01T00:00:00Z.
using MicroTime = std::int64_t;
inline constexpr MicroTime kSecond = 1'000'000;

// What a value says, as exactly as it says it: both ends belong to it.
struct MicroInterval {
  MicroTime earliest = 0;
  MicroTime latest = 0;
  bool operator==(const MicroInterval&) const = default;
};

enum class ClockVerdict : std::uint8_t { consistent, contradicts, not_applicable };
std::string_view to_string(ClockVerdict verdict);

// With what a reading is compared.
enum class Against : std::uint8_t {
  date,        // the Date field
  origin,      // the oldest Received field: where a server first saw the message
  same_field,  // the date written in the very field that holds the reading
  next_hop,    // Received: the hop before it
};
std::string_view to_string(Against against);

struct ClockComparison {
  Against against = Against::date;
  std::uint32_t with = 0;    // index into ClockTable::readings
  MicroTime difference = 0;  // this reading minus the other, earliest ends
  Tolerance tolerance;       // what genuine mail keeps to
  ClockVerdict verdict = ClockVerdict::not_applicable;
};

struct ClockReading {
  ClockKind kind = ClockKind::date;
  ByteRange where;   // the octets that hold the time; empty for what the archive tells
  MicroInterval at;  // meaningless where !decoded
  // False: the octets have this clock's shape and hold no possible time (1990 to 2100).
  bool decoded = true;
  std::optional<int> zone_minutes;  // as told beside the value
  bool zone_assumed = false;        // local time, read in the Date field's zone
  char layout = 0;                  // Thread-Index: 'a' or 'b'; else 0
  std::uint8_t carries = 0;         // Thread-Index child: how often 2^54 was added
  std::vector<ClockComparison> comparisons;
  // contradicts where any comparison does; consistent where at least one could be made.
  ClockVerdict verdict = ClockVerdict::not_applicable;
};

// What is known of a copy from outside its octets: the placement facts of the case.
struct ArchiveTime {
  ClockKind kind = ClockKind::imap_internal_date;  // one whose writer is the archive
  UnixTime at = 0;
};
struct ClockContext {
  std::span<const ArchiveTime> archive;
};

struct ClockLimits {
  static constexpr std::size_t kReadings = 1000;   // of one message; real mail stays below 100
  static constexpr std::size_t kBoundaries = 50;   // multiparts whose boundary is read
  static constexpr std::size_t kChildren = 500;    // reply blocks of one Thread-Index
  static constexpr std::size_t kReferences = 100;  // Message-IDs named by one field
};

struct ClockTable {
  std::vector<ClockReading> readings;  // in order of the header, then boundaries, then archive
  std::vector<Observation> trace;      // what the order of the Received fields shows
  bool complete = true;                // false: more than kReadings
};

ClockTable read_clocks(const mime::Message& message, const ClockContext& context = {});

// "2019-01-12T20:47:26.846Z", with as many decimals as the interval is exact to.
std::string format_interval(const MicroInterval& at);

// One plain sentence about a reading: what it says, against what, with the tolerance.
std::string describe(const ClockReading& reading);

}  // namespace letterlock::leak
