#include "hunt/usual_amounts.h"

#include <algorithm>

#include "relations/decay.h"

namespace letterlock::hunt {

double UsualAmounts::mean(std::size_t bin) const {
  const double overall = all_.sum / (all_.messages + kPrior);
  return (bins_[bin].sum + kPrior * overall) / (bins_[bin].messages + kPrior);
}

double UsualAmounts::usual_for(std::string_view sender, std::size_t bin) const {
  const auto known = senders_.find(std::string(sender));
  if (known == senders_.end()) return mean(bin);
  return mean(bin) * (known->second.observed + kOwn) / (known->second.expected + kOwn);
}

void UsualAmounts::observe(std::string_view sender, UnixTime at, std::size_t bin, double amount,
                           std::uint32_t earlier, double trust) {
  Sender& state = senders_[std::string(sender)];
  const double kept = state.at == 0 ? 1 : relations::kept_after(at - state.at);
  state.observed = state.observed * kept + amount;
  state.expected = state.expected * kept + mean(bin);
  state.at = std::max(state.at, at);
  const double share = trust * relations::share_of_population(earlier);
  for (Bin* one : {&bins_[bin], &all_}) {
    one->messages += share;
    one->sum += share * amount;
  }
}

}  // namespace letterlock::hunt
