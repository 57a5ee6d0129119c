#include "casefile/custody.h"

#include <gmock/gmock.h>

#include "casefile/test_place.h"

namespace letterlock::casefile {
namespace {

using testing::HasSubstr;

const FixedClock kNow(1'732'300'000);

FailingFiles untroubled;

CustodyLog open_log(const std::filesystem::path& directory, FileOps& ops = untroubled) {
  auto chain = read_custody(directory);
  const CustodyChain none;
  auto log = CustodyLog::open(directory, chain ? *chain : none, test_actor(), kNow, ops);
  EXPECT_TRUE(log) << log.error().message;
  return std::move(*log);
}

std::string write_log(const std::filesystem::path& directory, int entries) {
  CustodyLog log = open_log(directory);
  for (int i = 0; i < entries; ++i) {
    EXPECT_TRUE(log.append("looked", fmt::format(R"({{"number":{}}})", i)));
  }
  return get_file(directory / "custody.log");
}

// A change that is found: the message says where.
void expect_broken(const std::filesystem::path& directory, const std::string& changed,
                   const std::string& what) {
  put_file(directory / "custody.log", changed);
  auto chain = read_custody(directory);
  ASSERT_TRUE(chain) << chain.error().message;
  EXPECT_FALSE(chain->broken.empty()) << what;
  EXPECT_THAT(chain->broken, HasSubstr("custody.log: ")) << what;
  EXPECT_THAT(chain->broken, HasSubstr("offset ")) << what;
}

TEST(CustodyTest, AnEntryIsWrittenAsTheFormatSays) {
  const std::string line =
      custody_line({}, 1'732'300'000, "looked", {"eve", "letterlock 0.1.0", {"show", "a\"b"}},
                   R"({"number":1})");
  const std::string covered =
      R"({"sequence":1,"time":"2024-11-22T18:26:40Z","act":"looked","who":"eve",)"
      R"("tool":"letterlock 0.1.0","arguments":["show","a\"b"],"details":{"number":1},)"
      R"("previous":"0000000000000000000000000000000000000000000000000000000000000000")";
  EXPECT_EQ(line, covered + R"(,"hash":")" + sha256(covered).hex() + "\"}");
}

TEST(CustodyTest, EntriesAreReadBackInOrder) {
  const TestDirectory place;
  write_log(place.path(), 3);
  write_log(place.path(), 2);
  auto chain = read_custody(place.path());
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->broken, "");
  ASSERT_EQ(chain->entries.size(), 5U);
  EXPECT_EQ(chain->entries[3].sequence, 4U);
  EXPECT_EQ(chain->entries[3].act, "looked");
  EXPECT_TRUE(chain->torn.empty());
}

TEST(CustodyTest, EveryFlippedOctetIsNoticed) {
  const TestDirectory place;
  const std::string whole = write_log(place.path(), 3);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    expect_broken(place.path(), changed, fmt::format("octet {} flipped", at));
  }
}

TEST(CustodyTest, EveryDroppedOctetIsNoticed) {
  const TestDirectory place;
  const std::string whole = write_log(place.path(), 3);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed.erase(at, 1);
    expect_broken(place.path(), changed, fmt::format("octet {} dropped", at));
  }
}

TEST(CustodyTest, EveryCutIsNoticed) {
  const TestDirectory place;
  const std::string whole = write_log(place.path(), 3);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    expect_broken(place.path(), whole.substr(0, length), fmt::format("cut to {}", length));
  }
}

TEST(CustodyTest, DroppedRepeatedAndReorderedEntriesAreNoticed) {
  const TestDirectory place;
  const std::string whole = write_log(place.path(), 4);
  std::vector<std::string> lines;
  for (std::size_t begin = 0, end; begin < whole.size(); begin = end + 1) {
    end = whole.find('\n', begin);
    lines.push_back(whole.substr(begin, end + 1 - begin));
  }
  ASSERT_EQ(lines.size(), 4U);
  expect_broken(place.path(), lines[1] + lines[2] + lines[3], "first dropped");
  expect_broken(place.path(), lines[0] + lines[2] + lines[3], "one dropped");
  expect_broken(place.path(), lines[0] + lines[1] + lines[2], "last dropped");
  expect_broken(place.path(), lines[0] + lines[2] + lines[1] + lines[3], "swapped");
  expect_broken(place.path(), lines[0] + lines[1] + lines[1] + lines[2] + lines[3], "repeated");
}

// A forger who computes the hash of his own line anew still breaks the next one's.
TEST(CustodyTest, ARewrittenEntryBreaksTheOneBehindIt) {
  const TestDirectory place;
  const std::string whole = write_log(place.path(), 3);
  auto chain = read_custody(place.path());
  const CustodyHead before{1, sha256(chain->entries[0].line)};
  const std::string forged =
      custody_line(before, kNow.now(), "looked", test_actor(), R"({"number":7})");
  put_file(place / "custody.log",
           chain->entries[0].line + "\n" + forged + "\n" + chain->entries[2].line + "\n");
  auto again = read_custody(place.path());
  EXPECT_EQ(again->broken,
            fmt::format("{}/custody.log: line 3, offset {}: it does not follow the entry before "
                        "it: the hash of that line is another",
                        place.path().string(), chain->entries[0].line.size() + forged.size() + 2));
}

TEST(CustodyTest, ATornEntryIsSetAsideAndAccountedFor) {
  const TestDirectory place;
  const std::string whole = write_log(place.path(), 2);
  const std::string torn = R"({"sequence":3,"time":"2024-11)";
  put_file(place / "custody.log", whole + torn);
  auto chain = read_custody(place.path());
  EXPECT_EQ(chain->broken, "");
  EXPECT_EQ(chain->torn, torn);
  EXPECT_EQ(chain->torn_offset, whole.size());

  open_log(place.path());
  EXPECT_EQ(get_file(place / "custody.torn-3"), torn);
  auto mended = read_custody(place.path());
  EXPECT_EQ(mended->broken, "");
  ASSERT_EQ(mended->entries.size(), 3U);
  EXPECT_EQ(mended->entries[2].act, "torn-entry-set-aside");
  EXPECT_EQ(mended->entries[2].detail("sha256"), sha256(torn).hex());
  open_log(place.path());  // and only once
  EXPECT_EQ(read_custody(place.path())->entries.size(), 3U);
}

// Each system call of an append fails in turn: the log never breaks, and the next writer goes on.
TEST(CustodyTest, EveryFailedCallLeavesALogThatGoesOn) {
  for (const bool for_good : {false, true}) {
    for (int call = 0; call < 5; ++call) {
      const TestDirectory place;
      write_log(place.path(), 2);
      FailingFiles files;
      {
        CustodyLog log = open_log(place.path(), files);
        files.calls_until_failure = call;
        files.for_good = for_good;
        auto failed = log.append("looked", "{}");
        ASSERT_FALSE(failed) << "call " << call;
        EXPECT_EQ(failed.error().code, ErrorCode::io);
        EXPECT_THAT(failed.error().message, HasSubstr("No space left on device"));
      }
      auto chain = read_custody(place.path());
      EXPECT_EQ(chain->broken, "") << "call " << call;
      write_log(place.path(), 1);
      chain = read_custody(place.path());
      EXPECT_EQ(chain->broken, "") << "call " << call;
      EXPECT_GE(chain->entries.size(), 3U);
      EXPECT_TRUE(chain->torn.empty());
    }
  }
}

TEST(CustodyTest, UntrustedTextInDetailsCannotPassForAMember) {
  const TestDirectory place;
  CustodyLog log = open_log(place.path());
  ASSERT_TRUE(
      log.append("ingest-end", R"({"path":"x\",\"outcome\":\"complete","outcome":"failed"})"));
  auto chain = read_custody(place.path());
  EXPECT_EQ(chain->entries[0].detail("outcome"), "failed");
  EXPECT_EQ(chain->entries[0].detail("absent"), "");
}

}  // namespace
}  // namespace letterlock::casefile
