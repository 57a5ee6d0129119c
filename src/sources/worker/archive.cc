// zip, tar, 7z, rar and compressed files through libarchive, entry by entry, without a second look.
#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>

#include "sources/worker/report.h"

namespace letterlock::sources {
namespace {

// Small: what a reader made of the last piece before damage is lost.
constexpr std::size_t kPiece = std::size_t{64} << 10;
const std::string kZeros(kPiece, '\0');
constexpr std::uint64_t kFreeOctets = std::uint64_t{64} << 20;  // no ratio is asked of these

// The container, read with positions of our own.
struct Input {
  std::array<char, kPiece> piece;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

la_ssize_t on_read(archive*, void* context, const void** octets) {
  auto& input = *static_cast<Input*>(context);
  const ssize_t got = ::pread(STDIN_FILENO, input.piece.data(), input.piece.size(),
                              static_cast<off_t>(input.offset));
  if (got > 0) input.offset += static_cast<std::uint64_t>(got);
  *octets = input.piece.data();
  return got;
}

la_int64_t on_skip(archive*, void* context, la_int64_t request) {
  auto& input = *static_cast<Input*>(context);
  const std::uint64_t left = input.size - std::min(input.size, input.offset);
  const std::uint64_t skipped = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(request));
  input.offset += skipped;
  return static_cast<la_int64_t>(skipped);
}

la_int64_t on_seek(archive*, void* context, la_int64_t offset, int whence) {
  auto& input = *static_cast<Input*>(context);
  la_int64_t base = 0;
  if (whence == SEEK_CUR) base = static_cast<la_int64_t>(input.offset);
  if (whence == SEEK_END) base = static_cast<la_int64_t>(input.size);
  if (base + offset < 0) return ARCHIVE_FATAL;
  input.offset = static_cast<std::uint64_t>(base + offset);
  return base + offset;
}

struct CloseArchive {
  void operator()(archive* open) const { ::archive_read_free(open); }
};
using OpenArchive = std::unique_ptr<archive, CloseArchive>;

class Extraction {
 public:
  Extraction(const WorkerLimits& limits, Report& report)
      : limits_(limits), report_(report), archive_(::archive_read_new()) {}
  void run(bool compressed_file);

 private:
  bool open(bool compressed_file);
  bool next(archive_entry*& entry);
  bool file(archive_entry* entry);
  bool pass(std::string_view octets, std::uint64_t offset, std::uint64_t& passed);
  bool within_limits();
  void damaged(const std::string& path);
  std::string complaint() const {
    const char* text = ::archive_error_string(archive_.get());
    return text == nullptr ? "no reason given" : text;
  }
  std::string path_of(archive_entry* entry) const;

  const WorkerLimits& limits_;
  Report& report_;
  Input input_;
  OpenArchive archive_;
  bool raw_ = false;
  std::uint64_t entries_ = 0, octets_ = 0;
};

bool Extraction::open(bool compressed_file) {
  archive* const a = archive_.get();
  input_.size = limits_.container_size;
  ::archive_read_support_filter_gzip(a);
  ::archive_read_support_filter_bzip2(a);
  ::archive_read_support_filter_xz(a);
  ::archive_read_support_filter_zstd(a);
  ::archive_read_support_format_tar(a);
  if (compressed_file) {
    // One file under a compression: given as it is, even where it is empty or an archive.
    ::archive_read_support_format_raw(a);
    ::archive_read_support_format_empty(a);
  } else {
    ::archive_read_support_format_zip(a);
    ::archive_read_support_format_7zip(a);
    ::archive_read_support_format_rar(a);
    ::archive_read_support_format_rar5(a);
  }
  ::archive_read_set_read_callback(a, on_read);
  ::archive_read_set_skip_callback(a, on_skip);
  ::archive_read_set_seek_callback(a, on_seek);
  ::archive_read_set_callback_data(a, &input_);
  if (::archive_read_open1(a) == ARCHIVE_OK) return true;
  damaged("");
  return false;
}

void Extraction::damaged(const std::string& path) {
  // Where reading stood, not where the damage begins: libarchive does not tell more.
  const bool encrypted = ::archive_read_has_encrypted_entries(archive_.get()) > 0;
  report_.defect(path, input_.offset, encrypted ? "encrypted_entry" : "damaged_container",
                 complaint());
}

// False at the end, or where nothing more can be read.
bool Extraction::next(archive_entry*& entry) {
  for (int tries = 0; tries < 10; ++tries) {
    const int result = ::archive_read_next_header(archive_.get(), &entry);
    if (result == ARCHIVE_EOF) return false;
    if (result == ARCHIVE_RETRY) continue;
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return true;
    damaged("");
    if (result == ARCHIVE_FATAL) return false;
  }
  return false;
}

std::string Extraction::path_of(archive_entry* entry) const {
  if (raw_) return {};
  const char* name = ::archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = ::archive_entry_pathname(entry);
  return name == nullptr ? fmt::format("entry-{}", entries_) : name;
}

bool Extraction::within_limits() {
  if (octets_ > limits_.octets) {
    report_.defect("", input_.offset, "container_too_big",
                   fmt::format("unpacks to more than {} octets", limits_.octets));
    return false;
  }
  if (octets_ > kFreeOctets && octets_ / limits_.ratio > input_.size) {
    report_.defect("", input_.offset, "ratio_limit",
                   fmt::format("unpacks to more than {} times its size", limits_.ratio));
    return false;
  }
  return true;
}

// Passes on `octets` that stand at `offset` of the file; holes of sparse files are zeros.
bool Extraction::pass(std::string_view octets, std::uint64_t offset, std::uint64_t& passed) {
  while (passed < offset) {
    const std::uint64_t zeros = std::min<std::uint64_t>(offset - passed, kZeros.size());
    octets_ += zeros;
    if (!within_limits()) return false;
    report_.octets(std::string_view(kZeros).substr(0, zeros));
    passed += zeros;
  }
  octets_ += octets.size();
  passed += octets.size();
  if (!within_limits()) return false;
  report_.octets(octets);
  report_.progress(input_.offset);
  return true;
}

// False where nothing behind this entry can be read.
bool Extraction::file(archive_entry* entry) {
  const std::string path = path_of(entry);
  if (::archive_entry_is_encrypted(entry) != 0) {
    report_.defect(path, input_.offset, "encrypted_entry", "protected by a password");
    return true;
  }
  Entry announced;
  announced.path = path;
  report_.entry(announced);
  std::uint64_t passed = 0;
  for (;;) {
    // By blocks: archive_read_data() would lose what it has when damage comes.
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int result = ::archive_read_data_block(archive_.get(), &block, &size, &offset);
    if (result == ARCHIVE_RETRY) continue;
    if (result == ARCHIVE_WARN) damaged(path);  // a wrong checksum or size
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
      if (pass({static_cast<const char*>(block), size}, static_cast<std::uint64_t>(offset),
               passed)) {
        continue;
      }
      report_.entry_end("cut where the container's limit was reached");
      return false;
    }
    report_.entry_end(result == ARCHIVE_EOF ? "" : complaint());
    if (result != ARCHIVE_EOF) damaged(path);
    return result != ARCHIVE_FATAL;
  }
}

void Extraction::run(bool compressed_file) {
  if (!open(compressed_file)) return;
  archive_entry* entry = nullptr;
  while (next(entry)) {
    raw_ = ::archive_format(archive_.get()) == ARCHIVE_FORMAT_RAW;
    if (++entries_ > limits_.entries) {
      report_.defect("", input_.offset, "entry_limit",
                     fmt::format("more than {} entries", limits_.entries));
      return;
    }
    report_.progress(input_.offset);
    const bool regular =
        ::archive_entry_filetype(entry) == AE_IFREG && ::archive_entry_hardlink(entry) == nullptr;
    if (!raw_ && !regular) {
      if (::archive_entry_filetype(entry) == AE_IFLNK ||
          ::archive_entry_hardlink(entry) != nullptr) {
        report_.defect(path_of(entry), input_.offset, "symlink_skipped",
                       "a link inside the archive");
      }
      continue;
    }
    if (!file(entry)) return;
  }
}

}  // namespace

void extract_archive(bool compressed_file, const WorkerLimits& limits, Report& report) {
  const auto extraction = std::make_unique<Extraction>(limits, report);
  extraction->run(compressed_file);
}

}  // namespace letterlock::sources
