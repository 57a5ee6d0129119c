#include "leak/recover.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "leak/test_rsa.h"

namespace letterlock::leak {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr UnixTime kDay = 86'400;
constexpr UnixTime kStart = 1'700'000'000;

// Samples as the collector takes them from mail, without the mail.
class Mail {
 public:
  // An unaltered message signed by `key`, `day` days after the start.
  SignatureSample& signed_by(const TestRsa& key, std::string_view domain, std::string_view selector,
                             UnixTime day) {
    const std::string text = fmt::format("{} {} {}", domain, selector, all_.size());
    SignatureSample sample;
    sample.digest = sample.digest_without_list = test_digest(text);
    sample.signature = key.sign(sample.digest);
    sample.time = kStart + day * kDay;
    sample.message = fmt::format("m{:04}", all_.size());
    all_.push_back({{std::string(domain), std::string(selector), 0}, std::move(sample)});
    return all_.back().second;
  }
  // The same, its header changed after signing.
  SignatureSample& altered(const TestRsa& key, std::string_view domain, std::string_view selector,
                           UnixTime day) {
    SignatureSample& sample = signed_by(key, domain, selector, day);
    sample.digest = sample.digest_without_list = test_digest("altered " + sample.message);
    return sample;
  }
  // The same, its signature damaged.
  SignatureSample& damaged(const TestRsa& key, std::string_view domain, std::string_view selector,
                           UnixTime day) {
    SignatureSample& sample = signed_by(key, domain, selector, day);
    sample.signature[11] = static_cast<char>(sample.signature[11] ^ 0x40);
    return sample;
  }

  std::vector<SampleGroup> groups(bool backwards = false) const {
    SampleCollector collector;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const auto& [name, sample] = all_[backwards ? all_.size() - 1 - i : i];
      collector.add(name, sample);
    }
    return collector.take();
  }

 private:
  std::vector<std::pair<GroupName, SignatureSample>> all_;
};

RecoverOptions quick() {
  RecoverOptions options;
  options.exponents = {3, 17};
  return options;
}

Recovery recover(const Mail& mail, const RecoverOptions& options = quick()) {
  SilentProgress progress;
  auto found = recover_keys(mail.groups(), options, progress);
  EXPECT_TRUE(found);
  return *std::move(found);
}

std::shared_ptr<const auth::PublicKey> public_key(const TestRsa& key, char e = 17) {
  return auth::PublicKey::from_rsa(key.modulus(), std::string(1, e));
}

// All of an outcome but for what the clock says.
std::string text_of(const Recovery& recovery) {
  std::string out;
  for (const RecoveredKey& key : recovery.keys) {
    out +=
        fmt::format("{} {} {} {} {} {}\n", key.key->fingerprint().hex(), key.domain, key.selector,
                    fmt::join(key.found_in, ","), key.confirming, key.without_list_fields);
    for (const KeyUse& use : key.names) {
      out += fmt::format("  {} {} {} {} {} {} {}\n", use.domain, use.selector, use.opened,
                         use.verified, use.verified_without_list, use.first.value_or(-1),
                         use.last.value_or(-1));
    }
  }
  for (const GroupReport& group : recovery.groups) {
    out += fmt::format("{} {} {} {} {} {}\n", group.name.domain, group.name.selector,
                       to_string(group.outcome), group.unexplained, group.gcds,
                       fmt::join(group.keys, ","));
  }
  return out;
}

TEST(RecoverTest, TwoMessagesGiveTheKeyThatVerifiesTheOthers) {
  const TestRsa key(512);
  Mail mail;
  for (int day = 0; day < 11; ++day) mail.signed_by(key, "north.example", "s1", day);
  mail.altered(key, "north.example", "s1", 12);
  mail.altered(key, "north.example", "s1", 13);
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1));
  EXPECT_EQ(found.keys[0].key->modulus(), key.modulus());
  EXPECT_EQ(found.keys[0].confirming, 9U);
  EXPECT_THAT(found.keys[0].found_in, SizeIs(2));
  ASSERT_THAT(found.keys[0].names, SizeIs(1));
  EXPECT_EQ(found.keys[0].names[0].opened, 13U);
  EXPECT_EQ(found.keys[0].names[0].verified, 11U);
  EXPECT_EQ(found.keys[0].first, kStart);
  EXPECT_EQ(found.keys[0].last, kStart + 13 * kDay);
  EXPECT_EQ(found.groups[0].outcome, GroupOutcome::recovered);
  EXPECT_EQ(found.gcds, 1U);
}

TEST(RecoverTest, SmallExponentsAreTried) {
  const TestRsa key(512, 3);
  Mail mail;
  mail.signed_by(key, "north.example", "s1", 0);
  mail.signed_by(key, "north.example", "s1", 1);
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1));
  EXPECT_EQ(found.keys[0].key->exponent(), "\x03");
  EXPECT_EQ(found.keys[0].confirming, 0U);
}

TEST(RecoverTest, TwentyAlteredMessagesDoNotSpoilAGroup) {
  const TestRsa key(512);
  Mail mail;
  for (int day = 0; day < 22; ++day) {
    mail.altered(key, "north.example", "s1", day * 2);  // the least risky to look at
    mail.signed_by(key, "north.example", "s1", day * 2 + 1).risk = 5;
    if (day % 3 == 0) mail.signed_by(key, "north.example", "s1", day * 2 + 1);
  }
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1)) << text_of(found);
  EXPECT_EQ(found.keys[0].names[0].opened, 52U);
  EXPECT_EQ(found.keys[0].names[0].verified, 30U);
}

TEST(RecoverTest, SeveralCandidatesAreFoldedWhereEveryNeighbourIsAltered) {
  const TestRsa key(512);
  Mail mail;
  for (int i = 0; i < 4; ++i) {
    mail.altered(key, "north.example", "s1", i * 3).risk = 9;
    mail.altered(key, "north.example", "s1", i * 3 + 1).risk = 9;
    mail.signed_by(key, "north.example", "s1", i * 3 + 2);
  }
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1)) << text_of(found);
  EXPECT_THAT(found.keys[0].found_in, ElementsAre("m0011", "m0008", "m0005"));
  EXPECT_EQ(found.keys[0].confirming, 1U);
}

TEST(RecoverTest, KeysThatFollowEachOtherUnderOneSelectorAreAllFound) {
  const TestRsa keys[] = {TestRsa(512), TestRsa(512), TestRsa(512)};
  Mail mail;
  for (int day = 0; day < 60; ++day) mail.signed_by(keys[day / 20], "north.example", "fm1", day);
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(3)) << text_of(found);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(found.keys[static_cast<std::size_t>(i)].key->modulus(), keys[i].modulus());
    EXPECT_EQ(found.keys[static_cast<std::size_t>(i)].first, kStart + i * 20 * kDay);
    EXPECT_EQ(found.keys[static_cast<std::size_t>(i)].last, kStart + (i * 20 + 19) * kDay);
    EXPECT_EQ(found.keys[static_cast<std::size_t>(i)].confirming, 18U);
  }
  EXPECT_THAT(found.groups[0].keys, SizeIs(3));
}

TEST(RecoverTest, DamagedSignaturesAreLeftOverAndCostLittle) {
  const TestRsa key(512);
  Mail mail;
  for (int day = 0; day < 30; ++day) mail.signed_by(key, "north.example", "s1", day);
  for (int day = 0; day < 5; ++day) mail.damaged(key, "north.example", "s1", 40 + day).risk = 7;
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1));
  EXPECT_EQ(found.groups[0].outcome, GroupOutcome::partly_recovered);
  EXPECT_EQ(found.groups[0].unexplained, 5U);
  EXPECT_EQ(found.groups[0].gcds, 3U);
}

TEST(RecoverTest, AKeySharedByManyNamesIsComputedOnceAndFitsASingleSignature) {
  const TestRsa shared(512);
  Mail mail;
  for (int i = 0; i < 40; ++i) {
    mail.signed_by(shared, fmt::format("tenant{}.example", i), "20230601", i);
    mail.signed_by(shared, fmt::format("tenant{}.example", i), "20230601", i + 1);
  }
  mail.signed_by(shared, "alone.example", "other-name", 3);
  const Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1));
  EXPECT_THAT(found.keys[0].names, SizeIs(41));
  EXPECT_EQ(found.keys[0].confirming, 79U);
  EXPECT_EQ(found.gcds, 1U);
  EXPECT_EQ(found.groups[0].name.domain, "alone.example");
  EXPECT_EQ(found.groups[0].outcome, GroupOutcome::recovered);
}

TEST(RecoverTest, ListFieldsAreTakenOutFirstWhereTheSignerAlwaysNamesThem) {
  const TestRsa key(512);
  for (const bool always : {true, false}) {
    Mail mail;
    for (int day = 0; day < 5; ++day) {
      SignatureSample& sample = mail.signed_by(key, "north.example", "exim", day);
      sample.digest = test_digest("with List-Id " + sample.message);
      sample.always_names_list_fields = always;
    }
    const Recovery found = recover(mail);
    ASSERT_THAT(found.keys, SizeIs(1));
    EXPECT_TRUE(found.keys[0].without_list_fields);
    EXPECT_EQ(found.keys[0].names[0].verified, 0U);
    EXPECT_EQ(found.keys[0].names[0].verified_without_list, 5U);
    EXPECT_EQ(found.keys[0].confirming, 3U);
    EXPECT_EQ(found.gcds, always ? 1U : 3U);
  }
}

TEST(RecoverTest, EachGroupSaysWhyThereIsNoKey) {
  const TestRsa key(512), other(512);
  Mail mail;
  mail.signed_by(key, "a-single.example", "s", 0);
  mail.altered(key, "b-altered.example", "s", 0);
  mail.altered(key, "b-altered.example", "s", 1);
  mail.signed_by(key, "c-two-keys.example", "s", 0);
  mail.signed_by(other, "c-two-keys.example", "s", 1);
  const SignatureSample first = mail.signed_by(key, "d-same.example", "s", 0);
  SignatureSample& same = mail.damaged(key, "d-same.example", "s", 1);
  same.digest = same.digest_without_list = first.digest;
  const Recovery found = recover(mail);
  EXPECT_THAT(found.keys, IsEmpty());
  std::vector<std::string_view> outcomes;
  for (const GroupReport& group : found.groups) outcomes.push_back(to_string(group.outcome));
  EXPECT_THAT(outcomes,
              ElementsAre("single_signature", "gcd_trivial", "gcd_trivial", "same_message"));
}

TEST(RecoverTest, KnownKeysAreTriedBeforeAnyGcd) {
  const TestRsa key(512);
  Mail mail;
  for (int day = 0; day < 4; ++day) mail.signed_by(key, "north.example", "s1", day);
  RecoverOptions options = quick();
  options.known.push_back({"elsewhere.example", "other", public_key(key)});
  const Recovery found = recover(mail, options);
  EXPECT_EQ(found.gcds, 0U);
  EXPECT_THAT(found.keys, IsEmpty());
  ASSERT_THAT(found.known_used, SizeIs(1));
  EXPECT_EQ(found.known_used[0].domain, "north.example");
  EXPECT_EQ(found.known_used[0].verified, 4U);
  EXPECT_EQ(found.known_used[0].key->modulus(), key.modulus());
  EXPECT_EQ(found.groups[0].outcome, GroupOutcome::known_key);
}

Mail mixed_mail() {
  Mail mail;
  const TestRsa keys[] = {TestRsa(512), TestRsa(512), TestRsa(768), TestRsa(768), TestRsa(512)};
  for (int i = 0; i < 30; ++i) {
    const std::string domain = fmt::format("d{}.example", i % 10);
    for (int day = 0; day < 3 + i % 3; ++day) {
      if ((i + day) % 4 == 0) mail.altered(keys[i % 5], domain, fmt::format("s{}", i % 7), day);
      mail.signed_by(keys[i % 5], domain, fmt::format("s{}", i % 7), day).risk =
          static_cast<std::uint32_t>(day);
    }
  }
  return mail;
}

TEST(RecoverTest, TheOutcomeDoesNotDependOnThreadsMemoryOrTheOrderOfTheMail) {
  const Mail mail = mixed_mail();
  const std::string one = text_of(recover(mail));
  RecoverOptions options = quick();
  options.threads = 7;
  EXPECT_EQ(text_of(recover(mail, options)), one);
  options.memory = peak_memory(96, 17, 3);  // one at a time
  EXPECT_EQ(text_of(recover(mail, options)), one);
  SilentProgress progress;
  EXPECT_EQ(text_of(*recover_keys(mail.groups(true), options, progress)), one);
}

TEST(RecoverTest, WhatDoesNotFitInMemoryIsNotBegun) {
  const TestRsa key(512);
  Mail mail;
  mail.signed_by(key, "north.example", "s1", 0);
  mail.signed_by(key, "north.example", "s1", 1);
  RecoverOptions options = quick();
  options.memory = 1 << 20;
  const Recovery found = recover(mail, options);
  EXPECT_EQ(found.gcds, 0U);
  EXPECT_EQ(found.groups[0].outcome, GroupOutcome::over_memory_bound);
}

// Stops after a number of gcds, as a user would.
class StopAfter final : public Progress {
 public:
  explicit StopAfter(const std::size_t& done, std::size_t most) : done_(done), most_(most) {}
  void stage(std::string_view, std::string_view, std::uint64_t total) override { total_ = total; }
  void advance(std::uint64_t done) override { EXPECT_LE(done, total_); }
  bool stop_requested() const override { return done_ >= most_; }

 private:
  const std::size_t& done_;
  std::size_t most_;
  std::uint64_t total_ = 0;
};

TEST(RecoverTest, AnInterruptedRunGoesOnWhereItStoppedAndFindsTheSame) {
  const Mail mail = mixed_mail();
  const std::string whole = text_of(recover(mail));
  std::string text = state_head();
  std::size_t computed = 0, runs = 0;
  for (bool stopped = true; stopped && runs < 100; ++runs) {
    const auto state = RecoveryState::parse(text);
    ASSERT_TRUE(state) << state.error().message;
    RecoverOptions options = quick();
    options.threads = 2;
    options.state = &*state;
    options.keep = [&](const GcdRecord& record) -> Expected<void> {
      text += state_line(record);
      ++computed;
      return {};
    };
    StopAfter progress(computed, computed + 3);
    const auto found = recover_keys(mail.groups(), options, progress);
    ASSERT_TRUE(found);
    stopped = found->stopped;
    if (!stopped) {
      EXPECT_EQ(text_of(*found), whole);
    }
  }
  EXPECT_GT(runs, 3U);
  const auto state = RecoveryState::parse(text);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->records().size(), computed) << "no gcd is computed twice";
  RecoverOptions again = quick();
  again.state = &*state;
  const Recovery found = recover(mail, again);
  EXPECT_EQ(text_of(found), whole);
  EXPECT_EQ(found.gcds, found.gcds_from_state);
}

TEST(RecoverTest, AStateIsNotBelieved) {
  const TestRsa key(512), forged(512);
  Mail mail;
  for (int day = 0; day < 3; ++day) mail.signed_by(key, "north.example", "s1", day);
  RecoveryState state;
  RecoverOptions options = quick();
  options.keep = [&](const GcdRecord& record) -> Expected<void> {
    GcdRecord wrong = record;
    wrong.modulus = forged.modulus();
    state.add(wrong);
    return {};
  };
  recover(mail, options);
  ASSERT_THAT(state.records(), SizeIs(1));
  RecoverOptions again = quick();
  again.state = &state;
  const Recovery found = recover(mail, again);
  ASSERT_THAT(found.keys, SizeIs(1));
  EXPECT_EQ(found.keys[0].key->modulus(), key.modulus());
  EXPECT_EQ(found.gcds_from_state, 0U);
}

TEST(RecoverTest, MoreMailUsesTheModuliOfAnEarlierRun) {
  const TestRsa key(512);
  Mail less, more;
  for (int day = 0; day < 3; ++day) less.signed_by(key, "north.example", "s1", day);
  for (int day = 0; day < 9; ++day) more.signed_by(key, "north.example", "s1", 100 - day);
  RecoveryState state;
  RecoverOptions options = quick();
  options.keep = [&](const GcdRecord& record) -> Expected<void> {
    state.add(record);
    return {};
  };
  recover(less, options);
  RecoverOptions again = quick();
  again.state = &state;
  const Recovery found = recover(more, again);
  EXPECT_EQ(found.gcds, 0U);
  ASSERT_THAT(found.keys, SizeIs(1));
  EXPECT_EQ(found.keys[0].confirming, 9U);
  EXPECT_EQ(found.groups[0].outcome, GroupOutcome::recovered);
}

TEST(RecoverTest, AFailingSinkEndsTheRun) {
  RecoverOptions options = quick();
  options.threads = 3;
  options.keep = [](const GcdRecord&) -> Expected<void> {
    return fail(ErrorCode::io, "state: disk full");
  };
  SilentProgress progress;
  const auto found = recover_keys(mixed_mail().groups(), options, progress);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "state: disk full");
}

TEST(RecoverTest, TheCircularityRule) {
  const TestRsa key(512), other(512);
  Mail mail;
  for (int day = 0; day < 3; ++day) mail.signed_by(key, "north.example", "s1", day);
  Recovery found = recover(mail);
  ASSERT_THAT(found.keys, SizeIs(1));
  judge_standings(found, std::vector{public_key(other)});
  EXPECT_EQ(found.keys[0].standing, KeyStanding::only_from_this_material);
  judge_standings(found, {}, std::vector{public_key(other)->fingerprint()});
  EXPECT_EQ(found.keys[0].standing, KeyStanding::only_from_this_material);
  judge_standings(found, {}, std::vector{public_key(key)->fingerprint()});
  EXPECT_EQ(found.keys[0].standing, KeyStanding::verifies_outside_material);
  judge_standings(found, std::vector{public_key(other), public_key(key)});
  EXPECT_EQ(found.keys[0].standing, KeyStanding::equals_archived_key);
}

TEST(RecoverTest, TheLookupAnswersANameWithItsOwnKeysFirstAndThenWithAll) {
  const TestRsa one(512), two(512), three(512);
  Mail mail;
  for (int day = 0; day < 2; ++day) {
    mail.signed_by(one, "a.example", "s1", day);
    mail.signed_by(two, "b.example", "s2", day);
    mail.signed_by(three, "b.example", "s2", day + 50);
  }
  RecoveredKeys keys(recover(mail));
  ASSERT_THAT(keys.keys(), SizeIs(3));
  const auth::KeyAnswer answer = keys.find("B.example", "S2");
  EXPECT_EQ(answer.status, auth::KeyAnswer::Status::found);
  std::vector<std::uint32_t> order;
  for (const auth::KeyCandidate& candidate : answer.candidates) order.push_back(candidate.origin);
  EXPECT_THAT(order, ElementsAre(1, 2, 0));
  EXPECT_THAT(keys.find("unknown.example", "s").candidates, SizeIs(3));
  EXPECT_EQ(RecoveredKeys(Recovery{}).find("a.example", "s1").status,
            auth::KeyAnswer::Status::not_asked);
}

TEST(RecoverTest, AsAnArchiveEachNameSaysWhereItsKeyIsFrom) {
  const TestRsa key(512);
  Mail mail;
  for (int day = 0; day < 4; ++day) mail.signed_by(key, "a.example", "s1", day);
  mail.altered(key, "b.example", "s1", 9);
  const auth::KeyArchive archive = archive_of(recover(mail), "the leak");
  ASSERT_THAT(archive.keys(), SizeIs(2));
  const auto a = archive.named("a.example", "s1"), b = archive.named("b.example", "s1");
  ASSERT_THAT(a, SizeIs(1));
  ASSERT_THAT(b, SizeIs(1));
  const auth::ArchivedKey& under_a = archive.keys()[a[0]];
  EXPECT_EQ(under_a.fingerprint, public_key(key)->fingerprint());
  const auth::KeySighting& seen = under_a.records[0].sightings.at(0);
  EXPECT_EQ(seen.channel, auth::KeyChannel::recovered);
  EXPECT_EQ(seen.source, "the leak");
  EXPECT_EQ(seen.first->earliest(), kStart);
  EXPECT_EQ(seen.last->earliest(), kStart + 3 * kDay);
  EXPECT_EQ(seen.used, 2U);
  EXPECT_EQ(seen.tested, 4U);
  EXPECT_EQ(seen.valid, 4U);
  const auth::KeySighting& altered = archive.keys()[b[0]].records[0].sightings.at(0);
  EXPECT_EQ(altered.used, 0U);
  EXPECT_EQ(altered.tested, 1U);
  EXPECT_EQ(altered.valid, 0U);
}

}  // namespace
}  // namespace letterlock::leak
