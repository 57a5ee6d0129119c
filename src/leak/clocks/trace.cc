// The order and chaining of the Received fields (RFC 5321 section 4.4): each an observation.
#include <fmt/format.h>

#include "base/ascii.h"
#include "leak/clocks/gather.h"

namespace letterlock::leak {
namespace {

// "mail.example" of "mail.example." and "[192.0.2.1]" alike, lower case.
std::string host(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  return lower_ascii(name);
}

// The last two labels, or all of an address literal or single label.
std::string_view tail(std::string_view name) {
  const std::size_t last = name.rfind('.');
  if (last == std::string_view::npos || last == 0 || name.ends_with(']')) return name;
  const std::size_t before = name.rfind('.', last - 1);
  return before == std::string_view::npos ? name : name.substr(before + 1);
}

class TraceObserver {
 public:
  TraceObserver(const mime::Message& message, const Gathered& gathered)
      : message_(message), gathered_(gathered) {}

  std::vector<Observation> run() {
    const auto& hops = gathered_.hops;
    if (hops.empty()) {
      add("no_received", Severity::note, {},
          "No Received field: a copy from a Sent folder, a draft, or a copy whose trace was "
          "removed.");
    }
    for (std::size_t i = hops.size(); i-- > 0;) {
      observe_zone(hops[i]);
      if (i + 1 < hops.size()) observe_step(hops[i + 1], hops[i]);
    }
    return std::move(observations_);
  }

 private:
  void add(std::string_view name, Severity severity, std::vector<ByteRange> where,
           std::string says) {
    constexpr std::size_t kMost = 200;
    if (observations_.size() >= kMost) return;
    observations_.push_back({std::string(name), severity, std::move(where), std::move(says)});
  }
  ByteRange field(const GatheredHop& hop) const { return message_.header()[hop.field].whole; }
  const ClockReading* time(const GatheredHop& hop) const {
    return hop.reading ? &gathered_.table.readings[*hop.reading] : nullptr;
  }

  // Zones are whole quarters of an hour from -12:00 to +14:00.
  void observe_zone(const GatheredHop& hop) {
    const ClockReading* at = time(hop);
    if (at == nullptr) {
      add("received_without_date", Severity::note, {field(hop)},
          "A Received field without a readable date.");
      return;
    }
    if (!at->zone_minutes) return;
    const int zone = *at->zone_minutes;
    if (zone >= -12 * 60 && zone <= 14 * 60 && zone % 15 == 0) return;
    add("received_zone_impossible", Severity::caution, {at->where},
        fmt::format("A Received field tells a zone {} minutes from UTC, which no place has.",
                    zone));
  }

  // `before` handed the message to `after`.
  void observe_step(const GatheredHop& before, const GatheredHop& after) {
    const ClockReading *first = time(before), *second = time(after);
    if (first != nullptr && second != nullptr && first->decoded && second->decoded) {
      const MicroTime back = first->at.earliest - second->at.earliest;
      if (back > 0) {
        add("received_goes_back", back > 3600 * kSecond ? Severity::caution : Severity::note,
            {first->where, second->where},
            fmt::format("A hop is dated {} s before the hop that handed it the message.",
                        back / kSecond));
      }
    }
    const std::string by = host(before.view.by), from = host(after.view.from);
    if (by.empty() || from.empty() || tail(by) == tail(from)) return;
    const std::string comment = lower_ascii(after.view.from_comment);
    if (comment.find(tail(by)) != std::string::npos) return;
    add("received_not_chained", Severity::note, {field(before), field(after)},
        fmt::format("One hop was made by \"{}\", the next says it got the message from \"{}\".", by,
                    from));
  }

  const mime::Message& message_;
  const Gathered& gathered_;
  std::vector<Observation> observations_;
};

}  // namespace

std::vector<Observation> observe_trace(const mime::Message& message, const Gathered& gathered) {
  return TraceObserver(message, gathered).run();
}

}  // namespace letterlock::leak
