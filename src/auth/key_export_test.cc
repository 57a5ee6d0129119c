#include "auth/key_export.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/archive_test_keys.h"
#include "auth/key_archive_text.h"
#include "auth/key_import.h"
#include "base/json_value.h"

namespace letterlock::auth {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// `octet`: one in a record's text that is no UTF-8, unless told.
KeyArchive example(const char* octet = "\xff") {
  KeyArchive archive;
  KeySighting dns;
  dns.channel = KeyChannel::dns;
  dns.source = "resolver";
  dns.first = PartialDate::parse("2014-03");
  dns.dnssec = true;
  archive.add("example.org", "s1", fmt::format("v=DKIM1; k=rsa; p={}", test_archive::kKeyC2048),
              {&dns, 1});
  KeySighting recovered;
  recovered.channel = KeyChannel::recovered;
  recovered.source = "list archives";
  recovered.tested = 14;
  recovered.valid = 11;
  archive.add("example.org", "s2",
              fmt::format("k=ed25519; n=\"a\\b{}\"; p={}", octet, test_archive::kKeyEd25519),
              {&recovered, 1});
  archive.add("example.org", "s3", "v=DKIM1; p=", {&dns, 1});
  archive.add_state(0, {KeyState::retired, PartialDate::parse("2016-10"), "Ada", ""});
  return archive;
}

// What is exported can be imported: the same names, texts and keys.
TEST(KeyExportTest, ZoneTextReadsBack) {
  const KeyArchive archive = example();
  const ImportReading reading = read_keys(export_zone(archive, archive.sorted()), {});
  EXPECT_THAT(reading.problems, IsEmpty());
  ASSERT_EQ(reading.keys.size(), 3U);
  for (const ImportedKey& key : reading.keys) {
    const auto found = archive.named(key.domain, key.selector);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(archive.keys()[found[0]].records[0].text, key.record);
  }
}

TEST(KeyExportTest, ATableReadsBackWithItsSightings) {
  const KeyArchive archive = example();
  const ImportReading reading = read_keys(export_table(archive, archive.sorted()), {});
  EXPECT_THAT(reading.problems, IsEmpty());
  ASSERT_EQ(reading.keys.size(), 2U) << "a revoked key has no row";
  EXPECT_EQ(reading.keys[0].sighting, archive.keys()[0].records[0].sightings[0]);
  EXPECT_EQ(reading.keys[1].sighting, archive.keys()[1].records[0].sightings[0]);
}

TEST(KeyExportTest, JsonReadsBackWholeWithSightingsAndStatements) {
  KeyArchive archive = example("\u00fc");
  archive.add("x.example", "s3", fmt::format("p={}", test_archive::kKeyA1024), {});
  const ImportReading reading = read_keys(export_json(archive, archive.sorted()), {});
  EXPECT_THAT(reading.problems, IsEmpty());
  EXPECT_EQ(write_key_archive(reading.archive), write_key_archive(archive));
}

// The line that does not fit is named, and the others are taken.
TEST(KeyExportTest, JsonLinesThatDoNotFitAreNamed) {
  const KeyArchive archive = example();
  std::string text = export_json(archive, archive.sorted());
  text.replace(text.find("\"recovered\""), 11, "\"overheard\"");
  const ImportReading reading = read_keys(text + "{\"domain\":\n", {});
  ASSERT_EQ(reading.problems.size(), 2U);
  EXPECT_EQ(reading.problems[0].line, 2U);
  EXPECT_THAT(reading.problems[0].reason, HasSubstr("channel"));
  EXPECT_EQ(reading.problems[1].line, 4U);
  EXPECT_EQ(reading.archive.keys().size(), 3U);
}

TEST(KeyExportTest, JsonHasWhatIsKnownAndNullForWhatIsNot) {
  const KeyArchive archive = example();
  const std::string text = export_json(archive, archive.sorted());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  const auto first = parse_json(text.substr(0, text.find('\n')));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->string("fingerprint"), archive.keys()[0].fingerprint->hex());
  const JsonValue& sighting = first->find("records")->items[0].find("sightings")->items[0];
  EXPECT_EQ(sighting.string("first"), "2014-03");
  EXPECT_EQ(sighting.find("last")->type, JsonValue::Type::null);
  EXPECT_TRUE(sighting.find("dnssec")->boolean);
  EXPECT_EQ(first->find("states")->items[0].string("state"), "retired");
  EXPECT_THAT(text, HasSubstr("\"state\":\"revoked\""));
}

}  // namespace
}  // namespace letterlock::auth
