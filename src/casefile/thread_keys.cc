#include "casefile/thread_keys.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace letterlock::casefile {
namespace {

using store::EdgeBasis;

// "hi", "fyi", "test": two people use them for many things.
constexpr std::uint32_t kShortestSubject = 6;

std::uint32_t clamped(std::optional<UnixTime> date) {
  if (!date) return 0;
  constexpr UnixTime kLatest = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::clamp<UnixTime>(*date, 1, kLatest));
}

void take_names(const store::ThreadKey& key, ThreadKeys& keys) {
  ThreadKeys::Names names;
  const auto add = [&](std::uint64_t hash, EdgeBasis basis) {
    keys.named.push_back(hash);
    ++(basis == EdgeBasis::references ? names.references : names.in_reply_to);
  };
  const auto& references = key.references;
  const std::size_t newest = std::min(references.size(), ThreadKeys::kNewest);
  if (newest > 0) add(references.back(), EdgeBasis::references);
  if (!key.in_reply_to.empty()) add(key.in_reply_to.front(), EdgeBasis::in_reply_to);
  for (std::size_t i = 1; i < newest; ++i) {
    add(references[references.size() - 1 - i], EdgeBasis::references);
  }
  if (references.size() > newest) add(references.front(), EdgeBasis::references);
  keys.names.push_back(names);
}

void take(const store::ThreadKey& key, ThreadKeys& keys) {
  const bool consecutive = key.id == keys.size() + 1;
  if (!consecutive && keys.ids.empty()) {
    keys.ids.resize(keys.size());
    std::iota(keys.ids.begin(), keys.ids.end(), store::MessageId{1});
  }
  if (!consecutive || !keys.ids.empty()) keys.ids.push_back(key.id);
  keys.message_ids.push_back(key.message_id_hash);
  keys.conversations.push_back(key.conversation_hash);
  keys.dates.push_back(clamped(key.date));
  take_names(key, keys);
  if (key.claims_reply && keys.names.back().total() == 0 &&
      key.base_subject_length >= kShortestSubject) {
    const auto node = static_cast<std::uint32_t>(keys.size() - 1);
    keys.nameless_replies.push_back({node, key.base_subject_hash});
  }
}

}  // namespace

void ThreadKeys::forget_names() {
  message_ids = {};
  conversations = {};
  names = {};
  named = {};
}

Expected<ThreadKeys> read_thread_keys(store::FactStore& facts, Progress& progress) {
  progress.stage("linking threads", "messages", 0);
  ThreadKeys keys;
  bool too_many = false;
  auto scanned = facts.scan_thread_keys([&](const store::ThreadKey& key) {
    too_many = keys.size() == std::numeric_limits<std::uint32_t>::max() - 1;
    if (too_many) return false;
    take(key, keys);
    progress.advance(keys.size());
    return true;
  });
  if (!scanned) return fail(std::move(scanned));
  if (too_many) return fail(ErrorCode::limit, "threads: more than {} messages", keys.size());
  return keys;
}

}  // namespace letterlock::casefile
