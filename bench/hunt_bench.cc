// What the Baseline costs: time for each message and memory, at growing numbers of correspondents.
//
//   hunt_bench [MESSAGES_EACH [CORRESPONDENTS...]]     default: 10 messages each; 1000 10000 100000
//
// Prints: correspondents, messages, microseconds of CPU a message for look() and observe()
// together, megabytes, octets a correspondent. Synthetic mail: 45 traits of a few values a sender,
// 60 words by a skewed law, a link in one message of three, three recipients of a circle of eight.
// Making the messages is left out of the times. Each size runs in a process of its own, so that
// none finds memory that another has left.
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "content/content.h"
#include "relations/baseline.h"

namespace {

using namespace letterlock;

double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string address(std::uint32_t who) {
  return fmt::format("person{}@org{}.example", who, who % 997);
}

store::MessageRecord mail(store::MessageId id, std::uint32_t who, std::uint32_t people,
                          std::mt19937& random) {
  store::MessageRecord message;
  message.id = id;
  message.date = 1'700'000'000 + static_cast<UnixTime>(id) * 60;
  message.addresses.push_back({store::AddressRole::from, address(who), "", {}});
  for (int i = 0; i < 3; ++i) {
    const std::uint32_t to = (who + 1 + random() % 8) % people;
    message.addresses.push_back({store::AddressRole::to, address(to), "", {}});
  }
  for (std::uint8_t kind = 0; kind < content::kTraitKinds; ++kind) {
    const unsigned value = random() % 10 == 0 ? random() % 50 : who % 50;
    message.traits.push_back({kind, fmt::format("value {}", value), {}});
  }
  for (int i = 0; i < 60; ++i) {
    const double skewed = std::generate_canonical<double, 24>(random);
    message.writing.words.push_back(
        static_cast<std::uint32_t>(20'000 * skewed * skewed * skewed) * 733 & 0xFFFFFF);
  }
  auto& words = message.writing.words;
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  message.writing.length = 400;
  if (random() % 3 == 0) {
    store::LinkFact link;
    link.kind = static_cast<std::uint8_t>(content::LinkKind::href);
    link.host = link.domain = fmt::format("site{}.example", random() % 5000);
    link.url = "https://" + link.host + "/page";
    message.links.push_back(std::move(link));
  }
  return message;
}

void measure(std::uint32_t people, std::uint32_t each) {
  constexpr std::size_t kBatch = 2000;
  std::mt19937 random(7);
  relations::Baseline baseline;
  const double before = peak_megabytes();
  double seconds = 0;
  const std::uint64_t all = std::uint64_t{people} * each;
  std::vector<store::MessageRecord> batch;
  for (std::uint64_t done = 0; done < all;) {
    batch.clear();
    while (batch.size() < kBatch && done < all) {
      ++done;
      batch.push_back(mail(done, static_cast<std::uint32_t>(random() % people), people, random));
    }
    const double from = cpu_seconds();
    for (const auto& message : batch) baseline.observe(message);
    seconds += cpu_seconds() - from;
  }
  const double megabytes = peak_megabytes() - before;
  fmt::print("{:>9} {:>10} {:>8.2f} {:>8.0f} {:>8.0f}\n", people, all,
             seconds * 1e6 / static_cast<double>(all), megabytes,
             megabytes * 1048576 / static_cast<double>(people));
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int i) {
    return static_cast<std::uint32_t>(std::strtoul(argv[i], nullptr, 10));
  };
  const std::uint32_t each = argc > 1 ? number(1) : 10;
  std::vector<std::uint32_t> sizes = {1'000, 10'000, 100'000};
  if (argc > 2) sizes.clear();
  for (int i = 2; i < argc; ++i) sizes.push_back(number(i));
  if (each == 0 || std::find(sizes.begin(), sizes.end(), 0U) != sizes.end()) {
    fmt::print(stderr, "usage: hunt_bench [MESSAGES_EACH [CORRESPONDENTS...]]\n");
    return 64;
  }
  fmt::print("{:>9} {:>10} {:>8} {:>8} {:>8}\n", "people", "messages", "us/msg", "MB", "octets");
  for (const std::uint32_t people : sizes) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child < 0) return 70;
    if (child == 0) {
      measure(people, each);
      std::fflush(stdout);
      _exit(0);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child || status != 0) return 70;
  }
}
