#include "dns/budget.h"

#include <fmt/format.h>

namespace letterlock::dns {

// What is used up, for people; "" where nothing is.
std::string BudgetResolver::exhausted() const {
  if (lookups_ >= budget_.lookups) {
    return fmt::format("this message has had its {} look-ups", budget_.lookups);
  }
  if (void_lookups_ >= budget_.void_lookups) {
    return fmt::format("{} look-ups for this message found nothing", budget_.void_lookups);
  }
  if (spent_ >= budget_.time) {
    return fmt::format("look-ups for this message took {} ms", budget_.time.count());
  }
  return {};
}

Answer BudgetResolver::look_up(std::string_view name, RecordType type) {
  const auto canonical = canonical_name(name);
  if (!canonical) return inner_.look_up(name, type);  // costs nothing: it is not asked for
  const std::pair key{*canonical, type};
  if (const auto found = answers_.find(key); found != answers_.end()) return found->second;
  if (std::string why = exhausted(); !why.empty()) {
    Answer answer;
    answer.status = Status::over_budget;
    answer.canonical_name = *canonical;
    answer.reason = std::move(why);
    return answer;
  }
  const auto begin = clock_();
  Answer answer = inner_.look_up(*canonical, type);
  spent_ += clock_() - begin;
  ++lookups_;
  void_lookups_ += answer.is_void() ? 1 : 0;
  answers_.emplace(key, answer);
  return answer;
}

}  // namespace letterlock::dns
