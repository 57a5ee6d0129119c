#include "cli/recovery_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace letterlock::cli {
namespace {

Expected<std::string> read_all(std::FILE* file, const std::string& path) {
  std::string text;
  char block[64 * 1024];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, file)) > 0;) {
    if (text.size() + got > leak::RecoveryState::kMostOctets) {
      return fail(ErrorCode::limit, "{}: larger than any recovery's state ({} MB)", path,
                  leak::RecoveryState::kMostOctets >> 20);
    }
    text.append(block, got);
  }
  if (std::ferror(file) != 0) return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  return text;
}

}  // namespace

Expected<RecoveryFile> RecoveryFile::open(const std::string& path) {
  RecoveryFile opened;
  opened.path_ = path;
  if (path.empty()) return opened;
  opened.file_.reset(std::fopen(path.c_str(), "a+e"));
  if (opened.file_ == nullptr) return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  std::rewind(opened.file_.get());
  auto text = read_all(opened.file_.get(), path);
  if (!text) return fail(std::move(text));
  auto state = leak::RecoveryState::parse(*text);
  if (!state) {
    return fail(state.error().code, "{}: {}", path, state.error().message);
  }
  opened.state_ = std::move(*state);
  // A line that a killed run left without its end goes.
  const std::size_t whole = text->rfind('\n') == std::string::npos ? 0 : text->rfind('\n') + 1;
  if (whole < text->size() &&
      ftruncate(fileno(opened.file_.get()), static_cast<off_t>(whole)) != 0) {
    return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  }
  if (whole == 0 && std::fputs(leak::state_head().c_str(), opened.file_.get()) < 0) {
    return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  }
  return opened;
}

Expected<void> RecoveryFile::keep(const leak::GcdRecord& record) {
  if (file_ == nullptr) return {};
  const std::string line = leak::state_line(record);
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() ||
      std::fflush(file_.get()) != 0 || fdatasync(fileno(file_.get())) != 0) {
    return fail(ErrorCode::io, "{}: {}", path_, std::strerror(errno));
  }
  return {};
}

}  // namespace letterlock::cli
