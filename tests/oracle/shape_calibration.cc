// Counts, over genuine mail, what src/leak/shape says of each message against all the others: the
// figures of docs/clocks.md and of src/leak/shape/known_formats.cc.
//
// usage: shape_calibration FILE.mbox.zst|FILE.tar.zst...
#include <fmt/format.h>

#include <map>
#include <string>

#include "leak/shape.h"
#include "suites/archived_mail.h"

namespace {

using namespace letterlock;
using namespace letterlock::leak;

struct Tally {
  std::size_t consistent = 0, contradicts = 0, not_applicable = 0;
  std::map<std::string, std::size_t> others;  // values that were not consistent
};

std::string pass(int argc, char** argv, const std::function<void(const mime::Message&)>& take) {
  const auto each = [&](const std::string&, std::string_view octets) {
    const auto message = mime::Message::parse_view(octets);
    if (message) take(*message);
    return true;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string error = suites::each_in(argv[i], each);
    if (!error.empty()) return error;
  }
  return "";
}

void count(const ShapeReading& reading, std::map<std::string, Tally>& tallies) {
  std::string name = fmt::format("{} {}", to_string(reading.basis), to_string(reading.aspect));
  if (reading.basis == ShapeBasis::known_format) name += " " + reading.claim;
  Tally& tally = tallies[name];
  switch (reading.verdict) {
    case ClockVerdict::consistent:
      ++tally.consistent;
      return;
    case ClockVerdict::contradicts:
      ++tally.contradicts;
      break;
    case ClockVerdict::not_applicable:
      ++tally.not_applicable;
      break;
  }
  if (reading.basis == ShapeBasis::known_format) ++tally.others[reading.value];
}

}  // namespace

int main(int argc, char** argv) {
  ShapeProfile profile;
  std::map<std::string, Tally> tallies;
  std::string error =
      pass(argc, argv, [&](const mime::Message& message) { profile.learn(shape_of(message)); });
  if (error.empty()) {
    error = pass(argc, argv, [&](const mime::Message& message) {
      for (const auto& reading : compare_shape(message, shape_of(message), &profile, true)) {
        count(reading, tallies);
      }
    });
  }
  if (!error.empty()) {
    fmt::print(stderr, "{}\n", error);
    return 66;
  }
  for (const auto& [name, tally] : tallies) {
    const std::size_t all = tally.consistent + tally.contradicts + tally.not_applicable;
    fmt::print("{:52} n {:6} consistent {:7.3f} % contradicts {:6.3f} % ({})", name, all,
               100.0 * static_cast<double>(tally.consistent) / static_cast<double>(all),
               100.0 * static_cast<double>(tally.contradicts) / static_cast<double>(all),
               tally.contradicts);
    std::size_t shown = 0;
    std::multimap<std::size_t, std::string, std::greater<>> by_count;
    for (const auto& [value, times] : tally.others) by_count.emplace(times, value);
    for (const auto& [times, value] : by_count) {
      if (++shown <= 4) fmt::print(" {}x{}", times, value);
    }
    fmt::print("\n");
  }
  return 0;
}
