#include "hunt/guarded_repeats.h"

#include <algorithm>
#include <array>

#include "base/fnv1a.h"
#include "content/traits.h"
#include "relations/rhythm.h"

namespace letterlock::hunt {
namespace {

using content::TraitKind;

constexpr double kAlike = 0.35;  // shared words of all words of both
constexpr std::array kPath = {TraitKind::network, TraitKind::origin_domain,
                              TraitKind::mailer_family, TraitKind::message_id_shape};

std::uint64_t path_of(std::span<const relations::HabitKey> habits) {
  Fnv1a hash;
  for (const TraitKind kind : kPath) {
    const auto number = static_cast<std::uint8_t>(kind);
    auto key = std::lower_bound(habits.begin(), habits.end(), relations::habit_absent(number));
    for (; key != habits.end() && relations::kind_of(*key) == number; ++key) {
      hash.add(*key);
    }
  }
  return hash.value();
}

bool alike(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t shared = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++shared;
    const bool first = *x <= *y, second = *y <= *x;
    if (first) ++x;
    if (second) ++y;
  }
  const std::size_t all = a.size() + b.size() - shared;
  return all > 0 && static_cast<double>(shared) >= kAlike * static_cast<double>(all);
}

}  // namespace

bool GuardedRepeats::observe(std::string_view sender, UnixTime at,
                             std::span<const std::uint32_t> words,
                             std::span<const relations::HabitKey> habits) {
  auto known = senders_.find(std::string(sender));
  if (known == senders_.end()) {
    if (senders_.size() >= kMostSenders) return false;
    known = senders_.try_emplace(std::string(sender)).first;
  }
  std::vector<Kind>& kinds = known->second;
  const std::uint64_t path = path_of(habits);
  const std::int64_t day = at / relations::kDay;
  const auto same = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) {
    return kind.path == path && alike(kind.words, words);
  });
  Kind kind;
  if (same != kinds.end()) {
    kind = std::move(*same);
    kinds.erase(same);
  } else if (kinds.size() == kKinds) {
    kinds.erase(kinds.begin());
  }
  if (kind.days == 0 || kind.day != day) ++kind.days;
  kind.words.assign(words.begin(), words.end());
  kind.path = path;
  kind.day = day;
  kinds.push_back(std::move(kind));
  return kinds.back().days >= kFewestAlike;
}

}  // namespace letterlock::hunt
