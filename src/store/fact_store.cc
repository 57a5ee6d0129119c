#include "store/fact_store.h"

#include <algorithm>

namespace letterlock::store {

std::vector<MessageId> Hits::copies_of(MessageId first) const {
  std::vector<MessageId> found;
  auto copy = std::lower_bound(copies.begin(), copies.end(), CopyOf{first, kNoMessage});
  for (; copy != copies.end() && copy->first == first; ++copy) found.push_back(copy->copy);
  return found;
}

Expected<std::vector<SearchHit>> FactStore::search(const Query& query, std::uint64_t most,
                                                   std::uint64_t skip, std::uint64_t* total) {
  auto found = hits(query, {most, skip});
  if (!found) return fail(std::move(found));
  if (total != nullptr) *total = found->total;
  auto messages = summaries(found->ids);
  if (!messages) return fail(std::move(messages));
  std::vector<SearchHit> listed;
  listed.reserve(messages->size());
  for (MessageSummary& message : *messages) listed.push_back({std::move(message), {}});
  return listed;
}

}  // namespace letterlock::store
