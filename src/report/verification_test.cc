#include "report/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace letterlock::report {
namespace {

using testing::HasSubstr;
using testing::Not;

leak::Examined verified() {
  leak::Examined message;
  message.path = "leak/1.eml";
  message.subject = "The plan";
  message.verdict.verdict = leak::Verdict::verified;
  leak::SignatureVerdict signature;
  signature.verdict = leak::Verdict::verified;
  signature.check.signature.d = "a.example";
  signature.author_aligned = true;
  message.verdict.signatures.push_back(std::move(signature));
  message.verdict.decisive = 0;
  return message;
}

TEST(VerificationTest, ALineSaysWhereWhatIsShownWasNotSigned) {
  const TextStyle style{true, 100, false};
  leak::Examined message = verified();
  EXPECT_THAT(examined_line(message, style), HasSubstr("\x1b[32mverified"));
  message.observations.push_back(
      {"shown_field_was_not_signed", leak::Severity::caution, {}, "..."});
  const std::string line = examined_line(message, style);
  EXPECT_THAT(line, Not(HasSubstr("\x1b[32m")));
  EXPECT_THAT(line, HasSubstr("a field shown here was not signed"));
}

leak::Examined without_key() {
  leak::Examined message = verified();
  message.verdict.verdict = leak::Verdict::cannot_tell;
  message.verdict.signatures.front().verdict = leak::Verdict::cannot_tell;
  message.verdict.signatures.front().why = "key_not_asked";
  return message;
}

// For one message and for many: what to do about a key that nobody was asked for.
TEST(VerificationTest, AMissingKeySaysWhereKeysComeFrom) {
  EXPECT_THAT(examined_account(verified(), {}), Not(HasSubstr("--keys")));
  VerificationCounts counts;
  counts.add(verified());
  EXPECT_THAT(counts_text(counts, {}), Not(HasSubstr("--keys")));
  counts.add(without_key());
  for (const std::string& text : {examined_account(without_key(), {}), counts_text(counts, {})}) {
    for (const char* option : {"--keys", "--dns", "--recover-keys"}) {
      EXPECT_THAT(text, HasSubstr(option));
    }
  }
  EXPECT_THAT(counts_text(counts, {}), HasSubstr("For 1 message nobody"));
}

TEST(VerificationTest, EveryCodeOfAListIsExplained) {
  const std::string text = verification_explained();
  for (const char* code :
       {"key_not_asked", "body_hash_mismatch", "header_digest_differs", "repaired"}) {
    EXPECT_THAT(text, HasSubstr(std::string("\n") + code + " "));
  }
}

TEST(VerificationTest, ControlCharactersOfAMessageDoNotReachTheTerminal) {
  leak::Examined message = verified();
  message.subject = "\x1b[2Jgone";
  message.from = "\x1b]0;x\x07";
  message.path = "a\x1b[31m.eml";
  for (const std::string& text : {examined_line(message, {}), examined_account(message, {})}) {
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  }
}

TEST(VerificationTest, WhatASearchPutBackIsPrintedOnlyWhereAsked) {
  leak::Examined message = verified();
  leak::RepairOutcome repair;
  leak::Edit edit;
  edit.field = "To";
  edit.after = "secret@b.example";
  edit.discloses = true;
  repair.edits.push_back(edit);
  message.verdict.signatures.front().repair = repair;
  EXPECT_THAT(examined_account(message, {}), Not(HasSubstr("secret@b.example")));
  EXPECT_THAT(examined_json(message, false), Not(HasSubstr("secret@b.example")));
  EXPECT_THAT(examined_account(message, {false, 80, true}), HasSubstr("secret@b.example"));
  EXPECT_THAT(examined_json(message, true), HasSubstr("secret@b.example"));
}

}  // namespace
}  // namespace letterlock::report
