// How often messages of one length show something (an ask, a class of link), and how often this
// sender's do: a Gamma-Poisson correction of the case's rate by what the sender did so far.
//
// Length matters: a new link in a note of sixty octets is rare, in a long letter ordinary.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/clock.h"
#include "relations/decay.h"

namespace letterlock::relations {

// By newly written text, and by whether the message answers one.
inline constexpr std::size_t kLengthBins = 8;
std::size_t length_bin(std::uint32_t new_text_length, bool answers);

template <std::size_t kClasses>
struct SenderRates {
  std::array<float, kClasses> observed{}, expected{};
  void decay(double kept) {
    for (auto& value : observed) value *= static_cast<float>(kept);
    for (auto& value : expected) value *= static_cast<float>(kept);
  }
};

template <std::size_t kClasses>
class Rates {
 public:
  using Shown = std::array<bool, kClasses>;
  using Sender = SenderRates<kClasses>;

  // How often messages of this bin show it, whoever writes.
  double share(std::size_t bin, std::size_t which) const {
    return (bins_[bin].shown[which] + kPrior * overall(which)) / (bins_[bin].messages + kPrior);
  }
  double share_for(const Sender& sender, std::size_t bin, std::size_t which) const {
    const double factor = (sender.observed[which] + kOwn) / (sender.expected[which] + kOwn);
    return std::min(0.995, share(bin, which) * factor);
  }
  // `trust`: how much of a whole message it counts for the case; for the sender all of it.
  void observe(Sender& sender, std::size_t bin, const Shown& shown, std::uint32_t earlier,
               double trust = 1) {
    const double amount = trust * share_of_population(earlier);
    for (std::size_t i = 0; i < kClasses; ++i) {
      sender.expected[i] += static_cast<float>(share(bin, i));
      if (shown[i]) sender.observed[i] += 1;
    }
    bins_[bin].messages += amount;
    all_.messages += amount;
    for (std::size_t i = 0; i < kClasses; ++i) {
      if (!shown[i]) continue;
      bins_[bin].shown[i] += amount;
      all_.shown[i] += amount;
    }
  }

 private:
  static constexpr double kPrior = 10;  // messages of all lengths that stand behind those of one
  static constexpr double kOwn = 1.5;   // the case's rate behind the sender's own, in events
  struct Bin {
    double messages = 0;
    std::array<double, kClasses> shown{};
  };
  double overall(std::size_t which) const {
    return (all_.shown[which] + 0.5) / (all_.messages + 10);
  }
  std::array<Bin, kLengthBins> bins_;
  Bin all_;
};

}  // namespace letterlock::relations
