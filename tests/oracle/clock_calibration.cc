// Prints, for each kind of clock and each thing it is compared with, how far genuine mail departs:
// the figures of docs/clocks.md and of src/leak/clocks/kinds.inc.
//
// usage: clock_calibration FILE.mbox.zst|FILE.tar.zst...
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "leak/clocks.h"
#include "leak/clocks/kinds.h"
#include "suites/archived_mail.h"

namespace {

using namespace letterlock;
using namespace letterlock::leak;

struct Samples {
  std::vector<double> seconds;
  std::size_t within = 0, contradicts = 0;
};
using Key = std::pair<std::string, std::string>;

bool is_answered(const ClockTable& table, std::size_t i) {
  return i + 1 < table.readings.size() &&
         (table.readings[i + 1].kind == ClockKind::thread_index_reply ||
          table.readings[i + 1].kind == ClockKind::thread_index_ancestor);
}

void take(const ClockTable& table, std::map<Key, Samples>& all) {
  for (std::size_t i = 0; i < table.readings.size(); ++i) {
    const ClockReading& reading = table.readings[i];
    std::string name(facts_of(reading.kind).name);
    if (reading.kind == ClockKind::thread_index_start && is_answered(table, i)) name += " answered";
    if (reading.layout != 0) name += fmt::format(" {}", reading.layout);
    if (reading.layout != 0 && reading.carries) name += fmt::format(" k={}", reading.carries);
    if (!reading.decoded) {
      all[{name, "not decoded"}].seconds.push_back(0);
      continue;
    }
    for (const ClockComparison& comparison : reading.comparisons) {
      Samples& samples = all[{name, std::string(to_string(comparison.against))}];
      samples.seconds.push_back(static_cast<double>(comparison.difference) / kSecond);
      samples.contradicts += comparison.verdict == ClockVerdict::contradicts;
      samples.within += comparison.verdict == ClockVerdict::consistent;
    }
  }
}

double percent(std::size_t part, std::size_t whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void print(const std::map<Key, Samples>& all) {
  fmt::print(
      "{:34} {:11} {:>7} {:>10} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10} {:>10} {:>7} {:>7}\n",
      "kind", "against", "n", "p0.1", "p0.5", "p2", "p25", "median", "p75", "p98", "p99.5", "p99.9",
      "contra%", "within%");
  for (const auto& [key, samples] : all) {
    std::vector<double> sorted = samples.seconds;
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&](double share) {
      return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5)];
    };
    fmt::print(
        "{:34} {:11} {:7} {:10.1f} {:10.1f} {:9.1f} {:9.1f} {:9.1f} {:9.1f} {:9.1f} {:10.1f} "
        "{:10.1f} {:7.2f} {:7.3f}\n",
        key.first, key.second, sorted.size(), at(.001), at(.005), at(.02), at(.25), at(.5), at(.75),
        at(.98), at(.995), at(.999), percent(samples.contradicts, sorted.size()),
        percent(samples.within, sorted.size()));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::map<Key, Samples> all;
  const auto each = [&](const std::string&, std::string_view octets) {
    const auto message = mime::Message::parse_view(octets);
    if (message) take(read_clocks(*message), all);
    return true;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string error = suites::each_in(argv[i], each);
    if (!error.empty()) {
      fmt::print(stderr, "{}\n", error);
      return 66;
    }
  }
  print(all);
  return 0;
}
