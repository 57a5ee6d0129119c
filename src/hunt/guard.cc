#include "hunt/guard.h"

#include <cmath>

namespace letterlock::hunt {
namespace {

// Messages above this share of the latest scores are not learnt from in links, words and asks.
constexpr double kGuarded = 0.01;
// Nor are those above this score, however many they are: where attacks are many, most of them lie
// below that quantile. What is asked for is left out of it, for long honest letters ask for much,
// and would never be learnt where they are the custom.
constexpr double kGuardedScore = 5;
// What lies below teaches the case the less the stranger it is; by half at this score without asks.
constexpr double kHalfTrusted = 3;

}  // namespace

Lesson Guard::judge(const store::MessageRecord& message, const relations::Look& look, double score,
                    double of_asks) {
  const double level = score - of_asks;
  const bool enough = latest_.size() >= RunningQuantile::kFewestScores;
  const bool strange = enough && (score > latest_.at(kGuarded) || level > kGuardedScore);
  latest_.add(score);
  Lesson lesson;
  lesson.trust = 1 / (1 + std::exp(level - kHalfTrusted));
  if (!strange) return lesson;
  const bool custom = repeats_.observe(look.from, look.at, message.writing.words, look.keys);
  lesson.learn = custom ? relations::Learn::own : relations::Learn::guarded;
  if (custom) lesson.trust = 0;
  return lesson;
}

}  // namespace letterlock::hunt
