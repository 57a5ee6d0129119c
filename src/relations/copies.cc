#include "relations/copies.h"

#include <fmt/format.h>

#include "relations/baseline.h"

namespace letterlock::relations {

bool Copies::is_copy(const store::MessageRecord& message) {
  if (message.date != date_ || seen_.size() >= kMostOfOneDate) {
    date_ = message.date;
    seen_.clear();
  }
  alone_ = 0;
  note_ = &alone_;
  if (message.message_id.empty()) return false;
  const auto [known, added] =
      seen_.try_emplace(fmt::format("{}\n{}\n{}\n{}", message.message_id, message.subject,
                                    sender_of(message), message.new_text_length),
                        0);
  note_ = &known->second;
  return !added;
}

}  // namespace letterlock::relations
