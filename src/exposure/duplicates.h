// Records that tell of the same act twice: overlapping exports, or one record in two shapes.
#pragma once

#include <cstdint>
#include <unordered_set>

#include "store/event.h"

namespace letterlock::exposure {

// REQUIRES: asked in EventStore's order.
class Duplicates {
 public:
  bool seen(const store::Event& event);

 private:
  UnixTime at_ = 0;
  std::unordered_set<std::uint64_t> ids_, contents_;  // of the events at `at_`
};

}  // namespace letterlock::exposure
