#include "casefile/segments.h"

#include <gmock/gmock.h>

#include "casefile/test_place.h"

namespace letterlock::casefile {
namespace {

using testing::HasSubstr;

std::string letter_numbered(int number) {
  std::string text = fmt::format("Subject: {}\r\n\r\n", number);
  for (int line = 0; line < number; ++line) text += "The same words again and again.\r\n";
  return text;
}

void append_one(RecordEncoder& encoder, const std::string& octets, std::string& out) {
  const Listed one{sha256(octets), octets.size()};
  encoder.append(octets, std::span(&one, 1), out);
}

Expected<store::EvidenceLocation> nowhere(const Sha256& evidence) {
  return fail(ErrorCode::corrupt, "nobody asked for {}", evidence.hex());
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
    append_one(encoder, letter_numbered(i), record);
    auto at = writer->append(record);
    EXPECT_TRUE(at);
    written.records.emplace_back(letter_numbered(i), *at);
  }
  written.committed = *writer->commit();
  return written;
}

TEST(SegmentsTest, GiveBackEveryRecordAndRoll) {
  const TestDirectory place;
  const Written written = write_some(place.path(), 40, 2000);
  EXPECT_GT(written.committed.size(), 2U);
  SegmentReader reader(place.path(), nowhere);
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
    append_one(encoder, octets, record);
    std::string why;
    const auto header = decode_header(record, why);
    ASSERT_TRUE(header) << why;
    EXPECT_FALSE(header->compressed);
    EXPECT_EQ(*decoder.octets(*header, record.substr(kRecordHeaderSize + kListedSize)), octets);
  }
}

// Whatever single octet of a segment changes, no reader takes it for what was received.
TEST(SegmentsTest, EveryFlippedOctetIsNoticed) {
  const TestDirectory place;
  const Written written = write_some(place.path(), 4, 1 << 20);
  const auto path = segment_path(place.path(), 1);
  const std::string whole = get_file(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    put_file(path, changed);
    SegmentReader reader(place.path(), nowhere);
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
  const TestDirectory place;
  const Written written = write_some(place.path(), 3, 1 << 20);
  const auto path = segment_path(place.path(), 1);
  const std::string whole = get_file(path);
  put_file(path, whole.substr(0, whole.size() - 1));
  SegmentReader reader(place.path(), nowhere);
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
  const TestDirectory place;
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
  const TestDirectory place;
  const Written written = write_some(place.path(), 5, 1 << 20);
  auto writer = SegmentWriter::open(place.path(), written.committed, 1 << 20, FileOps::system());
  ASSERT_TRUE(writer) << writer.error().message;
  std::string record;
  RecordEncoder encoder;
  append_one(encoder, "late", record);
  auto at = writer->append(record);
  ASSERT_TRUE(at);
  EXPECT_EQ(at->offset, written.committed.front().second);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(SegmentReader(place.path(), nowhere).read(sha256("late"), *at)->octets, "late");
}

TEST(SegmentsTest, AHeaderThatClaimsTooMuchAllocatesNothing) {
  const TestDirectory place;
  std::string record;
  RecordEncoder encoder;
  append_one(encoder, "x", record);
  std::string why;
  RecordHeader lying = *decode_header(record, why);
  lying.stored_length = std::uint64_t{1} << 60;
  record.replace(0, kRecordHeaderSize, encode_header(lying));
  put_file(segment_path(place.path(), 1), record);
  auto found = SegmentReader(place.path(), nowhere).read(sha256("x"), {1, 0});
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("octets should follow, 1 are there"));
}

struct Shared {
  std::vector<std::string> mails;
  std::vector<Listed> list;
  std::string octets, record;
};

Shared one_record(int messages) {
  Shared shared;
  for (int i = 0; i < messages; ++i) {
    shared.mails.push_back(letter_numbered(i));
    shared.list.push_back({sha256(letter_numbered(i)), letter_numbered(i).size()});
    shared.octets += letter_numbered(i);
  }
  RecordEncoder().append(shared.octets, shared.list, shared.record);
  return shared;
}

TEST(SegmentsTest, MessagesThatShareARecordAreFoundByTheirHash) {
  const TestDirectory place;
  const Shared shared = one_record(12);
  EXPECT_LT(shared.record.size(), shared.octets.size() / 2);  // each helps the next one
  put_file(segment_path(place.path(), 1), shared.record);
  SegmentReader reader(place.path(), nowhere);
  for (std::uint32_t i : {7U, 0U, 11U, 7U}) {
    auto found = reader.read(shared.list[i].evidence, {1, 0});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->octets, shared.mails[i]);
    EXPECT_EQ(found->index, i);
    EXPECT_EQ(found->messages, 12U);
    EXPECT_EQ(found->end, shared.record.size());
  }
  auto stranger = reader.read(sha256("a stranger"), {1, 0});
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().code, ErrorCode::corrupt);
}

TEST(SegmentsTest, NoFlippedOctetOfASharedRecordIsTakenForWhatWasReceived) {
  const TestDirectory place;
  const Shared shared = one_record(4);
  for (std::size_t at = 0; at < shared.record.size(); ++at) {
    std::string changed = shared.record;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    put_file(segment_path(place.path(), 1), changed);
    SegmentReader reader(place.path(), nowhere);
    for (const Listed& listed : shared.list) {
      EXPECT_FALSE(reader.read(listed.evidence, {1, 0})) << at;
    }
  }
}

TEST(SegmentsTest, AListThatDoesNotAddUpIsRefused) {
  const TestDirectory place;
  RecordEncoder encoder;
  std::string octets = "onetwo";
  for (const std::uint64_t second : {std::uint64_t{2}, std::uint64_t{4}, UINT64_MAX - 2}) {
    const Listed list[] = {{sha256("one"), 3}, {sha256("two"), second}};
    std::string record;
    encoder.append(octets, list, record);
    put_file(segment_path(place.path(), 1), record);
    auto found = SegmentReader(place.path(), nowhere).read(sha256("one"), {1, 0});
    ASSERT_FALSE(found) << second;
    EXPECT_THAT(found.error().message, HasSubstr("do not have 6 octets together"));
  }
}

}  // namespace
}  // namespace letterlock::casefile
