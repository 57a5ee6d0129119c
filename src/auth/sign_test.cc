#include "auth/sign.h"

#include <gtest/gtest.h>

#include "auth/arc.h"
#include "auth/dkim.h"
#include "auth/test_keys.h"
#include "auth/test_signing_keys.h"
#include "base/base64.h"

namespace letterlock::auth {
namespace {

constexpr UnixTime kNow = 1'700'000'000;
constexpr std::string_view kMessage =
    "From: Ana <ana@bureau.example>\r\n"
    "To: ben@press.example\r\n"
    "Subject: The  budget\r\n"
    "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
    "\r\n"
    "Dear Ben,  \r\n"
    "see the annex.\r\n"
    "\r\n";

mime::Message parsed(std::string_view text) {
  return std::move(*mime::Message::parse(mime::RawMessage::copy_of(text)));
}

std::string without_cr(std::string_view text) {
  std::string out(text);
  std::erase(out, '\r');
  return out;
}

DkimSigning options() {
  DkimSigning signing;
  signing.d = "bureau.example";
  signing.s = "2023";
  signing.t = kNow;
  return signing;
}

SigningKey rsa() { return std::move(*SigningKey::from_pem(kTestRsa2048)); }

TestKeys published() {
  TestKeys keys;
  keys.add("bureau.example", "2023", rsa().record());
  keys.add("bureau.example", "ed", SigningKey::from_pem(kTestEd25519)->record());
  keys.add("bureau.example", "short", SigningKey::from_pem(kTestRsa768)->record());
  return keys;
}

std::string signed_message(std::string_view text, const DkimSigning& signing,
                           const SigningKey& key) {
  const auto field = sign_dkim(parsed(text), key, signing);
  EXPECT_TRUE(field) << field.error().message;
  return field ? *field + std::string(text) : std::string();
}

std::vector<SignatureCheck> verify(std::string_view text) {
  TestKeys keys = published();
  return verify_dkim(parsed(text), keys, {.now = kNow});
}

std::string_view verdict(std::string_view text) { return to_string(verify(text).at(0).reason); }

TEST(SignTest, EveryWayOfSigningVerifies) {
  for (const std::string& text : {std::string(kMessage), without_cr(kMessage)}) {
    for (const auto header : {Canonicalization::simple, Canonicalization::relaxed}) {
      for (const auto body : {Canonicalization::simple, Canonicalization::relaxed}) {
        DkimSigning signing = options();
        signing.header = header;
        signing.body = body;
        signing.oversign = true;
        signing.i = "@mail.bureau.example";
        signing.x = kNow + 1000;
        EXPECT_EQ(verdict(signed_message(text, signing, rsa())), "good");
        signing.s = "ed";
        EXPECT_EQ(verdict(signed_message(text, signing, *SigningKey::from_pem(kTestEd25519))),
                  "good");
      }
    }
  }
}

TEST(SignTest, SameInputSameOctetsAndShortLines) {
  DkimSigning signing = options();
  signing.h.assign(40, "From");
  const auto field = sign_dkim(parsed(kMessage), rsa(), signing);
  EXPECT_EQ(*field, *sign_dkim(parsed(kMessage), rsa(), signing));
  for (std::size_t at = 0; at < field->size();) {
    const std::size_t end = field->find("\r\n", at);
    EXPECT_LE(end - at, 78u);
    at = end + 2;
  }
}

TEST(SignTest, WhatCannotBeSignedSaysSo) {
  const mime::Message message = parsed(kMessage);
  DkimSigning signing = options();
  signing.d = "bureau.example; h=x";
  EXPECT_EQ(sign_dkim(message, rsa(), signing).error().code, ErrorCode::usage);
  signing = options();
  signing.h = {"To"};
  EXPECT_EQ(sign_dkim(message, rsa(), signing).error().message,
            "no signature can be made so: from_not_signed");
  signing = options();
  signing.l = 1000;
  EXPECT_EQ(sign_dkim(message, rsa(), signing).error().message, "l= reaches beyond the body");
  EXPECT_FALSE(SigningKey::from_pem("no key"));
}

// What a signature does not cover: the ranges must say so exactly.
TEST(SignTest, TextAddedBehindLIsNotCovered) {
  DkimSigning signing = options();
  signing.l = 27;
  signing.body = Canonicalization::simple;
  std::string text = signed_message(kMessage, signing, rsa());
  const std::size_t body = text.find("Dear");
  text += "Pay at once.\r\n";
  const SignatureCheck check = verify(text).at(0);
  EXPECT_EQ(check.result, DkimResult::pass);
  EXPECT_EQ(check.body_covered, (ByteRange{static_cast<std::uint32_t>(body), 27}));
  text.resize(body + 10);
  EXPECT_EQ(verdict(text), "body_shorter_than_l");
}

TEST(SignTest, PrependedFieldsAreNotTheSignedOnes) {
  const std::string text = signed_message(kMessage, options(), rsa());
  const std::string forged = "From: Director <director@bureau.example>\r\nSubject: Pay\r\n" + text;
  const SignatureCheck check = verify(forged).at(0);
  EXPECT_EQ(check.result, DkimResult::pass);
  const mime::Message message = parsed(forged);
  for (std::size_t i = 0; i < check.slots.size(); ++i) {
    EXPECT_GE(check.slots[i].value(), 3u) << check.signature.h[i];  // none of the two on top
  }
  DkimSigning signing = options();
  signing.oversign = true;
  const std::string safe = signed_message(kMessage, signing, rsa());
  EXPECT_EQ(verdict("Subject: Pay\r\n" + safe), "header_digest_differs");
  EXPECT_EQ(verdict("Received: by a relay\r\n" + safe), "good");
}

TEST(SignTest, PolicyIsKeptApartFromProof) {
  DkimSigning signing = options();
  signing.t = kNow - 100;
  signing.x = kNow - 1;
  const SignatureCheck expired = verify(signed_message(kMessage, signing, rsa())).at(0);
  EXPECT_EQ(expired.result, DkimResult::policy);
  EXPECT_EQ(expired.reason, DkimReason::signature_expired);
  EXPECT_EQ(expired.proof, Proof::header_and_body);
  signing = options();
  signing.t = kNow + 4000;
  EXPECT_EQ(verdict(signed_message(kMessage, signing, rsa())), "signature_in_future");
  signing = options();
  signing.s = "short";
  const auto small = verify(signed_message(kMessage, signing, *SigningKey::from_pem(kTestRsa768)));
  EXPECT_EQ(small.at(0).reason, DkimReason::key_too_short);
  EXPECT_EQ(small.at(0).proof, Proof::header_and_body);
}

TEST(SignTest, EveryAnswerOfAKeyLookupHasItsName) {
  const std::string text = signed_message(kMessage, options(), rsa());
  const mime::Message message = parsed(text);
  const auto with = [&](const std::string& record) {
    TestKeys keys;
    keys.add("bureau.example", "2023", record);
    return std::string(to_string(verify_dkim(message, keys, {.now = kNow}).at(0).reason));
  };
  const std::string p = base64_encode(rsa().public_key().p());
  EXPECT_EQ(with("v=DKIM1; p="), "key_invalid");
  EXPECT_EQ(with("v=DKIM1; h=sha1; p=" + p), "key_hash_not_allowed");
  EXPECT_EQ(with(SigningKey::from_pem(kTestEd25519)->record()), "key_type_mismatch");
  EXPECT_EQ(with(SigningKey::from_pem(kTestRsa768)->record()), "made_by_another_key");
  const auto status = [&](KeyAnswer::Status answer) {
    TestKeys keys;
    keys.set("bureau.example", "2023", answer);
    const SignatureCheck check = verify_dkim(message, keys, {.now = kNow}).at(0);
    return std::string(to_string(check.result)) + " " + std::string(to_string(check.reason));
  };
  EXPECT_EQ(status(KeyAnswer::Status::no_key), "permerror key_not_found");
  EXPECT_EQ(status(KeyAnswer::Status::unavailable), "temperror key_unavailable");
  EXPECT_EQ(status(KeyAnswer::Status::not_asked), "neutral key_not_asked");
}

// Of several keys under one name, the one that opens the signature decides.
TEST(SignTest, TheKeyThatFitsDecides) {
  TestKeys keys;
  keys.add("bureau.example", "2023", "v=DKIM1; p=");
  keys.add("bureau.example", "2023", SigningKey::from_pem(kTestRsa768)->record());
  keys.add("bureau.example", "2023", rsa().record());
  const std::string text = signed_message(kMessage, options(), rsa());
  const SignatureCheck check = verify_dkim(parsed(text), keys, {.now = kNow}).at(0);
  EXPECT_EQ(check.result, DkimResult::pass);
  EXPECT_EQ(check.key_origin, 2u);
}

TEST(SignTest, ThousandsOfSignaturesAreBounded) {
  const auto field = sign_dkim(parsed(kMessage), rsa(), options());
  std::string text;
  for (int i = 0; i < 5000; ++i) text += *field;
  text += kMessage;
  TestKeys keys = published();
  const auto checks = verify_dkim(parsed(text), keys, {.now = kNow});
  ASSERT_EQ(checks.size(), 5000u);
  EXPECT_EQ(checks[49].result, DkimResult::pass);
  EXPECT_EQ(checks[50].reason, DkimReason::too_many_signatures);
  EXPECT_EQ(checks[4999].signature.field, 4999u);
  EXPECT_EQ(keys.asked(), 50u);
}

TEST(SignTest, AHugeListOfFieldsIsCutOff) {
  std::string h = "From";
  for (int i = 0; i < 50'000; ++i) h += ":x" + std::to_string(i);
  const std::string text = "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=" + h +
                           "; bh=" + base64_encode(std::string(32, 'x')) + "; b=AAAA\r\n" +
                           std::string(kMessage);
  const SignatureCheck check = verify(text).at(0);
  EXPECT_EQ(check.signature.problem, SignatureProblem::too_many_fields);
  EXPECT_EQ(check.signature.h.size(), DkimSignature::kMaxSignedFields);
}

ArcSealing sealing() {
  ArcSealing seal;
  seal.d = "bureau.example";
  seal.s = "2023";
  seal.authserv_id = "mx.bureau.example";
  seal.results = "dkim=pass header.d=bureau.example";
  seal.h = {"From", "To", "Subject", "Date"};
  seal.t = kNow;
  return seal;
}

ArcChain chain_of(std::string_view text) {
  TestKeys keys = published();
  return verify_arc(parsed(text), keys, {.now = kNow});
}

std::string sealed(std::string_view text) {
  const auto fields = seal_arc(parsed(text), rsa(), sealing(), chain_of(text));
  EXPECT_TRUE(fields) << fields.error().message;
  return fields ? *fields + std::string(text) : std::string();
}

TEST(ArcTest, ChainsGrowToFiftySets) {
  for (std::string text : {std::string(kMessage), without_cr(kMessage)}) {
    for (std::uint32_t instance = 1; instance <= 3; ++instance) {
      text = sealed(text);
      const ArcChain chain = chain_of(text);
      EXPECT_EQ(chain.result, ArcResult::pass) << to_string(chain.reason);
      EXPECT_EQ(chain.sets.size(), instance);
      EXPECT_EQ(chain.oldest_pass, 1u);
    }
  }
  std::string text(kMessage);
  for (int i = 0; i < 50; ++i) text = sealed(text);
  EXPECT_EQ(chain_of(text).result, ArcResult::pass);
  EXPECT_EQ(seal_arc(parsed(text), rsa(), sealing(), chain_of(text)).error().code,
            ErrorCode::limit);
}

TEST(ArcTest, AListThatChangesTheSubjectIsSeen) {
  std::string text = sealed(kMessage);
  text.replace(text.find("Subject: The"), 12, "Subject: [x]");
  EXPECT_EQ(chain_of(text).reason, ArcReason::message_signature_fails);
  const std::string again = sealed(text);  // as cv=fail
  EXPECT_EQ(chain_of(again).reason, ArcReason::sealed_as_failed);
  EXPECT_EQ(*seal_arc(parsed(again), rsa(), sealing(), chain_of(again)), "");
}

TEST(ArcTest, OldestPassTellsWhoSawAnotherForm) {
  std::string first = sealed(kMessage);
  TestKeys keys = published();
  const ArcChain before = verify_arc(parsed(first), keys, {.now = kNow});
  first.replace(first.find("annex"), 5, "ANNEX");
  // A handler that verified, then changed, then sealed.
  const auto fields = seal_arc(parsed(first), rsa(), sealing(), before);
  const ArcChain chain = chain_of(*fields + first);
  EXPECT_EQ(chain.result, ArcResult::pass);
  EXPECT_EQ(chain.oldest_pass, 2u);
}

TEST(ArcTest, BrokenStructuresHaveNames) {
  const std::string good = sealed(sealed(kMessage));
  const auto reason = [](const std::string& text) {
    return std::string(to_string(chain_of(text).reason));
  };
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(reason(good), "good");
  EXPECT_EQ(reason(changed("i=2;", "i=0;")), "field_unreadable");
  EXPECT_EQ(reason(changed("i=2;", "i=51;")), "field_unreadable");
  EXPECT_EQ(reason(changed("i=2;", "i=1;")), "instance_repeated");
  EXPECT_EQ(reason(changed("i=2;", "i=3;")), "set_incomplete");
  EXPECT_EQ(reason(changed("ARC-Authentication-Results: i=2;", "X-Gone: i=2;")), "set_incomplete");
  EXPECT_EQ(reason(changed("cv=pass", "cv=none")), "chain_validation_wrong");
  EXPECT_EQ(reason(changed("cv=pass", "cv=what")), "seal_unreadable");
  EXPECT_EQ(reason(changed("cv=none", "cv=fail")), "chain_validation_wrong");
  EXPECT_EQ(reason(changed("dkim=pass", "dkim=fail")), "seal_fails");
  const std::string second = good.substr(good.find("ARC-Seal", 10));
  EXPECT_EQ(reason(good.substr(0, good.size() - second.size()) + std::string(kMessage)),
            "instance_missing");
  TestKeys none;
  none.set("bureau.example", "2023", KeyAnswer::Status::unavailable);
  EXPECT_EQ(verify_arc(parsed(good), none, {.now = kNow}).result, ArcResult::unknown);
}

TEST(ArcTest, ThousandsOfFieldsEndAtTheFirstThatCannotBe) {
  std::string text;
  for (int i = 1; i <= 20'000; ++i) text += "ARC-Seal: i=" + std::to_string(i) + "; cv=pass\r\n";
  EXPECT_EQ(chain_of(text + std::string(kMessage)).result, ArcResult::fail);
}

}  // namespace
}  // namespace letterlock::auth
