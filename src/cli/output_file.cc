#include "cli/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace letterlock::cli {

Expected<std::size_t> write_whole(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path beside = path.string() + ".new";
  const int file = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(ErrorCode::io, "{}: {}", beside.string(), std::strerror(errno));
  std::size_t done = 0;
  int trouble = 0;
  while (done < text.size() && trouble == 0) {
    const ssize_t wrote = write(file, text.data() + done, text.size() - done);
    if (wrote >= 0) {
      done += static_cast<std::size_t>(wrote);
    } else if (errno != EINTR) {
      trouble = errno;
    }
  }
  if (trouble == 0 && fsync(file) != 0) trouble = errno;
  if (close(file) != 0 && trouble == 0) trouble = errno;
  if (trouble == 0 && rename(beside.c_str(), path.c_str()) != 0) trouble = errno;
  if (trouble != 0) {
    unlink(beside.c_str());
    return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(trouble));
  }
  return done;
}

}  // namespace letterlock::cli
