// The keys and proofs that others published: every row of the tables, the records beside leaked
// mail as they were found, and a proof that Bitcoin block 429347 holds.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "auth/key_archive_text.h"
#include "auth/key_findings.h"
#include "auth/key_import.h"
#include "leak/timestamps.h"

namespace letterlock {
namespace {

using auth::ImportFormat;
using auth::ImportReading;
using testing::ElementsAre;
using testing::IsEmpty;

std::string file(const std::string& name) {
  std::ifstream stream(std::string(LETTERLOCK_CORPORA_DIR "/") + name, std::ios::binary);
  EXPECT_TRUE(stream) << name;
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

ImportReading read(const std::string& name, const std::string& domain = "",
                   const std::string& selector = "") {
  auth::ImportOptions options;
  options.domain = domain;
  options.selector = selector;
  options.sighting.source = "corpus";
  return auth::read_keys(file(name), options);
}

auth::KeyArchive archive_of(const ImportReading& reading) {
  auth::KeyArchive archive;
  for (const auth::ImportedKey& key : reading.keys) {
    EXPECT_NE(archive.add(key.domain, key.selector, key.record, {&key.sighting, 1}).outcome,
              auth::KeyAddition::Outcome::refused);
  }
  return archive;
}

TEST(DkimKeysCorpusTest, EveryPublishedKeyComesInWithItsPublishers) {
  const ImportReading reading = read("dkim-keys/known-keys.tsv");
  for (const auto& problem : reading.problems) {
    ADD_FAILURE() << problem.line << ": " << problem.reason;
  }
  const auth::KeyArchive archive = archive_of(reading);
  const std::string text = file("dkim-keys/known-keys.tsv");
  const auto rows = std::count(text.begin(), text.end(), '\n') - 1;
  EXPECT_GE(reading.keys.size(), static_cast<std::size_t>(rows));
  const auto gmail = archive.named("gmail.com", "20120113");
  ASSERT_EQ(gmail.size(), 1U);
  EXPECT_EQ(archive.keys()[gmail[0]].bits, 2048U);
}

TEST(DkimKeysCorpusTest, EveryRecoveredKeyComesInWithItsCounts) {
  const ImportReading reading = read("dkim-keys/recovered-keys.tsv");
  EXPECT_THAT(reading.problems, IsEmpty());
  EXPECT_EQ(reading.keys.size(), 80U);
  std::size_t doubtful = 0;
  for (const auth::ImportedKey& key : reading.keys) {
    EXPECT_EQ(key.sighting.channel, auth::KeyChannel::recovered);
    doubtful += *key.sighting.valid < *key.sighting.tested ? 1 : 0;
  }
  EXPECT_EQ(doubtful, 10U);
}

// The same key, published and recovered: one key with two channels.
TEST(DkimKeysCorpusTest, ChannelsMeetAtTheFingerprint) {
  auth::KeyArchive archive = archive_of(read("dkim-keys/known-keys.tsv"));
  archive.merge(archive_of(read("dkim-keys/recovered-keys.tsv")));
  const auto names = archive.named("gmail.com", "20161025");
  ASSERT_EQ(names.size(), 1U);
  bool published = false;
  bool recovered = false;
  for (const auth::KeyWindow& window : auth::windows(archive.keys()[names[0]])) {
    published |= window.sighting->channel == auth::KeyChannel::published;
    recovered |= window.sighting->channel == auth::KeyChannel::recovered;
  }
  EXPECT_TRUE(published && recovered);
  const std::string text = auth::write_key_archive(archive);
  auth::KeyArchive again;
  ASSERT_TRUE(auth::read_key_archive(text, again));
  EXPECT_TRUE(auth::write_key_archive(again) == text) << "does not read back as written";
}

TEST(LeakedMailCorpusTest, TheRecordsBesideLeakedMailAreRead) {
  const ImportReading dig = read("leaked-auth/hunter-dkim/20120113._domainkey.gmail.com.-TXT.txt");
  EXPECT_EQ(dig.format, ImportFormat::zone);
  EXPECT_THAT(dig.problems, IsEmpty());
  ASSERT_EQ(dig.keys.size(), 1U);
  EXPECT_EQ(dig.keys[0].domain, "gmail.com");
  EXPECT_EQ(dig.keys[0].selector, "20120113");
  const ImportReading bare =
      read("leaked-auth/turkstream-zobnin/_domainkey.txt", "gmail.com", "20161025");
  EXPECT_THAT(bare.problems, IsEmpty());
  ASSERT_EQ(bare.keys.size(), 1U);

  auth::KeyArchive archive = archive_of(read("dkim-keys/known-keys.tsv"));
  const std::size_t known = archive.keys().size();
  archive.merge(archive_of(dig));
  archive.merge(archive_of(bare));
  EXPECT_EQ(archive.keys().size(), known) << "both keys are among those published";
}

TEST(OpenTimestampsCorpusTest, TheProofLeadsToTheBlockItsReadmeNames) {
  const std::string mail = file("leaked-auth/hunter-dkim/ots-timestamp/timestamped.eml");
  const std::string proof = file("leaked-auth/hunter-dkim/ots-timestamp/timestamped.eml.ots");
  const leak::TimestampReport report = leak::check_timestamps(mail, proof);
  EXPECT_EQ(report.result, leak::TimestampReport::Result::commits_to_block) << report.why;
  std::vector<std::string> blocks;
  for (const leak::TimestampFact& fact : report.facts) {
    if (fact.what == leak::TimestampFact::What::commits_to_block) {
      blocks.push_back(fmt::format("{} {}", *fact.block_height, fact.merkle_root));
    }
  }
  EXPECT_THAT(
      blocks,
      testing::Contains("429347 e97422f79cddd4fbd176272b3aba09cbdae6874f5eb81db2a474b2e812076109"));
}

TEST(OpenTimestampsCorpusTest, EveryAlteredOctetOfMailOrProofIsSeen) {
  std::string mail = file("leaked-auth/hunter-dkim/ots-timestamp/timestamped.eml");
  std::string proof = file("leaked-auth/hunter-dkim/ots-timestamp/timestamped.eml.ots");
  using Result = leak::TimestampReport::Result;
  for (std::size_t i = 0; i < mail.size(); ++i) {
    mail[i] = static_cast<char>(mail[i] ^ 1);
    EXPECT_EQ(leak::check_timestamps(mail, proof).result, Result::mismatch) << i;
    mail[i] = static_cast<char>(mail[i] ^ 1);
  }
  const auto said = [&] {
    const leak::TimestampReport report = leak::check_timestamps(mail, proof);
    std::string all(to_string(report.result));
    for (const auto& fact : report.facts) {
      all += fmt::format("{} {} {}\n", to_string(fact.what), to_string(fact.check), fact.says);
    }
    return all;
  };
  const std::string before = said();
  std::vector<std::size_t> unseen;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    proof[i] = static_cast<char>(proof[i] ^ 1);
    if (said() == before) unseen.push_back(i);
    proof[i] = static_cast<char>(proof[i] ^ 1);
  }
  // There "append" becomes "prepend" of the very same octets: in a Bitcoin block, the last node of
  // an odd row is paired with itself.
  EXPECT_THAT(unseen, ElementsAre(1441U));
}

}  // namespace
}  // namespace letterlock
