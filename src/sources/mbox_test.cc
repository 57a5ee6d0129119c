#include "sources/mbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sources/from_line.h"
#include "sources/test_sink.h"

namespace letterlock::sources {
namespace {

struct Kept {
  std::string octets;
  std::uint64_t offset, length, next;
  std::string quoting;
  bool too_big;
  std::size_t unseparated;
};

std::vector<Kept> split(std::string_view mbox, std::size_t piece = SIZE_MAX,
                        std::uint32_t limit = 1 << 20) {
  // A heap block of exactly its size, so that ASan sees one octet too far.
  const std::vector<char> exact(mbox.begin(), mbox.end());
  MemoryStream stream({exact.data(), exact.size()}, piece);
  MboxReader reader(stream, 0, limit, {});
  std::vector<Kept> all;
  while (const MboxMessage* m = reader.next()) {
    all.push_back({std::string(m->octets), m->offset, m->length, m->next, m->quoting, m->too_big,
                   m->unseparated.size()});
  }
  return all;
}

std::string crlf(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

constexpr std::string_view kFrom = "From ada@meridian.example Sat Aug 10 13:05:07 2024\n";

TEST(FromLineTest, DatesOfRealWriters) {
  struct Case {
    std::string_view line;
    UnixTime want;
  };
  constexpr Case kCases[] = {
      {"From ada@meridian.example Sat Aug 10 13:05:07 2024", 1723295107},
      {"From - Sat Aug 10 13:05:07 2024", 1723295107},
      {"From 1789@xxx Sat Aug 10 13:05:07 +0000 2024", 1723295107},
      {"From ada@meridian.example Sat, 10 Aug 2024 15:05:07 +0200", 1723295107},
      {"From ada  Sat Aug 10 13:05:07 UTC 2024", 1723295107},
      {"From ada@meridian.example Sat Aug 10 13:05 2024", 1723295100},
      {"From ada Sat Aug 10 13:05:07 2024 remote from relay", 1723295107},
      {"From mboxrd@z Thu Jan  1 00:00:00 1970", 0},
  };
  for (const auto& c : kCases) {
    const auto parsed = parse_from_line(c.line);
    ASSERT_TRUE(parsed && parsed->dated) << c.line;
    EXPECT_EQ(*parsed->date, c.want) << c.line;
  }
  for (std::string_view prose : {"From Monday on we meet at 10:30", "From here to 2024",
                                 "From may 10 to august 12", "From ", "From:"}) {
    const auto parsed = parse_from_line(prose);
    EXPECT_FALSE(parsed && parsed->dated) << prose;
  }
}

TEST(FromLineTest, FindsLineStartsAtEveryAlignment) {
  for (std::size_t pad = 0; pad < 40; ++pad) {
    const std::string text = std::string(pad, 'F') + "\nFrom";
    EXPECT_EQ(find_line_start(text, 1, 'F'), pad + 1) << pad;
    EXPECT_EQ(find_line_start(text, 0, 'F'), pad == 0 ? 1 : 0) << pad;
    EXPECT_EQ(find_line_start(text, pad + 2, 'F'), std::string_view::npos) << pad;
  }
}

TEST(MboxTest, SplitsAtFromLinesBehindBlankLines) {
  const std::string mbox =
      fmt::format("{0}Subject: one\n\nbody\n\n{0}Subject: two\n\nlast\n", kFrom);
  for (const std::string& text : {mbox, crlf(mbox)}) {
    const auto all = split(text);
    ASSERT_EQ(all.size(), 2u);
    const bool dos = text != mbox;
    EXPECT_EQ(all[0].octets, dos ? "Subject: one\r\n\r\nbody\r\n" : "Subject: one\n\nbody\n");
    EXPECT_EQ(all[1].octets, dos ? "Subject: two\r\n\r\nlast\r\n" : "Subject: two\n\nlast\n");
    for (const Kept& kept : all) {
      EXPECT_EQ(text.substr(kept.offset, kept.length), kept.octets);
    }
    EXPECT_EQ(all[1].next, text.size());
  }
}

TEST(MboxTest, ProseThatBeginsWithFromStaysText) {
  const std::string body =
      "Subject: one\n\nWell.\n\nFrom the start we knew.\n\nFrom Monday Aug 12 10:30 2024 on\n"
      "we know more.\nFrom x Sat Aug 10 13:05:07 2024\nSubject: no blank line before\n";
  const auto all = split(std::string(kFrom) + body);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].octets, body);
  EXPECT_EQ(all[0].unseparated, 1u);
}

TEST(MboxTest, UndoesWhatTheDialectQuoted) {
  struct Case {
    std::string_view name, body, want, quoting;
  };
  constexpr Case kCases[] = {
      {"both agree", "text\n\n>From here\n", "text\n\nFrom here\n", "mbox:1"},
      {"mboxrd quotes quoted lines again", "> a\n>b\n>>From c\n>d\n\n>From e\n",
       "> a\n>b\n>From c\n>d\n\nFrom e\n", "mboxrd:2"},
      {"mboxrd alone", "text\n>>From c\ntext\n", "text\n>From c\ntext\n", "mboxrd:1"},
      {"mboxo leaves quoted lines alone", ">b\n>From c\n>d\n\ntext\n>From e\n",
       ">b\n>From c\n>d\n\ntext\nFrom e\n", "mboxo:1"},
      {"nothing to undo", "> From c\n>Fromage\n", "> From c\n>Fromage\n", ""},
  };
  for (const auto& c : kCases) {
    const auto all = split(fmt::format("{}Subject: x\n\n{}", kFrom, c.body));
    ASSERT_EQ(all.size(), 1u) << c.name;
    EXPECT_EQ(all[0].octets, fmt::format("Subject: x\n\n{}", c.want)) << c.name;
    EXPECT_EQ(all[0].quoting, c.quoting) << c.name;
  }
}

TEST(MboxTest, PublicInboxNamesItsDialect) {
  const auto all = split("From mboxrd@z Thu Jan  1 00:00:00 1970\nSubject: x\n\n>b\n>From c\n>d\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].octets, "Subject: x\n\n>b\nFrom c\n>d\n");
  EXPECT_EQ(all[0].quoting, "mboxrd:1");
}

TEST(MboxTest, TrueContentLengthStepsOverFromLines) {
  const std::string inner = fmt::format("see:\n\n{}Subject: forwarded\n\nhi\n>From left\n", kFrom);
  const std::string mbox = fmt::format(
      "{0}Subject: one\nContent-Length: {1}\n\n{2}\n{0}Subject: two\nContent-Length: 3\n\nend",
      kFrom, inner.size(), inner);
  const auto all = split(mbox);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].octets.ends_with(inner)) << "mboxcl2 quotes nothing, so nothing is undone";
  EXPECT_EQ(all[0].quoting, "");
  EXPECT_EQ(all[1].octets, "Subject: two\nContent-Length: 3\n\nend");
}

TEST(MboxTest, LyingContentLengthIsNotFollowed) {
  for (const char* length : {"1", "4000000000", "99999999999999999999", "-1", "60"}) {
    const std::string mbox = fmt::format(
        "{0}Content-Length: {1}\n\nbody\n\n{0}Subject: two\n\nx\n\n{0}Subject: three\n\ny\n", kFrom,
        length);
    EXPECT_EQ(split(mbox).size(), 3u) << length;
  }
}

TEST(MboxTest, ContentLengthWithQuotingIsMboxcl) {
  const std::string body = "text\n>From here\n";
  const auto all = split(
      fmt::format("{0}Content-Length: {1}\n\n{2}\n{0}Subject: y\n\n", kFrom, body.size(), body));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].quoting, "mboxcl:1");
  EXPECT_TRUE(all[0].octets.ends_with("text\nFrom here\n"));
}

TEST(MboxTest, TooBigMessageIsReportedAndStepped0ver) {
  const std::string big(5000, 'x');
  const auto all =
      split(fmt::format("{0}Subject: a\n\n{1}\n\n{0}Subject: b\n\nok\n", kFrom, big), 100, 3000);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].too_big);
  EXPECT_EQ(all[0].octets, "");
  EXPECT_NEAR(static_cast<double>(all[0].length), 5014, 2);
  EXPECT_EQ(all[1].octets, "Subject: b\n\nok\n");
}

TEST(MboxTest, ChunkedEqualsWholeAndPiecesCoverTheInput) {
  std::string mbox;
  for (int i = 0; i < 50; ++i) {
    mbox += fmt::format("{}Subject: {}\n\n{}\n>From q\n>>From r\n\n", kFrom, i,
                        std::string(static_cast<std::size_t>(i) * 97, 'y'));
  }
  const auto whole = split(mbox);
  ASSERT_EQ(whole.size(), 50u);
  for (std::size_t piece : {1u, 7u, 4096u}) {
    const auto chunked = split(mbox, piece);
    ASSERT_EQ(chunked.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      EXPECT_EQ(chunked[i].octets, whole[i].octets);
      EXPECT_EQ(chunked[i].next, whole[i].next);
    }
  }
  std::uint64_t at = 0;
  for (const Kept& kept : whole) {
    EXPECT_EQ(kept.offset, at + kFrom.size());
    at = kept.next;
  }
  EXPECT_EQ(at, mbox.size());
}

TEST(MboxTest, EmptyMessagesAndRaggedEnds) {
  EXPECT_EQ(split("").size(), 0u);
  EXPECT_EQ(split(kFrom).size(), 1u);
  EXPECT_EQ(split(std::string(kFrom) + "\n" + std::string(kFrom)).size(), 2u);
  EXPECT_EQ(split("From ada Sat Aug 10 13:05:07 2024").size(), 1u);
  const auto lead = split("\n\n" + std::string(kFrom) + "Subject: x\n\n");
  ASSERT_EQ(lead.size(), 1u);
  EXPECT_EQ(lead[0].octets, "Subject: x\n");
}

}  // namespace
}  // namespace letterlock::sources
