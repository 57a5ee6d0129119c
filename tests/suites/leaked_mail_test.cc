// Two leaks that others have checked before us, with the keys that they published: each verifies,
// the sources that disagree about the key's years are shown beside each other, and no octet of what
// is signed can be another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "auth/key_archive.h"
#include "auth/key_import.h"
#include "base/ascii.h"
#include "leak/examine.h"

namespace letterlock {
namespace {

using leak::Verdict;

std::string leaked_file(const std::string& name) {
  std::ifstream stream(std::string(LETTERLOCK_CORPORA_DIR "/leaked-auth/") + name,
                       std::ios::binary);
  EXPECT_TRUE(stream) << name;
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

void add(auth::KeyArchive& archive, const std::string& name, const std::string& domain,
         const std::string& selector, const std::string& source, const std::string& seen) {
  auth::ImportOptions options;
  options.domain = domain;
  options.selector = selector;
  options.sighting.source = source;
  options.sighting.channel = auth::KeyChannel::published;
  EXPECT_TRUE(auth::parse_window(seen, options.sighting));
  const auth::ImportReading reading = auth::read_keys(leaked_file(name), options);
  ASSERT_EQ(reading.keys.size(), 1U) << name;
  const auth::ImportedKey& key = reading.keys.front();
  archive.add(key.domain, key.selector, key.record, {&key.sighting, 1});
}

// The publication itself gives two windows for the first key.
const auth::KeyArchive& archive() {
  static const auth::KeyArchive keys = [] {
    auth::KeyArchive made;
    const std::string record = "hunter-dkim/20120113._domainkey.gmail.com.-TXT.txt";
    add(made, record, "gmail.com", "20120113", "publication, section on the window",
        "2012-01..2015-10");
    add(made, record, "gmail.com", "20120113", "publication, section on dates", "2012-01..2016-10");
    add(made, "turkstream-zobnin/_domainkey.txt", "gmail.com", "20161025", "publication",
        "2016..2021");
    return made;
  }();
  return keys;
}

leak::Examined examined(std::string octets, bool repair = true) {
  leak::KeyRing ring;
  ring.add(archive(), "leak");
  leak::ExamineOptions options;
  options.verdict.dkim.now = 1'800'000'000;
  if (repair) {
    options.verdict.repair = [](const mime::Message&) { return leak::RepairContext{}; };
  }
  leak::Specimen specimen;
  specimen.octets = std::move(octets);
  return leak::examine(specimen, ring, options);
}

TEST(LeakedMailTest, EachVerifiesWithItsPublishedKey) {
  for (const char* name : {"hunter-dkim/Meeting for coffee.eml", "hunter-dkim/truncated.eml",
                           "hunter-dkim/ots-timestamp/timestamped.eml",
                           "turkstream-zobnin/Message14960479880043215677.eml"}) {
    const leak::Examined told = examined(leaked_file(name));
    EXPECT_EQ(told.verdict.verdict, Verdict::verified) << name;
    EXPECT_TRUE(told.verdict.signatures.at(*told.verdict.decisive).author_aligned) << name;
  }
}

TEST(LeakedMailTest, WindowsThatDisagreeStandBesideEachOther) {
  const leak::Examined told = examined(leaked_file("hunter-dkim/Meeting for coffee.eml"));
  const leak::KeyFacts& key = *told.verdict.signatures.at(*told.verdict.decisive).key;
  std::vector<std::string> ends;
  for (const auth::KeySighting& seen : key.sightings) ends.push_back(seen.last->text());
  EXPECT_THAT(ends, testing::UnorderedElementsAre("2015-10", "2016-10"));
  EXPECT_THAT(key.conflicts, testing::Not(testing::IsEmpty()));
  const leak::Examined other =
      examined(leaked_file("turkstream-zobnin/Message14960479880043215677.eml"));
  EXPECT_THAT(other.verdict.signatures.at(*other.verdict.decisive).key->conflicts,
              testing::IsEmpty());
}

// Each octet of the two smaller messages, changed by one bit.
TEST(LeakedMailTest, NoAlteredOctetOfWhatIsSignedIsVerified) {
  for (const char* name : {"hunter-dkim/Meeting for coffee.eml", "hunter-dkim/truncated.eml"}) {
    const std::string whole = leaked_file(name);
    const leak::Examined as_is = examined(whole, false);
    const leak::SignatureVerdict& signature = as_is.verdict.signatures.at(*as_is.verdict.decisive);
    std::size_t tried = 0;
    for (std::size_t at = signature.body_covered.offset; at < signature.body_covered.end(); ++at) {
      if (is_space(whole[at])) continue;  // relaxed canonicalization takes much of it as equal
      std::string octets = whole;
      octets[at] = static_cast<char>(octets[at] ^ 1);
      const Verdict verdict = examined(octets, false).verdict.verdict;
      EXPECT_EQ(verdict, Verdict::header_only) << name << " body " << at;
      ++tried;
    }
    for (const leak::SignedField& field : signature.fields) {
      if (!field.where) continue;
      const std::size_t value = whole.find(':', field.where->offset) + 1;
      for (std::size_t at = value; at < field.where->end(); ++at) {
        if (is_space(whole[at])) continue;
        std::string octets = whole;
        octets[at] = static_cast<char>(octets[at] ^ 1);
        const Verdict verdict = examined(octets, false).verdict.verdict;
        EXPECT_NE(verdict, Verdict::verified) << name << " header " << at;
        ++tried;
      }
    }
    EXPECT_GT(tried, 500U) << name;
  }
}

// A few of them with the search for handling's changes: none explains an altered word.
TEST(LeakedMailTest, AnAlteredSubjectIsContradicted) {
  std::string octets = leaked_file("hunter-dkim/Meeting for coffee.eml");
  const std::size_t at = octets.find("Meeting for coffee");
  ASSERT_NE(at, std::string::npos);
  octets.replace(at, 7, "Heating");
  EXPECT_EQ(examined(octets).verdict.verdict, Verdict::contradicted);
}

}  // namespace
}  // namespace letterlock
