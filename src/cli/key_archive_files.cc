#include "cli/key_archive_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "auth/key_archive_text.h"
#include "base/expected.h"
#include "casefile/file_ops.h"

namespace letterlock::cli {
namespace {

namespace fs = std::filesystem;

// A hundred thousand 2048-bit keys with three sightings each are 90 MB.
constexpr std::uint64_t kMostOctets = 1ULL << 30;
constexpr std::size_t kMostFiles = 10'000;
constexpr const char* kOwnFile = "archive.keys";

// The files of an archive in the order of their names.
Expected<std::vector<fs::path>> files_of(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return fail(ErrorCode::not_found, "{}: there is no key archive", path.string());
  }
  std::vector<fs::path> files;
  if (!fs::is_directory(status)) return files = {path}, files;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() != ".keys") continue;
    std::error_code ignored;
    if (!entry->is_regular_file(ignored)) continue;
    files.push_back(entry->path());
    if (files.size() > kMostFiles) {
      return fail(ErrorCode::limit, "{}: over {} files", path.string(), kMostFiles);
    }
  }
  if (error) return fail(ErrorCode::io, "{}: {}", path.string(), error.message());
  std::sort(files.begin(), files.end());
  return files;
}

// For whoever names a directory of zone files as an archive.
std::string hint_for(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return fmt::format("{}: an empty key archive", path.string());
  return fmt::format(
      "{}: holds no key archive (*.keys); keys in zone files, DNS answers and tables are put into "
      "one by: letterlock keys import NEW-ARCHIVE FILE",
      path.string());
}

// How many octets the file has.
Expected<std::uint64_t> load_file(const fs::path& file, std::uint64_t most, LoadedKeys& loaded) {
  auto text = casefile::read_file(file, most);
  if (!text) return fail(std::move(text));
  auto reading = auth::read_key_archive(*text, loaded.archive);
  if (!reading) {
    return fail(reading.error().code,
                "{}: {}; keys in another form are put into an archive by: letterlock keys import "
                "DIRECTORY {}",
                file.string(), reading.error().message, file.string());
  }
  for (const auth::LineProblem& problem : reading->problems) {
    loaded.problems.push_back(
        fmt::format("{}:{}: {}", file.filename().string(), problem.line, problem.reason));
  }
  loaded.duplicates += reading->duplicates;
  ++loaded.files;
  return text->size();
}

}  // namespace

Expected<LoadedKeys> load_key_archive(const std::string& path) {
  auto files = files_of(path);
  if (!files) return fail(std::move(files));
  LoadedKeys loaded;
  std::uint64_t left = kMostOctets;
  for (const fs::path& file : *files) {
    auto octets = load_file(file, left, loaded);
    if (!octets) return fail(std::move(octets));
    left -= *octets;
  }
  if (loaded.archive.keys().empty()) loaded.hint = hint_for(path);
  return loaded;
}

Expected<KeyArchiveEditor> KeyArchiveEditor::open(const std::string& path) {
  std::error_code error;
  const bool is_file = fs::is_regular_file(path, error);
  if (!is_file) {
    fs::create_directories(path, error);
    if (error) return fail(ErrorCode::io, "{}: {}", path, error.message());
  }
  const fs::path directory = is_file ? fs::absolute(path).parent_path() : fs::path(path);
  const int lock = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return fail(ErrorCode::io, "{}: {}", directory.string(), std::strerror(errno));
  KeyArchiveEditor editor(is_file ? path : (directory / kOwnFile).string(), lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::busy, "{}: another process is changing this archive", path);
  }
  if (!fs::exists(editor.file_, error)) return editor;
  LoadedKeys own;
  auto octets = load_file(editor.file_, kMostOctets, own);
  if (!octets) return fail(std::move(octets));
  if (!own.problems.empty()) {
    return fail(ErrorCode::corrupt,
                "{}: not changed, because a line would be lost that does not fit: {}", path,
                own.problems.front());
  }
  editor.archive_ = std::move(own.archive);
  return editor;
}

KeyArchiveEditor::KeyArchiveEditor(KeyArchiveEditor&& other) noexcept
    : file_(std::move(other.file_)),
      lock_(std::exchange(other.lock_, -1)),
      archive_(std::move(other.archive_)) {}

KeyArchiveEditor::~KeyArchiveEditor() {
  if (lock_ >= 0) ::close(lock_);
}

Expected<void> KeyArchiveEditor::save() {
  return casefile::replace_file(file_, auth::write_key_archive(archive_),
                                casefile::FileOps::system());
}

}  // namespace letterlock::cli
