#include "casefile/case.h"

#include "casefile/case_state.h"

namespace letterlock::casefile {

Case::Case(std::unique_ptr<State> state) : state_(std::move(state)) {}
Case::Case(Case&&) noexcept = default;
Case& Case::operator=(Case&&) noexcept = default;
Case::~Case() = default;

Expected<store::EvidenceLocation> location_of(const Sha256& evidence, store::FactStore& facts) {
  auto id = facts.find(evidence);
  if (!id) return fail(std::move(id));
  if (!*id) return fail(ErrorCode::corrupt, "the facts know no such message");
  auto found = facts.summaries(std::span(&**id, 1));
  if (!found) return fail(std::move(found));
  return found->front().location;
}

const std::filesystem::path& Case::directory() const { return state_->directory; }
store::FactStore& Case::facts() { return *state_->facts; }

Expected<store::EventStore*> Case::events() {
  if (state_->events) return state_->events.get();
  const bool writable = state_->custody.has_value();
  const auto path = state_->directory / kEventsFile;
  std::error_code error;
  if (!state_->open_events && !writable && !std::filesystem::exists(path, error)) {
    return fail(ErrorCode::not_found, "{}: no logs were read into this case (letterlock logs)",
                state_->directory.string());
  }
  auto opened = state_->open_events ? state_->open_events(writable)
                                    : store::open_sqlite_events(path, writable);
  if (!opened) return fail(std::move(opened));
  state_->events = std::move(*opened);
  return state_->events.get();
}

bool Case::has_logs() const {
  std::error_code error;
  return state_->events || state_->open_events ||
         std::filesystem::exists(state_->directory / kEventsFile, error);
}

Expected<std::string> Case::evidence(const Sha256& hash, const store::EvidenceLocation& location) {
  auto found = state_->segments.read(hash, location);
  if (!found) return fail(std::move(found));
  return std::move(found->octets);
}

Expected<std::string> Case::evidence(store::MessageId id) {
  auto found = facts().summaries(std::span(&id, 1));
  if (!found) return fail(std::move(found));
  if (found->empty()) return fail(ErrorCode::not_found, "no message #{} in this case", id);
  return evidence(found->front().evidence, found->front().location);
}

Expected<void> Case::record(std::string_view act, std::string_view details_json) {
  if (!state_->custody) {
    return fail(ErrorCode::internal, "{}: opened to read only", state_->directory.string());
  }
  return state_->custody->append(act, details_json);
}

Expected<std::vector<std::string>> custody_entries(const std::filesystem::path& directory) {
  auto chain = read_custody(directory);
  if (!chain) return fail(std::move(chain));
  if (!chain->broken.empty()) return fail(ErrorCode::corrupt, "{}", chain->broken);
  std::vector<std::string> lines;
  for (CustodyEntry& entry : chain->entries) lines.push_back(std::move(entry.line));
  return lines;
}

}  // namespace letterlock::casefile
