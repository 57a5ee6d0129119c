#include "casefile/source_plan.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace letterlock::casefile {
namespace {

// Keeps the defects of a walk through directories, which yields no messages.
class PlanSink final : public sources::Sink {
 public:
  explicit PlanSink(PlannedSource& source) : source_(source) {}
  Expected<void> message(std::string_view, const sources::Provenance&, sources::Position) override {
    return fail(ErrorCode::internal, "{}: a message before reading", source_.root);
  }
  void defect(const sources::SourceDefect& defect) override {
    source_.defects.push_back(defect_fact(source_, defect));
  }

 private:
  PlannedSource& source_;
};

void take_status(PlannedUnit& planned) {
  struct stat status{};
  if (::stat(planned.unit.path.c_str(), &status) != 0) return;
  planned.modified =
      static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
  planned.is_directory = S_ISDIR(status.st_mode);
}

Expected<void> plan_unit(PlannedSource& source, PlannedUnit planned, store::FactStore& facts) {
  auto known = facts.progress(source.root, planned.unit.name);
  if (!known) return fail(std::move(known));
  const auto& earlier = *known;
  const bool same =
      earlier && earlier->size == planned.unit.bytes && earlier->modified == planned.modified;
  if (same && earlier->finished) {
    ++source.finished_units;
    source.finished_messages += earlier->messages;
    return {};
  }
  if (same) {
    planned.from = {earlier->item, earlier->position};
    planned.earlier_messages = earlier->messages;
  }
  source.octets += planned.unit.bytes;
  source.units.push_back(std::move(planned));
  return {};
}

// "ada" of ada.mbox, ada.tar.gz, ada.mbox.zst.
std::string mailbox_of(const std::filesystem::path& file) {
  std::filesystem::path name = file.stem();
  for (const char* packed : {".tar", ".mbox", ".pst", ".zip"}) {
    if (name.extension() == packed) return name.stem().string();
  }
  return name.string();
}

}  // namespace

std::string PlannedSource::path_of(const std::string& container) const {
  return is_file || container.empty() ? root : root + "/" + container;
}

store::SourceDefectFact defect_fact(const PlannedSource& source,
                                    const sources::SourceDefect& defect) {
  return {source.path_of(defect.container), defect.inner, defect.offset, defect.name,
          defect.detail};
}

Expected<std::string> root_of(const std::filesystem::path& path) {
  std::error_code error;
  const auto root = std::filesystem::canonical(path, error);
  if (error == std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::not_found, "{}: no such file or directory", path.string());
  }
  if (error) return fail(ErrorCode::io, "{}: {}", path.string(), error.message());
  if (::access(root.c_str(), R_OK) != 0) {
    return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(errno));
  }
  return root.string();
}

Expected<PlannedSource> plan_source(const std::filesystem::path& path, store::FactStore& facts) {
  PlannedSource source;
  auto root = root_of(path);
  if (!root) return fail(std::move(root));
  source.root = std::move(*root);
  std::error_code error;
  const std::filesystem::path place = source.root;
  source.is_file = !std::filesystem::is_directory(place, error);
  source.mailbox = source.is_file ? mailbox_of(place) : place.filename().string();

  auto format = sources::detect(source.root);
  if (!format) return fail(std::move(format));
  source.format = *format;
  PlanSink sink(source);
  auto units = sources::enumerate(source.root, sink);
  if (!units) return fail(std::move(units));

  Sha256Stream listing;
  for (sources::Unit& unit : *units) {
    PlannedUnit planned;
    planned.unit = std::move(unit);
    take_status(planned);
    listing.update(
        fmt::format("{} {} {}\n", planned.unit.bytes, planned.unit.items, planned.unit.name));
    if (auto done = plan_unit(source, std::move(planned), facts); !done) {
      return fail(std::move(done));
    }
  }
  source.listing = listing.finish();
  return source;
}

}  // namespace letterlock::casefile
