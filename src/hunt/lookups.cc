#include "hunt/lookups.h"

namespace letterlock::hunt {
namespace {

// Texts that all searches together look at, about a second's work; and for each message of the
// case, some 20 us more.
constexpr std::uint64_t kTexts = 5'000'000, kTextsEach = 100;
constexpr std::size_t kMostSubjects = 1'000;

}  // namespace

std::uint64_t Lookups::budget_for(std::uint64_t messages) { return kTexts + kTextsEach * messages; }

Expected<std::optional<std::vector<store::SearchHit>>> Lookups::with_passage(
    const std::string& passage) {
  auto texts = facts_.texts_with_rarest(passage);
  if (!texts) return fail(std::move(texts));
  if (*texts == 0) return std::vector<store::SearchHit>();
  if (*texts > texts_left_) return std::nullopt;
  texts_left_ -= *texts;
  store::Query query;
  query.op = store::Query::Op::words;
  query.text = passage;
  auto hits = facts_.search(query, kMostListed, 0, nullptr);
  if (!hits) return fail(std::move(hits));
  return std::move(*hits);
}

Expected<std::vector<store::MessageSummary>> Lookups::with_subject(
    const std::string& base_subject) {
  if (const auto known = by_subject_.find(base_subject); known != by_subject_.end()) {
    return known->second;
  }
  auto found = facts_.messages_with_base_subject(base_subject, kMostListed);
  if (!found) return found;
  if (by_subject_.size() == kMostSubjects) by_subject_.clear();
  by_subject_.emplace(base_subject, *found);
  return found;
}

}  // namespace letterlock::hunt
