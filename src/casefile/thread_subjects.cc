#include "casefile/thread_subjects.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace letterlock::casefile {
namespace {

// A reply comes within a month, or it begins something new.
constexpr std::uint32_t kLongestSilence = 30 * 86'400;
// A subject begun afresh so often is a kind of message ("weekly report"), not a conversation.
constexpr std::size_t kMostBeginnings = 10;
// How many earlier messages of the subject are looked at for one reply.
constexpr std::size_t kLookBack = 100;
// Both sides of an exchange must be the same.
constexpr std::size_t kSharedPeople = 2;

// One message of a subject. Its people are the smallest of their hashes: of large groups a sample,
// but the same sample of the same people.
struct Use {
  static constexpr std::size_t kPeople = 6;
  std::uint64_t subject;
  std::uint32_t node;
  std::uint32_t date;
  std::uint8_t people = 0;
  bool reply = false;     // by its subject
  bool nameless = false;  // and no field names a parent
  std::array<std::uint32_t, kPeople> who;
};

Use use_of(const store::ThreadKey& key, std::uint32_t node, std::uint32_t date) {
  Use use{key.base_subject_hash, node, date, 0, key.claims_reply, false, {}};
  use.nameless = key.claims_reply && key.references.empty() && key.in_reply_to.empty();
  std::vector<std::uint32_t> who;
  who.reserve(key.people.size());
  for (const std::uint64_t person : key.people) {
    // What numbers people may be small and consecutive; a multiplication spreads them.
    who.push_back(static_cast<std::uint32_t>((person * 0x9E3779B97F4A7C15U) >> 32));
  }
  std::sort(who.begin(), who.end());
  use.people = static_cast<std::uint8_t>(std::min(who.size(), Use::kPeople));
  std::copy_n(who.begin(), use.people, use.who.begin());
  return use;
}

std::size_t shared_people(const Use& a, const Use& b) {
  std::size_t shared = 0;
  for (std::size_t i = 0, j = 0; i < a.people && j < b.people;) {
    if (a.who[i] == b.who[j]) ++shared;
    const bool step_i = a.who[i] <= b.who[j];
    const bool step_j = b.who[j] <= a.who[i];
    i += step_i ? 1 : 0;
    j += step_j ? 1 : 0;
  }
  return shared;
}

// The subjects of the replies that name nothing, sorted; only these are worth a closer look.
std::vector<std::uint64_t> wanted_subjects(const ThreadKeys& keys, const ThreadForest& forest) {
  std::vector<std::uint64_t> subjects;
  for (const ThreadKeys::NamelessReply& reply : keys.nameless_replies) {
    if (forest.parent(reply.node) == kNoNode) subjects.push_back(reply.subject);
  }
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return subjects;
}

// `uses` of one subject, oldest first.
void link_uses(std::span<const Use> uses, ThreadForest& forest) {
  const auto begins = [](const Use& use) { return !use.reply; };
  if (static_cast<std::size_t>(std::count_if(uses.begin(), uses.end(), begins)) > kMostBeginnings) {
    return;
  }
  for (std::size_t i = 1; i < uses.size(); ++i) {
    const Use& reply = uses[i];
    if (!reply.nameless || forest.parent(reply.node) != kNoNode) continue;
    for (std::size_t back = 1; back <= std::min(i, kLookBack); ++back) {
      const Use& earlier = uses[i - back];
      if (earlier.date == 0 || reply.date - earlier.date > kLongestSilence) break;
      if (shared_people(reply, earlier) < kSharedPeople) continue;
      forest.set_parent(reply.node, earlier.node, store::EdgeBasis::subject_and_people);
      break;
    }
  }
}

}  // namespace

Expected<void> link_subjects(store::FactStore& facts, const ThreadKeys& keys,
                             ThreadForest& forest) {
  const std::vector<std::uint64_t> subjects = wanted_subjects(keys, forest);
  if (subjects.empty()) return {};
  std::vector<Use> uses;
  std::uint32_t node = 0;
  auto scanned = facts.scan_thread_keys([&](const store::ThreadKey& key) {
    const bool wanted = keys.dates[node] != 0 &&
                        std::binary_search(subjects.begin(), subjects.end(), key.base_subject_hash);
    if (wanted) uses.push_back(use_of(key, node, keys.dates[node]));
    return ++node < keys.size();
  });
  if (!scanned) return scanned;
  std::sort(uses.begin(), uses.end(), [&](const Use& a, const Use& b) {
    return a.subject != b.subject ? a.subject < b.subject : keys.earlier(a.node, b.node);
  });
  for (std::size_t begin = 0; begin < uses.size();) {
    std::size_t end = begin + 1;
    while (end < uses.size() && uses[end].subject == uses[begin].subject) ++end;
    link_uses(std::span(uses).subspan(begin, end - begin), forest);
    begin = end;
  }
  return {};
}

}  // namespace letterlock::casefile
