#include "measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

// glibc's own allocator under the names it exports, so that every call can be counted on its way.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
}

namespace {
std::atomic<std::uint64_t> allocation_count{0};
void count_one() { allocation_count.fetch_add(1, std::memory_order_relaxed); }
}  // namespace

extern "C" {
void* malloc(std::size_t size) {
  count_one();
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  count_one();
  return __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) {
  count_one();
  return __libc_realloc(block, size);
}
}

namespace letterlock::bench {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void split_mbox(const std::string& mbox, Corpus& corpus) {
  std::size_t begin = 0;
  while (begin < mbox.size()) {
    const std::size_t next = mbox.find("\nFrom ", begin);
    const std::size_t end = next == std::string::npos ? mbox.size() : next + 1;
    const std::size_t line = mbox.find('\n', begin);
    if (line != std::string::npos && line + 1 < end) {
      corpus.messages.push_back(mbox.substr(line + 1, end - line - 1));
    }
    begin = end;
  }
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

Corpus load_corpus(const std::string& path) {
  Corpus corpus;
  if (fs::is_directory(path)) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());  // the same order on every file system
    for (const fs::path& file : files) corpus.messages.push_back(read_file(file));
  } else {
    split_mbox(read_file(path), corpus);
  }
  for (const std::string& message : corpus.messages) corpus.octets += message.size();
  if (corpus.octets == 0) {
    fmt::print(stderr, "{}: no messages there\n", path);
    std::exit(66);
  }
  return corpus;
}

std::uint64_t allocations() { return allocation_count.load(std::memory_order_relaxed); }

std::vector<Measured> measure(const Corpus& corpus, const std::vector<Contestant>& contestants,
                              int rounds) {
  std::vector<Measured> results(contestants.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      const std::uint64_t before = allocations();
      const double begin = cpu_seconds();
      const std::uint64_t outcome = contestants[i].work(corpus);
      const double seconds = cpu_seconds() - begin;
      const auto allocated = static_cast<double>(allocations() - before);
      Measured& result = results[i];
      if (round == 0 || seconds < result.seconds) result.seconds = seconds;
      result.name = contestants[i].name;
      result.allocations_per_message = allocated / static_cast<double>(corpus.messages.size());
      result.outcome = outcome;
    }
  }
  return results;
}

}  // namespace letterlock::bench
