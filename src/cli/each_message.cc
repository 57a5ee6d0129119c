#include "cli/each_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "report/verify_case.h"
#include "sources/source.h"

namespace letterlock::cli {
namespace {

std::string place_of(const sources::Unit& unit, const sources::Provenance& provenance) {
  std::string place = unit.name;
  if (!provenance.container.empty() && provenance.container != unit.name) {
    place = provenance.container;
  }
  if (!provenance.inner.empty()) place += "!/" + provenance.inner;
  return place;
}

// One message to a file: the place alone names it.
bool is_whole_file(sources::SourceFormat format) {
  return format == sources::SourceFormat::eml || format == sources::SourceFormat::maildir ||
         format == sources::SourceFormat::mh || format == sources::SourceFormat::directory;
}

constexpr const char* kProofs[] = {".ots", ".tsr", ".tst", ".p7s"};

// FILE.ots and time-stamp tokens beside FILE.
std::vector<std::pair<std::string, std::string>> proofs_of(const std::string& path) {
  constexpr std::size_t kMostOctets = (1u << 20) + 1;  // one more than is read as a proof
  std::vector<std::pair<std::string, std::string>> proofs;
  for (const char* extension : kProofs) {
    std::ifstream file(path + extension, std::ios::binary);
    if (!file) continue;
    std::string octets(kMostOctets, '\0');
    file.read(octets.data(), static_cast<std::streamsize>(octets.size()));
    octets.resize(static_cast<std::size_t>(file.gcount()));
    const std::string name = path + extension;
    proofs.emplace_back(name.substr(name.rfind('/') + 1), std::move(octets));
  }
  return proofs;
}

// Whether `name` below the directory `root` is such a proof of a file that is there: it is read
// with that file and is no mail that could not be read.
bool is_proof(const std::filesystem::path& root, const std::string& name) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(root, ignored)) return false;
  std::filesystem::path file = root / name;
  const bool named_so = std::any_of(std::begin(kProofs), std::end(kProofs),
                                    [&](const char* one) { return file.extension() == one; });
  return named_so && std::filesystem::is_regular_file(file.replace_extension(), ignored);
}

// Whose clock it is that a container tells.
leak::ClockKind clock_of(sources::SourceFormat format) {
  switch (format) {
    case sources::SourceFormat::mbox:
      return leak::ClockKind::mbox_from_line;
    case sources::SourceFormat::pst:
    case sources::SourceFormat::msg:
      return leak::ClockKind::pst_delivery;
    default:
      return leak::ClockKind::imap_internal_date;
  }
}

class Visiting final : public sources::Sink {
 public:
  Visiting(const std::string& root, const std::function<Expected<void>(leak::Specimen&&)>& visit,
           const std::function<void(const std::string&)>& remark, Progress& progress)
      : root_(root), visit_(visit), remark_(remark), progress_(progress) {}

  void begin(const sources::Unit& unit) { unit_ = &unit; }

  Expected<void> message(std::string_view octets, const sources::Provenance& provenance,
                         sources::Position) override {
    leak::Specimen found;
    found.path = place_of(*unit_, provenance);
    const bool whole =
        is_whole_file(unit_->format) && provenance.inner.empty() && provenance.offset == 0;
    if (whole) found.file = unit_->path;
    if (!whole) found.path += fmt::format("@{}", provenance.offset);
    found.octets = octets;
    if (whole && unit_->format == sources::SourceFormat::eml) found.proofs = proofs_of(unit_->path);
    if (whole && unit_->format == sources::SourceFormat::directory) {
      found.proofs = proofs_of((std::filesystem::path(root_) / provenance.container).string());
    }
    found.folder = provenance.folder;
    if (provenance.internal_date) {
      found.archive.push_back({clock_of(unit_->format), *provenance.internal_date});
    }
    found.reconstructed = provenance.reconstructed;
    progress_.advance(++messages_);
    return visit_(std::move(found));
  }
  void defect(const sources::SourceDefect& defect) override {
    if (defect.name == "not_mail" && defect.inner.empty() && is_proof(root_, defect.container)) {
      return;
    }
    std::string place = defect.container;
    if (!defect.inner.empty()) place += "!/" + defect.inner;
    if (defect.offset > 0) place += fmt::format(" at {}", defect.offset);
    remark_(fmt::format("{}: {}: {}", place, defect.name, defect.detail));
  }
  bool stop_requested() const override { return progress_.stop_requested(); }

 private:
  const std::string& root_;
  const std::function<Expected<void>(leak::Specimen&&)>& visit_;
  const std::function<void(const std::string&)>& remark_;
  Progress& progress_;
  const sources::Unit* unit_ = nullptr;
  std::uint64_t messages_ = 0;
};

Expected<void> each_in_sources(const std::string& path,
                               const std::function<Expected<void>(leak::Specimen&&)>& visit,
                               const std::function<void(const std::string&)>& remark,
                               Progress& progress) {
  Visiting sink(path, visit, remark, progress);
  auto units = sources::enumerate(path, sink);
  if (!units) return fail(std::move(units));
  for (const sources::Unit& unit : *units) {
    sink.begin(unit);
    auto done = sources::read(unit, {}, {}, sink);
    if (!done) return fail(std::move(done));
  }
  return {};
}

Expected<void> each_in_case(casefile::Case& the_case,
                            const std::function<Expected<void>(leak::Specimen&&)>& visit,
                            Progress& progress) {
  auto rebuilt = report::rebuilt_messages(the_case.facts());
  if (!rebuilt) return fail(std::move(rebuilt));
  Expected<void> result;
  std::uint64_t done = 0;
  auto scanned =
      the_case.facts().scan_evidence([&](store::MessageId id, const Sha256& hash, std::uint64_t,
                                         const store::EvidenceLocation& location) {
        auto octets = the_case.evidence(hash, location);
        if (!octets) {
          result = fail(std::move(octets));
          return false;
        }
        leak::Specimen found;
        found.id = id;
        found.octets = std::move(*octets);
        found.reconstructed = rebuilt->contains(id);
        result = visit(std::move(found));
        progress.advance(++done);
        if (result && progress.stop_requested()) {
          result = fail(ErrorCode::interrupted, "stopped as asked");
        }
        return result.has_value();
      });
  if (!scanned) return fail(std::move(scanned));
  return result;
}

}  // namespace

bool is_case(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::path(path) / "custody.log", ignored);
}

Expected<void> each_message(const Material& material,
                            const std::function<Expected<void>(leak::Specimen&&)>& visit,
                            const std::function<void(const std::string&)>& remark,
                            Progress& progress) {
  if (material.the_case != nullptr) return each_in_case(*material.the_case, visit, progress);
  return each_in_sources(material.path, visit, remark, progress);
}

}  // namespace letterlock::cli
