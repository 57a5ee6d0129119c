// What one hunt asks of the full text and of subjects, for message after message.
//
// In an archive whose messages all use the same few words, or the same subject, each such question
// takes time that grows with the archive, and all together its square. So answers about a subject
// are kept, and searches for passages have a budget that is linear in the messages. Where it does
// not reach, nothing is said of what the search would have found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/expected.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// Of the messages that one question yields.
inline constexpr std::uint64_t kMostListed = 50;

class Lookups {
 public:
  // `texts`: that all searches together may look at.
  Lookups(store::FactStore& facts, std::uint64_t texts) : facts_(facts), texts_left_(texts) {}
  static std::uint64_t budget_for(std::uint64_t messages);

  // Messages whose text has the passage, newest first; nullopt where its rarest word is in more
  // texts than what is left of the budget. Ordinary archives do not come near it.
  Expected<std::optional<std::vector<store::SearchHit>>> with_passage(const std::string& passage);

  // store::FactStore::messages_with_base_subject(), each subject asked for once.
  Expected<std::vector<store::MessageSummary>> with_subject(const std::string& base_subject);

 private:
  store::FactStore& facts_;
  std::uint64_t texts_left_;
  std::unordered_map<std::string, std::vector<store::MessageSummary>> by_subject_;
};

}  // namespace letterlock::hunt
