// What the fact store costs a message, at growing sizes of the case.
//
//   store_bench [--copies N] COUNT...     each COUNT in a store of its own
//
// Synthetic messages with the shape of real mail: words by Zipf's law, people with circles of
// correspondents, 30 header fields, links, threads. --copies N: only every Nth message has a text
// of its own, the others repeat one (as mailboxes that hold the same newsletters do). Making the
// messages is left out of the times.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>

#include "store/fact_store.h"

namespace {

using namespace letterlock;
namespace fs = std::filesystem;

constexpr int kBatch = 2'000;

double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Peak resident memory since the last reset, in MB.
double peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}
void reset_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5"; }

class Mail {
 public:
  explicit Mail(int copies) : copies_(copies) {
    double sum = 0;
    for (int i = 0; i < kVocabulary; ++i) {
      sum += 1.0 / std::pow(i + 1.0, 1.05);
      cumulative_.push_back(sum);
      words_.push_back(make_word());
    }
  }

  store::MessageFacts next() {
    store::MessageFacts facts;
    const int number = ++number_;
    facts.evidence = sha256(fmt::format("message {}", number));
    facts.size = 8'000 + random_() % 60'000;
    facts.location = {static_cast<std::uint32_t>(number / 50'000), facts.size * 77};
    facts.message_id = fmt::format("{:016x}.{}@mail{}.example", random_(), number, random_() % 90);
    facts.date = 1'600'000'000 + number * 97 + static_cast<std::int64_t>(random_() % 90'000);
    facts.zone_minutes = 60;
    facts.zone_text = "+0100";
    facts.received = *facts.date + 3;
    facts.mailer = fmt::format("Mailer {}", random_() % 60);
    if (random_() % 3 == 0) {
      facts.references = {last_id_, facts.message_id + "x"};
      facts.in_reply_to = {last_id_};
    }
    last_id_ = facts.message_id;
    add_addresses(facts);
    add_structure(facts);
    if (number % copies_ == 0 || seed_.text.empty()) write_text(facts);
    facts.text = seed_.text;
    facts.links = seed_.links;
    facts.subject = seed_.subject;
    facts.base_subject = seed_.base_subject;
    facts.new_text_length = static_cast<std::uint32_t>(facts.text.size());
    return facts;
  }

 private:
  static constexpr int kVocabulary = 200'000, kPeople = 20'000;

  std::string make_word() {
    std::string word;
    for (auto left = 2 + random_() % 9; left > 0; --left) {
      word += static_cast<char>('a' + random_() % 26);
    }
    return word;
  }
  const std::string& word() {
    const double at = std::uniform_real_distribution<>(0, cumulative_.back())(random_);
    const auto found = std::lower_bound(cumulative_.begin(), cumulative_.end(), at);
    return words_[static_cast<std::size_t>(found - cumulative_.begin())];
  }
  std::string person(std::uint64_t number) {
    return fmt::format("person.{}@org{}.example", number, number % 700);
  }

  void add_addresses(store::MessageFacts& facts) {
    using Role = store::AddressRole;
    const std::uint64_t author = random_() % kPeople;
    facts.addresses.push_back(
        {Role::from, person(author), fmt::format("Person {}", author), {500, 40}});
    for (auto left = 1 + random_() % 3; left > 0; --left) {
      const std::uint64_t other = (author / 20 * 20 + random_() % 20) % kPeople;
      facts.addresses.push_back({left > 1 ? Role::cc : Role::to,
                                 person(other),
                                 fmt::format("Person {}", other),
                                 {600, 40}});
    }
    facts.addresses.push_back(
        {Role::return_path, fmt::format("bounce-{}@org.example", random_()), "", {0, 50}});
    facts.addresses.push_back({Role::delivered_to, person(number_ % 40u), "", {60, 30}});
  }

  void add_structure(store::MessageFacts& facts) {
    std::uint32_t at = 0;
    for (std::uint32_t i = 0; i < 30; ++i) {
      const auto length = static_cast<std::uint32_t>(30 + random_() % 90);
      facts.fields.push_back(
          {fmt::format("Field-Name-{}", (i * 7 + random_() % 3) % 60), {at, length}});
      at += length;
    }
    for (std::uint32_t i = 0; i < 3; ++i) {
      store::PartFact part;
      part.index = i;
      part.parent = i == 0 ? 0xFFFFFFFF : 0;
      part.media_type = i == 0 ? "multipart/alternative" : i == 1 ? "text/plain" : "text/html";
      part.charset = i == 0 ? "" : "utf-8";
      part.encoding = i == 0 ? "" : "quoted-printable";
      part.body = {at, 2'000};
      facts.parts.push_back(part);
    }
    if (random_() % 5 == 0) {
      store::PartFact part;
      part.index = 3;
      part.parent = 0;
      part.media_type = part.sniffed_type = "application/pdf";
      part.encoding = "base64";
      part.filename = fmt::format("{}.pdf", word());
      part.attachment = true;
      part.decoded_size = 40'000;
      part.content_hash = sha256(fmt::format("file {}", random_() % 100'000));
      facts.parts.push_back(part);
    }
  }

  void write_text(store::MessageFacts&) {
    seed_.text.clear();
    // Like phishing-pot and list mail: 2 KB in the mean, some much longer.
    for (auto left = 60 + random_() % 250 * (random_() % 20 == 0 ? 10 : 1); left > 0; --left) {
      seed_.text += word();
      seed_.text += left % 12 == 0 ? ".\n" : " ";
    }
    seed_.subject = word() + ' ' + word() + ' ' + word() + ' ' + word();
    seed_.base_subject = seed_.subject;
    seed_.links.clear();
    for (auto left = random_() % 8; left > 0; --left) {
      store::LinkFact link;
      const auto domain = fmt::format("site{}.example", random_() % 5'000);
      link.host = "www." + domain;
      link.domain = domain;
      link.url = fmt::format("https://{}/{}?id={:x}{:x}", link.host, word(), random_(), random_());
      link.visible = word();
      link.where = {2, static_cast<std::uint32_t>(left) * 100, 90};
      seed_.links.push_back(link);
    }
  }

  std::mt19937_64 random_{42};
  std::vector<double> cumulative_;
  std::vector<std::string> words_;
  store::MessageFacts seed_;
  std::string last_id_;
  int number_ = 0;
  int copies_;
};

bool complain(const Error& error) {
  fmt::print(stderr, "store_bench: {}\n", error.message);
  return false;
}

template <class Ask>
void timed(std::string_view what, Ask ask) {
  const double begin = cpu_seconds();
  const auto result = ask();
  fmt::print("    {:<28} {:9.2f} ms {:>10}\n", what, (cpu_seconds() - begin) * 1e3, result);
}

std::uint64_t hits(store::FactStore& facts, std::string_view text) {
  std::uint64_t total = 0;
  auto query = store::parse_query(text);
  if (query) static_cast<void>(facts.search(*query, 20, 0, &total));
  return total;
}

void ask(store::FactStore& facts) {
  timed("counts (messages)", [&] { return facts.counts().value_or(store::Counts{}).messages; });
  timed("mailboxes", [&] {
    auto found = facts.mailboxes();
    return found ? found->size() : 0;
  });
  timed("people, busiest 50", [&] {
    auto found = facts.people(50);
    return found ? found->size() : 0;
  });
  timed("pairs, busiest 50", [&] {
    auto found = facts.pairs(50);
    return found ? found->size() : 0;
  });
  for (const std::string_view query :
       {"site17.example", "\"person 17\"", "link:site17.example", "from:@org17.example",
        "has:attachment", "date:2021", "attachment:aa", "in:mailbox3", "-has:link"}) {
    timed(query, [&] { return hits(facts, query); });
  }
  timed("scan", [&] {
    std::uint64_t seen = 0;
    static_cast<void>(facts.scan({}, [&](const store::MessageRecord&) { return ++seen > 0; }));
    return seen;
  });
  timed("scan_thread_keys", [&] {
    std::uint64_t seen = 0;
    static_cast<void>(facts.scan_thread_keys([&](const store::ThreadKey&) { return ++seen > 0; }));
    return seen;
  });
  timed("digest", [&] { return facts.digest().value_or(Sha256{}).hex().substr(0, 8); });
}

bool run(int count, int copies, const fs::path& directory) {
  const fs::path path = directory / "facts.sqlite";
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(path.string() + suffix);
  Mail mail(copies);
  auto opened = store::open_sqlite(path, true);
  if (!opened) return complain(opened.error());
  reset_peak_memory();
  store::FactStore& facts = **opened;
  double adding = 0;
  std::uint64_t text = 0;
  if (auto begun = facts.begin_load(); !begun) return complain(begun.error());
  for (int done = 0; done < count;) {
    store::FactBatch batch;
    for (; done < count && batch.messages.size() < kBatch; ++done) {
      batch.messages.push_back(mail.next());
      text += batch.messages.back().text.size();
      store::PlacementFact placement;
      placement.evidence = batch.messages.back().evidence;
      placement.mailbox = fmt::format("mailbox{}", done % 40);
      placement.folder = done % 3 == 0 ? "Sent" : "Inbox";
      placement.source = "/export/all.mbox";
      placement.offset = static_cast<std::uint64_t>(done) * 20'000;
      batch.placements.push_back(placement);
    }
    const double begin = cpu_seconds();
    auto added = facts.add(batch);
    adding += cpu_seconds() - begin;
    if (!added) return complain(added.error());
  }
  SilentProgress progress;
  const double begin = cpu_seconds();
  if (auto ended = facts.end_load(progress); !ended) return complain(ended.error());
  const double ending = cpu_seconds() - begin;
  const double total = adding + ending;
  fmt::print(
      "{:>9} messages, {:.0f} MB of text: {:.4f} ms a message (add {:.4f}, end {:.4f}), "
      "{:.1f} MB/s of text; file {:.0f} MB; peak memory {:.0f} MB\n",
      count, static_cast<double>(text) / 1e6, total * 1e3 / count, adding * 1e3 / count,
      ending * 1e3 / count, static_cast<double>(text) / 1e6 / total,
      static_cast<double>(fs::file_size(path)) / 1e6, peak_memory());
  ask(facts);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  int copies = 1;
  const fs::path directory = fs::temp_directory_path() / fmt::format("store_bench.{}", getpid());
  fs::create_directory(directory);
  bool worked = true;
  for (int i = 1; i < argc && worked; ++i) {
    if (std::string_view(argv[i]) == "--copies" && i + 1 < argc) {
      copies = std::max(1, std::stoi(argv[++i]));
    } else {
      worked = run(std::stoi(argv[i]), copies, directory);
    }
  }
  fs::remove_all(directory);
  return worked ? 0 : 1;
}
