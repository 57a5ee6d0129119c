// Copies: one message as several mailboxes received it is one message, for whoever counts habits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/fact_store.h"
#include "store/facts.h"

namespace letterlock::relations {

// Different messages of one date that are remembered; a case without dates has all at one.
inline constexpr std::size_t kMostOfOneDate = 20'000;

// Deliveries of one message carry one Date, so they follow each other in a scan by date. What
// differs in sender, subject or length is no copy, whatever its Message-ID says.
class Copies {
 public:
  // REQUIRES: asked of every message in the order of FactStore::scan().
  bool is_copy(const store::MessageRecord& message);
  // Room for what the caller notes of the message last asked about; its copies share it.
  std::uint64_t& note() { return *note_; }

 private:
  std::optional<UnixTime> date_;
  std::unordered_map<std::string, std::uint64_t> seen_;  // of `date_`
  std::uint64_t alone_ = 0;
  std::uint64_t* note_ = &alone_;
};

}  // namespace letterlock::relations
