// A case survives what kills the program that writes it: SIGKILL at any point, and a disk that is
// full at any point. Whatever happened, the next run ends where an untroubled run ends.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <random>
#include <thread>

#include "casefile/case.h"
#include "casefile/test_place.h"

namespace letterlock::casefile {
namespace {

constexpr int kMessages = 2'000;

std::string mail(int number) {
  std::string text = fmt::format(
      "From: Person {0} <p{0}@meridian.example>\nTo: p{1}@harbor.example\nSubject: {2}Plan {3}\n"
      "Message-ID: <m{4}@meridian.example>\nDate: Mon, 10 Jun 2024 10:{5:02}:00 +0200\n",
      number % 40, number % 17, number % 4 != 0 ? "Re: " : "", number / 4, number, number % 60);
  if (number % 4 != 0) text += fmt::format("References: <m{}@meridian.example>\n", number - 1);
  if (number % 5 != 0) {
    return text +
           fmt::format("\nLetter {} to https://w{}.example/a?b={}\n", number, number % 90, number);
  }
  return text +
         fmt::format(
             "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
             "Content-Type: text/html\n\n<p>Letter <b>{0}</b></p>\n--x\n"
             "Content-Type: application/pdf; name=a{1}.pdf\nContent-Transfer-Encoding: base64\n\n"
             "JVBERi0xLjQK{1:04}\n--x--\n",
             number, number % 100);
}

// Two thirds in an mbox, the rest and some of the same in a Maildir.
void write_sources(const TestDirectory& place) {
  std::string mbox;
  for (int i = 0; i < kMessages * 2 / 3; ++i) {
    mbox += "From p@meridian.example Mon Jun 10 08:00:00 2024\n" + mail(i) + "\n";
  }
  put_file(place / "ann.mbox", mbox);
  for (int i = kMessages * 2 / 3 - 50; i < kMessages; ++i) {
    put_file(place / fmt::format("bob/cur/{}.m.host:2,S", 1'700'000'000 + i), mail(i));
  }
}

class CrashTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = new TestDirectory;
    write_sources(*place_);
    const auto begin = std::chrono::steady_clock::now();
    const auto done = ingest(directory("untroubled"), nullptr);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    took_ = std::chrono::steady_clock::now() - begin;
    wanted_ = contents(directory("untroubled"));
  }
  static void TearDownTestSuite() { delete place_; }

  static std::filesystem::path directory(const std::string& name) { return *place_ / name; }

  static Expected<IngestSummary> ingest(const std::filesystem::path& where, FileOps* files) {
    static const SystemClock clock;
    CaseParts parts;
    parts.files = files;
    auto opened = Case::open(where, Access::create, test_actor(), clock, parts);
    if (!opened) return fail(std::move(opened));
    IngestOptions options;
    options.batch_messages = 64;
    options.segment_octets = 100'000;
    SilentProgress silent;
    return casefile::ingest(*opened, {*place_ / "ann.mbox", *place_ / "bob"}, options, silent);
  }

  // Everything that a case says, in one text.
  static std::string contents(const std::filesystem::path& where) {
    static const SystemClock clock;
    auto opened = Case::open(where, Access::read, test_actor(), clock);
    if (!opened) return opened.error().message;
    store::FactStore& facts = opened->facts();
    const store::Counts counts = *facts.counts();
    std::string all =
        fmt::format("{} messages, {} placements, {} threads, facts {}\n", counts.messages,
                    counts.placements, counts.threads, facts.digest()->hex());
    for (store::MessageId id = 1; id <= counts.messages; ++id) {
      all += fmt::format("{} {}", id, sha256(*opened->evidence(id)).hex());
      const auto thread = facts.thread(id);
      for (const store::ThreadEdge& edge : *thread) {
        if (edge.child == id) all += fmt::format(" answers {} in {}", edge.parent, edge.thread);
      }
      all += '\n';
    }
    return all;
  }

  static void expect_whole(const std::filesystem::path& where, const std::string& after) {
    EXPECT_TRUE(contents(where) == wanted_) << after << ": " << contents(where).substr(0, 200);
    SilentProgress silent;
    auto verification = verify(where, silent);
    ASSERT_TRUE(verification) << after << ": " << verification.error().message;
    EXPECT_EQ(verification->broken, "") << after;
    EXPECT_THAT(verification->remarks, testing::IsEmpty()) << after;
  }

  // Runs `work` in a process of its own; the status that waitpid() gave, after `patience` by
  // SIGKILL.
  static int in_child(const std::function<Expected<IngestSummary>()>& work,
                      std::optional<std::chrono::duration<double>> patience) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto done = work();
      if (!done && done.error().code != ErrorCode::io) {
        fmt::print(stderr, "{}\n", done.error().message);
      }
      ::_exit(done ? 0 : done.error().code == ErrorCode::io ? 74 : 70);
    }
    if (patience) {
      std::this_thread::sleep_for(*patience);
      ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }

  static inline TestDirectory* place_ = nullptr;
  static inline std::chrono::duration<double> took_{};
  static inline std::string wanted_;
};

// What an interrupted run leaves is sound at every moment, and the last run ends as if nothing had
// been.
TEST_F(CrashTest, KilledAtRandomMomentsAndRunAgain) {
  std::mt19937 random(20'241'122);  // the moments differ all the same: they are times
  std::uniform_real_distribution<double> part(0.0, 0.5);
  int kills = 0;
  for (int round = 0; round < 5; ++round) {
    const auto where = directory(fmt::format("killed-{}", round));
    for (int run = 0; run < 40; ++run) {
      const int status = in_child([&] { return ingest(where, nullptr); }, took_ * part(random));
      if (WIFEXITED(status)) {
        ASSERT_EQ(WEXITSTATUS(status), 0);
        break;
      }
      ++kills;
      SilentProgress silent;
      auto verification = verify(where, silent);
      // Killed while the case was made, there is none yet.
      if (verification) {
        EXPECT_EQ(verification->broken, "") << "after kill " << kills;
      }
    }
    const auto last = ingest(where, nullptr);
    ASSERT_TRUE(last) << last.error().message;
    expect_whole(where, fmt::format("round {}", round));
  }
  EXPECT_GT(kills, 10);
}

// Dies in the middle of the n-th system call that writes one of the case's own files.
class DyingFiles final : public FileOps {
 public:
  explicit DyingFiles(int calls) : calls_left_(calls) {}
  ssize_t write(int fd, const void* octets, std::size_t count) override {
    if (last()) {
      FileOps::write(fd, octets, count / 2);
      die();
    }
    return FileOps::write(fd, octets, count);
  }
  int fdatasync(int fd) override {
    if (last()) die();
    return FileOps::fdatasync(fd);
  }
  int ftruncate(int fd, off_t length) override {
    if (last()) die();
    return FileOps::ftruncate(fd, length);
  }
  int rename(const char* from, const char* to) override {
    if (last()) die();
    return FileOps::rename(from, to);
  }

 private:
  bool last() { return calls_left_-- == 0; }
  static void die() { ::kill(::getpid(), SIGKILL); }
  int calls_left_;
};

TEST_F(CrashTest, KilledInTheMiddleOfAWrite) {
  int calls = 0;
  for (int status = SIGKILL; WIFSIGNALED(status); calls += calls < 24 ? 1 : 13) {
    const auto where = directory(fmt::format("dying-{}", calls));
    DyingFiles files(calls);
    status = in_child([&] { return ingest(where, &files); }, std::nullopt);
    const auto next = ingest(where, nullptr);
    ASSERT_TRUE(next) << calls << ": " << next.error().message;
    expect_whole(where, fmt::format("call {}", calls));
    std::filesystem::remove_all(where);
  }
  EXPECT_GT(calls, 60);
}

// No file may grow beyond a limit, the fact store's included: the error is said, and the next run
// with room goes on.
TEST_F(CrashTest, AFullDiskIsSaidAndGoneOnFrom) {
  for (const rlim_t limit : {500, 3'000, 20'000, 60'000, 99'000, 400'000, 900'000}) {
    const auto where = directory(fmt::format("full-{}", limit));
    const int status = in_child(
        [&] {
          std::signal(SIGXFSZ, SIG_IGN);
          const rlimit small{limit, limit};
          ::setrlimit(RLIMIT_FSIZE, &small);
          return ingest(where, nullptr);
        },
        std::nullopt);
    ASSERT_TRUE(WIFEXITED(status)) << limit;
    EXPECT_EQ(WEXITSTATUS(status), 74) << limit;
    const auto next = ingest(where, nullptr);
    ASSERT_TRUE(next) << limit << ": " << next.error().message;
    expect_whole(where, fmt::format("limit {}", limit));
  }
}

}  // namespace
}  // namespace letterlock::casefile
