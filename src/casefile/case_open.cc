// Making and opening a case, and repairing what a killed run left behind.
#include <algorithm>
#include <array>
#include <system_error>

#include "base/json_writer.h"
#include "casefile/case_state.h"

namespace letterlock::casefile {
namespace {

constexpr std::string_view kFactsFile = "facts.sqlite";

// A directory is made into a case only where nothing else lies in it: a mistyped path must not
// mix a case into somebody's documents.
Expected<void> check_nothing_foreign(const std::filesystem::path& directory) {
  constexpr std::array<std::string_view, 5> kOurs = {"lock", "evidence", "custody.", kFactsFile,
                                                     kEventsFile};
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool ours = std::any_of(kOurs.begin(), kOurs.end(),
                                  [&](std::string_view own) { return name.starts_with(own); });
    if (!ours) {
      return fail(ErrorCode::usage, "{}: is not a case and not empty: it holds {}",
                  directory.string(), name);
    }
  }
  if (error) return fail(ErrorCode::io, "{}: {}", directory.string(), error.message());
  return {};
}

bool is_there(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

}  // namespace

IngestHistory ingest_history(const CustodyChain& chain) {
  IngestHistory history;
  for (const CustodyEntry& entry : chain.entries) {
    if (entry.act == "ingest-start") {
      history.open_start = history.last_start = entry.sequence;
      history.load_incomplete = true;
      history.begun_since = true;
    } else if (entry.act == "interruption-found") {
      history.open_start = 0;
    } else if (entry.act == "ingest-end") {
      history.open_start = 0;
      history.load_incomplete = entry.detail("outcome") != "complete";
      history.last_end = &entry;
      history.begun_since = false;
    }
  }
  return history;
}

Expected<std::unique_ptr<store::FactStore>> open_facts(const std::filesystem::path& directory,
                                                       bool writable, bool may_create,
                                                       const CaseParts& parts) {
  if (parts.open_facts) return parts.open_facts(writable);
  const auto path = directory / kFactsFile;
  if (!may_create && !is_there(path)) {
    return fail(ErrorCode::corrupt, "{}: the facts of this case are gone", path.string());
  }
  return store::open_sqlite(path, writable);
}

// The steps of Case::open(), each on what the ones before it found.
class CaseOpener {
 public:
  CaseOpener(const std::filesystem::path& directory, const Actor& actor, const Clock& clock,
             const CaseParts& parts)
      : parts_(parts), state_(new Case::State(directory)) {
    state_->actor = actor;
    state_->clock = &clock;
    state_->open_events = parts.open_events;
    state_->files = parts.files != nullptr ? parts.files : &FileOps::system();
  }

  Expected<void> make_directory();
  Expected<void> open_to_read();
  Expected<void> open_to_write(bool may_create);
  Case take() { return Case(std::move(state_)); }

 private:
  Expected<void> read_chain(bool may_create);
  Expected<void> check_facts_are_there(const SegmentLengths& committed);
  Expected<void> repair();
  Expected<void> note_interruption(const std::vector<SegmentTail>& tails);

  const CaseParts& parts_;
  std::unique_ptr<Case::State> state_;
  CustodyChain chain_;
};

Expected<void> CaseOpener::make_directory() {
  std::error_code error;
  if (state_->directory.empty() || std::filesystem::is_regular_file(state_->directory, error)) {
    return fail(ErrorCode::usage, "“{}” is no directory: name the case first, then what to read",
                state_->directory.string());
  }
  const bool made = std::filesystem::create_directories(state_->directory, error);
  // Mail is for the eyes of its owner and of who investigates.
  if (made) {
    std::filesystem::permissions(state_->directory, std::filesystem::perms::owner_all, error);
  }
  if (error) return fail(ErrorCode::io, "{}: {}", state_->directory.string(), error.message());
  if (is_there(state_->directory / "custody.log")) return {};
  return check_nothing_foreign(state_->directory);
}

Expected<void> CaseOpener::read_chain(bool may_create) {
  const bool there = is_there(state_->directory / "custody.log");
  if (!there && !may_create) {
    return fail(no_case(state_->directory));
  }
  if (!there) {
    if (is_there(segment_path(state_->evidence_directory(), 1))) {
      return fail(ErrorCode::corrupt, "{}/custody.log is gone", state_->directory.string());
    }
    return {};
  }
  auto chain = read_custody(state_->directory);
  if (!chain) return fail(std::move(chain));
  chain_ = std::move(*chain);
  return {};
}

Expected<void> CaseOpener::open_to_read() {
  if (auto done = read_chain(false); !done) return done;
  auto facts = open_facts(state_->directory, false, false, parts_);
  if (!facts) return fail(std::move(facts));
  state_->facts = std::move(*facts);
  return {};
}

Expected<void> CaseOpener::open_to_write(bool may_create) {
  if (!may_create) {  // or the lock's file would be made beside somebody's documents
    if (auto done = read_chain(false); !done) return done;
  }
  auto lock = Lock::take(state_->directory, *state_->clock);
  if (!lock) return fail(std::move(lock));
  state_->lock = std::move(*lock);
  if (auto done = read_chain(may_create); !done) return done;
  if (!chain_.broken.empty()) return fail(ErrorCode::corrupt, "{}", chain_.broken);

  std::error_code error;
  std::filesystem::create_directory(state_->evidence_directory(), error);
  if (error) return fail(ErrorCode::io, "{}: {}", state_->directory.string(), error.message());
  const bool is_new = chain_.entries.empty();
  auto facts = open_facts(state_->directory, true, is_new, parts_);
  if (!facts) return fail(std::move(facts));
  state_->facts = std::move(*facts);
  auto custody =
      CustodyLog::open(state_->directory, chain_, state_->actor, *state_->clock, *state_->files);
  if (!custody) return fail(std::move(custody));
  state_->custody = std::move(*custody);
  if (is_new) {
    JsonWriter details;
    details.object().member("format", kCaseFormat).end();
    if (auto done = state_->custody->append("case-created", details.text()); !done) return done;
  }
  return repair();
}

// A lost fact store must not make all evidence look like the rest of a killed run.
Expected<void> CaseOpener::check_facts_are_there(const SegmentLengths& committed) {
  const IngestHistory history = ingest_history(chain_);
  if (!committed.empty() || history.last_end == nullptr) return {};
  if (history.last_end->detail("evidence") != "kept") return {};
  return fail(ErrorCode::corrupt, "{}: knows of no evidence, but entry {} of the custody log does",
              (state_->directory / kFactsFile).string(), history.last_end->sequence);
}

Expected<void> CaseOpener::repair() {
  auto committed = state_->facts->segment_lengths();
  if (!committed) return fail(std::move(committed));
  if (auto done = check_facts_are_there(*committed); !done) return done;
  auto tails = find_tails(state_->evidence_directory(), *committed);
  if (!tails) return fail(std::move(tails));
  const IngestHistory history = ingest_history(chain_);
  state_->load_incomplete = history.load_incomplete;
  if (tails->empty() && history.open_start == 0) return {};
  // First the Entry, then the cut: an Entry too many says less wrong than a cut unsaid.
  if (auto noted = note_interruption(*tails); !noted) return noted;
  return cut_tails(state_->evidence_directory(), *tails, *state_->files);
}

Expected<void> CaseOpener::note_interruption(const std::vector<SegmentTail>& tails) {
  JsonWriter details;
  details.object().member("start", ingest_history(chain_).open_start);
  details.key("cut").array();
  for (const SegmentTail& tail : tails) {
    const auto path = segment_path("evidence", tail.segment);
    details.object().member("file", path.string()).member("offset", tail.from);
    details.member("octets", tail.octets).end();
  }
  details.end().end();
  return state_->custody->append("interruption-found", details.text());
}

Expected<Case> Case::open(const std::filesystem::path& directory, Access access, const Actor& actor,
                          const Clock& clock, const CaseParts& parts) {
  CaseOpener opener(directory, actor, clock, parts);
  if (access == Access::create) {
    if (auto made = opener.make_directory(); !made) return fail(std::move(made));
  }
  auto done = access == Access::read ? opener.open_to_read()
                                     : opener.open_to_write(access == Access::create);
  if (!done) return fail(std::move(done));
  return opener.take();
}

}  // namespace letterlock::casefile
