// Each change that the search knows: made by us on a message that we signed, and undone.
#include "leak/repair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "leak/repair/field_text.h"
#include "leak/repair/test_signed.h"

namespace letterlock::leak {
namespace {

using testing::HasSubstr;

constexpr std::string_view kRelayed =
    "From: Ada Weber <ada@a.example>\r\n"
    "To: Ben Ode <ben@b.example>, carl@c.example\r\n"
    "Subject: Plan for Monday\r\n"
    "Date: Mon, 2 Mar 2020 09:15:00 +0000\r\n"
    "Message-ID: <1@a.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "Dear Ben,\r\n"
    "\r\n"
    "From here on we meet at noon.\r\n"
    ".hidden stays\r\n"
    "-- \r\n"
    "Ada\r\n";
constexpr std::string_view kRelaySigned =
    "from:to:cc:subject:date:message-id:mime-version:content-type";

using Mangle = std::function<std::string(std::string)>;

// REQUIRES: `what` occurs.
std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  if (at == text.npos) throw std::runtime_error("nothing to replace: " + std::string(what));
  return text.replace(at, what.size(), with);
}

struct RepairCase {
  std::string name;
  std::string_view c;
  Change change;
  Mangle mangle;
};

RepairOutcome repaired(const std::string& octets, const RepairContext& context = {},
                       const RepairLimits& limits = {}) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  return search_repair(*message, checked(*message), context, limits);
}

std::string changes(const RepairOutcome& outcome) {
  std::string all;
  for (const Edit& edit : outcome.edits) {
    if (!all.empty()) all += ' ';
    all += to_string(edit.change);
  }
  return all;
}

auth::Proof proof_of(const std::string& octets) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  return checked(*message).proof;
}

void expect_undone(const RepairCase& one, const std::string& octets) {
  const std::string mangled = one.mangle(octets);
  ASSERT_NE(proof_of(mangled), auth::Proof::header_and_body) << one.name << ": breaks nothing";
  const RepairOutcome outcome = repaired(mangled);
  EXPECT_EQ(changes(outcome), to_string(one.change)) << one.name;
  EXPECT_EQ(proof_of(outcome.restored), auth::Proof::header_and_body) << one.name;
  for (const Edit& edit : outcome.edits) {
    EXPECT_EQ(mangled.substr(edit.where.offset, edit.where.length), edit.before) << one.name;
  }
}

Mangle replacing(const std::string& what, const std::string& with) {
  return [=](std::string text) { return replaced(std::move(text), what, with); };
}

const std::vector<RepairCase>& body_cases() {
  static const std::vector<RepairCase> cases{
      {"footer", "relaxed/relaxed", Change::footer_appended,
       [](const std::string& text) {
         return text + "____\r\nlist mailing list\r\nhttps://l.example/\r\n";
       }},
      {"banner lines", "relaxed/relaxed", Change::banner_inserted,
       replacing("\r\n\r\nDear", "\r\n\r\nCAUTION: external\r\n\r\nDear")},
      {"head lines", "relaxed/relaxed", Change::lines_put_before,
       replacing("\r\n\r\nDear", "\r\n\r\nPassed on by the desk:\r\nDear")},
      {"mboxo", "relaxed/relaxed", Change::mbox_quoting_added,
       replacing("\nFrom here", "\n>From here")},
      {"dots doubled", "relaxed/simple", Change::dot_stuffing_added,
       replacing("\n.hidden", "\n..hidden")},
      {"dot lost", "relaxed/simple", Change::leading_dot_lost, replacing("\n.hidden", "\nhidden")},
      {"blank line before", "relaxed/simple", Change::blank_line_put_before,
       replacing("\r\n\r\nDear", "\r\n\r\n\r\nDear")},
      {"line inserted", "relaxed/relaxed", Change::line_inserted,
       replacing(".hidden", "[scanned]\r\n.hidden")},
      {"signature separator", "relaxed/simple", Change::trailing_space_stripped,
       replacing("-- \r\n", "--\r\n")},
  };
  return cases;
}

// As Postfix and Sendmail do towards a server without 8BITMIME.
TEST(RepairTest, RelayMadeEveryPartSevenBit) {
  const std::string head =
      "From: Ada Weber <ada@a.example>\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative; boundary=b\r\n"
      "\r\n";
  const std::string signed_parts =
      "--b\r\n"
      "Content-Transfer-Encoding: 8bit\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "\r\n"
      "Gr\xC3\xBC\xC3\x9F"
      "e \r\n"
      "--b\r\n"
      "Content-Transfer-Encoding: 8bit\r\n"
      "Content-Type: text/html; charset=utf-8\r\n"
      "\r\n"
      "<p title=\"a\">Gr\xC3\xBC\xC3\x9F"
      "e</p>\r\n"
      "--b\r\n"
      "Content-Transfer-Encoding: 8bit\r\n"
      "Content-Type: text/x-notes\r\n"
      "\r\n"
      "plain\r\n"
      "--b--\r\n";
  const std::string relayed_parts =
      "--b\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "\r\n"
      "Gr=C3=BC=C3=9Fe=20\r\n"
      "--b\r\n"
      "Content-Type: text/html; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "\r\n"
      "<p title=3D\"a\">Gr=C3=BC=C3=9Fe</p>\r\n"
      "--b\r\n"
      "Content-Type: text/x-notes\r\n"
      "Content-Transfer-Encoding: 7bit\r\n"
      "\r\n"
      "plain\r\n"
      "--b--\r\n";
  for (const std::string_view c : {"relaxed/relaxed", "simple/simple"}) {
    const std::string octets = with_signature(head + signed_parts, c, "from:content-type");
    const std::string relayed = replaced(octets, signed_parts, relayed_parts);
    const RepairOutcome outcome = repaired(relayed);
    EXPECT_EQ(outcome.restored, octets) << c;
    for (const Edit& edit : outcome.edits) {
      EXPECT_EQ(edit.change, Change::transfer_encoding_changed) << c;
      EXPECT_EQ(relayed.substr(edit.where.offset, edit.where.length), edit.before) << c;
    }
  }
}

TEST(RepairTest, BodyChangesAreUndone) {
  for (const RepairCase& one : body_cases()) {
    expect_undone(one, with_signature(kRelayed, one.c, kRelaySigned));
  }
}

const std::vector<RepairCase>& header_cases() {
  static const std::vector<RepairCase> cases{
      {"subject tag", "relaxed/relaxed", Change::subject_tagged,
       replacing("Subject: ", "Subject: [list] ")},
      {"external mark", "relaxed/relaxed", Change::subject_tagged,
       replacing("Subject: ", "Subject: EXTERNAL: ")},
      {"reply prefix", "relaxed/relaxed", Change::subject_prefixed,
       replacing("Subject: ", "Subject: Re: ")},
      {"copy kept", "relaxed/relaxed", Change::field_replaced_copy_kept,
       replacing("Subject: Plan for Monday", "Subject: x\r\nX-Original-Subject: Plan for Monday")},
      {"names quoted", "relaxed/relaxed", Change::addresses_restyled,
       replacing("To: Ben Ode <ben@b.example>", "To: \"Ben Ode\" <ben@b.example>")},
      {"angle brackets", "relaxed/relaxed", Change::addresses_restyled,
       replacing(", carl@c.example", ", <carl@c.example>")},
      {"commas", "relaxed/relaxed", Change::addresses_restyled, replacing(", carl@", ",carl@")},
      {"address added", "relaxed/relaxed", Change::address_added,
       replacing(", carl@c.example", ", carl@c.example, list@l.example")},
      {"charset quoted", "relaxed/relaxed", Change::content_type_rewritten,
       replacing("charset=utf-8", "charset=\"utf-8\"")},
      {"day padded", "relaxed/relaxed", Change::date_rewritten,
       replacing("Mon, 2 Mar", "Mon, 02 Mar")},
      {"zone named", "relaxed/relaxed", Change::date_rewritten, replacing("+0000", "GMT")},
      {"cc added", "relaxed/relaxed", Change::field_added,
       replacing("Subject:", "Cc: dora@d.example\r\nSubject:")},
      {"unfolded", "simple/simple", Change::field_respaced,
       replacing("Subject: Plan", "Subject:  Plan")},
      {"name spelled", "simple/simple", Change::field_name_respelled,
       replacing("Message-ID:", "Message-Id:")},
      {"second subject", "relaxed/relaxed", Change::field_instance_added,
       replacing("Date:", "Subject: another\r\nDate:")},
      {"encoded id", "relaxed/relaxed", Change::encoded_words_in_structured_field,
       replacing("Message-ID: <1@a.example>", "Message-ID: =?utf-8?q?=3C1=40a=2Eexample=3E?=")},
  };
  return cases;
}

TEST(RepairTest, HeaderChangesAreUndone) {
  for (const RepairCase& one : header_cases()) {
    expect_undone(one, with_signature(kRelayed, one.c, kRelaySigned));
  }
}

TEST(RepairTest, LineFeedsAloneAreReadAsTheyTravelled) {
  for (const RepairCase& one : body_cases()) {
    if (one.c != "relaxed/relaxed") continue;
    const std::string mangled = one.mangle(with_signature(kRelayed, one.c, kRelaySigned));
    EXPECT_EQ(changes(repaired(with_lf(mangled))), to_string(one.change)) << one.name;
  }
}

TEST(RepairTest, AnEmptyFieldThatWasDroppedComesBack) {
  const std::string empty = replaced(std::string(kRelayed), "Subject:", "Cc: \r\nSubject:");
  const std::string mangled =
      replaced(with_signature(empty, "relaxed/relaxed", kRelaySigned), "Cc: \r\n", "");
  const RepairOutcome outcome = repaired(mangled);
  EXPECT_EQ(changes(outcome), "empty_field_dropped");
  EXPECT_EQ(outcome.edits[0].after, "Cc:");
  EXPECT_TRUE(outcome.edits[0].where.empty());
  EXPECT_EQ(proof_of(outcome.restored), auth::Proof::header_and_body);
}

TEST(RepairTest, HeaderAndBodyAreSearchedApart) {
  const std::string octets = with_signature(kRelayed, "relaxed/relaxed", kRelaySigned);
  const RepairOutcome outcome =
      repaired(replaced(octets, "Subject: ", "Subject: [l] ") + "--\r\nfooter\r\n");
  EXPECT_EQ(changes(outcome), "subject_tagged footer_appended");
  EXPECT_EQ(outcome.header, HeaderRepair::restored);
  EXPECT_EQ(outcome.body, BodyRepair::restored);
  EXPECT_LT(outcome.header_hashes + outcome.body_hashes, 1'000u);
  EXPECT_EQ(outcome.restored, octets);
}

TEST(RepairTest, WhatWasReallyAlteredIsNotRestored) {
  const std::string octets = with_signature(kRelayed, "relaxed/relaxed", kRelaySigned);
  const RepairOutcome body = repaired(replaced(octets, "at noon", "at nine"));
  EXPECT_EQ(body.body, BodyRepair::not_restored);
  EXPECT_EQ(body.header, HeaderRepair::intact);
  EXPECT_EQ(body.restored, "");
  const RepairOutcome header = repaired(replaced(octets, "Monday", "Friday"));
  EXPECT_NE(header.header, HeaderRepair::restored);
  EXPECT_EQ(header.body, BodyRepair::intact);
  EXPECT_TRUE(header.edits.empty());
}

TEST(RepairTest, AnotherKeysSignatureIsNotSearched) {
  std::string octets = with_signature(kRelayed, "relaxed/relaxed", kRelaySigned);
  const std::size_t b = octets.find("; b=") + 4;
  octets[b + 8] = octets[b + 8] == 'A' ? 'B' : 'A';
  const RepairOutcome outcome = repaired(octets);
  EXPECT_EQ(outcome.header, HeaderRepair::other_key);
  EXPECT_EQ(outcome.header_hashes, 0u);
}

TEST(RepairTest, WithoutAKeyTheBodyIsSearchedAlone) {
  const std::string octets = replaced(with_signature(kRelayed, "relaxed/relaxed", kRelaySigned),
                                      "d=a.example", "d=b.example");
  const RepairOutcome outcome = repaired(octets + "footer\r\n");
  EXPECT_EQ(outcome.header, HeaderRepair::key_unknown);
  EXPECT_EQ(outcome.body, BodyRepair::restored);
}

TEST(RepairTest, AGuessedRecipientIsMarked) {
  const std::string octets = with_signature(kRelayed, "relaxed/relaxed", kRelaySigned);
  const std::string masked = replaced(octets, "<ben@b.example>", "<hidden@m.example>");
  const RepairOutcome outcome = repaired(masked, {.addresses = {"ann@b.example", "ben@b.example"}});
  EXPECT_EQ(changes(outcome), "address_replaced");
  EXPECT_TRUE(outcome.edits.at(0).discloses);
  EXPECT_THAT(outcome.edits.at(0).after, HasSubstr("ben@b.example"));
  EXPECT_NE(repaired(masked, {.addresses = {"ben@b.example"}, .disclosing = false}).header,
            HeaderRepair::restored);
}

TEST(RepairTest, LimitsEndTheSearch) {
  const std::string octets = with_signature(kRelayed, "relaxed/relaxed", kRelaySigned);
  const RepairOutcome outcome =
      repaired(replaced(replaced(octets, "Monday", "Friday"), "at noon", "at nine"), {},
               {.body_hashes = 3, .header_hashes = 5});
  EXPECT_EQ(outcome.body, BodyRepair::limit_reached);
  EXPECT_EQ(outcome.body_hashes, 3u);
  EXPECT_EQ(outcome.header, HeaderRepair::limit_reached);
  EXPECT_EQ(outcome.header_hashes, 5u);
}

TEST(RepairTest, ASignatureFieldInEncodedWordsIsReadable) {
  const std::string octets = with_signature(kRelayed, "relaxed/relaxed", kRelaySigned);
  const std::size_t begin = octets.find(": ") + 2, end = octets.find("\r\n");
  const std::string mangled = octets.substr(0, begin) +
                              q_encoded(octets.substr(begin, end - begin), "utf-8") +
                              octets.substr(end);
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(mangled));
  const DecodedFields decoded = decode_structured_fields(*message);
  ASSERT_EQ(decoded.edits.size(), 1u);
  EXPECT_EQ(decoded.edits[0].field, "DKIM-Signature");
  EXPECT_EQ(proof_of(decoded.octets), auth::Proof::header_and_body);
}

}  // namespace
}  // namespace letterlock::leak
