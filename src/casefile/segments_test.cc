#include "casefile/segments.h"

#include <gmock/gmock.h>

#include "casefile/test_place.h"

namespace letterlock::casefile {
namespace {

using testing::HasSubstr;

std::string mail(int number) {
  std::string text = fmt::format("Subject: {}\r\n\r\n", number);
  for (int line = 0; line < number; ++line) text += "The same words again and again.\r\n";
  return text;
}

struct Written {
  std::vector<std::pair<std::string, store::EvidenceLocation>> records;
  SegmentLengths committed;
};

Written write_some(const std::filesystem::path& evidence, int count, std::uint64_t roll) {
  Written written;
  auto writer = SegmentWriter::open(evidence, {}, roll, FileOps::system());
  RecordEncoder encoder;
  for (int i = 0; i < count; ++i) {
    std::string record;
    encoder.append(mail(i), sha256(mail(i)), record);
    auto at = writer->append(record);
    EXPECT_TRUE(at);
    written.records.emplace_back(mail(i), *at);
  }
  written.committed = *writer->commit();
  return written;
}

TEST(SegmentsTest, GiveBackEveryRecordAndRoll) {
  const TestPlace place;
  const Written written = write_some(place.path(), 40, 2000);
  EXPECT_GT(written.committed.size(), 2U);
  SegmentReader reader(place.path());
  for (const auto& [octets, location] : written.records) {
    auto record = reader.read(sha256(octets), location);
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(record->octets, octets);
  }
  for (const auto& [segment, length] : written.committed) {
    EXPECT_EQ(std::filesystem::file_size(segment_path(place.path(), segment)), length);
  }
}

TEST(SegmentsTest, EmptyAndIncompressibleOctetsAreStoredAsTheyAre) {
  RecordEncoder encoder;
  RecordDecoder decoder;
  std::string noise;
  for (std::uint32_t i = 0, x = 1; i < 3000; ++i) noise += static_cast<char>((x *= 48271) >> 16);
  for (const std::string& octets : {std::string(), noise, std::string("x")}) {
    std::string record;
    encoder.append(octets, sha256(octets), record);
    std::string why;
    const auto header = decode_header(record, why);
    ASSERT_TRUE(header) << why;
    EXPECT_FALSE(header->compressed);
    EXPECT_EQ(*decoder.octets(*header, record.substr(kRecordHeaderSize)), octets);
  }
}

// Whatever single octet of a segment changes, no reader takes it for what was received.
TEST(SegmentsTest, EveryFlippedOctetIsNoticed) {
  const TestPlace place;
  const Written written = write_some(place.path(), 4, 1 << 20);
  const auto path = segment_path(place.path(), 1);
  const std::string whole = get_file(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    put_file(path, changed);
    SegmentReader reader(place.path());
    int refused = 0;
    for (const auto& [octets, location] : written.records) {
      auto record = reader.read(sha256(octets), location);
      if (record) {
        EXPECT_EQ(record->octets, octets);
        continue;
      }
      ++refused;
      EXPECT_EQ(record.error().code, ErrorCode::corrupt);
      EXPECT_THAT(record.error().message, HasSubstr("000001.seg: record at offset"));
    }
    EXPECT_EQ(refused, 1) << "octet " << at;
  }
}

TEST(SegmentsTest, CutSegmentsAreNoticed) {
  const TestPlace place;
  const Written written = write_some(place.path(), 3, 1 << 20);
  const auto path = segment_path(place.path(), 1);
  const std::string whole = get_file(path);
  put_file(path, whole.substr(0, whole.size() - 1));
  SegmentReader reader(place.path());
  auto record = reader.read(sha256(written.records[2].first), written.records[2].second);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, ErrorCode::corrupt);
  auto tails = find_tails(place.path(), written.committed);
  ASSERT_FALSE(tails);
  EXPECT_EQ(tails.error().message,
            fmt::format("{}: {} octets, but the facts rely on {}: offset {} is gone", path.string(),
                        whole.size() - 1, whole.size(), whole.size() - 1));
}

TEST(SegmentsTest, TailsBeyondTheCommittedLengthAreFoundAndCut) {
  const TestPlace place;
  const Written written = write_some(place.path(), 10, 700);
  ASSERT_GE(written.committed.size(), 2U);
  const auto [last, length] = written.committed.back();
  const auto path = segment_path(place.path(), last);
  const std::string whole = get_file(path);
  put_file(path, whole + "half a record");
  put_file(segment_path(place.path(), last + 1), "LLEV and so on");

  auto tails = find_tails(place.path(), written.committed);
  ASSERT_TRUE(tails);
  ASSERT_EQ(tails->size(), 2U);
  EXPECT_EQ((*tails)[0].from, length);
  EXPECT_EQ((*tails)[0].octets, 13U);
  EXPECT_EQ((*tails)[1].segment, last + 1);
  ASSERT_TRUE(cut_tails(place.path(), *tails, FileOps::system()));
  EXPECT_EQ(get_file(path), whole);
  EXPECT_FALSE(std::filesystem::exists(segment_path(place.path(), last + 1)));
}

TEST(SegmentsTest, WritingGoesOnBehindWhatIsCommitted) {
  const TestPlace place;
  const Written written = write_some(place.path(), 5, 1 << 20);
  auto writer = SegmentWriter::open(place.path(), written.committed, 1 << 20, FileOps::system());
  ASSERT_TRUE(writer) << writer.error().message;
  std::string record;
  RecordEncoder().append("late", sha256("late"), record);
  auto at = writer->append(record);
  ASSERT_TRUE(at);
  EXPECT_EQ(at->offset, written.committed.front().second);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(SegmentReader(place.path()).read(sha256("late"), *at)->octets, "late");
}

TEST(SegmentsTest, AHeaderThatClaimsTooMuchAllocatesNothing) {
  const TestPlace place;
  const RecordHeader lying{true, std::uint64_t{1} << 31, std::uint64_t{1} << 60, sha256("x"), 0};
  put_file(segment_path(place.path(), 1), encode_header(lying) + "short");
  auto record = SegmentReader(place.path()).read(sha256("x"), {1, 0});
  ASSERT_FALSE(record);
  EXPECT_THAT(record.error().message, HasSubstr("octets should follow, 5 are there"));
}

}  // namespace
}  // namespace letterlock::casefile
