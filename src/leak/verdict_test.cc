// Verdicts, from messages that are signed here with a key made for the test.
#include "leak/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/test_growth.h"
#include "leak/examine.h"
#include "leak/observations.h"
#include "leak/recover.h"
#include "leak/repair/test_signed.h"

namespace letterlock::leak {
namespace {

constexpr std::string_view kPlain =
    "From: Ada <ada@a.example>\r\n"
    "To: Bo <bo@b.example>\r\n"
    "Subject: The plan\r\n"
    "Date: Tue, 10 Feb 2026 12:00:00 +0100\r\n"
    "Message-ID: <1@a.example>\r\n"
    "\r\n"
    "We meet at nine.\r\nBring 1,000 copies.\r\n";

std::string signed_plain() {
  return with_signature(kPlain, "relaxed/relaxed", "From:To:Subject:Date:Message-ID");
}

auth::KeyRecord record_of(const TestRsa& rsa) {
  auth::KeyRecord record;
  record.key = auth::PublicKey::from_rsa(rsa.modulus(), std::string_view("\x01\x00\x01", 3));
  return record;
}

KeyFacts archived() {
  KeyFacts facts;
  facts.source = "archive";
  auth::KeySighting sighting;
  sighting.channel = auth::KeyChannel::published;
  sighting.source = "an archive";
  facts.sightings.push_back(std::move(sighting));
  return facts;
}

struct Judged {
  explicit Judged(std::string_view octets, KeyRing& ring, bool repair = true) {
    auto parsed = mime::Message::parse(mime::RawMessage::copy_of(octets));
    VerdictOptions options;
    options.dkim.now = 1'790'000'000;
    if (repair) options.repair = [](const mime::Message&) { return RepairContext{}; };
    verdict = judge(*parsed, ring, options);
  }
  MessageVerdict verdict;
};

Verdict judged(std::string_view octets, KeyFacts facts = archived(), bool repair = true) {
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), std::move(facts));
  return Judged(octets, ring, repair).verdict.verdict;
}

TEST(VerdictTest, SignedByAnArchivedKeyIsVerified) {
  EXPECT_EQ(judged(signed_plain()), Verdict::verified);
}

TEST(VerdictTest, ManySignaturesTakeLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t signatures) {
        std::string octets;
        for (std::size_t i = 0; i < signatures; ++i) {
          octets +=
              "DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s; h=from:to; bh=AAAA; b=AAAA\r\n";
        }
        octets += kPlain;
        const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
        KeyRing ring;
        const Judged judged(octets, ring);
        EXPECT_EQ(judged.verdict.signatures.size(), signatures);
        EXPECT_EQ(judged.verdict.signatures.back().why, "too_many_signatures");
        std::vector<auth::SignatureCheck> checks;
        checks.reserve(signatures);
        for (const SignatureVerdict& each : judged.verdict.signatures) checks.push_back(each.check);
        EXPECT_FALSE(observe(*message, checks, read_clocks(*message), {}).empty());
      },
      1'000));
}

TEST(VerdictTest, WithoutAKeyNobodyCanTell) {
  KeyRing ring;
  const Judged result(signed_plain(), ring);
  EXPECT_EQ(result.verdict.verdict, Verdict::cannot_tell);
  EXPECT_EQ(result.verdict.signatures.front().why, "key_not_asked");
}

TEST(VerdictTest, UnsignedIsNeitherGoodNorBad) { EXPECT_EQ(judged(kPlain), Verdict::unsigned_); }

TEST(VerdictTest, AKeyFromThisMaterialAloneShowsOneKeyHolder) {
  KeyFacts facts = archived();
  facts.circular = true;
  EXPECT_EQ(judged(signed_plain(), facts), Verdict::same_key);
}

// A copy of the material lies elsewhere and is known by the signatures in it.
TEST(VerdictTest, AKeyFromACopyOfThisMaterialShowsOneKeyHolderToo) {
  const std::string octets = signed_plain();
  auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  const std::string mark = signature_mark(auth::parse_dkim_signature(*message, 0).b);
  for (const bool copied : {true, false}) {
    KeyFacts facts = archived();
    facts.sightings.front().channel = auth::KeyChannel::recovered;
    facts.sightings.front().note = "signatures 0123456789abcdef " + mark;
    KeyRing ring;
    ring.add("a.example", "s", record_of(test_key()), std::move(facts));
    ring.close_circles(copied ? std::set<std::string>{mark} : std::set<std::string>{});
    EXPECT_EQ(Judged(octets, ring).verdict.verdict, copied ? Verdict::same_key : Verdict::verified);
  }
}

TEST(VerdictTest, AKeyOnRecordUnderAnotherNameShowsThatKeyHolder) {
  KeyRing ring;
  ring.add("host.example", "s", record_of(test_key()), archived());
  const Judged result(signed_plain(), ring);
  EXPECT_EQ(result.verdict.verdict, Verdict::same_key);
  EXPECT_EQ(result.verdict.signatures.front().key->recorded_as, "host.example s");
}

TEST(VerdictTest, AKeyWhosePrivateHalfIsPublicProvesNothing) {
  for (const auth::KeyState state :
       {auth::KeyState::secret_published, auth::KeyState::factorable}) {
    KeyFacts facts = archived();
    auth::KeyStatement statement;
    statement.state = state;
    facts.states.push_back(statement);
    EXPECT_EQ(judged(signed_plain(), facts), Verdict::cannot_tell) << to_string(state);
  }
}

TEST(VerdictTest, AFooterIsUndoneAndNamed) {
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  const std::string with_footer = signed_plain() + "-- \r\nlist footer\r\n";
  const Judged result(with_footer, ring);
  EXPECT_EQ(result.verdict.verdict, Verdict::verified_after_repair);
  const auto& edits = result.verdict.signatures.front().repair->edits;
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_EQ(edits.front().change, Change::footer_appended);
  EXPECT_EQ(judged(with_footer, archived(), false), Verdict::header_only);
}

// Some programs write a long DKIM-Signature as encoded-words; then nobody finds b= in it.
TEST(VerdictTest, ASignatureWrittenAsEncodedWordsIsReadAndToldWhereItStands) {
  std::string octets = signed_plain();
  const std::size_t begin = octets.find(": ") + 2;
  const std::size_t end = octets.find("\r\n");
  std::string words;
  for (std::size_t at = begin; at < end; at += 40) {
    words += (words.empty() ? "=?utf-8?b?" : "\r\n =?utf-8?b?") +
             base64_encode(octets.substr(at, std::min<std::size_t>(40, end - at))) + "?=";
  }
  octets.replace(begin, end - begin, words);
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  const Judged result(octets, ring);
  EXPECT_EQ(result.verdict.verdict, Verdict::verified_after_repair);
  const SignatureVerdict& signature = result.verdict.signatures.at(0);
  EXPECT_EQ(signature.repair->edits.front().change, Change::encoded_words_in_structured_field);
  for (const SignedField& field : signature.fields) {
    ASSERT_TRUE(field.where);
    const std::string_view told = std::string_view(octets).substr(field.where->offset);
    EXPECT_TRUE(told.starts_with(field.name)) << field.name;
  }
  EXPECT_EQ(signature.body_covered.offset, octets.find("We meet"));
  EXPECT_EQ(signature.body_covered.end(), octets.size());
}

TEST(VerdictTest, AnotherHeaderThanTheKeySignedIsContradictedOnlyAfterASearch) {
  std::string octets = signed_plain();
  octets.replace(octets.find("The plan"), 8, "The loot");
  EXPECT_EQ(judged(octets), Verdict::contradicted);
  EXPECT_EQ(judged(octets, archived(), false), Verdict::cannot_tell);
}

TEST(VerdictTest, WhatLengthLeavesOutIsNotCovered) {
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  const Judged result(signed_plain(), ring);
  const SignatureVerdict& signature = result.verdict.signatures.front();
  EXPECT_TRUE(signature.body_not_covered.empty());
  EXPECT_EQ(signature.body_covered.length, kPlain.size() - kPlain.find("We meet"));
  EXPECT_EQ(signature.fields.size(), 5U);
  EXPECT_TRUE(result.verdict.not_signed.empty());
  // Each of these is signed as often as it stands there: one more could be put before it.
  EXPECT_THAT(signature.could_be_prepended, testing::Contains("Subject"));
}

TEST(VerdictTest, AnotherDomainsSignatureDecidesOnlyWhereTheAuthorsDecidesNothing) {
  std::string octets = signed_plain();
  octets.replace(octets.find("Ada <ada@a.example>"), 19, "Eve <eve@e.example>");
  // The author is now of e.example: a.example's signature is another's, and does not fit.
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  const Judged result(octets, ring);
  EXPECT_FALSE(result.verdict.signatures.front().author_aligned);
  EXPECT_EQ(result.verdict.verdict, Verdict::contradicted);
}

TEST(ExamineTest, ADateOutsideTheKeysTimeIsSaidAndDecidesNothing) {
  struct Case {
    const char* first;
    const char* last;
    const char* wanted;
  };
  // The message is of 10 February 2026.
  for (const Case& one : {Case{"2025-01-01", "2026-03-01", ""},
                          {"2026-03-01", "2026-06-01", "signed_before_key_was_seen"},
                          {"2024", "2025", "signed_after_key_was_seen"},
                          {"2024", "2026", ""}}) {
    KeyFacts facts = archived();
    facts.sightings.front().first = auth::PartialDate::parse(one.first);
    facts.sightings.front().last = auth::PartialDate::parse(one.last);
    KeyRing ring;
    ring.add("a.example", "s", record_of(test_key()), std::move(facts));
    Specimen specimen;
    specimen.octets = signed_plain();
    const Examined told = examine(specimen, ring, {});
    EXPECT_EQ(told.verdict.verdict, Verdict::verified);
    std::string names;
    for (const Observation& seen : told.observations) {
      if (seen.name.starts_with("signed_")) names += seen.name;
    }
    EXPECT_EQ(names, one.wanted) << one.first << " " << one.last;
  }
}

TEST(ExamineTest, AKeyFromSignaturesAloneAndSeveralAuthorsAreCautions) {
  KeyFacts facts = archived();
  facts.sightings.front().channel = auth::KeyChannel::recovered;
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), std::move(facts));
  std::string plain(kPlain);
  plain.replace(plain.find("Ada <ada@a.example>"), 19, "Ada <ada@a.example>, Eve <eve@e.example>");
  Specimen specimen;
  specimen.octets = with_signature(plain, "relaxed/relaxed", "From:To:Subject:Date:Message-ID");
  const Examined told = examine(specimen, ring, {});
  EXPECT_EQ(told.verdict.verdict, Verdict::verified);
  std::set<std::string> names;
  for (const Observation& seen : told.observations) names.insert(seen.name);
  EXPECT_TRUE(names.contains("key_known_from_signatures_alone"));
  EXPECT_TRUE(names.contains("authors_of_several_domains"));
}

TEST(ExamineTest, AShownFieldThatWasNotSignedIsACaution) {
  // An unsigned second Subject stands before the signed one.
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  Specimen specimen;
  specimen.octets = "Subject: Something else\r\n" + signed_plain();
  const Examined told = examine(specimen, ring, {});
  EXPECT_NE(told.verdict.verdict, Verdict::verified);
  const auto says = [](const Observation& one) { return one.name == "shown_field_was_not_signed"; };
  EXPECT_TRUE(std::any_of(told.observations.begin(), told.observations.end(), says));
}

TEST(ExamineTest, AMaskedRecipientUnderASignatureIsWarnedOf) {
  std::string octets = signed_plain();
  octets.replace(octets.find("Bo <bo@b.example>"), 17, "[redacted]");
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  Specimen specimen;
  specimen.octets = octets;
  const Examined told = examine(specimen, ring, {});
  const auto warns = [](const Observation& one) {
    return one.name == "masked_field_can_be_guessed";
  };
  EXPECT_TRUE(std::any_of(told.observations.begin(), told.observations.end(), warns));
  specimen.octets = signed_plain();
  const Examined plain = examine(specimen, ring, {});
  EXPECT_TRUE(std::none_of(plain.observations.begin(), plain.observations.end(), warns));
}

TEST(VerdictTest, ASearchThatEndedAtALimitContradictsNothing) {
  std::string octets = signed_plain();
  octets.replace(octets.find("The plan"), 8, "The loot");
  auto parsed = mime::Message::parse(mime::RawMessage::copy_of(octets));
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  VerdictOptions options;
  options.repair = [](const mime::Message&) { return RepairContext{}; };
  options.limits.header_hashes = 3;
  const MessageVerdict verdict = judge(*parsed, ring, options);
  EXPECT_EQ(verdict.verdict, Verdict::cannot_tell);
  EXPECT_EQ(verdict.signatures.front().why, "search_ended_by_limit");
}

TEST(VerdictTest, AnHThatIsCutAtTheLimitContradictsNothing) {
  std::string names = "From:To:Subject:Date:Message-ID";
  for (int i = 0; i < 1500; ++i) names += ":X" + std::to_string(i);
  std::string octets = with_signature(kPlain, "relaxed/relaxed", names);
  octets.replace(octets.find("The plan"), 8, "The loot");
  EXPECT_EQ(judged(octets), Verdict::cannot_tell);
}

// What is shown on top is not what was signed: never plainly verified.
TEST(VerdictTest, AnUnsignedSecondAuthorDateOrSubjectHasToBeTakenOut) {
  for (const std::string field : {"From: Eve <eve@e.example>", "Subject: The loot",
                                  "Date: Wed, 11 Feb 2026 12:00:00 +0000"}) {
    KeyRing ring;
    ring.add("a.example", "s", record_of(test_key()), archived());
    for (const bool repair : {true, false}) {
      const Judged result(field + "\r\n" + signed_plain(), ring, repair);
      EXPECT_EQ(result.verdict.verdict, Verdict::verified_after_repair) << field;
      const auto& edits = result.verdict.signatures.front().repair->edits;
      ASSERT_EQ(edits.size(), 1U) << field;
      EXPECT_EQ(edits.front().change, Change::field_instance_added);
      EXPECT_EQ(edits.front().where, (ByteRange{0, static_cast<std::uint32_t>(field.size() + 2)}));
    }
  }
}

TEST(VerdictTest, AFieldKnownFromOtherMailThatFitsIsNamedReplacedNotDropped) {
  std::string octets = signed_plain();
  octets.replace(octets.find("Ada <ada@a"), 3, "Eve");
  auto parsed = mime::Message::parse(mime::RawMessage::copy_of(octets));
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  VerdictOptions options;
  options.repair = [](const mime::Message&) {
    RepairContext context;
    context.fields.push_back({"From", {"Ada <ada@a.example>"}});
    return context;
  };
  const MessageVerdict verdict = judge(*parsed, ring, options);
  ASSERT_EQ(verdict.verdict, Verdict::verified_after_repair);
  EXPECT_EQ(verdict.signatures.front().repair->edits.at(0).change, Change::field_replaced);
}

TEST(KeyRingTest, AKeyRecoveredFromThisMaterialIsNoWitnessHoweverThePathWasWritten) {
  EXPECT_TRUE(same_material("/mail/leak", "/mail/leak/"));
  EXPECT_TRUE(same_material("/mail/leak", "/mail/leak/one.eml"));
  EXPECT_TRUE(same_material("/mail/leak/one.eml", "/mail/leak"));
  EXPECT_FALSE(same_material("/mail/leak", ""));
  EXPECT_FALSE(same_material("/mail/leak", "/mail/leak2"));
  EXPECT_FALSE(same_material("/mail/leak", "/mail/other"));
}

// A message may name a new selector each: what is kept is bounded by the keys on record.
TEST(KeyRingTest, NamesThatAreAskedForTakeNoMemory) {
  KeyRing ring;
  ring.add("host.example", "s", record_of(test_key()), archived());
  ring.add("other.example", "t", record_of(test_key()), archived());
  for (int i = 0; i < 100; ++i) {
    const auto answer = ring.find_elsewhere("d" + std::to_string(i) + ".example", "x");
    ASSERT_EQ(answer.candidates.size(), 1U);
    EXPECT_EQ(ring.facts(answer.candidates[0].origin).recorded_as, "host.example s");
  }
  EXPECT_LE(ring.size(), 3U);
}

TEST(VerdictTest, WhatWasRebuiltFromAMailboxItemIsNotContradicted) {
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  Specimen specimen;
  specimen.octets = signed_plain();
  specimen.octets.replace(specimen.octets.find("Subject: ") + 9, 1, "?");
  ExamineOptions options;
  options.verdict.repair = [](const mime::Message&) { return RepairContext{}; };
  ASSERT_EQ(examine(specimen, ring, options).verdict.verdict, Verdict::contradicted);
  specimen.reconstructed = true;
  const Examined told = examine(specimen, ring, options);
  EXPECT_EQ(told.verdict.verdict, Verdict::cannot_tell);
  EXPECT_EQ(told.verdict.signatures.at(0).why, "octets_rebuilt");
}

TEST(VerdictTest, ATakenOverAccountIsSaidBesideTheVerdict) {
  auto parsed = mime::Message::parse(mime::RawMessage::copy_of(signed_plain()));
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  VerdictOptions options;
  TakenOver window;
  window.address = "ada@a.example";
  window.from = 1'770'000'000;
  window.until = 1'775'000'000;
  options.taken_over.push_back(window);
  const MessageVerdict verdict = judge(*parsed, ring, options);
  EXPECT_EQ(verdict.verdict, Verdict::verified);
  EXPECT_TRUE(verdict.taken_over());
}

// Every octet of what is signed, changed by one bit: never verified. Where a change leaves the
// canonical form as it is (case of a field name, a space for a tab) the verdict may stay.
TEST(VerdictTest, NoAlteredOctetPassesAsSigned) {
  const std::string whole = signed_plain();
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  const std::size_t begin = whole.find("\nFrom: ") + 1;
  const std::size_t body = whole.find("\r\n\r\n") + 4;
  for (std::size_t at = begin; at < whole.size(); ++at) {
    std::string octets = whole;
    octets[at] = static_cast<char>(octets[at] ^ 1);
    const Judged result(octets, ring, false);
    const auth::SignatureCheck& check = result.verdict.signatures.at(0).check;
    const bool same = check.proof == auth::Proof::header_and_body;
    EXPECT_EQ(result.verdict.verdict == Verdict::verified, same) << at;
    if (same) {
      ADD_FAILURE() << "octet " << at << " '" << whole[at] << "' may be changed unseen";
    } else if (at >= body) {
      EXPECT_EQ(result.verdict.verdict, Verdict::header_only) << at;
    }
  }
}

TEST(ExamineTest, AnswersComeInTheOrderOfTheSpecimensOnAnyNumberOfThreads) {
  KeyRing ring;
  ring.add("a.example", "s", record_of(test_key()), archived());
  const ExamineOptions options;
  for (const unsigned threads : {1U, 4U}) {
    std::vector<std::string> paths;
    Examiner examiner(ring, options, threads, [&](Examined&& told) { paths.push_back(told.path); });
    std::vector<std::string> wanted;
    for (int i = 0; i < 700; ++i) {
      Specimen specimen;
      specimen.path = std::to_string(i);
      specimen.octets = i % 3 == 0 ? signed_plain() : std::string(kPlain);
      wanted.push_back(specimen.path);
      examiner.take(std::move(specimen));
    }
    examiner.finish();
    EXPECT_EQ(paths, wanted) << threads;
  }
}

class StopSaving final : public Progress {
 public:
  explicit StopSaving(int questions) : left_(questions) {}
  void stage(std::string_view, std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  bool stop_requested() const override { return left_-- <= 0; }

 private:
  mutable int left_;
};

TEST(ExamineTest, StoppedItAnswersTheFirstOnesAndNoOthers) {
  KeyRing ring;
  const StopSaving stop(5);
  ExamineOptions options;
  options.stop = &stop;
  std::vector<std::string> paths;
  Examiner examiner(ring, options, 1, [&](Examined&& told) { paths.push_back(told.path); });
  for (int i = 0; i < 20; ++i) {
    Specimen specimen;
    specimen.path = std::to_string(i);
    specimen.octets = kPlain;
    examiner.take(std::move(specimen));
  }
  examiner.finish();
  EXPECT_THAT(paths, testing::ElementsAre("0", "1", "2", "3", "4"));
}

}  // namespace
}  // namespace letterlock::leak
