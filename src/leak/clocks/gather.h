// Finds every clock of a message, in order, and says which field each stands in.
#pragma once

#include <optional>
#include <vector>

#include "leak/clocks.h"
#include "mime/unstructured.h"

namespace letterlock::leak {

inline constexpr std::uint32_t kNoField = 0xFFFFFFFF;

struct GatheredHop {
  std::uint32_t field = 0;               // index into message.header()
  std::optional<std::uint32_t> reading;  // of its date
  mime::ReceivedView view;               // lives as long as the message
};

struct Gathered {
  ClockTable table;
  std::vector<std::uint32_t> fields;  // of each reading: index into message.header(), or kNoField
  std::vector<GatheredHop> hops;      // Received fields, newest first
  std::optional<std::uint32_t> date;  // the reading of the first Date field
};

Gathered gather_clocks(const mime::Message& message, const ClockContext& context);

// Fills in comparisons and verdicts.
void compare_clocks(Gathered& gathered);

// What the Received fields show besides their times.
std::vector<Observation> observe_trace(const mime::Message& message, const Gathered& gathered);

}  // namespace letterlock::leak
