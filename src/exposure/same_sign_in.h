// One sign-in leaves a record in the Unified Audit Log (UserLoggedIn) and one in the sign-in log of
// Entra ID: it happened once, and has two records.
//
// They are one where the audit record's IntraSystemId is the sign-in's id; where it has none, where
// account, address, session and outcome are the same within seconds.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/event.h"

namespace letterlock::exposure {

class SameSignIn {
 public:
  // What the caller calls the event: a run, a line of the timeline.
  using Handle = std::uint32_t;

  struct Twin {
    Handle handle = 0;    // of the earlier event
    bool failed = false;  // by either record
  };

  // The earlier event that `event` repeats from the other log; else nullopt, and `handle` stands
  // for it. REQUIRES: `event` has a time, and comes in EventStore's order.
  std::optional<Twin> add(const store::Event& event, Handle handle);

 private:
  struct Recent {
    UnixTime at = 0;
    store::Provider provider = store::Provider::unknown;
    Handle handle = 0;
    bool failed = false;
    std::uint64_t by_id = 0, by_place = 0;  // keys; 0: none
  };
  std::optional<Twin> find(std::unordered_map<std::uint64_t, std::uint64_t>& keys,
                           std::uint64_t key, const store::Event& event, UnixTime within);
  void forget_before(UnixTime at);

  std::deque<Recent> recent_;
  std::uint64_t first_ = 0;                                        // number of recent_.front()
  std::unordered_map<std::uint64_t, std::uint64_t> ids_, places_;  // -> number of the latest
};

}  // namespace letterlock::exposure
