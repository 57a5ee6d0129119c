#include "auth/key_findings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gmp.h>
#include <gtest/gtest.h>

#include "auth/archive_test_keys.h"
#include "base/base64.h"

namespace letterlock::auth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kA = fmt::format("p={}", test_archive::kKeyA1024);
const std::string kC = fmt::format("p={}", test_archive::kKeyC2048);

KeySighting seen(KeyChannel channel, const char* source, const char* first, const char* last) {
  KeySighting sighting;
  sighting.channel = channel;
  sighting.source = source;
  sighting.first = PartialDate::parse(first);
  sighting.last = PartialDate::parse(last);
  return sighting;
}

void add(KeyArchive& archive, const char* selector, const std::string& record,
         const KeySighting& sighting) {
  archive.add("example.org", selector, record, {&sighting, 1});
}

std::vector<std::string> words(const std::vector<KeyFinding>& findings) {
  std::vector<std::string> all;
  for (const KeyFinding& finding : findings) {
    all.push_back(fmt::format("{} {}", finding.key, to_string(finding.what)));
  }
  return all;
}

// One publication says October 2015 in one place and October 2016 in another: both are shown.
TEST(KeyFindingsTest, SourcesThatDisagreeAreShownSideBySide) {
  KeyArchive archive;
  add(archive, "s1", kC, seen(KeyChannel::published, "readme, first answer", "2012-01", "2015-10"));
  add(archive, "s1", kC, seen(KeyChannel::published, "readme, later", "2012-01", "2016-10"));
  const auto findings = find_conflicts(archive, archive.sorted());
  ASSERT_THAT(words(findings), ElementsAre("0 windows_differ"));
  EXPECT_EQ(findings[0].says, "ends: 2015-10 (readme, first answer), 2016-10 (readme, later)");
}

TEST(KeyFindingsTest, ARougherDateIsNoConflict) {
  KeyArchive archive;
  add(archive, "s1", kC, seen(KeyChannel::published, "a", "2012", "2016-10"));
  add(archive, "s1", kC, seen(KeyChannel::published, "b", "2012-01", "2016-10-14"));
  add(archive, "s1", kC, seen(KeyChannel::dns, "c", "2013", "2013"));
  EXPECT_THAT(find_conflicts(archive, archive.sorted()), IsEmpty());
}

TEST(KeyFindingsTest, TwoKeysOfANameAtOneTimeOverlap) {
  KeyArchive archive;
  add(archive, "s1", kA, seen(KeyChannel::dns, "a", "2012-01-01", "2014-06-01"));
  add(archive, "s1", kC, seen(KeyChannel::dns, "b", "2014-03-01", "2016-01-01"));
  add(archive, "s2", kA, seen(KeyChannel::dns, "a", "2012-01-01", "2014-06-01"));
  add(archive, "s2", kC, seen(KeyChannel::dns, "b", "2014-06-01", "2016-01-01"));
  EXPECT_THAT(words(find_conflicts(archive, {0, 1, 2, 3})),
              ElementsAre("0 windows_overlap", "0 shared_by_names", "1 shared_by_names"));
}

TEST(KeyFindingsTest, SeenAfterItsEnd) {
  KeyArchive archive;
  add(archive, "s1", kC, seen(KeyChannel::dns, "a", "2012", "2017-02"));
  archive.add_state(0, {KeyState::retired, PartialDate::parse("2016-10"), "b", ""});
  archive.add_state(0, {KeyState::live, std::nullopt, "c", ""});
  archive.add_state(0, {KeyState::revoked, PartialDate::parse("2018"), "d", ""});
  EXPECT_THAT(words(find_conflicts(archive, {0})),
              ElementsAre("0 seen_after_end", "0 states_contradict"));
}

// ---- weaknesses: keys made of chosen primes ----------------------------------------------------

std::string record_of(const char* p_hex, int p_plus, const char* q_hex, int q_plus) {
  mpz_t p;
  mpz_t q;
  mpz_init_set_str(p, p_hex, 16);
  mpz_init_set_str(q, q_hex, 16);
  mpz_nextprime(p, p);
  for (int i = 0; i < p_plus; ++i) mpz_nextprime(p, p);
  mpz_nextprime(q, q);
  for (int i = 0; i < q_plus; ++i) mpz_nextprime(q, q);
  mpz_mul(p, p, q);
  std::string modulus((mpz_sizeinbase(p, 2) + 7) / 8, '\0');
  mpz_export(modulus.data(), nullptr, 1, 1, 1, 0, p);
  mpz_clear(p);
  mpz_clear(q);
  const auto key = PublicKey::from_rsa(modulus, std::string("\x01\x00\x01", 3));
  return key == nullptr ? "" : "p=" + base64_encode(key->p());
}

const std::string kOnes(128, 'f');
const std::string kOdd = "d" + std::string(127, '3');
const std::string kNine = "b" + std::string(127, '9');

TEST(KeyWeaknessTest, NumbersThatAnybodyCanFactorAreFound) {
  KeyArchive archive;
  const auto dns = seen(KeyChannel::dns, "a", "2012", "2013");
  add(archive, "shared1", record_of(kOdd.c_str(), 0, kOnes.c_str(), 0), dns);
  add(archive, "shared2", record_of(kNine.c_str(), 0, kOdd.c_str(), 0), dns);
  add(archive, "close", record_of(kNine.c_str(), 3, kNine.c_str(), 5), dns);
  add(archive, "small", record_of("8000", 0, (kOdd + kOdd).c_str(), 0), dns);
  add(archive, "short", fmt::format("p={}", test_archive::kKeyShort512), dns);
  add(archive, "fine", kC, dns);
  add(archive, "none", "v=DKIM1; p=", dns);
  add(archive, "test", "t=y; " + kA, dns);
  std::vector<std::string> found;
  for (const KeyFinding& finding : find_weaknesses(archive, archive.sorted())) {
    if (finding.what == KeyFinding::What::weak_by_today) continue;
    found.push_back(
        fmt::format("{} {}", archive.keys()[finding.key].selector, to_string(finding.what)));
  }
  EXPECT_THAT(found, testing::UnorderedElementsAre(
                         "shared1 shared_prime", "shared2 shared_prime", "close close_primes",
                         "small small_factor", "short too_short", "none revoked", "test testing"));
}

// Primes of the weak generator have the form k * M + (65537^a mod M), M the product of the first
// primes (39 of them for keys of 512 bits).
TEST(KeyWeaknessTest, TheMarkOfTheWeakGeneratorIsSeen) {
  mpz_t m;
  mpz_t p;
  mpz_t n;
  mpz_inits(m, p, n, nullptr);
  mpz_primorial_ui(m, 167);
  mpz_set_ui(n, 1);
  for (unsigned long a : {100003UL, 200017UL}) {
    mpz_set_ui(p, 65537);
    mpz_powm_ui(p, p, a, m);
    mpz_t k;
    mpz_init_set_ui(k, 1);
    mpz_mul_2exp(k, k, 291);
    mpz_addmul(p, k, m);
    while (mpz_probab_prime_p(p, 20) == 0) mpz_add(p, p, m);
    mpz_mul(n, n, p);
    mpz_clear(k);
  }
  std::string modulus((mpz_sizeinbase(n, 2) + 7) / 8, '\0');
  mpz_export(modulus.data(), nullptr, 1, 1, 1, 0, n);
  mpz_clears(m, p, n, nullptr);
  const auto key = PublicKey::from_rsa(modulus, std::string("\x01\x00\x01", 3));
  ASSERT_NE(key, nullptr);
  KeyArchive archive;
  add(archive, "weak", "p=" + base64_encode(key->p()), seen(KeyChannel::dns, "a", "2012", "2013"));
  EXPECT_THAT(words(find_weaknesses(archive, {0})), testing::Contains("0 roca"));
}

TEST(KeyFindingsTest, WhatTheRecordItselfSaysIsAStatementToo) {
  KeyArchive archive;
  add(archive, "s1", fmt::format("p={}", test_archive::kKeyShort512),
      seen(KeyChannel::dns, "a", "2012", "2013"));
  archive.add_state(0, {KeyState::secret_published, PartialDate::parse("2020"), "b", ""});
  const auto states = states_of(archive.keys()[0]);
  ASSERT_EQ(states.size(), 2U);
  EXPECT_EQ(states[0].state, KeyState::secret_published);
  EXPECT_EQ(states[1].state, KeyState::too_short);
  EXPECT_EQ(states[1].note, "512 bits");
}

}  // namespace
}  // namespace letterlock::auth
