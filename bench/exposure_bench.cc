// The join: records of an audit log against the messages of mailboxes, made up as they are read, so
// that what is measured is exposure/ alone. Three sizes show how time and memory grow.
//
//   exposure_bench [RECORDS MESSAGES]      default: 10,000,000 records, 1,000,000 messages,
//                                          and a tenth and a hundredth of both
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include "exposure/exposure.h"

namespace letterlock::bench {
namespace {

using store::Act;
using store::Event;

constexpr UnixTime kBegin = 1'704'067'200;  // 2024-01-01
constexpr UnixTime kLength = 180 * 86'400;
constexpr std::uint64_t kMailboxes = 200;

std::string account(std::uint64_t mailbox) {
  return fmt::format("user{}@meridian.example", mailbox);
}
std::string message_id(std::uint64_t message) {
  return fmt::format("{:016x}.{}@mail.meridian.example", message * 0x9E3779B97F4A7C15U, message);
}

// Every record names three messages of one mailbox; one in fifty is the intruder's, who is in ten
// of the mailboxes.
class MadeEvents final : public store::EventStore {
 public:
  MadeEvents(std::uint64_t records, std::uint64_t messages)
      : records_(records), messages_(messages) {}

  Expected<void> begin_load() override { return {}; }
  Expected<void> end_load(Progress&) override { return {}; }
  Expected<store::LogFileId> put_file(const store::LogFile&) override {
    return fail(ErrorCode::internal, "nothing is written");
  }
  Expected<Added> add(store::LogFileId, std::span<const store::LoggedRecord>) override {
    return fail(ErrorCode::internal, "nothing is written");
  }
  Expected<store::EventCounts> counts() override { return store::EventCounts{}; }
  Expected<std::vector<store::LogFile>> files() override { return std::vector<store::LogFile>(); }
  Expected<std::vector<store::AccountEvents>> accounts() override {
    return std::vector<store::AccountEvents>();
  }
  // What a filter asks for is not looked at: the most work that there can be.
  Expected<void> scan(const store::EventFilter&, store::EventOrder,
                      const std::function<bool(const Event&)>& visit) override {
    Event event;
    event.provider = store::Provider::microsoft_365;
    event.act = Act::mail_read;
    event.operation = "MailItemsAccessed";
    event.product = "Exchange";
    event.organization = "meridian.example";
    event.logon = store::LogonType::owner;
    event.messages.resize(3);
    event.folders = {{"\\Inbox", ""}};
    for (std::uint64_t i = 0; i < records_; ++i) {
      fill(event, i);
      if (!visit(event)) break;
    }
    return {};
  }
  Expected<std::uint64_t> count(const store::EventFilter&) override { return records_; }
  Expected<std::optional<Event>> event(store::EventId) override { return std::optional<Event>(); }
  Expected<std::optional<std::string>> record(const Sha256&) override {
    return std::optional<std::string>();
  }
  Expected<Sha256> running_digest() override { return Sha256{}; }
  Expected<Sha256> digest() override { return Sha256{}; }

 private:
  void fill(Event& event, std::uint64_t i) const {
    const bool intruder = i % 50 == 0;
    const std::uint64_t mailbox = intruder ? i / 50 % 10 : i % kMailboxes;
    const auto at = kBegin + static_cast<UnixTime>(static_cast<double>(i) /
                                                   static_cast<double>(records_) * kLength);
    event.id = i + 1;
    event.record_id = fmt::format("{:016x}", i);
    event.time = store::TimeSpan{at, at + 120};
    event.actor = event.mailbox = account(mailbox);
    event.from.ip = intruder ? IpAddress::v4({203, 0, 113, 7})
                             : IpAddress::v4({198, 51, 100, static_cast<std::uint8_t>(mailbox)});
    event.client = intruder ? "Client=REST;" : "Client=OWA;";
    // A session lasts a day.
    event.session = fmt::format("{}-{}-{}", mailbox, intruder, (at - kBegin) / 86'400);
    for (std::uint64_t k = 0; k < event.messages.size(); ++k) {
      const std::uint64_t of_mailbox = std::max<std::uint64_t>(1, messages_ / kMailboxes);
      const std::uint64_t which = ((i * 3 + k) * 0x9E3779B97F4A7C15U >> 24) % of_mailbox;
      event.messages[k].message_id = message_id(mailbox + kMailboxes * which);
      event.messages[k].folder = "\\Inbox";
    }
  }
  std::uint64_t records_, messages_;
};

// Only what exposure/ asks a fact store.
class MadeFacts final : public store::FactStore {
 public:
  explicit MadeFacts(std::uint64_t messages) : messages_(messages) {}

  Expected<std::vector<store::MailboxCounts>> mailboxes() override {
    std::vector<store::MailboxCounts> all(kMailboxes);
    for (std::uint64_t i = 0; i < kMailboxes; ++i) all[i].mailbox = account(i);
    return all;
  }
  Expected<void> scan_placements(
      const std::function<bool(const store::PlacedMessage&)>& visit) override {
    store::PlacedMessage placed;
    for (std::uint64_t i = 0; i < messages_; ++i) {
      placed.id = i + 1;
      placed.message_id = message_id(i);
      placed.subject = fmt::format("About {}", i % 5000);
      placed.size = 4000 + i % 90'000;
      placed.received = kBegin + static_cast<UnixTime>(i) % kLength;
      // Most of the case is what the intruder reached: the ten mailboxes hold all of it.
      placed.mailbox = account(i % kMailboxes % 10);
      placed.folder = i % 5 == 0 ? "Sent Items" : "Inbox";
      if (!visit(placed)) break;
    }
    return {};
  }
  Expected<std::vector<store::MessageId>> find_message_id(std::string_view,
                                                          std::uint64_t) override {
    return std::vector<store::MessageId>();
  }
  Expected<std::vector<store::MessageSummary>> summaries(
      std::span<const store::MessageId>) override {
    return std::vector<store::MessageSummary>();
  }
  Expected<std::optional<store::StoredMessage>> message(store::MessageId) override {
    return std::optional<store::StoredMessage>();
  }

  // The rest is never asked.
  Expected<void> begin_load() override { return unasked(); }
  Expected<void> end_load(Progress&) override { return unasked(); }
  Expected<Added> add(const store::FactBatch&) override { return unasked(); }
  Expected<void> set_threads(std::span<const store::ThreadEdge>) override { return unasked(); }
  Expected<store::Counts> counts() override { return unasked(); }
  Expected<std::map<std::string, std::uint64_t>> defect_counts() override { return unasked(); }
  Expected<std::vector<store::SourceDefectFact>> source_defects(std::uint64_t) override {
    return unasked();
  }
  Expected<std::vector<store::PersonCounts>> people(std::uint64_t) override { return unasked(); }
  Expected<std::vector<store::PairCounts>> pairs(std::uint64_t) override { return unasked(); }
  Expected<std::map<std::string, std::uint64_t>> months() override { return unasked(); }
  Expected<std::vector<SharedAttachment>> shared_attachments(std::uint64_t) override {
    return unasked();
  }
  Expected<std::optional<store::MessageId>> find(const Sha256&) override { return unasked(); }
  Expected<std::vector<store::MessageId>> find_hash_prefix(std::string_view) override {
    return unasked();
  }
  Expected<store::Hits> hits(const store::Query&, const store::HitOptions&) override {
    return unasked();
  }
  Expected<std::vector<store::ThreadEdge>> thread(store::MessageId) override { return unasked(); }
  Expected<std::uint64_t> texts_with_rarest(std::string_view) override { return unasked(); }
  Expected<std::vector<store::MessageSummary>> messages_from(std::string_view,
                                                             std::optional<UnixTime>,
                                                             std::optional<UnixTime>,
                                                             std::uint64_t) override {
    return unasked();
  }
  Expected<std::vector<store::MessageSummary>> messages_with_base_subject(std::string_view,
                                                                          std::uint64_t) override {
    return unasked();
  }
  Expected<void> scan(const store::ScanOptions&,
                      const std::function<bool(const store::MessageRecord&)>&) override {
    return unasked();
  }
  Expected<void> scan_thread_keys(const std::function<bool(const store::ThreadKey&)>&) override {
    return unasked();
  }
  Expected<void> scan_evidence(
      const std::function<bool(store::MessageId, const Sha256&, std::uint64_t size,
                               const store::EvidenceLocation&)>&) override {
    return unasked();
  }
  Expected<std::optional<store::SourceProgress>> progress(std::string_view,
                                                          std::string_view) override {
    return unasked();
  }
  Expected<std::vector<std::pair<std::uint32_t, std::uint64_t>>> segment_lengths() override {
    return unasked();
  }
  Expected<Sha256> running_digest() override { return unasked(); }
  Expected<Sha256> digest() override { return unasked(); }

  static Unexpected unasked() { return fail(ErrorCode::internal, "not asked in this benchmark"); }

 private:
  std::uint64_t messages_;
};

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void run(std::uint64_t records, std::uint64_t messages) {
  MadeEvents events(records, messages);
  MadeFacts facts(messages);
  exposure::ExposureOptions options;
  options.seeds = {*exposure::make_seed(exposure::Seed::Kind::address, "203.0.113.7")};
  SilentProgress silent;
  const auto begin = std::chrono::steady_clock::now();
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  auto result = exposure::expose(facts, events, options, silent);
  getrusage(RUSAGE_SELF, &after);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  if (!result) {
    fmt::print(stderr, "exposure_bench: {}\n", result.error().message);
    std::exit(1);
  }
  const double cpu = static_cast<double>(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
                     static_cast<double>(after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6 +
                     static_cast<double>(after.ru_stime.tv_sec - before.ru_stime.tv_sec);
  fmt::print("{:>11} {:>10} {:>9.1f} {:>9.1f} {:>10.2f} {:>8.0f} {:>9} {:>9}\n", records, messages,
             cpu, wall.count(), cpu * 1e6 / static_cast<double>(records), peak_megabytes(),
             result->classes[4], result->contexts.size());
  std::fflush(stdout);
}

}  // namespace
}  // namespace letterlock::bench

int main(int argc, char** argv) {
  using letterlock::bench::run;
  fmt::print(
      "    records   messages     CPU s    wall s  us/record  peak MB        X4  contexts\n");
  const std::uint64_t records = argc > 2 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  const std::uint64_t messages = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  // Smallest first: the peak is the process's.
  for (const std::uint64_t part : {100, 10, 1}) run(records / part, messages / part);
  return 0;
}
