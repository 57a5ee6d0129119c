#include "sources/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace letterlock::sources {
namespace {

constexpr std::size_t kPipeRead = std::size_t{256} << 10;

std::string own_directory() {
  std::array<char, 4096> path{};
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
  if (length <= 0) return ".";
  const std::string program(path.data(), static_cast<std::size_t>(length));
  return program.substr(0, program.rfind('/'));
}

// posix_spawn's file actions and attributes, freed when they go.
struct SpawnActions {
  posix_spawn_file_actions_t actions;
  SpawnActions() { ::posix_spawn_file_actions_init(&actions); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
};

struct SpawnAttributes {
  posix_spawnattr_t attributes;
  SpawnAttributes() {
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
};

// A read-only descriptor of the same file with a position of its own.
Expected<File> reopened(const File& file) {
  return File::open(fmt::format("/proc/self/fd/{}", file.descriptor()));
}

}  // namespace

Expected<std::string> find_worker() {
  if (const char* named = std::getenv("LETTERLOCK_EXTRACT"); named != nullptr && *named != '\0') {
    if (::access(named, X_OK) == 0) return std::string(named);
    return fail(ErrorCode::not_found, "LETTERLOCK_EXTRACT={}: {}", named, std::strerror(errno));
  }
  const std::string here = own_directory();
  for (std::string_view place : {"", "/../libexec/letterlock"}) {
    std::string candidate = fmt::format("{}{}/letterlock-extract", here, place);
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return fail(ErrorCode::not_found,
              "letterlock-extract is neither in {} nor in ../libexec/letterlock from there, and "
              "LETTERLOCK_EXTRACT does not name it",
              here);
}

namespace {

// Runs `words` with these descriptors as its standard input and output, and no others.
Expected<pid_t> spawn(std::span<std::string> words, int input, int output) {
  SpawnActions spawn;
  ::posix_spawn_file_actions_adddup2(&spawn.actions, input, 0);
  ::posix_spawn_file_actions_adddup2(&spawn.actions, output, 1);
  ::posix_spawn_file_actions_addopen(&spawn.actions, 2, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addclosefrom_np(&spawn.actions, 3);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  char* const no_environment[] = {nullptr};
  const SpawnAttributes attributes;
  pid_t process = -1;
  const int trouble = ::posix_spawn(&process, words[0].c_str(), &spawn.actions,
                                    &attributes.attributes, arguments.data(), no_environment);
  if (trouble != 0) return fail(ErrorCode::not_found, "{}: {}", words[0], std::strerror(trouble));
  return process;
}

Expected<std::string> named_or_found(const std::string& program) {
  return program.empty() ? find_worker() : Expected<std::string>(program);
}

}  // namespace

Expected<WorkerProcess> WorkerProcess::start(const File& container, SourceFormat format,
                                             const ReadOptions& options) {
  auto program = named_or_found(options.worker);
  if (!program) return fail(std::move(program));
  auto input = reopened(container);
  if (!input) return fail(std::move(input));
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::io, "pipe: {}", std::strerror(errno));
  }
  // Fewer switches between the two of us; a smaller pipe does as well.
  ::fcntl(pipe[0], F_SETPIPE_SZ, static_cast<int>(kMaxFrame));
  std::array<std::string, 6> words = {*program,
                                      std::string(to_string(format)),
                                      std::to_string(options.container_octets),
                                      std::to_string(options.container_ratio),
                                      std::to_string(options.container_entries),
                                      std::to_string(options.limits.message_size)};
  const auto process = spawn(words, input->descriptor(), pipe[1]);
  ::close(pipe[1]);
  if (!process) {
    ::close(pipe[0]);
    return fail(process.error());
  }
  return WorkerProcess(*process, pipe[0], options.worker_silence_seconds);
}

Expected<WorkerProcess> WorkerProcess::start_looking(const std::string& program,
                                                     std::uint32_t silence) {
  auto found = named_or_found(program);
  if (!found) return fail(std::move(found));
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorCode::io, "socketpair: {}", std::strerror(errno));
  }
  std::array<std::string, 2> words = {*found, "codes"};
  const auto process = spawn(words, ends[1], ends[1]);
  ::close(ends[1]);
  if (!process) {
    ::close(ends[0]);
    return fail(process.error());
  }
  return WorkerProcess(*process, ends[0], silence);
}

Expected<void> WorkerProcess::ask(Picture what, std::string_view octets) {
  if (octets.size() > kMaxPicture) return fail(ErrorCode::limit, "{} octets", octets.size());
  // Both headers are an octet and a length.
  const std::string header =
      frame_header(static_cast<FrameType>(what), static_cast<std::uint32_t>(octets.size()));
  for (std::string_view rest : {std::string_view(header), octets}) {
    while (!rest.empty()) {
      // A worker that is gone must not end us with SIGPIPE.
      const ssize_t put = ::send(pipe_, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) return ended();
      rest.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  return {};
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      pipe_(std::exchange(other.pipe_, -1)),
      silence_seconds_(other.silence_seconds_),
      buffer_(std::move(other.buffer_)),
      taken_(other.taken_),
      why_(other.why_) {}

WorkerProcess::~WorkerProcess() {
  if (pipe_ >= 0) ::close(pipe_);
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Unexpected WorkerProcess::broken(std::string_view what) {
  why_ = "worker_protocol";
  return fail(ErrorCode::corrupt, "the worker program sent {}", what);
}

// How the worker ended that should have gone on.
Unexpected WorkerProcess::ended() {
  why_ = "worker_crashed";
  int status = 0;
  pid_t waited = -1;
  while ((waited = ::waitpid(process_, &status, 0)) < 0 && errno == EINTR) {
  }
  process_ = -1;
  if (waited > 0 && WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGXCPU) why_ = "worker_timeout";
    return fail(ErrorCode::corrupt, "the worker program was ended by signal {} ({})", signal,
                ::strsignal(signal));
  }
  return fail(ErrorCode::corrupt, "the worker program ended with status {} before its end frame",
              waited > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

Expected<void> WorkerProcess::fill(std::size_t wanted) {
  if (buffer_.size() - taken_ >= wanted) return {};
  buffer_.erase(0, taken_);
  taken_ = 0;
  while (buffer_.size() < wanted) {
    pollfd waiting{pipe_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(silence_seconds_) * 1000);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      why_ = "worker_timeout";
      return fail(ErrorCode::corrupt, "the worker program was silent for {} s", silence_seconds_);
    }
    const std::size_t have = buffer_.size();
    buffer_.resize(have + kPipeRead);
    const ssize_t got = ::read(pipe_, buffer_.data() + have, kPipeRead);
    buffer_.resize(have + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return ended();
  }
  return {};
}

Expected<Frame> WorkerProcess::hear() {
  if (auto filled = fill(kFrameHeader); !filled) return fail(std::move(filled));
  const auto octet = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(buffer_[taken_ + i])};
  };
  const auto type = static_cast<FrameType>(buffer_[taken_]);
  const std::uint32_t length = octet(1) | octet(2) << 8 | octet(3) << 16 | octet(4) << 24;
  if (length > kMaxFrame) return broken("a frame that is too long");
  switch (type) {
    case FrameType::entry:
    case FrameType::octets:
    case FrameType::entry_end:
    case FrameType::defect:
    case FrameType::progress:
    case FrameType::code:
    case FrameType::end:
      break;
    default:
      return broken("a frame of no known type");
  }
  if (auto filled = fill(kFrameHeader + length); !filled) return fail(std::move(filled));
  const Frame frame{type, std::string_view(buffer_).substr(taken_ + kFrameHeader, length)};
  taken_ += kFrameHeader + length;
  return frame;
}

}  // namespace letterlock::sources
