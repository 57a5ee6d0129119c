#include "leak/recover_result.h"

#include <algorithm>

namespace letterlock::leak {

namespace {

void widen(RecoveredKey& key, const KeyUse& use) {
  if (use.first) key.first = std::min(key.first.value_or(*use.first), *use.first);
  if (use.last) key.last = std::max(key.last.value_or(*use.last), *use.last);
}

// The messages that a gcd's outcome rests on: of several folded together, those the key verifies.
std::vector<std::string> messages_of(const GroupSearch& search, const GroupKey& found) {
  std::vector<std::string> messages;
  if (!found.plan) return messages;
  for (const std::size_t index : found.plan->samples) {
    const auto opened = found.key->open(search.group().samples[index].signature);
    if (opened.shape == auth::OpenedSignature::Shape::digest &&
        opened.digest == search.term(index, found.plan->without_list).digest) {
      messages.push_back(search.group().samples[index].message);
    }
  }
  return messages;
}

}  // namespace

KeyUse use_of(const SampleGroup& group, const GroupKey& found) {
  KeyUse use{group.name.domain,
             group.name.selector,
             found.opened.size(),
             found.verified,
             found.verified_without_list,
             {},
             {}};
  for (const std::size_t index : found.opened) {
    const auto time = group.samples[index].time;
    if (!time) continue;
    use.first = std::min(use.first.value_or(*time), *time);
    use.last = std::max(use.last.value_or(*time), *time);
  }
  return use;
}

void note_key(const GroupSearch& search, const GroupKey& found, RecoveredKey& key) {
  const SampleGroup& group = search.group();
  const KeyUse use = use_of(group, found);
  const bool here = key.found_in.empty() && found.plan.has_value();
  if (key.key == nullptr || here) {
    key.key = found.key;
    key.domain = group.name.domain;
    key.selector = group.name.selector;
  }
  if (here) {
    key.found_in = messages_of(search, found);
    key.without_list_fields =
        found.plan->without_list &&
        std::any_of(found.plan->samples.begin(), found.plan->samples.end(),
                    [&](std::size_t at) { return group.samples[at].has_list_fields(); });
  }
  key.confirming += use.verified + use.verified_without_list;
  for (std::size_t i = 0; i < found.opened.size() && i < RecoveredKey::kMostMarks; ++i) {
    key.marks.push_back(signature_mark(group.samples[found.opened[i]].signature));
  }
  widen(key, use);
  key.names.push_back(use);
}

}  // namespace letterlock::leak
