#include "casefile/shared_bodies.h"

#include <gmock/gmock.h>

#include "casefile/segments.h"
#include "casefile/test_desk.h"

namespace letterlock::casefile {
namespace {

using testing::HasSubstr;

std::string noise(std::size_t octets, std::uint32_t seed) {
  std::string text;
  while (text.size() < octets) {
    text += static_cast<char>('a' + ((seed = seed * 48271 + 11) >> 16) % 26);
    if (text.size() % 70 == 0) text += '\n';
  }
  return text;
}

// A letter as it came to somebody's mailbox.
std::string written_copy(int letter, std::string_view owner, std::size_t octets = 4000) {
  return fmt::format("Delivered-To: {}@harbor.example\n", owner) +
         mail(letter, noise(octets, static_cast<std::uint32_t>(letter) + 1));
}

std::string mailbox(std::string_view owner, int letters) {
  std::string text;
  for (int letter = 0; letter < letters; ++letter) {
    text +=
        "From ann@meridian.example Mon Jun 10 08:00:00 2024\n" + written_copy(letter, owner) + "\n";
  }
  return text;
}

std::uint64_t evidence_octets(const Desk& desk) {
  return std::filesystem::file_size(segment_path(desk.where() / "evidence", 1));
}

TEST(SharedBodiesTest, ABodyUnderAnotherHeaderIsKnownAgain) {
  SharedBodies bodies;
  const std::string first = written_copy(1, "bob"), second = written_copy(1, "eve");
  EXPECT_EQ(bodies.tail_of(first, sha256(first)).octets, 0U);
  const SharedTail tail = bodies.tail_of(second, sha256(second));
  EXPECT_EQ(tail.holder, sha256(first));
  EXPECT_EQ(first.substr(tail.from), second.substr(second.size() - tail.octets));
  EXPECT_EQ(first.substr(tail.from - 2, 2), "\n\n");
  const std::string other = written_copy(2, "bob");
  EXPECT_EQ(bodies.tail_of(other, sha256(other)).octets, 0U);
}

TEST(SharedBodiesTest, LineEndsOfEitherKindEndTheHeader) {
  for (const std::string_view blank : {"\n\n", "\r\n\r\n", "\n\r\n"}) {
    SharedBodies bodies;
    const std::string body = noise(2000, 7);
    const std::string first = fmt::format("A: 1{}{}", blank, body);
    const std::string second = fmt::format("B: 22{}{}", blank, body);
    EXPECT_EQ(bodies.tail_of(first, sha256(first)).octets, 0U);
    const SharedTail tail = bodies.tail_of(second, sha256(second));
    EXPECT_EQ(tail.octets, body.size());
    EXPECT_EQ(tail.from, 4 + blank.size());
  }
}

TEST(SharedBodiesTest, WhatIsShortOrHasNoBodyIsKeptWhole) {
  for (const std::string& octets : {written_copy(1, "bob", 10), noise(4000, 3), std::string()}) {
    SharedBodies bodies;
    EXPECT_EQ(bodies.tail_of(octets, sha256(octets)).octets, 0U);
    EXPECT_EQ(bodies.tail_of(octets, sha256("a copy")).octets, 0U);
  }
}

// Reading a small copy must not cost a large header.
TEST(SharedBodiesTest, WhatIsLargeAndMostlyHeaderHoldsNothing) {
  SharedBodies bodies;
  const std::string body = "\n\n" + noise(2000, 7);
  const std::string large = "A: " + std::string(kRecordOctets, 'x') + body;
  EXPECT_EQ(bodies.tail_of(large, sha256(large)).octets, 0U);
  const std::string small = "B: 1" + body, copy = "C: 1" + body;
  EXPECT_EQ(bodies.tail_of(small, sha256(small)).octets, 0U);
  EXPECT_EQ(bodies.tail_of(copy, sha256(copy)).holder, sha256(small));
}

TEST(SharedBodiesTest, CopiesInSeveralMailboxesTakeOneBodysRoom) {
  Desk one, four;
  put_file(one.place / "bob.mbox", mailbox("bob", 30));
  ASSERT_TRUE(one.ingest({one.place / "bob.mbox"}));
  std::vector<std::filesystem::path> sources;
  for (const std::string_view owner : {"bob", "carol", "dave", "eve"}) {
    sources.push_back(four.place / fmt::format("{}.mbox", owner));
    put_file(sources.back(), mailbox(owner, 30));
  }
  ASSERT_TRUE(four.ingest(sources));
  EXPECT_LT(evidence_octets(four), evidence_octets(one) * 3 / 2);
  EXPECT_EQ(four.verified().broken, "");
  EXPECT_EQ(four.verified().messages, 120U);
  auto opened = four.open(Access::read);
  ASSERT_TRUE(opened);
  for (const int letter : {0, 29, 7}) {
    for (const std::string_view owner : {"eve", "bob"}) {
      const std::string octets = written_copy(letter, owner);
      auto id = opened->facts().find(sha256(octets));
      ASSERT_TRUE(id && *id);
      auto kept = opened->evidence(**id);
      ASSERT_TRUE(kept) << kept.error().message;
      EXPECT_EQ(*kept, octets);
    }
  }
}

TEST(SharedBodiesTest, DamageInASharedBodyIsNamedByVerify) {
  Desk desk;
  put_file(desk.place / "bob.mbox", mailbox("bob", 3));
  put_file(desk.place / "eve.mbox", mailbox("eve", 3));
  ASSERT_TRUE(desk.ingest({desk.place / "bob.mbox", desk.place / "eve.mbox"}));
  const auto segment = segment_path(desk.where() / "evidence", 1);
  std::string octets = get_file(segment);
  octets[octets.size() / 2] = static_cast<char>(octets[octets.size() / 2] ^ 1);
  put_file(segment, octets);
  EXPECT_THAT(desk.verified().broken, HasSubstr("000001.seg: record at offset"));
}

// Two records: a holder, and a message that ends as `tail` says.
struct Pair {
  TestDirectory place;
  std::string holder = "H: 1\n\n" + noise(2000, 5);
  std::string copy = "C: 22\n\n" + holder.substr(6);
  store::EvidenceLocation holder_at{1, 0}, copy_at{1, 0};

  explicit Pair(const SharedTail& tail, const SharedTail& holders_tail = {}) {
    std::string records;
    RecordEncoder encoder;
    const Listed first{sha256(holder), holder.size(), holders_tail};
    encoder.append(std::string_view(holder).substr(0, first.own()), std::span(&first, 1), records);
    copy_at.offset = records.size();
    const Listed second{sha256(copy), copy.size(), tail};
    encoder.append(std::string_view(copy).substr(0, second.own()), std::span(&second, 1), records);
    put_file(segment_path(place.path(), 1), records);
  }
  Expected<SegmentReader::Found> read() const {
    return SegmentReader(place.path(),
                         [this](const Sha256& evidence) -> Expected<store::EvidenceLocation> {
                           if (evidence == sha256(holder)) return holder_at;
                           if (evidence == sha256(copy)) return copy_at;
                           return fail(ErrorCode::corrupt, "the facts know no such message");
                         })
        .read(sha256(copy), copy_at);
  }
  std::string trouble() const {
    auto found = read();
    return found ? "" : found.error().message;
  }
};

TEST(SharedTailTest, IsReadFromItsHolder) {
  const std::string holder = "H: 1\n\n" + noise(2000, 5);
  const Pair pair({sha256(holder), 6, holder.size() - 6});
  auto found = pair.read();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->octets, pair.copy);
}

TEST(SharedTailTest, ThatDoesNotFitItsHolderIsRefused) {
  const std::string holder = "H: 1\n\n" + noise(2000, 5);
  const std::uint64_t body = holder.size() - 6;
  EXPECT_THAT(Pair({sha256(holder), 7, body}).trouble(), HasSubstr("does not end in"));
  EXPECT_THAT(Pair({sha256(holder), UINT64_MAX, body}).trouble(), HasSubstr("does not end in"));
  EXPECT_THAT(Pair({sha256("nobody"), 6, body}).trouble(), HasSubstr("know no such message"));
  // Its own holder, or one that is not kept whole itself.
  const std::string copy = "C: 22\n\n" + holder.substr(6);
  EXPECT_THAT(Pair({sha256(copy), 7, body}).trouble(), HasSubstr("does not end in"));
  EXPECT_THAT(Pair({sha256(holder), 6, body}, {sha256(copy), 7, body}).trouble(),
              HasSubstr("does not end in"));
}

TEST(SharedTailTest, LongerThanItsMessageIsRefused) {
  const Listed lying{sha256("x"), 10, {sha256("y"), 0, 11}};
  std::string record;
  RecordEncoder().append("", std::span(&lying, 1), record);
  std::string why;
  const auto header = decode_header(record, why);
  ASSERT_TRUE(header) << why;
  EXPECT_FALSE(decode_list(*header, record.substr(kRecordHeaderSize, header->list_length())));
}

// Whatever single octet of the segment changes, the message is not taken for what was received.
TEST(SharedTailTest, EveryFlippedOctetIsNoticed) {
  const std::string holder = "H: 1\n\n" + noise(2000, 5);
  const Pair pair({sha256(holder), 6, holder.size() - 6});
  const auto path = segment_path(pair.place.path(), 1);
  const std::string whole = get_file(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    put_file(path, changed);
    EXPECT_FALSE(pair.read()) << at;
  }
}

}  // namespace
}  // namespace letterlock::casefile
