#include "relations/habits.h"

#include <algorithm>

#include "base/fnv1a.h"
#include "relations/decay.h"

namespace letterlock::relations {
namespace {

// Counts are multiplied down once a day, not at every message of a burst.
constexpr UnixTime kDecayStep = 86'400;
// Less than this is as good as never.
constexpr float kForgotten = 0.01F;

// What is added on the way or by the server that sends.
bool is_added_on_the_way(content::TraitKind kind) {
  switch (kind) {
    case content::TraitKind::signer:
    case content::TraitKind::selector:
    case content::TraitKind::signature_form:
    case content::TraitKind::return_path:
    case content::TraitKind::arc:
      return true;
    default:
      return false;
  }
}

bool shows_a_receiver(content::TraitKind kind) {
  switch (kind) {
    case content::TraitKind::spf:
    case content::TraitKind::dkim:
    case content::TraitKind::dmarc:
    case content::TraitKind::return_path:
    case content::TraitKind::network:
    case content::TraitKind::origin_domain:
    case content::TraitKind::origin_host:
    case content::TraitKind::protocol:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool shows_results(std::span<const store::TraitFact> traits) {
  return std::any_of(traits.begin(), traits.end(),
                     [](const store::TraitFact& trait) { return is_result(trait.kind); });
}

HabitKey habit_key(std::uint8_t kind, std::string_view value) {
  const std::uint64_t hash = Fnv1a().add(value).value();
  const auto folded = static_cast<std::uint32_t>((hash ^ hash >> 24 ^ hash >> 48) & 0xFFFFFF);
  return std::uint32_t{kind} << 24 | std::max<std::uint32_t>(folded, 1);  // 0: absent
}

std::vector<HabitKey> habit_keys(std::span<const store::TraitFact> traits) {
  std::vector<HabitKey> keys;
  keys.reserve(traits.size() + content::kTraitKinds);
  std::array<bool, content::kTraitKinds> shown{};
  bool received = false;
  for (const store::TraitFact& trait : traits) {
    if (trait.kind >= content::kTraitKinds) continue;
    shown[trait.kind] = true;
    received = received || shows_a_receiver(static_cast<content::TraitKind>(trait.kind));
    keys.push_back(habit_key(trait.kind, trait.value));
  }
  for (std::size_t kind = 0; kind < content::kTraitKinds; ++kind) {
    const auto number = static_cast<std::uint8_t>(kind);
    const bool added = is_added_on_the_way(static_cast<content::TraitKind>(kind));
    const bool tells = !is_result(number) && (received || !added);
    if (!shown[kind] && tells) keys.push_back(habit_absent(number));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

void Habits::decay(UnixTime at) {
  if (decayed_at_ == 0) decayed_at_ = at;
  if (at - decayed_at_ < kDecayStep) return;
  const auto factor = static_cast<float>(kept_after(at - decayed_at_));
  for (Cell& cell : cells_) cell.count *= factor;
  std::erase_if(cells_, [](const Cell& cell) { return cell.count < kForgotten; });
  decayed_at_ = at;
}

void Habits::observe(std::span<const HabitKey> keys, UnixTime at) {
  decay(at);
  auto place = cells_.begin();
  for (const HabitKey key : keys) {
    place = std::lower_bound(place, cells_.end(), key,
                             [](const Cell& cell, HabitKey want) { return cell.key < want; });
    if (place != cells_.end() && place->key == key) {
      place->count += 1;
    } else {
      if (cells_.size() == cells_.capacity()) {
        // By a quarter: of a hundred thousand senders, room for twice as much would be most of it.
        const auto index = place - cells_.begin();
        cells_.reserve(cells_.size() + cells_.size() / 4 + 8);
        place = cells_.begin() + index;
      }
      place = cells_.insert(place, {key, 1});
    }
  }
  if (cells_.size() > kCellsPerSender) forget_least();
}

void Habits::forget_least() {
  std::vector<float> counts;
  counts.reserve(cells_.size());
  for (const Cell& cell : cells_) counts.push_back(cell.count);
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 4);
  std::nth_element(counts.begin(), middle, counts.end());
  const float least = *middle;
  std::erase_if(cells_, [&](const Cell& cell) { return cell.count <= least; });
}

HabitCount Habits::count(HabitKey key) const {
  HabitCount found;
  auto cell = std::lower_bound(cells_.begin(), cells_.end(), habit_absent(kind_of(key)),
                               [](const Cell& c, HabitKey want) { return c.key < want; });
  for (; cell != cells_.end() && kind_of(cell->key) == kind_of(key); ++cell) {
    if (cell->key == key) found.of_value = cell->count;
    found.all += cell->count;
    ++found.values;
  }
  return found;
}

Habits::Usual Habits::usual(std::uint8_t kind) const {
  Usual best;
  auto cell = std::lower_bound(cells_.begin(), cells_.end(), habit_absent(kind),
                               [](const Cell& c, HabitKey want) { return c.key < want; });
  for (; cell != cells_.end() && kind_of(cell->key) == kind; ++cell) {
    best.all += cell->count;
    if (cell->count <= best.count) continue;
    best.key = cell->key;
    best.count = cell->count;
  }
  return best;
}

void Population::observe(std::span<const HabitKey> keys, std::uint32_t earlier) {
  const auto amount = static_cast<float>(share_of_population(earlier));
  for (const HabitKey key : keys) {
    Kind& kind = kinds_[kind_of(key)];
    const std::size_t before = counts_.size();
    counts_.add(key, amount);
    if (counts_.size() > before) ++kind.values;
    kind.all += amount;
  }
}

double Population::share(HabitKey key) const {
  const Kind& kind = kinds_[kind_of(key)];
  return (counts_.of(key) + 0.3) / (kind.all + 0.3 * (kind.values + 3.0));
}

double Population::share_for(const HabitCount& sender, HabitKey key) const {
  const double behind = 0.5 * sender.values + 0.5;
  return (sender.of_value + behind * share(key)) / (sender.all + behind);
}

}  // namespace letterlock::relations
