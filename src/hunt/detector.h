// The frame that detectors join: each looks at one message, knowing only what came before it, and
// adds Reasons. One detector a file; hunt.cc runs them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "hunt/finding.h"
#include "hunt/ground.h"
#include "hunt/lookups.h"
#include "relations/baseline.h"
#include "relations/roster.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// The octets of a message as received.
using EvidenceSource = std::function<Expected<std::string>(store::MessageId)>;

// What a detector may ask. `baseline` has seen exactly the messages before this one.
struct Context {
  store::FactStore& facts;
  const Ground& ground;
  const relations::Baseline& baseline;
  const EvidenceSource& evidence;
  Lookups& lookups;
  const relations::Roster* roster = nullptr;  // nullptr: none given
};

// All that detectors say about one message.
struct Assessment {
  std::vector<Reason> reasons;
  std::vector<KnownAs> known_as;  // the sender's other addresses, whose history counts as theirs
  // A question for the sender that fits what was found; the most telling one wins.
  std::string ask;
  double ask_weight = 0;
  void propose(std::string question, double weight) {
    if (weight <= ask_weight) return;
    ask = std::move(question);
    ask_weight = weight;
  }
};

// One family of the score: a bounded log-likelihood ratio of "someone else in this account" against
// "the sender". weigh() is asked of every message, explain() of those that may become a Finding.
class Detector {
 public:
  virtual ~Detector() = default;
  virtual std::string_view family() const = 0;
  // This family's part of the score, weighted and bounded. An Error only where the case cannot be
  // read.
  virtual Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                                 const relations::Look& look) = 0;
  // What the last weigh() was made of, unweighted: for an evaluation to look at.
  virtual void parts(std::vector<Term>& into) const = 0;
  // Adds the reasons behind the last weigh(), which was of the same message. Evidence needs only
  // message, place and `shows`; the rest is filled in for what becomes a Finding.
  virtual void explain(const Context& context, const store::MessageRecord& message,
                       const relations::Look& look, Assessment& assessment) = 0;
};

// `text` in quotation marks, made printable and cut, for sentences.
std::string in_quotes(std::string_view text, std::size_t most = 80);
// "1 earlier message", "2,000 earlier messages".
std::string earlier_messages(std::uint64_t number);

}  // namespace letterlock::hunt
