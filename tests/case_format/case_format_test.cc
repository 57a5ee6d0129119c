// docs/case-format.md says enough: what is written by it alone, in another language, reads a case
// and finds what does not fit.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "casefile/test_place.h"

namespace letterlock::casefile {
namespace {

using testing::HasSubstr;

struct Answer {
  int status = -1;
  std::string output;
};

Answer run(const std::string& command) {
  Answer answer;
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    answer.output.append(buffer.data(), got);
  }
  const int status = ::pclose(pipe);
  answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return answer;
}

// Text in which every octet counts: a frame of it cannot change and unpack to the same.
std::string letters(int count) {
  std::string text;
  for (std::uint32_t seed = 1; count > 0; --count) {
    text += static_cast<char>('a' + ((seed = seed * 48271 + 11) >> 16) % 26);
  }
  return text;
}

class CaseFormatTest : public testing::Test {
 protected:
  CaseFormatTest() {
    std::string mbox;
    // The last ones are copies of earlier ones as another mailbox has them.
    for (int i = 0; i < 70; ++i) {
      const int letter = i < 60 ? i : i - 10;
      mbox += fmt::format(
          "From a@b.example Mon Jun 10 08:00:00 2024\nDelivered-To: {0}@b.example\nFrom: "
          "a@b.example\nSubject: \"{1}\"\n\n{1}{2}\n\n",
          i / 60, letter, letters(letter * 40));
    }
    put_file(place_ / "ann \",\"hash\":\" ann.mbox", mbox);
    const SystemClock clock;
    auto opened = Case::open(where(), Access::create, test_actor(), clock);
    EXPECT_TRUE(opened);
    IngestOptions options;
    options.segment_octets = 2'000;
    SilentProgress silent;
    for (int round = 0; round < 2; ++round) {
      EXPECT_TRUE(ingest(*opened, {place_ / "ann \",\"hash\":\" ann.mbox"}, options, silent));
    }
  }
  std::filesystem::path where() const { return place_ / "case"; }
  Answer check() const {
    return run(fmt::format("python3 {}/tests/case_format/check_case.py {}", LETTERLOCK_SOURCE_DIR,
                           where().string()));
  }

  TestDirectory place_;
};

TEST_F(CaseFormatTest, ACaseIsReadWithoutOurCode) {
  const Answer answer = check();
  EXPECT_EQ(answer.output, "6 entries, 70 messages: all fit\n");
  EXPECT_EQ(answer.status, 0);
}

TEST_F(CaseFormatTest, WhatDoesNotFitIsFound) {
  for (const std::string name : {"custody.log", "custody.head", "evidence/000001.seg"}) {
    const auto path = where() / name;
    const std::string whole = get_file(path);
    // Of a record: its octets together, a SHA-256 of its list, its frame. The page's checksums are
    // left to others.
    const std::size_t record = whole.rfind("LLEV");
    const auto places = record == std::string::npos
                            ? std::array{whole.size() / 3, whole.size() / 2, whole.size() - 3}
                            : std::array{record + 16, record + 60, whole.size() - 3};
    for (const std::size_t at : places) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ 1);
      put_file(path, changed);
      const Answer answer = check();
      EXPECT_EQ(answer.status, 1) << name << " at " << at << ": " << answer.output;
    }
    put_file(path, whole);
  }
  EXPECT_EQ(check().status, 0);
}

// The example that stands in the page, as it stands there.
TEST_F(CaseFormatTest, TheExampleInThePageRuns) {
  const std::string page =
      get_file(std::filesystem::path(LETTERLOCK_SOURCE_DIR) / "docs/case-format.md");
  const std::string fence = "```python\n";
  const std::size_t begin = page.find(fence);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t code = begin + fence.size();
  put_file(place_ / "example.py", page.substr(code, page.find("```", code) - code));
  const std::string command =
      fmt::format("python3 {} {}", (place_ / "example.py").string(), where().string());
  EXPECT_EQ(run(command).output, "6 entries fit\n");

  std::string log = get_file(where() / "custody.log");
  log[log.size() / 2] = static_cast<char>(log[log.size() / 2] ^ 1);
  put_file(where() / "custody.log", log);
  EXPECT_THAT(run(command).output, HasSubstr("AssertionError"));
}

}  // namespace
}  // namespace letterlock::casefile
