// Everything that one message shows by itself: what its signatures prove, what its hidden clocks
// say, what else is worth knowing; and the same for many, with several threads, in order.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "auth/arc.h"
#include "base/progress.h"
#include "base/sha256.h"
#include "leak/clocks.h"
#include "leak/observation.h"
#include "leak/shape.h"
#include "leak/timestamps.h"
#include "leak/verdict.h"
#include "store/facts.h"

namespace letterlock::leak {

// A message to examine, and what is known of it besides its octets.
struct Specimen {
  std::optional<store::MessageId> id;  // of a case
  std::string path;                    // where it stood, if of no case
  std::string file;  // that can be opened and holds these octets alone; "" where none does
  std::string octets;
  std::string folder;                // "" where unknown
  std::vector<ArchiveTime> archive;  // what its containers say of when it came
  bool reconstructed = false;        // the octets are ours, never sent so
  // Proofs of time that lay beside the file: name and octets.
  std::vector<std::pair<std::string, std::string>> proofs;
};

// What was found, as a record that outlives the octets.
struct Examined {
  std::optional<store::MessageId> id;
  std::string path;
  Sha256 sha256;
  std::uint64_t size = 0;
  std::string message_id, from, subject;  // decoded
  std::optional<UnixTime> date;
  bool reconstructed = false;
  bool unreadable = false;  // over Limits::message_size
  MessageVerdict verdict;
  ClockTable clocks;
  std::vector<Observation> observations;
  std::vector<ShapeReading> shape;
  // The Authenticated Received Chain: one receiver's sealed statement each, reported and not
  // trusted.
  auth::ArcChain arc;
  std::vector<std::pair<std::string, TimestampReport>> timestamps;  // by name of the proof
};

struct ExamineOptions {
  VerdictOptions verdict;
  // Of the case that the specimens come from, all of them learned; nullptr: none. Read only.
  const ShapeProfile* shape = nullptr;
  TimestampOptions timestamps;
  // Asked before each message; what is left then gets no answer. nullptr: nobody stops it.
  const Progress* stop = nullptr;
};

// May run on several threads at once over one ring.
Examined examine(const Specimen& specimen, KeyRing& keys, const ExamineOptions& options);

// Collects specimens and examines a bounded number at a time on `threads` threads; `take_answer`
// gets the answers in the order of the specimens, on the thread that called.
class Examiner {
 public:
  Examiner(KeyRing& keys, const ExamineOptions& options, unsigned threads,
           std::function<void(Examined&&)> take_answer);
  void take(Specimen&& specimen);
  // Examines what still waits.
  void finish();

 private:
  KeyRing& keys_;
  const ExamineOptions& options_;
  unsigned threads_;
  std::function<void(Examined&&)> take_answer_;
  std::vector<Specimen> waiting_;
  std::size_t octets_ = 0;
};

}  // namespace letterlock::leak
