#include "leak/modulus.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "leak/test_rsa.h"

namespace letterlock::leak {
namespace {

using auth::Digest;
using auth::HashAlgorithm;
using Outcome = ModulusSearch::Outcome;

// A signature together with the octets that SignedDigest points into.
struct Signed {
  std::string signature;
  Digest digest;
  operator SignedDigest() const { return {signature, digest}; }
};

Signed by(const TestRsa& key, std::string_view text) {
  return {key.sign(test_digest(text)), test_digest(text)};
}

ModulusSearch search(const Signed& first, const std::vector<SignedDigest>& others, std::uint32_t e,
                     const std::vector<SignedDigest>& spares = {}) {
  return find_modulus(first, others, spares, e);
}

TEST(ModulusTest, TwoSignaturesGiveTheModulusForEveryExponent) {
  for (const std::uint32_t e : {3U, 5U, 17U, 257U}) {
    for (const unsigned bits : {512U, 768U, 1024U}) {
      const TestRsa key(bits, e);
      const ModulusSearch found = search(by(key, "one"), {by(key, "two")}, e);
      EXPECT_EQ(found.outcome, Outcome::found) << e << ' ' << bits;
      EXPECT_EQ(found.modulus, key.modulus()) << e << ' ' << bits;
    }
  }
}

TEST(ModulusTest, TheUsualExponentTakesSecondsOnly) {
  const TestRsa key(512, 65537);
  EXPECT_EQ(search(by(key, "one"), {by(key, "two")}, 65537).modulus, key.modulus());
}

TEST(ModulusTest, Sha1SignaturesPairWithSha256Ones) {
  const TestRsa key(512);
  Digest old{HashAlgorithm::sha1, {}};
  for (std::uint8_t i = 0; i < 20; ++i) old.octets[i] = i;
  EXPECT_EQ(search(Signed{key.sign(old), old}, {by(key, "two")}, 17).modulus, key.modulus());
}

TEST(ModulusTest, AnotherKeyAnotherExponentOrAnAlteredMessageGivesNothing) {
  const TestRsa key(512), other(512);
  const Signed altered{key.sign(test_digest("as signed")), test_digest("as it is now")};
  EXPECT_EQ(search(by(key, "one"), {by(other, "two")}, 17).outcome, Outcome::trivial);
  EXPECT_EQ(search(by(key, "one"), {by(key, "two")}, 5).outcome, Outcome::trivial);
  EXPECT_EQ(search(by(key, "one"), {altered}, 17).outcome, Outcome::trivial);
}

TEST(ModulusTest, FoldingFindsTheOneGenuinePartnerAmongAltered) {
  const TestRsa key(768);
  std::vector<Signed> altered;
  for (int i = 0; i < 2; ++i) {
    altered.push_back({key.sign(test_digest("signed")), test_digest("now " + std::to_string(i))});
    altered.back().signature[20] = static_cast<char>(altered.back().signature[20] + 1 + i);
  }
  const Signed genuine = by(key, "two");
  EXPECT_EQ(search(by(key, "one"), {altered[0], altered[1], genuine}, 17).modulus, key.modulus());
  EXPECT_EQ(search(by(key, "one"), {altered[0], altered[1]}, 17).outcome, Outcome::trivial);
}

TEST(ModulusTest, SparesOfAnotherKeyHaveNoSay) {
  const TestRsa key(512, 3), other(512, 3);
  const Signed stranger = by(other, "three");
  for (int i = 0; i < 40; ++i) {  // some of these gcds keep a factor above the small ones
    const Signed one = by(key, "one " + std::to_string(i)),
                 two = by(key, "two " + std::to_string(i));
    const Signed spare = by(key, "spare");
    EXPECT_EQ(search(one, {two}, 3, {stranger, spare}).modulus, key.modulus()) << i;
  }
}

TEST(ModulusTest, HostileSignaturesAreRefused) {
  const TestRsa key(512);
  const Signed good = by(key, "one");
  const auto with = [&](std::string signature) {
    return Signed{std::move(signature), test_digest("two")};
  };
  std::string one(64, '\0');
  one.back() = '\1';
  const std::vector<std::string> refused = {std::string(64, '\0'),
                                            one,
                                            std::string(64, '\xFF'),
                                            good.signature,
                                            "",
                                            std::string(63, 'x'),
                                            std::string(4096, 'x'),
                                            std::string(1, 'x')};
  for (const std::string& signature : refused) {
    EXPECT_EQ(search(good, {with(signature)}, 17).outcome, Outcome::refused) << signature.size();
    EXPECT_EQ(search(with(signature), {good}, 17).outcome, Outcome::refused) << signature.size();
  }
  const Signed tiny{std::string(61, 'x'), test_digest("a")},
      tiny2{std::string(61, 'y'), test_digest("b")};
  EXPECT_EQ(search(tiny, {tiny2}, 17).outcome, Outcome::refused) << "no room for the digest";
  EXPECT_EQ(search(good, {Signed{key.sign(test_digest("x")), good.digest}}, 17).outcome,
            Outcome::refused);
  EXPECT_EQ(search(good, {}, 17).outcome, Outcome::refused);
  for (const std::uint32_t e : {0U, 1U, 2U, 4U, 65539U, 0xFFFFFFFFU}) {
    EXPECT_EQ(search(good, {by(key, "two")}, e).outcome, Outcome::refused) << e;
  }
}

TEST(ModulusTest, SignaturesNotBelowTheModulusAreNobodys) {
  const TestRsa key(512);
  Signed large = by(key, "two");
  large.signature.assign(64, '\xFE');
  EXPECT_EQ(search(by(key, "one"), {large}, 17).outcome, Outcome::trivial);
  EXPECT_FALSE(opens(key.modulus(), 17, large));
}

TEST(ModulusTest, OpensTellsTheKeyTheDigestAndTheLength) {
  const TestRsa key(512), other(512);
  const Signed good = by(key, "one");
  EXPECT_TRUE(opens(key.modulus(), 17, good));
  EXPECT_FALSE(opens(key.modulus(), 3, good));
  EXPECT_FALSE(opens(other.modulus(), 17, good));
  EXPECT_FALSE(opens(key.modulus(), 17, Signed{good.signature, test_digest("two")}));
  EXPECT_FALSE(opens("", 17, good));
  EXPECT_FALSE(opens(std::string(64, '\0'), 17, good));
  EXPECT_FALSE(opens(key.modulus() + key.modulus(), 17, good));
}

TEST(ModulusTest, StopIsHeardBetweenTheSteps) {
  const TestRsa key(512);
  int asked = 0;
  const std::vector<SignedDigest> others = {};
  const Signed one = by(key, "one"), two = by(key, "two"), three = by(key, "three");
  const std::vector<SignedDigest> partners = {two, three};
  for (int at = 1; at <= 3; ++at) {
    asked = 0;
    const auto stop = [&] { return ++asked == at; };
    EXPECT_EQ(find_modulus(one, partners, {}, 17, stop).outcome, Outcome::stopped) << at;
  }
}

TEST(ModulusTest, ThreadsDoNotDisturbEachOther) {
  std::atomic<int> found = 0;
  const auto work = [&] {
    const TestRsa key(512);
    for (int i = 0; i < 5; ++i) {
      const std::string text = std::to_string(i);
      found += search(by(key, "one" + text), {by(key, "two" + text)}, 17).modulus == key.modulus();
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(found, 10);
}

}  // namespace
}  // namespace letterlock::leak
