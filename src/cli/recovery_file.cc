#include "cli/recovery_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "casefile/file_ops.h"

namespace letterlock::cli {
Expected<RecoveryFile> RecoveryFile::open(const std::string& path) {
  RecoveryFile opened;
  opened.path_ = path;
  if (path.empty()) return opened;
  opened.file_.reset(std::fopen(path.c_str(), "a+e"));
  if (opened.file_ == nullptr) return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  auto text = casefile::read_file(path, leak::RecoveryState::kMostOctets);
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
