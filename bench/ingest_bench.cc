// Ingests sources into a new case and prints what that cost: one row, for bench/ingest.sh.
//
//   ingest_bench CASE SOURCE...
//   messages placements mailbox_MB wall_s cpu_s ms_per_message messages_per_cpu_s peak_rss_MB
//   case_MB
#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <vector>

#include "base/freed_memory.h"
#include "casefile/case.h"

namespace {

namespace fs = std::filesystem;

double cpu_seconds() {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    sum += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return sum;
}

double peak_megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

double megabytes_below(const fs::path& directory) {
  double octets = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) octets += static_cast<double>(entry.file_size());
  }
  return octets / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace letterlock;
  if (argc < 3) {
    fmt::print(stderr, "usage: ingest_bench CASE SOURCE...\n");
    return 64;
  }
  keep_freed_memory();
  const SystemClock clock;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto begin = std::chrono::steady_clock::now();
  auto opened = casefile::Case::open(argv[1], casefile::Access::create,
                                     {"bench", "ingest_bench", arguments}, clock);
  if (!opened) {
    fmt::print(stderr, "{}\n", opened.error().message);
    return 74;
  }
  SilentProgress silent;
  auto summary =
      casefile::ingest(*opened, {argv + 2, argv + argc}, casefile::IngestOptions{}, silent);
  if (!summary) {
    fmt::print(stderr, "{}\n", summary.error().message);
    return 74;
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const double cpu = cpu_seconds();
  const auto messages = static_cast<double>(summary->new_messages);
  fmt::print("{} {} {:.1f} {:.2f} {:.2f} {:.4f} {:.0f} {:.0f} {:.1f}\n", summary->new_messages,
             summary->new_placements, static_cast<double>(summary->octets) / 1e6, wall.count(), cpu,
             cpu * 1e3 / messages, messages / cpu, peak_megabytes(), megabytes_below(argv[1]));
  return 0;
}
