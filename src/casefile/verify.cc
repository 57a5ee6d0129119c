// Re-computing everything a case claims: the custody chain, each piece of evidence in its segment,
// and the facts' digest.
#include <algorithm>
#include <optional>
#include <system_error>

#include "casefile/case_state.h"

namespace letterlock::casefile {
namespace {

class Verifier {
 public:
  Verifier(const std::filesystem::path& directory, Progress& progress, const CaseParts& parts)
      : directory_(directory), progress_(progress), parts_(parts) {}
  Expected<Verification> run();

 private:
  // Each says in result_.broken what does not fit, and fails only where it could not look.
  Expected<void> custody();
  Expected<void> no_custody() const;
  Expected<void> tails();
  Expected<void> evidence();
  bool stands_in_order(const store::EvidenceLocation& location) const;
  bool one_message(SegmentReader& reader, const Sha256& hash, std::uint64_t size,
                   const store::EvidenceLocation& location);
  void check_ends();
  std::uint64_t committed(std::uint32_t segment) const;
  Expected<void> digest();
  Expected<void> events();

  std::filesystem::path evidence_directory() const { return directory_ / "evidence"; }
  bool broken() const { return !result_.broken.empty(); }

  std::filesystem::path directory_;
  Progress& progress_;
  const CaseParts& parts_;
  std::unique_ptr<store::FactStore> facts_;
  CustodyChain chain_;
  IngestHistory history_;
  SegmentLengths committed_;
  // The record under way, how many of its messages were seen and how many it has.
  store::EvidenceLocation record_{0, 0};
  std::uint32_t seen_ = 0, messages_ = 0;
  store::EvidenceLocation next_{0, 0};  // where the next record must begin
  std::optional<Error> trouble_;
  Verification result_;
};

Expected<Verification> Verifier::run() {
  auto lock = Lock::share(directory_);
  if (!lock) return fail(std::move(lock));
  Expected<void> (Verifier::* const steps[])() = {&Verifier::custody, &Verifier::tails,
                                                  &Verifier::evidence, &Verifier::digest,
                                                  &Verifier::events};
  for (const auto step : steps) {
    if (auto done = (this->*step)(); !done) {
      // What is damaged is an answer here; only what we could not look at is an error.
      if (done.error().code != ErrorCode::corrupt) return fail(std::move(done));
      result_.broken = done.error().message;
    }
    if (broken()) break;
  }
  return result_;
}

Expected<void> Verifier::custody() {
  std::error_code error;
  if (!std::filesystem::exists(directory_ / "custody.log", error)) return no_custody();
  auto chain = read_custody(directory_);
  if (!chain) return fail(std::move(chain));
  chain_ = std::move(*chain);
  result_.entries = chain_.entries.size();
  result_.broken = chain_.broken;
  if (broken()) return {};
  if (chain_.entries.empty()) return no_custody();
  history_ = ingest_history(chain_);
  if (!chain_.torn.empty()) {
    result_.remarks.push_back(fmt::format(
        "{}/custody.log: offset {}: {} octets of an entry whose writing was interrupted",
        directory_.string(), chain_.torn_offset, chain_.torn.size()));
  }
  if (history_.begun_since) {
    result_.remarks.push_back(
        fmt::format("the ingest of entry {} was interrupted; the next ingest goes on from there",
                    history_.last_start));
  }
  return {};
}

// Killed before its first Entry, a case is none yet; with evidence in it, it has lost its log.
Expected<void> Verifier::no_custody() const {
  std::error_code error;
  if (!std::filesystem::exists(segment_path(evidence_directory(), 1), error)) {
    return fail(no_case(directory_));
  }
  return fail(ErrorCode::corrupt, "{}/custody.log: offset 0: the log is gone", directory_.string());
}

Expected<void> Verifier::tails() {
  auto facts = open_facts(directory_, false, false, parts_);
  if (!facts) return fail(std::move(facts));
  facts_ = std::move(*facts);
  auto committed = facts_->segment_lengths();
  if (!committed) return fail(std::move(committed));
  committed_ = std::move(*committed);
  auto tails = find_tails(evidence_directory(), committed_);
  if (!tails) return fail(std::move(tails));
  for (const SegmentTail& tail : *tails) {
    std::string what = fmt::format("{}: offset {}: {} octets that no fact relies on",
                                   segment_path(evidence_directory(), tail.segment).string(),
                                   tail.from, tail.octets);
    // Only an ingest that did not come to its end explains them.
    if (!history_.load_incomplete) {
      result_.broken = std::move(what);
      return {};
    }
    result_.remarks.push_back(std::move(what));
  }
  return {};
}

// Records lie in the order of their messages and without gaps, and so do the messages in a record,
// so that walking the messages walks every octet of every segment.
Expected<void> Verifier::evidence() {
  std::uint64_t total = 0;
  for (const auto& [segment, length] : committed_) total += length;
  progress_.stage("verifying evidence", "octets", total);
  SegmentReader reader(evidence_directory(),
                       [this](const Sha256& evidence) { return location_of(evidence, *facts_); });
  auto scanned = facts_->scan_evidence([&](store::MessageId, const Sha256& hash, std::uint64_t size,
                                           const store::EvidenceLocation& location) {
    return one_message(reader, hash, size, location) && !progress_.stop_requested();
  });
  if (!scanned) return scanned;
  if (trouble_) return fail(*trouble_);
  if (progress_.stop_requested()) return fail(ErrorCode::interrupted, "stopped");
  check_ends();
  return {};
}

// May the next message stand there?
bool Verifier::stands_in_order(const store::EvidenceLocation& location) const {
  const auto is = [&](const store::EvidenceLocation& other) {
    return location.segment == other.segment && location.offset == other.offset;
  };
  if (seen_ < messages_) return is(record_);
  const bool begins_segment = is({next_.segment + 1, 0});
  return is(next_) || (begins_segment && next_.offset == committed(next_.segment));
}

bool Verifier::one_message(SegmentReader& reader, const Sha256& hash, std::uint64_t size,
                           const store::EvidenceLocation& location) {
  const auto out_of_order = [&] {
    return Error{ErrorCode::corrupt,
                 fmt::format("{}: offset {}: {} does not follow the message before it",
                             segment_path(evidence_directory(), location.segment).string(),
                             location.offset, hash.hex())};
  };
  if (!stands_in_order(location)) {
    trouble_ = out_of_order();
    return false;
  }
  auto found = reader.read(hash, location);
  if (!found) {
    trouble_ = found.error();
    return false;
  }
  if (found->index != (seen_ < messages_ ? seen_ : 0)) {
    trouble_ = out_of_order();
    return false;
  }
  if (found->octets.size() != size) {
    trouble_ = Error{ErrorCode::corrupt,
                     fmt::format("{}: the facts say {} octets of {}, the evidence has {}",
                                 directory_.string(), size, hash.hex(), found->octets.size())};
    return false;
  }
  record_ = location;
  seen_ = found->index + 1;
  messages_ = found->messages;
  next_ = {location.segment, found->end};
  ++result_.messages;
  result_.octets += size;
  progress_.advance(result_.octets);
  return true;
}

// The octets of a segment that facts rely on.
std::uint64_t Verifier::committed(std::uint32_t segment) const {
  for (const auto& [number, octets] : committed_) {
    if (number == segment) return octets;
  }
  return 0;
}

// Nothing may follow the last message.
void Verifier::check_ends() {
  const bool more = seen_ < messages_ || committed(next_.segment) != next_.offset ||
                    std::any_of(
                        committed_.begin(), committed_.end(),
                        [&](const auto& each) { return each.first > next_.segment; });
  if (more) {
    result_.broken =
        fmt::format("{}: offset {}: evidence that no message names",
                    segment_path(evidence_directory(), next_.segment).string(), next_.offset);
  }
}

Expected<void> Verifier::digest() {
  if (history_.last_end == nullptr || history_.begun_since) return {};
  auto digest = facts_->digest();
  if (!digest) return fail(std::move(digest));
  const std::string_view recorded = history_.last_end->detail("facts_digest");
  if (digest->hex() != recorded) {
    result_.broken = fmt::format(
        "{}: the facts have the digest {}, entry {} of the custody log (offset {}) says {}",
        (directory_ / "facts.sqlite").string(), digest->hex(), history_.last_end->sequence,
        history_.last_end->offset, recorded);
  }
  return {};
}

// What the logs say is what the last reading of logs left, if that came to its end.
Expected<void> Verifier::events() {
  const CustodyEntry* last = nullptr;
  for (const CustodyEntry& entry : chain_.entries) {
    if (entry.act == "logs-end" || entry.act == "logs-start") last = &entry;
  }
  if (last == nullptr) return {};
  if (last->act == "logs-start") {
    result_.remarks.push_back(fmt::format(
        "the reading of logs of entry {} was interrupted; reading them again goes on from there",
        last->sequence));
    return {};
  }
  const auto path = directory_ / kEventsFile;
  auto events =
      parts_.open_events ? parts_.open_events(false) : store::open_sqlite_events(path, false);
  if (!events) {
    if (events.error().code == ErrorCode::not_found) {
      return fail(ErrorCode::corrupt, "{}: the events of this case are gone", path.string());
    }
    return fail(std::move(events));
  }
  auto digest = (*events)->digest();
  if (!digest) return fail(std::move(digest));
  const std::string_view recorded = last->detail("events_digest");
  if (digest->hex() == recorded) return {};
  result_.broken = fmt::format(
      "{}: the events have the digest {}, entry {} of the custody log (offset {}) says {}",
      path.string(), digest->hex(), last->sequence, last->offset, recorded);
  return {};
}

}  // namespace

Expected<Verification> verify(const std::filesystem::path& directory, Progress& progress,
                              const CaseParts& parts) {
  return Verifier(directory, progress, parts).run();
}

}  // namespace letterlock::casefile
