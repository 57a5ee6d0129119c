#include "hunt/ratio.h"

namespace letterlock::hunt {

using relations::HabitKey;

namespace {

relations::HabitCount count_of(const relations::Look& look, HabitKey key) {
  return look.state ? look.state->habits.count(key) : relations::HabitCount{};
}

}  // namespace

double usual_share(const relations::Baseline& baseline, const relations::Look& look, HabitKey key) {
  return baseline.population().share_for(count_of(look, key), key);
}

HabitRatio habit_ratio(const relations::Baseline& baseline, const relations::Look& look,
                       HabitKey key) {
  HabitRatio found;
  found.key = key;
  found.count = count_of(look, key);
  const relations::Population& all = baseline.population();
  found.value = ratio(all.share(key), all.share_for(found.count, key)) * found.count.all /
                (found.count.all + 4);
  return found;
}

HabitRatio kind_ratio(const relations::Baseline& baseline, const relations::Look& look,
                      content::TraitKind kind) {
  const auto number = static_cast<std::uint8_t>(kind);
  HabitRatio strangest;
  bool any = false;
  auto key = std::lower_bound(look.keys.begin(), look.keys.end(), relations::habit_absent(number));
  for (; key != look.keys.end() && relations::kind_of(*key) == number; ++key) {
    const HabitRatio one = habit_ratio(baseline, look, *key);
    if (!any || one.value > strangest.value) strangest = one;
    any = true;
  }
  return strangest;
}

const store::TraitFact* trait_of(const store::MessageRecord& message, HabitKey key) {
  for (const auto& trait : message.traits) {
    if (trait.kind == relations::kind_of(key) &&
        relations::habit_key(trait.kind, trait.value) == key) {
      return &trait;
    }
  }
  return nullptr;
}

}  // namespace letterlock::hunt
