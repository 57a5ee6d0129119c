// A fact store in memory, for tests of this room. What it holds outlives the object, as a file
// would, and it fails when it is told to.
#pragma once

#include <xxhash.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "store/fact_store.h"
#include "store/placement_identity.h"

namespace letterlock::casefile {

struct Memory {
  std::vector<store::MessageFacts> messages;
  std::vector<store::PlacementFact> placements;
  std::vector<store::SourceDefectFact> defects;
  std::map<std::pair<std::string, std::string>, store::SourceProgress> progress;
  std::map<std::uint32_t, std::uint64_t> segments;
  std::map<store::MessageId, store::ThreadEdge> edges;
  int adds_until_failure = -1;  // below zero: never
};

inline std::uint64_t hash_of(std::string_view text) {
  return text.empty() ? 0 : XXH3_64bits(text.data(), text.size());
}

inline store::ThreadKey thread_key(const store::MessageFacts& facts, store::MessageId id) {
  store::ThreadKey key;
  key.id = id;
  key.date = facts.date;
  key.message_id_hash = hash_of(facts.message_id);
  for (const auto& each : facts.in_reply_to) key.in_reply_to.push_back(hash_of(each));
  for (const auto& each : facts.references) key.references.push_back(hash_of(each));
  key.conversation_hash = hash_of(facts.thread_index);
  key.base_subject_hash = hash_of(facts.base_subject);
  key.base_subject_length = static_cast<std::uint32_t>(facts.base_subject.size());
  key.claims_reply = facts.claims_reply;
  std::set<std::uint64_t> people;
  for (const auto& each : facts.addresses) people.insert(hash_of(each.address));
  key.people.assign(people.begin(), people.end());
  return key;
}

inline bool same_placement(const store::PlacementFact& a, const store::PlacementFact& b) {
  return std::tie(a.evidence, a.mailbox, a.folder, a.offset) ==
             std::tie(b.evidence, b.mailbox, b.folder, b.offset) &&
         store::same_place(a.source, b.source) && store::same_place(a.inner, b.inner);
}

class MemoryFacts final : public store::FactStore {
 public:
  explicit MemoryFacts(Memory& memory) : memory_(memory) {}

  Expected<void> begin_load() override { return {}; }
  Expected<void> end_load(Progress&) override { return {}; }

  Expected<Added> add(const store::FactBatch& batch) override {
    if (memory_.adds_until_failure-- == 0) return fail(ErrorCode::io, "facts: no space left");
    Added added;
    for (const auto& message : batch.messages) {
      if (index_of(message.evidence)) continue;
      memory_.messages.push_back(message);
      ++added.messages;
    }
    for (const auto& placement : batch.placements) {
      const auto known =
          std::find_if(memory_.placements.begin(), memory_.placements.end(),
                       [&](const auto& each) { return same_placement(each, placement); });
      if (known != memory_.placements.end()) {
        *known = placement;
        continue;
      }
      memory_.placements.push_back(placement);
      ++added.placements;
    }
    for (const auto& defect : batch.source_defects) memory_.defects.push_back(defect);
    for (const auto& each : batch.progress) memory_.progress[{each.source, each.unit}] = each;
    for (const auto& [segment, length] : batch.segment_lengths) memory_.segments[segment] = length;
    return added;
  }
  Expected<void> set_threads(std::span<const store::ThreadEdge> edges) override {
    for (const auto& edge : edges) memory_.edges[edge.child] = edge;
    return {};
  }

  Expected<store::Counts> counts() override {
    store::Counts counts;
    counts.messages = memory_.messages.size();
    counts.placements = memory_.placements.size();
    return counts;
  }
  Expected<std::map<std::string, std::uint64_t>> defect_counts() override { return {}; }
  Expected<std::vector<store::SourceDefectFact>> source_defects(std::uint64_t) override {
    return memory_.defects;
  }
  Expected<std::vector<store::MailboxCounts>> mailboxes() override { return {}; }
  Expected<std::vector<store::PersonCounts>> people(std::uint64_t) override { return {}; }
  Expected<std::vector<store::PairCounts>> pairs(std::uint64_t) override { return {}; }
  Expected<std::map<std::string, std::uint64_t>> months() override { return {}; }
  Expected<std::vector<SharedAttachment>> shared_attachments(std::uint64_t) override { return {}; }

  Expected<std::optional<store::MessageId>> find(const Sha256& evidence) override {
    return index_of(evidence);
  }
  Expected<std::vector<store::MessageId>> find_message_id(std::string_view id,
                                                          std::uint64_t most) override {
    auto found = matching([&](const auto& facts) { return facts.message_id == id; });
    if (found.size() > most) found.resize(most);
    return found;
  }
  Expected<std::vector<store::MessageId>> find_hash_prefix(std::string_view prefix) override {
    return matching([&](const auto& facts) { return facts.evidence.hex().starts_with(prefix); });
  }
  Expected<std::optional<store::StoredMessage>> message(store::MessageId) override { return {}; }
  Expected<std::vector<store::MessageSummary>> summaries(
      std::span<const store::MessageId> ids) override {
    std::vector<store::MessageSummary> found;
    for (const store::MessageId id : ids) {
      if (id == 0 || id > memory_.messages.size()) continue;
      const auto& facts = memory_.messages[id - 1];
      store::MessageSummary summary;
      summary.id = id;
      summary.evidence = facts.evidence;
      summary.location = facts.location;
      found.push_back(std::move(summary));
    }
    return found;
  }
  Expected<store::Hits> hits(const store::Query&, const store::HitOptions&) override {
    return store::Hits();
  }
  Expected<std::vector<store::ThreadEdge>> thread(store::MessageId) override { return {}; }
  Expected<std::uint64_t> texts_with_rarest(std::string_view) override { return 0; }
  Expected<std::vector<store::MessageSummary>> messages_from(std::string_view,
                                                             std::optional<UnixTime>,
                                                             std::optional<UnixTime>,
                                                             std::uint64_t) override {
    return {};
  }
  Expected<std::vector<store::MessageSummary>> messages_with_base_subject(std::string_view,
                                                                          std::uint64_t) override {
    return {};
  }
  Expected<void> scan(const store::ScanOptions&,
                      const std::function<bool(const store::MessageRecord&)>&) override {
    return {};
  }
  Expected<void> scan_thread_keys(
      const std::function<bool(const store::ThreadKey&)>& visit) override {
    for (std::size_t i = 0; i < memory_.messages.size(); ++i) {
      if (!visit(thread_key(memory_.messages[i], i + 1))) break;
    }
    return {};
  }
  Expected<void> scan_placements(
      const std::function<bool(const store::PlacedMessage&)>& visit) override {
    for (std::size_t i = 0; i < memory_.messages.size(); ++i) {
      const auto& facts = memory_.messages[i];
      for (const auto& placement : memory_.placements) {
        if (placement.evidence != facts.evidence) continue;
        const store::PlacedMessage placed{i + 1,
                                          facts.message_id,
                                          facts.subject,
                                          facts.size,
                                          facts.date,
                                          facts.received,
                                          placement.mailbox,
                                          placement.folder,
                                          placement.internal_date};
        if (!visit(placed)) return {};
      }
    }
    return {};
  }
  Expected<void> scan_evidence(
      const std::function<bool(store::MessageId, const Sha256&, std::uint64_t,
                               const store::EvidenceLocation&)>& visit) override {
    for (std::size_t i = 0; i < memory_.messages.size(); ++i) {
      const auto& facts = memory_.messages[i];
      if (!visit(i + 1, facts.evidence, facts.size, facts.location)) break;
    }
    return {};
  }
  Expected<std::optional<store::SourceProgress>> progress(std::string_view source,
                                                          std::string_view unit) override {
    const auto found = memory_.progress.find({std::string(source), std::string(unit)});
    if (found == memory_.progress.end()) return std::optional<store::SourceProgress>();
    return std::optional(found->second);
  }
  Expected<std::vector<std::pair<std::uint32_t, std::uint64_t>>> segment_lengths() override {
    return std::vector<std::pair<std::uint32_t, std::uint64_t>>(memory_.segments.begin(),
                                                                memory_.segments.end());
  }
  Expected<Sha256> running_digest() override { return digest(); }
  Expected<Sha256> digest() override {
    std::string all;
    for (const auto& facts : memory_.messages) {
      all += fmt::format("{} {} {}\n", facts.evidence.hex(), facts.subject, facts.text);
    }
    for (const auto& each : memory_.placements) {
      all +=
          fmt::format("{} {} {} {}\n", each.evidence.hex(), each.mailbox, each.source, each.offset);
    }
    return sha256(all);
  }

 private:
  std::optional<store::MessageId> index_of(const Sha256& hash) const {
    for (std::size_t i = 0; i < memory_.messages.size(); ++i) {
      if (memory_.messages[i].evidence == hash) return i + 1;
    }
    return std::nullopt;
  }
  template <class Predicate>
  std::vector<store::MessageId> matching(Predicate wanted) const {
    std::vector<store::MessageId> ids;
    for (std::size_t i = 0; i < memory_.messages.size(); ++i) {
      if (wanted(memory_.messages[i])) ids.push_back(i + 1);
    }
    return ids;
  }

  Memory& memory_;
};

}  // namespace letterlock::casefile
