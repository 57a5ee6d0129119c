#include "hunt/known_as.h"

#include <fmt/core.h>

#include "base/ascii.h"

namespace letterlock::hunt {

std::vector<KnownAs> known_as(const Context& context, const relations::Look& look) {
  std::vector<KnownAs> others;
  const auto* person = context.roster ? context.roster->find(look.from) : nullptr;
  if (person == nullptr) return others;
  for (const std::string& address : person->addresses) {
    if (equals_ignore_case(address, look.from)) continue;
    const auto* state = context.baseline.correspondent(address);
    if (state == nullptr || state->sent.messages == 0) continue;
    others.push_back({address, state->sent.messages, state->sent.first, state->sent.last,
                      fmt::format("the roster (line {}) says so", person->line)});
  }
  return others;
}

std::string known_as_sentence(const std::vector<KnownAs>& others) {
  std::string text;
  for (const KnownAs& other : others) {
    if (!text.empty()) text += ' ';
    text += fmt::format("Known as {} too, since {} ({} messages): {}.", in_quotes(other.address),
                        format_utc(*other.first).substr(0, 10), other.messages, other.because);
  }
  return text;
}

}  // namespace letterlock::hunt
