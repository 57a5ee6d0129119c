// What the worker gives up before it looks at the container: memory and time beyond a bound, files
// (Landlock), and system calls other than those that reading, writing and memory need (seccomp).
// Where the kernel lacks one of these, the others hold.
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "sources/worker/report.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LETTERLOCK_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LETTERLOCK_SANITIZED 1
#endif
#endif

namespace letterlock::sources {
namespace {

constexpr rlim_t kMemory = rlim_t{4} << 30;         // zstd and xz windows, libpff's caches
constexpr rlim_t kPictureMemory = rlim_t{1} << 30;  // 25 million pixels, a document's fonts
constexpr rlim_t kLeastSeconds = 600;               // of processor time
constexpr rlim_t kOctetsPerSecond = 200 << 10;      // slower than any parser on honest input

void limit(__rlimit_resource what, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(what, &both);
}

void limit_resources([[maybe_unused]] const SandboxLimits& limits) {
#if !defined(LETTERLOCK_SANITIZED)  // a sanitizer's shadow memory is larger than any bound
  limit(RLIMIT_AS, limits.memory);
#endif
  if (limits.processor_seconds) limit(RLIMIT_CPU, *limits.processor_seconds);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 16);
}

// No path can be opened, no port bound or connected to. Rights that this kernel does not know are
// left out; newer ones than these headers are named by number.
void forbid_files() {
  struct {
    std::uint64_t files, ports;
  } rights{};
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return;
  rights.files = (std::uint64_t{1} << 13) - 1;               // ABI 1
  if (version >= 2) rights.files |= std::uint64_t{1} << 13;  // refer
  if (version >= 3) rights.files |= std::uint64_t{1} << 14;  // truncate
  if (version >= 5) rights.files |= std::uint64_t{1} << 15;  // ioctl on devices
  if (version >= 4) rights.ports = 3;                        // bind and connect TCP
  const std::size_t size = version >= 4 ? sizeof rights : sizeof rights.files;
  const long ruleset = ::syscall(SYS_landlock_create_ruleset, &rights, size, 0);
  if (ruleset < 0) return;
  ::syscall(SYS_landlock_restrict_self, ruleset, 0);
  ::close(static_cast<int>(ruleset));
}

// Others fail with EPERM: libraries that try to open a table of characters go on without.
void forbid_system_calls() {
  constexpr std::array kAllowed = {SCMP_SYS(read),         SCMP_SYS(pread64),
                                   SCMP_SYS(lseek),        SCMP_SYS(write),
                                   SCMP_SYS(writev),       SCMP_SYS(close),
                                   SCMP_SYS(fstat),        SCMP_SYS(mmap),
                                   SCMP_SYS(munmap),       SCMP_SYS(mremap),
                                   SCMP_SYS(brk),          SCMP_SYS(madvise),
                                   SCMP_SYS(mprotect),     SCMP_SYS(futex),
                                   SCMP_SYS(exit),         SCMP_SYS(exit_group),
                                   SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
                                   SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack),
                                   SCMP_SYS(getpid),       SCMP_SYS(gettid),
                                   SCMP_SYS(tgkill),       SCMP_SYS(clock_gettime),
                                   SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),
                                   SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
                                   SCMP_SYS(setitimer)};
  const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return;
  const bool built = std::all_of(kAllowed.begin(), kAllowed.end(), [&](int call) {
    return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  });
  if (built) ::seccomp_load(filter);
  ::seccomp_release(filter);
}

}  // namespace

SandboxLimits container_limits(std::uint64_t container_size) {
  return {kMemory, kLeastSeconds + container_size / kOctetsPerSecond};
}

SandboxLimits picture_limits() { return {kPictureMemory, std::nullopt}; }

void enter_sandbox(const SandboxLimits& limits) {
  limit_resources(limits);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  forbid_files();
  forbid_system_calls();
}

}  // namespace letterlock::sources
