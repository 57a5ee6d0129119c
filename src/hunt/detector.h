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
#include "relations/baseline.h"
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
};

// All that detectors say about one message.
struct Assessment {
  std::vector<Reason> reasons;
  // A question for the sender that fits what was found; the most telling one wins.
  std::string ask;
  double ask_weight = 0;
  void propose(std::string question, double weight) {
    if (weight <= ask_weight) return;
    ask = std::move(question);
    ask_weight = weight;
  }
};

class Detector {
 public:
  virtual ~Detector() = default;
  virtual std::string_view name() const = 0;
  // Adds this detector's reasons, if any. Evidence needs only message, place and `shows`; the rest
  // is filled in for what becomes a Finding. An Error only where the case cannot be read.
  virtual Expected<void> assess(const Context& context, const store::MessageRecord& message,
                                Assessment& assessment) = 0;
};

// No detector adds more than its bound to a score, so that none decides alone.
inline constexpr double kMostOfOneDetector = 6;

// What an intruder does with `share` of his mail and this sender with `usual` of hers, as a bounded
// natural logarithm; 0 where that speaks for the sender.
double weight_of_ratio(double share, double usual, double most);

// `text` in quotation marks, made printable and cut, for sentences.
std::string in_quotes(std::string_view text, std::size_t most = 80);

}  // namespace letterlock::hunt
