// What a signature's t= and x= say beside Date and the trace.
#include <fmt/format.h>

#include "leak/observations/observer.h"

namespace letterlock::leak {
namespace {

const ClockReading* oldest_received(const ClockTable& clocks) {
  const ClockReading* oldest = nullptr;
  for (const ClockReading& reading : clocks.readings) {
    if (reading.kind == ClockKind::received && reading.decoded) oldest = &reading;
  }
  return oldest;
}

const ClockReading* newest_received(const ClockTable& clocks) {
  for (const ClockReading& reading : clocks.readings) {
    if (reading.kind == ClockKind::received && reading.decoded) return &reading;
  }
  return nullptr;
}

void observe_signing_time(Observer& observer, const ClockReading& reading) {
  for (const ClockComparison& comparison : reading.comparisons) {
    if (comparison.verdict != ClockVerdict::contradicts) continue;
    const ClockReading& other = observer.clocks.readings[comparison.with];
    const bool early = comparison.difference < 0;
    if (comparison.against == Against::date) {
      observer.add(early ? "signed_before_date" : "signed_long_after_date", Severity::contradiction,
                   {reading.where, other.where},
                   fmt::format("The signature says it was made at {}, {} Date says ({}).",
                               format_interval(reading.at),
                               early ? "before the message was written as" : "long after what",
                               format_interval(other.at)));
    } else if (comparison.against == Against::origin) {
      observer.add(early ? "signed_long_before_received" : "signed_after_received",
                   Severity::contradiction, {reading.where, other.where},
                   fmt::format("The signature says it was made at {}, {} the first server saw the "
                               "message ({}).",
                               format_interval(reading.at), early ? "long before" : "long after",
                               format_interval(other.at)));
    }
  }
}

void observe_expiry(Observer& observer, const ClockReading& reading) {
  const ClockReading* arrived = newest_received(observer.clocks);
  const ClockReading* seen = oldest_received(observer.clocks);
  if (arrived != nullptr && seen != nullptr && seen->at.earliest > reading.at.latest) {
    observer.add("sent_after_expiry", Severity::caution, {reading.where, seen->where},
                 fmt::format("The signature was good until {}; the first server saw the message "
                             "only at {}: an old message may have been sent again.",
                             format_interval(reading.at), format_interval(seen->at)));
  } else if (arrived != nullptr && arrived->at.earliest > reading.at.latest) {
    observer.add("arrived_after_expiry", Severity::note, {reading.where, arrived->where},
                 fmt::format("The signature was good until {}; the message arrived at {}.",
                             format_interval(reading.at), format_interval(arrived->at)));
  }
}

}  // namespace

void observe_times(Observer& observer) {
  for (const ClockReading& reading : observer.clocks.readings) {
    if (!reading.decoded) continue;
    if (reading.kind == ClockKind::dkim_t) observe_signing_time(observer, reading);
    if (reading.kind == ClockKind::dkim_x) observe_expiry(observer, reading);
  }
  for (const auth::SignatureCheck& check : observer.checks) {
    if (check.reason == auth::DkimReason::signature_expired) {
      observer.add("signature_expired", Severity::note, {observer.tag(check, "x")},
                   fmt::format("The signature of {} asked not to be relied on for delivery after "
                               "its x=; for evidence this does not matter.",
                               check.signature.d));
    } else if (check.reason == auth::DkimReason::signature_in_future) {
      observer.add(
          "signature_in_future", Severity::contradiction, {observer.tag(check, "t")},
          fmt::format("The signature of {} says it was made in the future.", check.signature.d));
    }
  }
}

}  // namespace letterlock::leak
