// How much of something messages of one length have, and how much this sender's have: what Rates
// (relations/rates.h) are for events, for an amount. A long letter has more of all words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "relations/rates.h"

namespace letterlock::hunt {

class UsualAmounts {
 public:
  // In a message of this bin from this sender; of nobody known, what everybody's have.
  double usual_for(std::string_view sender, std::size_t bin) const;
  // The sender's message after `earlier` ones.
  void observe(std::string_view sender, UnixTime at, std::size_t bin, double amount,
               std::uint32_t earlier, double trust = 1);

 private:
  static constexpr double kPrior = 10;  // messages of all lengths that stand behind those of one
  static constexpr double kOwn = 3;     // the case's amount behind the sender's own
  struct Bin {
    double messages = 0, sum = 0;
  };
  struct Sender {
    double observed = 0, expected = 0;
    UnixTime at = 0;
  };

  double mean(std::size_t bin) const;

  std::array<Bin, relations::kLengthBins> bins_;
  Bin all_;
  std::unordered_map<std::string, Sender> senders_;
};

}  // namespace letterlock::hunt
