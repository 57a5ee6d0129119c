#include "casefile/logs.h"

#include <algorithm>
#include <system_error>

#include "audit/log_reader.h"
#include "base/json_writer.h"
#include "casefile/activity_page.h"
#include "casefile/case_state.h"
#include "sources/plain_files.h"

namespace letterlock::casefile {
namespace {

// What goes into the store in one durable step.
constexpr std::size_t kBatchRecords = 8192;
constexpr std::size_t kBatchOctets = std::size_t{16} << 20;

class FileLog final : public audit::LogSource {
 public:
  explicit FileLog(const sources::File& file) : file_(file) {}
  Expected<std::unique_ptr<Stream>> open() override {
    return std::unique_ptr<Stream>(new sources::FileStream(file_));
  }

 private:
  const sources::File& file_;
};

Expected<Sha256> hash_of(const sources::File& file) {
  Sha256Stream hash;
  std::string piece(std::size_t{1} << 20, '\0');
  for (std::uint64_t at = 0;;) {
    auto got = file.read_at(at, piece.data(), piece.size());
    if (!got) return fail(std::move(got));
    if (*got == 0) return hash.finish();
    hash.update(std::string_view(piece).substr(0, *got));
    at += *got;
  }
}

// Takeout's page begins with some hundred thousand octets of style.
constexpr std::size_t kPageLooked = std::size_t{512} << 10;

enum class Page : std::uint8_t { none, activity };
Expected<Page> begins_a_page(const sources::File& file) {
  std::string head(kPageLooked, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    auto got = file.read_at(size, head.data() + size, head.size() - size);
    if (!got) return fail(std::move(got));
    if (*got == 0) break;
    size += *got;
  }
  head.resize(size);
  return is_activity_page(head) ? Page::activity : Page::none;
}

// The regular files below `path`, in the order of their names; `path` itself where it is a file.
Expected<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& path) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(path, error)) {
    return fail(ErrorCode::not_found, "{}: no such file", path.string());
  }
  if (!std::filesystem::is_directory(path, error)) return std::vector{path};
  for (std::filesystem::recursive_directory_iterator entry(path, error), end;
       !error && entry != end; entry.increment(error)) {
    if (entry->is_regular_file(error) && !error) files.push_back(entry->path());
  }
  if (error) return fail(ErrorCode::io, "{}: {}", path.string(), error.message());
  std::sort(files.begin(), files.end());
  return files;
}

// Takes the records of one log file into the store.
class BatchSink final : public audit::RecordSink {
 public:
  BatchSink(store::EventStore& events, store::LogFile& file, Progress& progress)
      : events_(events), file_(file), progress_(progress) {}

  Expected<void> record(store::LoggedRecord record) override {
    octets_ += record.octets.size();
    batch_.push_back(std::move(record));
    if (batch_.size() < kBatchRecords && octets_ < kBatchOctets) return {};
    return flush();
  }
  void advance(std::uint64_t octets) override { progress_.advance(octets); }
  bool stop_requested() const override { return progress_.stop_requested(); }

  Expected<void> flush() {
    if (file_.id == store::kNoLogFile) {
      auto id = events_.put_file(file_);
      if (!id) return fail(std::move(id));
      file_.id = *id;
    }
    auto added = events_.add(file_.id, batch_);
    if (!added) return fail(std::move(added));
    added_.records += added->records;
    added_.events += added->events;
    added_.same_octets += added->same_octets;
    added_.same_id += added->same_id;
    added_.replaced += added->replaced;
    batch_.clear();
    octets_ = 0;
    return {};
  }
  const store::EventStore::Added& added() const { return added_; }

 private:
  store::EventStore& events_;
  store::LogFile& file_;
  Progress& progress_;
  std::vector<store::LoggedRecord> batch_;
  std::size_t octets_ = 0;
  store::EventStore::Added added_;
};

}  // namespace

class LogReading {
 public:
  LogReading(Case& into, Progress& progress)
      : case_(into), clock_(*into.state_->clock), progress_(progress) {}

  Expected<LogsSummary> run(const std::vector<std::filesystem::path>& paths);

 private:
  Expected<void> all(const std::vector<std::filesystem::path>& files);
  Expected<void> one(const std::filesystem::path& path);
  Expected<void> log(const sources::File& file, const std::string& path, const std::string& inner,
                     const Sha256& container);
  void note_known(store::LogFile& file, const store::EventStore::Added& added);
  std::string start_details(const std::vector<std::filesystem::path>& files) const;
  Expected<void> write_end(std::string_view outcome, std::string_view error);

  Case& case_;
  const Clock& clock_;
  Progress& progress_;
  store::EventStore* events_ = nullptr;
  std::vector<store::LogFile> earlier_;
  LogsSummary summary_;
};

Expected<LogsSummary> LogReading::run(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::filesystem::path> files;
  for (const auto& path : paths) {
    auto below = files_below(path);
    if (!below) return fail(std::move(below));
    files.insert(files.end(), below->begin(), below->end());
  }
  auto events = case_.events();
  if (!events) return fail(std::move(events));
  events_ = *events;
  auto earlier = events_->files();
  if (!earlier) return fail(std::move(earlier));
  earlier_ = std::move(*earlier);
  if (auto said = case_.record("logs-start", start_details(files)); !said) {
    return fail(std::move(said));
  }
  auto done = all(files);
  if (done) {
    done = write_end(summary_.stopped ? "stopped" : "complete", "");
  } else {
    // The error is what the caller must hear; that the log could not say so comes second.
    static_cast<void>(write_end("failed", done.error().message));
  }
  if (!done) return fail(std::move(done));
  return std::move(summary_);
}

Expected<void> LogReading::all(const std::vector<std::filesystem::path>& files) {
  if (auto begun = events_->begin_load(); !begun) return begun;
  for (const auto& path : files) {
    if (progress_.stop_requested()) break;
    if (auto done = one(path); !done) return done;
  }
  summary_.stopped = progress_.stop_requested();
  return events_->end_load(progress_);
}

Expected<void> LogReading::one(const std::filesystem::path& path) {
  auto file = sources::File::open(path.string());
  if (!file) return fail(std::move(file));
  auto hash = hash_of(*file);
  if (!hash) return fail(std::move(hash));
  std::vector<store::LogFile> same;
  std::copy_if(earlier_.begin(), earlier_.end(), std::back_inserter(same),
               [&](const store::LogFile& one) { return one.container == *hash; });
  if (!same.empty() && std::all_of(same.begin(), same.end(),
                                   [](const store::LogFile& one) { return one.finished; })) {
    summary_.known.insert(summary_.known.end(), same.begin(), same.end());
    return {};
  }
  progress_.stage("Reading " + path.filename().string(), "octets", file->size_when_opened());
  return sources::each_plain_file(
      path.string(), {},
      [&](const sources::File& plain, const std::string& inner) {
        if (progress_.stop_requested()) return Expected<void>();
        return log(plain, path.string(), inner, *hash);
      },
      [&](const sources::SourceDefect& defect) {
        summary_.unreadable.push_back(
            {path.string(), defect.inner, defect.name + ": " + defect.detail});
      });
}

Expected<void> LogReading::log(const sources::File& file, const std::string& path,
                               const std::string& inner, const Sha256& container) {
  store::LogFile log;
  for (const store::LogFile& one : earlier_) {
    if (one.container == container && one.inner == inner) log.id = one.id;
  }
  log.path = path;
  log.inner = inner;
  log.container = container;
  log.read_at = clock_.now();
  const store::LogFile begun = log;
  FileLog source(file);
  BatchSink sink(*events_, log, progress_);
  const auto page = begins_a_page(file);
  if (!page) return fail(page.error().code, "{}: {}", path, page.error().message);
  auto read =
      *page == Page::activity ? read_activity_page(source, sink) : audit::read_log(source, sink);
  if (!read && read.error().code == ErrorCode::not_found) {
    summary_.unreadable.push_back({path, inner, read.error().message});
    return {};
  }
  if (!read) return fail(std::move(read));
  if (auto flushed = sink.flush(); !flushed) return flushed;
  read->id = log.id;
  read->path = begun.path;
  read->inner = begun.inner;
  read->container = begun.container;
  read->read_at = begun.read_at;
  note_known(*read, sink.added());
  if (auto put = events_->put_file(*read); !put) return fail(std::move(put));
  summary_.records += sink.added().records;
  summary_.events += sink.added().events;
  summary_.known_records += read->known_records;
  summary_.broken += read->broken;
  earlier_.push_back(*read);
  summary_.read.push_back(std::move(*read));
  return {};
}

// Overlapping exports are no trouble, but whoever counts rows has to know of them.
void LogReading::note_known(store::LogFile& file, const store::EventStore::Added& added) {
  file.known_records = added.same_octets + added.same_id;
  if (file.known_records == 0) return;
  store::LogDefect defect;
  defect.name = "records_known";
  defect.detail = fmt::format(
      "{} of {} records were in the case or in this file already ({} the same octets, {} the same "
      "id; of these, {} took the place of the form that was there)",
      file.known_records, file.records, added.same_octets, added.same_id, added.replaced);
  defect.times = file.known_records;
  file.defects.push_back(std::move(defect));
}

std::string LogReading::start_details(const std::vector<std::filesystem::path>& files) const {
  JsonWriter details;
  details.object().key("files").array();
  for (const auto& file : files) details.value(file.string());
  details.end().end();
  return details.take();
}

Expected<void> LogReading::write_end(std::string_view outcome, std::string_view error) {
  JsonWriter details;
  details.object().member("outcome", outcome);
  if (!error.empty()) details.member("error", error);
  details.member("records", summary_.records).member("events", summary_.events);
  details.key("logs").array();
  for (const store::LogFile& file : summary_.read) {
    details.object().member("path", file.path).member("inner", file.inner);
    details.member("sha256", file.container.hex()).member("log_sha256", file.hash.hex());
    details.member("size", file.size).member("shape", file.shape);
    details.member("records", file.records).member("events", file.events);
    details.member("broken", file.broken).member("known_records", file.known_records);
    details.member("defects", file.defects.size()).member("finished", file.finished).end();
  }
  details.end();
  details.key("known").array();
  for (const store::LogFile& file : summary_.known) details.value(file.container.hex());
  details.end().key("unreadable").array();
  for (const auto& one : summary_.unreadable) {
    details.object().member("path", one.path).member("inner", one.inner);
    details.member("why", one.why).end();
  }
  details.end();
  auto digest = events_->running_digest();
  if (!digest) return fail(std::move(digest));
  details.member("events_digest", digest->hex()).end();
  return case_.record("logs-end", details.text());
}

Expected<LogsSummary> read_logs(Case& into, const std::vector<std::filesystem::path>& paths,
                                Progress& progress) {
  return LogReading(into, progress).run(paths);
}

}  // namespace letterlock::casefile
