#include "sources/plain_files.h"

#include <cstdlib>

#include "sources/sniff.h"
#include "sources/worker_process.h"

namespace letterlock::sources {
namespace {

class PlainFiles {
 public:
  PlainFiles(const ReadOptions& options, const VisitPlain& visit,
             const std::function<void(const SourceDefect&)>& on_defect)
      : options_(options), visit_(visit), on_defect_(on_defect) {}

  Expected<void> open(const File& file, const std::string& inner, unsigned depth) {
    auto head = file.read_at(0, kSniffed);
    if (!head) return fail(std::move(head));
    const SourceFormat format = sniff(*head);
    if (format != SourceFormat::archive && format != SourceFormat::compressed) {
      return visit_(file, inner);
    }
    if (depth >= options_.container_depth) {
      defect(inner, "container_too_deep", "too many containers in each other");
      return {};
    }
    auto worker = WorkerProcess::start(file, format, options_);
    if (!worker) {
      defect(inner, "worker_missing", worker.error().message);
      return {};
    }
    return unpack(*worker, inner, depth);
  }

 private:
  Expected<void> unpack(WorkerProcess& worker, const std::string& outer, unsigned depth) {
    for (;;) {
      auto frame = worker.hear();
      if (!frame) {
        defect(outer, std::string(worker.why()), frame.error().message);
        return {};
      }
      if (frame->type == FrameType::end) return {};
      if (frame->type == FrameType::defect) report(frame->payload, outer);
      if (frame->type != FrameType::entry) continue;
      const auto entry = decode_entry(frame->payload);
      if (!entry) continue;
      std::string inner = outer;
      if (!entry->path.empty()) inner += (outer.empty() ? "" : "!/") + entry->path;
      if (inner.empty()) inner = "(content)";
      bool alive = true;
      auto unpacked = spool(worker, inner, alive);
      if (!unpacked) return fail(std::move(unpacked));
      if (auto done = open(*unpacked, inner, depth + 1); !done || !alive) return done;
    }
  }

  // The entry's octets in an unlinked file: a log may have to be read twice.
  Expected<File> spool(WorkerProcess& worker, const std::string& inner, bool& alive) {
    std::string directory = options_.temporary_directory;
    if (directory.empty()) {
      const char* named = std::getenv("TMPDIR");
      directory = named != nullptr && *named != '\0' ? named : "/tmp";
    }
    auto file = File::temporary(directory);
    if (!file) return file;
    for (;;) {
      auto frame = worker.hear();
      if (!frame) {
        alive = false;
        defect(inner, std::string(worker.why()), frame.error().message);
        return file;
      }
      if (frame->type == FrameType::octets) {
        if (auto put = file->append(frame->payload); !put) return fail(std::move(put));
      }
      if (frame->type == FrameType::defect) report(frame->payload, inner);
      if (frame->type == FrameType::entry_end) {
        if (!frame->payload.empty()) defect(inner, "truncated", std::string(frame->payload));
        return file;
      }
    }
  }

  void report(std::string_view payload, const std::string& outer) {
    const auto told = decode_defect(payload);
    if (told) defect(told->inner.empty() ? outer : told->inner, told->name, told->detail);
  }

  void defect(const std::string& inner, std::string name, std::string detail) {
    on_defect_({"", inner, 0, std::move(name), std::move(detail)});
  }

  const ReadOptions& options_;
  const VisitPlain& visit_;
  const std::function<void(const SourceDefect&)>& on_defect_;
};

}  // namespace

Expected<void> each_plain_file(const std::string& path, const ReadOptions& options,
                               const VisitPlain& visit,
                               const std::function<void(const SourceDefect&)>& on_defect) {
  auto file = File::open(path);
  if (!file) return fail(std::move(file));
  return PlainFiles(options, visit, on_defect).open(*file, "", 0);
}

}  // namespace letterlock::sources
