// What reading provider logs costs, beside a plain walk of simdjson over the same octets.
//
//   audit_bench [MEGABYTES | FILE]
//   audit_bench --store COUNT
//
// FILE is a log, unpacked (simdjson walks it where it is one object a line). Otherwise synthetic
// Unified Audit Log records, one a line: mail access with folders and message ids, sign-ins, sends.
// --store: so many records also go through the event store, which shows what they cost there, its
// file and the memory.
#include <fmt/core.h>
#include <simdjson.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "audit/log_reader.h"
#include "measure.h"
#include "store/event_store.h"

namespace {

using namespace letterlock;

class Records {
 public:
  std::string next() {
    const std::uint64_t number = number_++;
    const std::uint64_t second = number / 3;
    const std::string time =
        format_utc(1'700'000'000 + static_cast<UnixTime>(second)).substr(0, 19);
    const std::string user = fmt::format("person{}@orchard.example", random_() % 200);
    const std::string common = fmt::format(
        R"({{"CreationTime":"{}","Id":"{:08x}-0000-4000-8000-{:012x}","OrganizationId":"0873ee4d-d342-44f2-8961-74c442a2fad2","ResultStatus":"Succeeded","UserKey":"10032001266C162C","UserType":0,"Version":1,"UserId":"{}",)",
        time, number >> 20, number, user);
    if (number % 5 == 0) return common + sign_in();
    return common + access(user, number);
  }

 private:
  std::string sign_in() {
    return fmt::format(
        R"("Operation":"UserLoggedIn","RecordType":15,"Workload":"AzureActiveDirectory","ClientIP":"192.0.2.{}","ApplicationId":"d3590ed6-52b3-4102-aeff-aad2292ab01c","ExtendedProperties":[{{"Name":"ResultStatusDetail","Value":"Success"}},{{"Name":"UserAgent","Value":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36"}},{{"Name":"RequestType","Value":"Login:login"}}],"Actor":[{{"ID":"9d8001cb-a159-4252-a3a1-c2dc689f322a","Type":0}}],"Target":[{{"ID":"00000002-0000-0ff1-ce00-000000000000","Type":0}}],"DeviceProperties":[{{"Name":"OS","Value":"Windows 10"}},{{"Name":"BrowserType","Value":"Edge"}},{{"Name":"SessionId","Value":"{:08x}-c6db-4374-a368-dec8671155fc"}}],"ErrorNumber":"0"}})",
        random_() % 250, random_() % 5000);
  }
  std::string access(const std::string& user, std::uint64_t number) {
    std::string items;
    for (std::uint64_t i = 0; i <= number % 6; ++i) {
      items += fmt::format(
          R"({}{{"Id":"RgAAAADBwCLOTkcSTpPvPqAu44P4BwBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEPAABY8xpM8MPnRJFI1LZ3pAMJAABN{:08x}","InternetMessageId":"<{:016x}@mail.orchard.example>","SizeInBytes":{}}})",
          i > 0 ? "," : "", random_(), random_(), 3000 + random_() % 60000);
    }
    return fmt::format(
        R"("Operation":"MailItemsAccessed","RecordType":50,"Workload":"Exchange","AppId":"8a18aa92-0a1e-4e06-abd0-e118fa4787b1","ClientAppId":"3c8e478f-21ca-493a-b87c-c7366d664d54","ClientIPAddress":"2001:db8::{:x}","ClientInfoString":"Client=REST;Client=RESTSystem;;","ExternalAccess":false,"InternalLogonType":0,"LogonType":0,"LogonUserSid":"S-1-5-21-1376570662-3565232716-1187618197-25622886","MailboxGuid":"2c1cb101-3be8-4591-a5d2-e24244ea4df5","MailboxOwnerSid":"S-1-5-21-1376570662-3565232716-1187618197-25622886","MailboxOwnerUPN":"{}","OperationProperties":[{{"Name":"MailAccessType","Value":"Bind"}},{{"Name":"IsThrottled","Value":"False"}}],"OrganizationName":"orchard.example","OriginatingServer":"VI1PR04MB5056 (15.20.4129.032)\r\n","SessionId":"{:08x}-c6db-4374-a368-dec8671155fc","Folders":[{{"FolderItems":[{}],"Id":"LgAAAADBwCLOTkcSTpPvPqAu44P4AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEMAAAB","Path":"\\Inbox"}}],"OperationCount":{}}})",
        random_() % 500, user, random_() % 5000, items, number % 6 + 1);
  }

  std::mt19937_64 random_{7};
  std::uint64_t number_ = 0;
};

class TextLog final : public audit::LogSource {
 public:
  explicit TextLog(const std::string& text) : text_(text) {}
  Expected<std::unique_ptr<Stream>> open() override {
    return std::unique_ptr<Stream>(new MemoryStream(text_));
  }

 private:
  const std::string& text_;
};

class CountingSink final : public audit::RecordSink {
 public:
  Expected<void> record(store::LoggedRecord record) override {
    events += record.events.size();
    return {};
  }
  void advance(std::uint64_t) override {}
  bool stop_requested() const override { return false; }
  std::uint64_t events = 0;
};

std::uint64_t read_events(const bench::Corpus& corpus) {
  TextLog log(corpus.messages.front());
  CountingSink sink;
  static_cast<void>(audit::read_log(log, sink));
  return sink.events;
}

// Every value of every record, and nothing made of it.
std::uint64_t walk(const simdjson::dom::element& at) {
  std::uint64_t values = 1;
  simdjson::dom::array array;
  simdjson::dom::object object;
  if (at.get(array) == simdjson::SUCCESS) {
    for (const auto one : array) values += walk(one);
  } else if (at.get(object) == simdjson::SUCCESS) {
    for (const auto& [key, value] : object) values += walk(value) + key.size() % 2;
  }
  return values;
}

std::uint64_t walk_all(const bench::Corpus& corpus) {
  simdjson::dom::parser parser;
  std::uint64_t values = 0;
  simdjson::dom::document_stream stream;
  if (parser.parse_many(corpus.messages.front()).get(stream) != simdjson::SUCCESS) return 0;
  simdjson::dom::element root;
  for (auto record : stream) {
    if (record.get(root) == simdjson::SUCCESS) values += walk(root);
  }
  return values;
}

double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

// Goes on asking for text until so many records were made.
class EndlessLog final : public Stream {
 public:
  explicit EndlessLog(std::uint64_t count) : left_(count) {}
  Expected<std::size_t> read(char* into, std::size_t size) override {
    while (text_.size() < size && left_ > 0) {
      text_ += records_.next() + "\n";
      --left_;
    }
    const std::size_t count = text_.copy(into, size);
    text_.erase(0, count);
    return count;
  }

 private:
  Records records_;
  std::uint64_t left_;
  std::string text_;
};

class EndlessSource final : public audit::LogSource {
 public:
  explicit EndlessSource(std::uint64_t count) : count_(count) {}
  Expected<std::unique_ptr<Stream>> open() override {
    return std::unique_ptr<Stream>(new EndlessLog(count_));
  }

 private:
  std::uint64_t count_;
};

class StoringSink final : public audit::RecordSink {
 public:
  explicit StoringSink(store::EventStore& store) : store_(store) {}
  Expected<void> record(store::LoggedRecord record) override {
    batch_.push_back(std::move(record));
    return batch_.size() < 8192 ? Expected<void>() : flush();
  }
  Expected<void> flush() {
    auto added = store_.add(1, batch_);
    batch_.clear();
    if (!added) return fail(std::move(added));
    return {};
  }
  void advance(std::uint64_t) override {}
  bool stop_requested() const override { return false; }

 private:
  store::EventStore& store_;
  std::vector<store::LoggedRecord> batch_;
};

double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int run_store(std::uint64_t count) {
  const auto path = std::filesystem::temp_directory_path() /
                    fmt::format("letterlock-audit-bench-{}.sqlite", getpid());
  auto store = store::open_sqlite_events(path, true);
  if (!store) return 1;
  EndlessSource source(count);
  StoringSink sink(**store);
  SilentProgress silent;
  const double began = cpu_seconds();
  auto file = audit::read_log(source, sink);
  if (!file || !sink.flush() || !(*store)->end_load(silent)) return 1;
  const double loaded = cpu_seconds();
  std::uint64_t visited = 0;
  static_cast<void>((*store)->scan({}, store::EventOrder::oldest_first, [&](const store::Event&) {
    ++visited;
    return true;
  }));
  fmt::print(
      "{} records ({:.0f} MB): read and stored {:.1f} s CPU ({:.1f} us a record), "
      "scanned {} events in {:.1f} s, file {:.0f} MB, peak memory {:.0f} MB\n",
      file->records, static_cast<double>(file->size) / 1e6, loaded - began,
      (loaded - began) * 1e6 / static_cast<double>(count), visited, cpu_seconds() - loaded,
      static_cast<double>(std::filesystem::file_size(path)) / 1e6, peak_megabytes());
  store->reset();
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "--store") return run_store(std::stoull(argv[2]));
  bench::Corpus corpus;
  std::string text;
  const std::string argument = argc > 1 ? argv[1] : "100";
  if (argument.find_first_not_of("0123456789") == std::string::npos) {
    Records records;
    while (text.size() < std::stoul(argument) * 1'000'000) text += records.next() + "\n";
  } else {
    std::ifstream file(argument, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  corpus.octets = text.size();
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  corpus.messages.push_back(std::move(text));
  const auto measured =
      bench::measure(corpus, {{"letterlock", read_events}, {"simdjson walk", walk_all}}, 3);
  for (const auto& one : measured) {
    fmt::print("{:<16} {:8.1f} MB/s   outcome {}\n", one.name,
               static_cast<double>(corpus.octets) / 1e6 / one.seconds, one.outcome);
  }
  return 0;
}
