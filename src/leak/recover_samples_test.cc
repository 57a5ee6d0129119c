#include "leak/recover_samples.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "auth/canonical.h"
#include "base/base64.h"
#include "leak/modulus.h"
#include "leak/test_rsa.h"
#include "mime/message.h"

namespace letterlock::leak {
namespace {

constexpr std::string_view kBody = "The minutes are attached.\r\n";

// A message whose DKIM-Signature with these tags is made by `key` over its header as it is here.
std::string sign(const TestRsa& key, const std::string& tags, const std::string& header,
                 std::string_view body = kBody) {
  const auth::Digest bh = *auth::hash_body(auth::Canonicalization::relaxed, auth::LineEnds::crlf,
                                           auth::HashAlgorithm::sha256, body, std::nullopt)
                               .digest;
  const std::string start =
      fmt::format("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; {}; bh={}; b=", tags,
                  base64_encode(bh.view()));
  const std::string rest = fmt::format("\r\n{}\r\n{}", header, body);
  const auto unsigned_one =
      mime::Message::parse(mime::RawMessage::copy_of(start + "AAAA" + rest)).value();
  const auto signature = auth::parse_dkim_signature(unsigned_one, 0);
  const auto digest = auth::hash_octets(
      auth::HashAlgorithm::sha256,
      auth::canonical_header(unsigned_one, signature,
                             auth::select_fields(unsigned_one, signature.h), auth::LineEnds::crlf));
  return start + base64_encode(key.sign(digest)) + rest;
}

const std::string kHeader =
    "From: Ada <ada@north.example>\r\nTo: ben@south.example\r\nSubject: Minutes\r\n"
    "Date: Mon, 6 May 2024 10:00:00 +0000\r\n";
const std::string kTags = "d=North.example; s=S1; h=From:To:Subject:Date";

std::vector<SampleGroup> collect(const std::vector<std::string>& messages,
                                 SampleCollector::Counts* counts = nullptr) {
  SampleCollector collector;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    collector.add(mime::Message::parse(mime::RawMessage::copy_of(messages[i])).value(),
                  fmt::format("m{}", i));
  }
  if (counts != nullptr) *counts = collector.counts();
  return collector.take();
}

TEST(SampleCollectorTest, KeepsWhatAKeyCanBeFoundWith) {
  const TestRsa key(512);
  std::string message = sign(key, kTags, kHeader);
  for (const bool lf : {false, true}) {
    if (lf) std::erase(message, '\r');
    const auto groups = collect({message});
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].name, (GroupName{"north.example", "s1", 64}));
    ASSERT_EQ(groups[0].samples.size(), 1U);
    const SignatureSample& sample = groups[0].samples[0];
    EXPECT_TRUE(opens(key.modulus(), 17, {sample.signature, sample.digest}));
    EXPECT_EQ(sample.time, 1'714'989'600);
    EXPECT_EQ(sample.message, "m0");
    EXPECT_FALSE(sample.has_list_fields());
  }
}

TEST(SampleCollectorTest, TheTimeOfSigningCountsBeforeTheDateField) {
  const TestRsa key(512);
  const auto groups = collect({sign(key, kTags + "; t=1700000000", kHeader)});
  EXPECT_EQ(groups.at(0).samples.at(0).time, 1'700'000'000);
}

TEST(SampleCollectorTest, AlteredBodiesOtherAlgorithmsAndBadTagsAreCountedOnly) {
  const TestRsa key(512);
  const std::string good = sign(key, kTags, kHeader);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  SampleCollector::Counts counts;
  const auto groups =
      collect({good, with("minutes are", "minutes aren't"), with("rsa-sha256", "ed25519-sha256"),
               with("s=S1", "s="), with("bh=", "xx="), "From: a@b.example\r\n\r\nunsigned\r\n"},
              &counts);
  EXPECT_EQ(groups.size(), 1U);
  EXPECT_EQ(counts.messages, 6U);
  EXPECT_EQ(counts.signatures, 5U);
  EXPECT_EQ(counts.body_altered, 1U);
  EXPECT_EQ(counts.not_rsa, 1U);
  EXPECT_EQ(counts.unusable, 2U);
}

TEST(SampleCollectorTest, FieldsThatAListAddedAreTakenOutOfTheSecondDigest) {
  const TestRsa key(512);
  const std::string tags =
      "d=north.example; s=exim; h=From:To:Subject:Date:Sender:List-Id:List-Post:Precedence";
  std::string message = sign(key, tags, kHeader);
  message.insert(message.find("To: ben"),
                 "Sender: list@lists.example\r\nList-Id: <list.lists.example>\r\n"
                 "Precedence: list\r\n");
  const auto groups = collect({message});
  const SignatureSample& sample = groups.at(0).samples.at(0);
  EXPECT_TRUE(sample.has_list_fields());
  EXPECT_TRUE(sample.always_names_list_fields) << "List-Post is named and absent";
  EXPECT_FALSE(opens(key.modulus(), 17, {sample.signature, sample.digest}));
  EXPECT_TRUE(opens(key.modulus(), 17, {sample.signature, sample.digest_without_list}));
}

TEST(SampleCollectorTest, CopiesOfOneMessageAreOneSample) {
  const TestRsa key(512);
  const std::string message = sign(key, kTags, kHeader);
  const auto groups = collect({message, "Received: by b\r\n" + message, message});
  EXPECT_EQ(groups.at(0).signatures, 3U);
  ASSERT_EQ(groups.at(0).samples.size(), 1U);
  EXPECT_EQ(groups[0].samples[0].message, "m0");
}

TEST(SampleCollectorTest, ManySignaturesOnOneMessageAreBounded) {
  const TestRsa key(512);
  std::string message = sign(key, kTags, kHeader);
  const std::string field = message.substr(0, message.find("From: Ada"));
  for (int i = 0; i < 3000; ++i) message.insert(0, field);
  SampleCollector::Counts counts;
  collect({message}, &counts);
  EXPECT_EQ(counts.signatures, 50U);
}

SignatureSample made_up(int number, UnixTime time, std::uint32_t risk) {
  SignatureSample sample;
  sample.digest = sample.digest_without_list = test_digest(std::to_string(number));
  sample.signature = sha256(std::to_string(number) + "s").hex() + "0123456789abcdef";
  sample.time = time;
  sample.risk = risk;
  sample.message = std::to_string(number);
  return sample;
}

TEST(SampleCollectorTest, ThousandsOfSamplesAreThinnedEvenlyAndTheBestStay) {
  std::vector<SignatureSample> samples;
  for (int i = 0; i < 20'000; ++i) {
    samples.push_back(made_up(i, i * 10'000, static_cast<std::uint32_t>(i * 7919 % 100)));
  }
  std::vector<std::vector<SampleGroup>> outcomes;
  for (const bool backwards : {false, true}) {
    SampleCollector collector;
    if (backwards) std::reverse(samples.begin(), samples.end());
    for (const auto& sample : samples) collector.add({"north.example", "s1", 0}, sample);
    outcomes.push_back(collector.take());
  }
  const SampleGroup& group = outcomes[0].at(0);
  EXPECT_EQ(group.samples, outcomes[1].at(0).samples) << "the order of the mail has no say";
  EXPECT_EQ(group.signatures, 20'000U);
  EXPECT_EQ(group.first, 0);
  EXPECT_EQ(group.last, 199'990'000);
  EXPECT_LE(group.samples.size(), SampleLimits{}.group_thinned);
  EXPECT_GE(group.samples.size(), SampleLimits{}.group_thinned / 3);
  std::map<UnixTime, int> tenths;
  for (const SignatureSample& sample : group.samples) {
    ++tenths[*sample.time / 20'000'000];
    EXPECT_LT(sample.risk, 20U);
  }
  EXPECT_EQ(tenths.size(), 10U);
}

TEST(SampleCollectorTest, AbsurdTimesLengthsAndNamesAreBounded) {
  SampleCollector collector;
  for (int i = 0; i < 2'000; ++i) {
    const UnixTime time = (i % 2 == 0 ? 1 : -1) * (std::int64_t{1} << (i % 63));
    collector.add({"north.example", "s1", 0}, made_up(i, time, 0));
  }
  for (const std::size_t length : {0, 1, 47, 513, 100'000}) {
    SignatureSample sample = made_up(1, 0, 0);
    sample.signature.assign(length, 'x');
    collector.add({"north.example", "s1", 0}, sample);
  }
  collector.add({std::string(5'000, 'd'), "s1", 0}, made_up(1, 0, 0));
  collector.add({"north.example", std::string(5'000, 's'), 0}, made_up(1, 0, 0));
  collector.add({"", "", 0}, made_up(1, 0, 0));
  EXPECT_EQ(collector.counts().unusable, 8U);
  const auto groups = collector.take();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_LE(groups[0].samples.size(), SampleLimits{}.group_full);
}

TEST(SampleCollectorTest, LimitsOverAllGroupsHold) {
  SampleLimits limits;
  limits.groups = 50;
  limits.samples = 400;
  SampleCollector collector(limits);
  for (int i = 0; i < 5'000; ++i) {
    collector.add({fmt::format("d{}.example", i % 100), "s", 0}, made_up(i, i * 86'400, 0));
  }
  EXPECT_GE(collector.counts().over_limit, 2'500U);
  const auto groups = collector.take();
  EXPECT_EQ(groups.size(), 50U);
  std::size_t kept = 0;
  for (const SampleGroup& group : groups) kept += group.samples.size();
  EXPECT_LE(kept, 400U);
  EXPECT_GE(kept, 300U);
}

}  // namespace
}  // namespace letterlock::leak
