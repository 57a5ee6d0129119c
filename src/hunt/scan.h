// One message at a time against the Baseline of a case, without storing it: the same families, the
// same reasons and the same evidence as hunt(), which it shares the code with.
#pragma once

#include <memory>
#include <string>

#include "hunt/hunt.h"
#include "hunt/same_id.h"

namespace letterlock::hunt {

struct Scanned {
  // Finding::message and Evidence::message are kGuest for the message itself; the ranges are in its
  // octets as given.
  Finding finding;
  SameId held;  // the case holds it too and has learnt from it, or holds another under its name
  // Where its score would stand among the case's own, from 1; 0 of 0 without a case.
  std::uint64_t place = 0, of = 0;
};

class Scanner {
 public:
  // Goes through the case once, as hunt() does, and keeps its Baseline and its scores. `facts` and
  // the roster of `options` must outlive the Scanner. Without messages in `facts` only what needs
  // no history is said, and the verdict is cannot_say.
  static Expected<Scanner> learn(store::FactStore& facts, Ground ground, EvidenceSource evidence,
                                 const HuntOptions& options, Progress& progress);
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  // `message` is what was taken from `octets` (casefile::facts_of). Nothing is learnt from it.
  Expected<Scanned> examine(const store::MessageFacts& message, std::string octets);

  const HuntResult& learnt() const LL_LIFETIME_BOUND;

 private:
  struct State;
  explicit Scanner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// ---- what examining is made of -----------------------------------------------------------------

// What relations/ and hunt/ read of a message, from its facts.
store::MessageRecord record_of(const store::MessageFacts& facts, store::MessageId id);
// Tells `ground` of the message numbered kGuest.
Expected<void> introduce(const store::MessageFacts& message, std::string_view from,
                         store::FactStore& facts, Ground& ground);
// Leaves of a finding what needs no history: links that carry another URL or have the marks of
// lures, and what is asked for. The verdict is cannot_say.
void keep_what_stands_alone(const store::MessageRecord& message, std::string_view octets,
                            Finding& finding);

}  // namespace letterlock::hunt
