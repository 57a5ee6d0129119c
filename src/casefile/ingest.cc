// One ingest, from the Entry that announces it to the Entry that counts it.
#include <algorithm>
#include <system_error>
#include <thread>

#include "base/json_writer.h"
#include "casefile/batch_writer.h"
#include "casefile/case_state.h"
#include "casefile/evidence_record.h"
#include "casefile/facts_of.h"
#include "casefile/feed.h"
#include "casefile/file_ops.h"
#include "casefile/known_bodies.h"
#include "casefile/picture_codes.h"
#include "casefile/pipeline.h"
#include "casefile/threads.h"
#include "dns/registrable_domain.h"

namespace letterlock::casefile {
namespace {

// In flight for each parsing thread, the reader and the writer: four chunks. With 16 MB in all an
// ingest takes 8 % more CPU on two processors.
constexpr std::uint64_t kFlightOfThread = 1 << 20;
// The public suffix list has some 300 KB.
constexpr std::uint64_t kSuffixListOctets = 64 << 20;

unsigned worker_count(unsigned jobs) {
  constexpr unsigned kMost = 64;
  if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
  return std::min(jobs, kMost);
}

// Evidence records of the new messages, in their order.
void pack_evidence(Chunk& chunk, RecordEncoder& encoder) {
  std::vector<Listed> list;
  std::string gathered;  // own octets of the record's messages, where these are not all of them
  std::size_t begin = 0, length = 0;  // of the record's octets in the chunk's, or in `gathered`
  const auto finish = [&] {
    const std::string_view octets = gathered.empty() ? chunk.octets : gathered;
    if (!list.empty()) encoder.append(octets.substr(begin, length), list, chunk.records);
    list.clear();
    gathered.clear();
    length = 0;
  };
  for (Item& item : chunk.items) {
    if (!item.is_new) continue;
    const Listed listed{item.placement.evidence, item.length, item.tail};
    if (length + listed.own() > kRecordOctets || list.size() == kMostInRecord) finish();
    if (list.empty()) begin = item.offset;
    if (item.tail.octets > 0 && gathered.empty()) {
      gathered = chunk.octets.substr(begin, length);
      begin = 0;
    }
    item.facts.location.offset = chunk.records.size();
    list.push_back(listed);
    length += listed.own();
    if (!gathered.empty() || item.tail.octets > 0) {
      gathered += chunk.view(item).substr(0, listed.own());
    }
  }
  finish();
}

// A worker's part: facts and evidence of each new message.
void examine_chunk(Chunk& chunk, const Limits& limits, KnownBodies& bodies, PictureCodes& codes,
                   RecordEncoder& encoder) {
  chunk.records.reserve(chunk.octets.size());  // mostly enough
  for (Item& item : chunk.items) {
    if (!item.is_new) continue;
    const std::string_view octets = chunk.view(item);
    const Sha256& hash = item.placement.evidence;
    auto message = mime::Message::parse_view(octets, limits);
    if (message) {
      item.facts = facts_of(*message, hash, limits, &bodies, &codes);
    } else {
      // Kept as evidence all the same: another tool may read it.
      item.facts.evidence = hash;
      item.facts.size = octets.size();
      chunk.defects.push_back({item.placement.source, item.placement.inner, item.placement.offset,
                               "message_too_big", message.error().message});
    }
    item.facts.reconstructed = item.reconstructed;
  }
  pack_evidence(chunk, encoder);
}

std::string start_details(const std::vector<PlannedSource>& plan, const IngestOptions& options) {
  JsonWriter details;
  details.object().member("mailbox", options.mailbox).key("sources").array();
  for (const PlannedSource& source : plan) {
    details.object().member("path", source.root);
    details.member("format", sources::to_string(source.format));
    details.member("units", source.units.size() + source.finished_units);
    details.member("units_read_before", source.finished_units);
    details.member("octets", source.octets);
    details.member("listing_sha256", source.listing.hex()).end();
  }
  details.end();
  // Registrable domains among the facts are by this list.
  const std::string list(dns::public_suffix_list());
  details.key("public_suffix_list").object().member("path", list);
  auto octets = read_file(list, kSuffixListOctets);
  details.key("sha256");
  if (octets) {
    details.value(sha256(*octets).hex());
  } else {
    details.null();
  }
  details.end().end();
  return details.take();
}

}  // namespace

class Ingester {
 public:
  Ingester(Case& into, const IngestOptions& options, Progress& progress)
      : state_(*into.state_), options_(options), progress_(progress) {}

  Expected<IngestSummary> run(const std::vector<std::filesystem::path>& sources);

 private:
  Expected<void> plan(const std::vector<std::filesystem::path>& sources);
  Expected<void> load();
  Expected<void> read_and_write();
  Expected<void> write_all(Pipeline& pipeline, FeedSignals& signals);
  Expected<void> finish(bool complete);
  Expected<void> log_end(std::string_view outcome, std::string_view reason);

  Case::State& state_;
  const IngestOptions& options_;
  Progress& progress_;
  std::vector<PlannedSource> plan_;
  KnownBodies bodies_;
  SeenEvidence seen_;
  std::size_t seen_before_ = 0;  // messages of earlier runs
  IngestSummary summary_;
  std::uint64_t start_ = 0;  // sequence of the Entry
};

Expected<IngestSummary> Ingester::run(const std::vector<std::filesystem::path>& sources) {
  if (!state_.custody) {
    return fail(ErrorCode::internal, "{}: opened to read only", state_.directory.string());
  }
  if (auto planned = plan(sources); !planned) return fail(std::move(planned));
  if (auto logged = state_.custody->append("ingest-start", start_details(plan_, options_));
      !logged) {
    return fail(std::move(logged));
  }
  start_ = state_.custody->head().sequence;
  const bool incomplete_before = std::exchange(state_.load_incomplete, true);
  auto done = load();
  if (done && !summary_.stopped) done = finish(incomplete_before);
  if (done) {
    done = log_end(summary_.stopped ? "stopped" : "complete", "");
  } else {
    // The error is what the caller must hear; that the log could not say so comes second.
    static_cast<void>(log_end("failed", done.error().message));
  }
  if (!done) return fail(std::move(done));
  state_.load_incomplete = summary_.stopped;
  return summary_;
}

Expected<void> Ingester::plan(const std::vector<std::filesystem::path>& sources) {
  progress_.stage("looking at sources", "sources", sources.size());
  for (const std::filesystem::path& path : sources) {
    auto planned = plan_source(path, *state_.facts);
    if (!planned) return fail(std::move(planned));
    summary_.resumed += planned->finished_messages;
    for (const PlannedUnit& unit : planned->units) summary_.resumed += unit.earlier_messages;
    plan_.push_back(std::move(*planned));
    progress_.advance(plan_.size());
  }
  return {};
}

// REQUIRES: the Entry that announces it is written.
Expected<void> Ingester::load() {
  if (auto begun = state_.facts->begin_load(); !begun) return begun;
  auto done = read_and_write();
  // Readers need the indexes also of what a failed load brought in.
  auto ended = state_.facts->end_load(progress_);
  return done ? ended : done;
}

Expected<void> Ingester::read_and_write() {
  auto scanned = state_.facts->scan_evidence(
      [&](store::MessageId, const Sha256& hash, std::uint64_t, const store::EvidenceLocation&) {
        seen_.insert(hash);
        return true;
      });
  if (!scanned) return scanned;
  seen_before_ = seen_.size();
  FeedSignals signals;
  const unsigned workers = worker_count(options_.jobs);
  const std::uint64_t flight =
      options_.flight_octets > 0 ? options_.flight_octets : (workers + 2) * kFlightOfThread;
  Pipeline pipeline(workers, flight, [&]() -> Pipeline::Examine {
    auto encoder = std::make_shared<RecordEncoder>();  // std::function wants to be copied
    auto codes = std::make_shared<PictureCodes>();
    return [this, encoder, codes](Chunk& chunk) {
      examine_chunk(chunk, options_.limits, bodies_, *codes, *encoder);
    };
  });
  Feed feed(plan_, options_, seen_, pipeline, signals);
  std::thread reader([&] { feed.run(); });
  auto done = write_all(pipeline, signals);
  if (!done) {
    signals.stop = true;
    pipeline.give_up();
  }
  reader.join();
  if (!done) return done;
  return pipeline.outcome();
}

Expected<void> Ingester::write_all(Pipeline& pipeline, FeedSignals& signals) {
  std::uint64_t total = 0;
  for (const PlannedSource& source : plan_) total += source.octets;
  progress_.stage("reading", "octets", total);
  auto writer = BatchWriter::open(*state_.facts, *state_.custody, *state_.files,
                                  state_.evidence_directory(), options_, summary_);
  if (!writer) return fail(std::move(writer));
  while (std::unique_ptr<Chunk> chunk = pipeline.next()) {
    if (auto taken = writer->take(*chunk); !taken) return taken;
    pipeline.give_back(std::move(chunk));
    progress_.advance(signals.octets);
    if (progress_.stop_requested()) signals.stop = true;
  }
  summary_.stopped = signals.stop;
  return writer->commit();
}

// What needs the whole case: threads, and the facts' digest for the custody log.
Expected<void> Ingester::finish(bool incomplete_before) {
  if (summary_.new_messages == 0 && !incomplete_before) return {};
  auto linked = link_threads(*state_.facts, seen_before_ > 0, progress_);
  if (!linked) return fail(std::move(linked));
  summary_.threads = *linked;
  return {};
}

Expected<void> Ingester::log_end(std::string_view outcome, std::string_view reason) {
  JsonWriter details;
  details.object().member("start", start_).member("outcome", outcome);
  if (!reason.empty()) details.member("reason", reason);
  details.member("read", summary_.read).member("octets", summary_.octets);
  details.member("new_messages", summary_.new_messages);
  details.member("new_placements", summary_.new_placements);
  details.member("placements_known_before", summary_.resumed);
  details.member("source_defects", summary_.source_defects);
  auto counts = state_.facts->counts();
  if (!counts) return fail(std::move(counts));
  details.member("messages", counts->messages).member("placements", counts->placements);
  details.member("evidence", counts->messages > 0 ? "kept" : "none");
  auto digest = state_.facts->running_digest();
  if (!digest) return fail(std::move(digest));
  details.member("facts_digest", digest->hex()).end();
  return state_.custody->append("ingest-end", details.text());
}

Expected<IngestSummary> ingest(Case& into, const std::vector<std::filesystem::path>& sources,
                               const IngestOptions& options, Progress& progress) {
  return Ingester(into, options, progress).run(sources);
}

}  // namespace letterlock::casefile
