// A fact store that holds nothing and takes nothing: for looking at a message without a case.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/fact_store.h"

namespace letterlock::store {

class NoFacts : public FactStore {
 public:
  Expected<void> begin_load() override { return refused(); }
  Expected<void> end_load(Progress&) override { return refused(); }
  Expected<Added> add(const FactBatch&) override { return refused(); }
  Expected<void> set_threads(std::span<const ThreadEdge>) override { return refused(); }

  Expected<Counts> counts() override { return Counts(); }
  Expected<std::map<std::string, std::uint64_t>> defect_counts() override { return none(); }
  Expected<std::vector<SourceDefectFact>> source_defects(std::uint64_t) override { return none(); }
  Expected<std::vector<MailboxCounts>> mailboxes() override { return none(); }
  Expected<std::vector<PersonCounts>> people(std::uint64_t) override { return none(); }
  Expected<std::vector<PairCounts>> pairs(std::uint64_t) override { return none(); }
  Expected<std::map<std::string, std::uint64_t>> months() override { return none(); }
  Expected<std::vector<SharedAttachment>> shared_attachments(std::uint64_t) override {
    return none();
  }
  Expected<std::optional<MessageId>> find(const Sha256&) override {
    return std::optional<MessageId>();
  }
  Expected<std::vector<MessageId>> find_message_id(std::string_view, std::uint64_t) override {
    return none();
  }
  Expected<std::vector<MessageId>> find_hash_prefix(std::string_view) override { return none(); }
  Expected<std::optional<StoredMessage>> message(MessageId) override {
    return std::optional<StoredMessage>();
  }
  Expected<std::vector<MessageSummary>> summaries(std::span<const MessageId>) override {
    return none();
  }
  Expected<Hits> hits(const Query&, const HitOptions&) override { return Hits(); }
  Expected<std::vector<ThreadEdge>> thread(MessageId) override { return none(); }
  Expected<std::uint64_t> texts_with_rarest(std::string_view) override { return 0; }
  Expected<std::vector<MessageSummary>> messages_from(std::string_view, std::optional<UnixTime>,
                                                      std::optional<UnixTime>,
                                                      std::uint64_t) override {
    return none();
  }
  Expected<std::vector<MessageSummary>> messages_with_base_subject(std::string_view,
                                                                   std::uint64_t) override {
    return none();
  }
  Expected<void> scan(const ScanOptions&,
                      const std::function<bool(const MessageRecord&)>&) override {
    return {};
  }
  Expected<void> scan_thread_keys(const std::function<bool(const ThreadKey&)>&) override {
    return {};
  }
  Expected<void> scan_placements(const std::function<bool(const PlacedMessage&)>&) override {
    return {};
  }
  Expected<void> scan_evidence(const std::function<bool(MessageId, const Sha256&, std::uint64_t,
                                                        const EvidenceLocation&)>&) override {
    return {};
  }
  Expected<std::optional<SourceProgress>> progress(std::string_view, std::string_view) override {
    return std::optional<SourceProgress>();
  }
  Expected<std::vector<std::pair<std::uint32_t, std::uint64_t>>> segment_lengths() override {
    return none();
  }
  Expected<Sha256> running_digest() override { return Sha256(); }
  Expected<Sha256> digest() override { return Sha256(); }

 private:
  struct None {
    template <class T>
    operator Expected<T>() const {
      return T();
    }
  };
  static None none() { return {}; }
  static Unexpected refused() {
    return fail(ErrorCode::usage, "there is no case here to write to");
  }
};

}  // namespace letterlock::store
