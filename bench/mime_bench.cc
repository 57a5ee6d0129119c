// The mail parser against a straight scan of the same octets and against other libraries:
//
//   mime_bench DIRECTORY|MBOX [ROUNDS [NAME]]
//
// Messages lie in memory. Every line is one core's CPU time, the least of all rounds.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "measure.h"
#include "mime/message.h"
#include "peers.h"

namespace letterlock::bench {
namespace {

using mime::Entity;
using mime::Message;

template <class Each>
std::uint64_t each_message(const Corpus& corpus, Each each) {
  std::uint64_t outcome = 0;
  for (const std::string& octets : corpus.messages) {
    const Expected<Message> message = Message::parse_view(octets);
    if (message) outcome += each(*message);
  }
  return outcome;
}

std::uint64_t parse_only(const Corpus& corpus) {
  return each_message(corpus, [](const Message& message) { return message.entities().size(); });
}

std::uint64_t parse_and_text(const Corpus& corpus) {
  return each_message(corpus, [](const Message& message) {
    std::uint64_t octets = 0;
    for (const Entity& entity : message.entities()) octets += message.text(entity).size();
    return octets;
  });
}

std::uint64_t parse_and_decode_all(const Corpus& corpus) {
  return each_message(corpus, [](const Message& message) {
    std::uint64_t octets = 0;
    for (const Entity& entity : message.entities()) {
      if (entity.first_child != mime::kNoEntity) continue;
      const std::string_view text = message.text(entity);
      octets += text.empty() ? message.decoded(entity).size() : text.size();
    }
    return octets;
  });
}

// The least that any parser must do. The target attribute makes the compiler's own vector code
// AVX2.
#if defined(__x86_64__)
__attribute__((target_clones("avx2", "default"), optimize("O3")))
#endif
std::uint64_t
count_newlines(const char* octets, std::size_t size) {
  std::uint64_t lines = 0;
  while (size >= 128) {
    unsigned char chunk = 0;
    for (int i = 0; i < 128; ++i) chunk = static_cast<unsigned char>(chunk + (octets[i] == '\n'));
    lines += chunk;
    octets += 128;
    size -= 128;
  }
  for (; size != 0; ++octets, --size) lines += *octets == '\n';
  return lines;
}

std::uint64_t scan(const Corpus& corpus) {
  std::uint64_t lines = 0;
  for (const std::string& octets : corpus.messages) {
    lines += count_newlines(octets.data(), octets.size());
  }
  return lines;
}

std::vector<Contestant> contestants(std::string_view wanted) {
  std::vector<Contestant> all = {
      {"newline count", scan},
      {"letterlock parse", parse_only},
      {"letterlock parse + text", parse_and_text},
      {"letterlock parse + all", parse_and_decode_all},
  };
#ifdef LETTERLOCK_WITH_MIMETIC
  all.push_back({"mimetic parse", [](const Corpus& c) { return mimetic_work(c.messages); }});
#endif
#ifdef LETTERLOCK_WITH_GMIME
  const auto gmime = [&](const char* name, Depth depth) {
    all.push_back({name, [depth](const Corpus& c) { return gmime_work(c.messages, depth); }});
  };
  gmime("GMime parse", Depth::parse);
  gmime("GMime parse + text", Depth::text);
  gmime("GMime parse + all", Depth::all);
#endif
  std::erase_if(all,
                [&](const Contestant& each) { return each.name.find(wanted) == each.name.npos; });
  return all;
}

double seconds_of(const std::vector<Measured>& results, std::string_view name) {
  const auto found = std::ranges::find(results, name, &Measured::name);
  return found == results.end() ? 0 : found->seconds;
}

void print_ratio(const std::vector<Measured>& results, std::string_view slow,
                 std::string_view fast) {
  const double a = seconds_of(results, slow), b = seconds_of(results, fast);
  if (a > 0 && b > 0) fmt::print("{} takes {:.1f} times as long as {}\n", slow, a / b, fast);
}

int run(const Corpus& corpus, int rounds, std::string_view wanted) {
  const auto count = static_cast<double>(corpus.messages.size());
  const auto octets = static_cast<double>(corpus.octets);
  fmt::print("{} messages, {:.1f} MB, {:.1f} KB on average, least of {} rounds\n\n",
             corpus.messages.size(), octets / 1e6, octets / count / 1e3, rounds);
  fmt::print("{:<26}{:>12}{:>12}{:>16}{:>14}\n", "", "ms/message", "MB/s", "allocations/msg",
             "outcome");
  const std::vector<Measured> results = measure(corpus, contestants(wanted), rounds);
  for (const Measured& each : results) {
    fmt::print("{:<26}{:>12.5f}{:>12.0f}{:>16.2f}{:>14}\n", each.name, each.seconds / count * 1e3,
               octets / each.seconds / 1e6, each.allocations_per_message, each.outcome);
  }
  fmt::print("\n");
  print_ratio(results, "letterlock parse", "newline count");
  print_ratio(results, "mimetic parse", "letterlock parse");
  print_ratio(results, "GMime parse", "letterlock parse");
  print_ratio(results, "GMime parse + text", "letterlock parse + text");
  print_ratio(results, "GMime parse + all", "letterlock parse + all");
  return 0;
}

}  // namespace
}  // namespace letterlock::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: mime_bench DIRECTORY|MBOX [ROUNDS [NAME]]\n");
    return 64;
  }
  const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  return letterlock::bench::run(letterlock::bench::load_corpus(argv[1]), rounds,
                                argc > 3 ? argv[3] : "");
}
