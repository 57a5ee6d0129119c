#include <fmt/format.h>

#include <cmath>

#include "leak/clocks.h"

namespace letterlock::leak {
namespace {

// What does not hold of all is never rounded to all of them.
std::string percent_in_words(float percent) {
  return percent < 100 && percent >= 99.95F ? "over 99.9 %" : fmt::format("{:.1f} %", percent);
}

std::string span_in_words(MicroTime span) {
  const double seconds = std::abs(static_cast<double>(span)) / static_cast<double>(kSecond);
  if (seconds < 1) return "less than a second";
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 172'800) return fmt::format("{:.1f} h", seconds / 3600);
  if (seconds < 63'072'000) return fmt::format("{:.1f} days", seconds / 86400);
  return fmt::format("{:.1f} years", seconds / 31'556'952);
}

std::string_view other_in_words(Against against) {
  switch (against) {
    case Against::date:
      return "Date";
    case Against::origin:
      return "the oldest Received field";
    case Against::same_field:
      return "the date in the same field";
    case Against::next_hop:
      return "the hop before it";
  }
  return "";
}

std::string allowed(const Tolerance& tolerance) {
  const auto end = [](std::int32_t seconds) { return span_in_words(seconds * kSecond); };
  const auto side = [&](std::int32_t seconds) {
    return end(seconds) + (seconds < 0 ? " before" : " after");
  };
  if (tolerance.lower && tolerance.upper) {
    return fmt::format("{} to {} it", side(*tolerance.lower), side(*tolerance.upper));
  }
  return tolerance.lower ? fmt::format("no earlier than {} it", side(*tolerance.lower))
                         : fmt::format("no later than {} it", side(*tolerance.upper));
}

std::string sentence(const ClockComparison& comparison) {
  const MicroTime difference = comparison.difference;
  const std::string distance =
      difference == 0 ? std::string("the same time as ")
                      : span_in_words(difference) + (difference < 0 ? " before " : " after ");
  const std::string where = fmt::format("{}{}", distance, other_in_words(comparison.against));
  const Tolerance& tolerance = comparison.tolerance;
  if (tolerance.samples < kMinSamples) {
    return fmt::format("{}: {} samples are too few to judge by", where, tolerance.samples);
  }
  if (!tolerance.measured()) {
    return fmt::format("{}: genuine mail departs too often to judge by (within {} in {:.1f} %)",
                       where, allowed(tolerance), tolerance.within);
  }
  return fmt::format("{}: {} ({}; {} of {} genuine messages)", where, to_string(comparison.verdict),
                     allowed(tolerance), percent_in_words(tolerance.within), tolerance.samples);
}

}  // namespace

std::string_view to_string(ClockVerdict verdict) {
  switch (verdict) {
    case ClockVerdict::consistent:
      return "consistent";
    case ClockVerdict::contradicts:
      return "contradicts";
    case ClockVerdict::not_applicable:
      return "not_applicable";
  }
  return "";
}

std::string_view to_string(Against against) {
  switch (against) {
    case Against::date:
      return "date";
    case Against::origin:
      return "origin";
    case Against::same_field:
      return "same_field";
    case Against::next_hop:
      return "next_hop";
  }
  return "";
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::caution:
      return "caution";
    case Severity::contradiction:
      return "contradiction";
  }
  return "";
}

std::string_view to_string(Writer writer) {
  switch (writer) {
    case Writer::sender_client:
      return "sender_client";
    case Writer::sender_provider:
      return "sender_provider";
    case Writer::relay:
      return "relay";
    case Writer::receiver:
      return "receiver";
    case Writer::archive:
      return "archive";
  }
  return "";
}

std::string_view in_words(Writer writer) {
  switch (writer) {
    case Writer::sender_client:
      return "the program that wrote the message, or anybody who edited the file afterwards";
    case Writer::sender_provider:
      return "the servers of the sender's provider, or anybody who edited the file afterwards";
    case Writer::relay:
      return "a server on the way, or anybody who edited the file afterwards";
    case Writer::receiver:
      return "the receiving provider, or anybody who edited the file afterwards";
    case Writer::archive:
      return "the mail store or the program that made this copy";
  }
  return "";
}

std::string format_interval(const MicroInterval& at) {
  const UnixTime seconds =
      at.earliest >= 0 ? at.earliest / kSecond : (at.earliest - kSecond + 1) / kSecond;
  std::string text = format_utc(seconds);
  const MicroTime width = at.latest - at.earliest + 1;
  if (!text.ends_with('Z')) return text;
  const MicroTime fraction = at.earliest - seconds * kSecond;
  if (width < 1000) {
    text.insert(text.size() - 1, fmt::format(".{:06}", fraction));
  } else if (width < kSecond) {
    text.insert(text.size() - 1, fmt::format(".{:03}", fraction / 1000));
  } else if (width > 60 * kSecond) {
    text += fmt::format(" to {}", format_utc(at.latest / kSecond));
  }
  return text;
}

std::string describe(const ClockReading& reading) {
  const ClockFacts& facts = facts_of(reading.kind);
  if (!reading.decoded) {
    return fmt::format("{} has its clock's shape, but what stands there is no possible time.",
                       facts.title);
  }
  std::string text = fmt::format("{} says {}", facts.title, format_interval(reading.at));
  if (reading.zone_assumed) text += " (a local time, read in the zone of Date)";
  if (reading.layout != 0) text += fmt::format(" (layout {}", reading.layout);
  if (reading.layout != 0) {
    text += reading.carries ? fmt::format(", 2^54 added {} times)", reading.carries) : ")";
  }
  for (const ClockComparison& comparison : reading.comparisons) {
    text += fmt::format("; {}", sentence(comparison));
  }
  return text + '.';
}

}  // namespace letterlock::leak
