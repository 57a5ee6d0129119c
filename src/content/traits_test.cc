#include "content/traits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace letterlock::content {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Message {
 public:
  explicit Message(std::string_view octets)
      : parsed_(*mime::Message::parse(mime::RawMessage::copy_of(octets))),
        content_(extract(parsed_)),
        traits_(traits_of(parsed_, content_)) {}

  // The values of one kind.
  std::vector<std::string> all(TraitKind kind) const {
    std::vector<std::string> values;
    for (const Trait& trait : traits_.traits) {
      if (trait.kind == kind) values.push_back(trait.value);
    }
    return values;
  }
  // The only one; "" where there is none.
  std::string one(TraitKind kind) const {
    const auto values = all(kind);
    EXPECT_LE(values.size(), 1u) << trait_name(kind);
    return values.empty() ? "" : values.front();
  }
  std::string_view place(TraitKind kind) const {
    for (const Trait& trait : traits_.traits) {
      if (trait.kind == kind) return parsed_.octets(trait.where);
    }
    return "nowhere";
  }
  // Each ask with the text it rests on: "login: sign in to your account".
  std::vector<std::string> asks() const {
    std::vector<std::string> found;
    for (const Ask& ask : traits_.writing.asks) {
      const auto text = parsed_.text(parsed_.entities()[ask.where.entity]);
      found.push_back(std::string(ask_name(ask.kind)) + ": " +
                      std::string(text.substr(ask.where.offset, ask.where.length)));
    }
    return found;
  }
  bool wrote(std::string_view word) const {
    const auto& words = traits_.writing.words;
    return std::binary_search(words.begin(), words.end(), word_hash(word));
  }
  const Writing& writing() const { return traits_.writing; }
  const std::vector<Trait>& traits() const { return traits_.traits; }

 private:
  mime::Message parsed_;
  Content content_;
  Traits traits_;
};

Message with_text(std::string_view text, std::string_view header = "") {
  return Message("From: Ada Byron <ada@meridian.example>\r\nSubject: x\r\n" + std::string(header) +
                 "\r\n" + std::string(text));
}

Message with_header(std::string_view header) { return with_text("Hello.\r\n", header); }

constexpr std::string_view kHops =
    "Return-Path: <bounce@lists.harbour.example>\r\n"
    "Received: from mx.harbour.example (mx.harbour.example [203.0.113.9])\r\n"
    " by box.harbour.example with LMTP id 9; Tue, 4 Jun 2024 09:00:09 +0000\r\n"
    "Received: from smtp12.mail.meridian.example (smtp12.mail.meridian.example [192.0.2.44])\r\n"
    " by mx.harbour.example with ESMTPS id 7; Tue, 4 Jun 2024 09:00:05 +0000\r\n"
    "Received: from [10.1.2.3] (dsl.carrier.example [198.51.100.7])\r\n"
    " by smtp12.mail.meridian.example (Postfix) with ESMTPSA id 4F1;\r\n"
    " Tue, 4 Jun 2024 11:00:04 +0200 (CEST)\r\n"
    "Date: Tue, 4 Jun 2024 11:00:00 +0200\r\n";

TEST(TraitsTest, TheFirstHopTellsWhereAndHowAMessageWasHandedIn) {
  const Message message = with_header(kHops);
  EXPECT_EQ(message.one(TraitKind::network), "198.51.0.0/16");
  EXPECT_EQ(message.one(TraitKind::origin_domain), "meridian.example");
  EXPECT_EQ(message.one(TraitKind::origin_host), "smtp#.mail.meridian.example");
  EXPECT_EQ(message.one(TraitKind::protocol), "ESMTPSA");
  EXPECT_EQ(message.one(TraitKind::hops), "3+ meridian.example harbour.example");
  EXPECT_EQ(message.one(TraitKind::delay), "<10s");
  EXPECT_EQ(message.one(TraitKind::zone), "+0200");
  EXPECT_EQ(message.one(TraitKind::return_path), "harbour.example");
  EXPECT_TRUE(message.place(TraitKind::network).starts_with("Received: from [10.1.2.3]"));
  EXPECT_EQ(message.place(TraitKind::zone), "Date: Tue, 4 Jun 2024 11:00:00 +0200\r\n");
}

TEST(TraitsTest, XOriginatingIpComesBeforeTheHopsAndInternalAddressesSayNothing) {
  EXPECT_EQ(with_header("X-Originating-IP: [2001:db8:7::1]\r\n" + std::string(kHops))
                .one(TraitKind::network),
            "2001:db8::/32");
  EXPECT_EQ(with_header("X-Originating-IP: [192.168.1.20]\r\n" + std::string(kHops))
                .one(TraitKind::network),
            "198.51.0.0/16");
}

TEST(TraitsTest, SignaturesAreKnownBySignerSelectorAndForm) {
  const auto signed_by = [](std::string_view names) {
    return with_header(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=Meridian.example;\r\n"
        " s=k1; h=" +
        std::string(names) + ";\r\n bh=AAAA; b=BBBB\r\n");
  };
  const Message message = signed_by("From:To:Subject:Date");
  EXPECT_EQ(message.one(TraitKind::signer), "meridian.example");
  EXPECT_EQ(message.one(TraitKind::selector), "k1._domainkey.meridian.example");
  const std::string form = message.one(TraitKind::signature_form);
  EXPECT_TRUE(form.starts_with("rsa-sha256 relaxed/simple h:")) << form;
  // A reply has more fields to sign; the program that signs is the same.
  EXPECT_EQ(
      signed_by("from:to:subject:date:\r\n in-reply-to:references").one(TraitKind::signature_form),
      form);
  EXPECT_NE(signed_by("to:from:subject:date").one(TraitKind::signature_form), form);
}

TEST(TraitsTest, WhatTheReceiverFoundIsReadFromItsNewestField) {
  const Message message = with_header(
      "Authentication-Results: mx.harbour.example; spf=pass smtp.mailfrom=x.example;\r\n"
      "\tdkim=none; dmarc=fail (p=none) header.from=x.example\r\n"
      "Authentication-Results: forged.example; spf=fail; dkim=pass; dmarc=pass\r\n");
  EXPECT_EQ(message.one(TraitKind::spf), "pass");
  EXPECT_EQ(message.one(TraitKind::dkim), "none");
  EXPECT_EQ(message.one(TraitKind::dmarc), "fail");
}

TEST(TraitsTest, MailersAreKnownWithoutTheirVersion) {
  const std::pair<std::string_view, std::string_view> kMailers[] = {
      {"Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.4", "Thunderbird"},
      {"git-send-email 2.34.1", "git-send-email"},
      {"Mutt/2.2.9 (2022-11-12)", "Mutt"},
      {"Microsoft Outlook 16.0", "Microsoft Outlook"},
      {"Apple Mail (2.3774.600.62)", "Apple Mail"},
  };
  for (const auto& [mailer, family] : kMailers) {
    const Message message = with_header("X-Mailer: " + std::string(mailer) + "\r\n");
    EXPECT_EQ(message.one(TraitKind::mailer_family), family);
    EXPECT_EQ(message.one(TraitKind::mailer), mailer);
  }
}

TEST(TraitsTest, MessageIdsOfOneProgramHaveOneShape) {
  const std::pair<std::string_view, std::string_view> kIds[] = {
      {"20240601123456.12345-1-ada@meridian.example", "9(14).9-9-ada"},
      {"4e1c5a92-0b1d-4f7e-9c3a-2d5b6f708192@meridian.example", "h(8)-h-h-h-h(12)"},
      {"12345678-1234-4321-9abc-123456789012@meridian.example", "h(8)-h-h-h-h(12)"},
      {"CAHk-=wjZ7xQ0aBcDeF+9gHiJkLmNoPqRsTuVwXyZ12345@mail.meridian.example", "CA~b64"},
      {"Zl0xAbCdEfGhIjK9@laptop", "b64"},
      {"87zfnq5b2c.fsf@meridian.example", "a(8+).fsf"},
  };
  for (const auto& [id, shape] : kIds) {
    const Message message = with_header("Message-ID: <" + std::string(id) + ">\r\n");
    EXPECT_EQ(message.one(TraitKind::message_id_shape), shape) << id;
  }
}

TEST(TraitsTest, TheRightSideOfAMessageIdIsComparedWithTheAuthor) {
  const std::pair<std::string_view, std::string_view> kHosts[] = {
      {"meridian.example", "own domain"},
      {"mail.meridian.example", "own organisation"},
      {"adas-laptop", "local name"},
      {"imac.local", "local name"},
      {"smtp.provider.example", "provider.example"},
  };
  for (const auto& [host, relation] : kHosts) {
    const Message message = with_header("Message-ID: <1@" + std::string(host) + ">\r\n");
    EXPECT_EQ(message.one(TraitKind::message_id_host), relation);
  }
}

TEST(TraitsTest, TheHeaderIsKnownByOrderAndSpelling) {
  const Message message(
      "Received: by x.example; Tue, 4 Jun 2024 09:00:00 +0000\r\n"
      "Message-Id: <1@x>\r\nDate: Tue, 4 Jun 2024 09:00:00 +0000\r\nMime-Version: 1.0\r\n"
      "From: a@x.example\r\nTo: b@x.example\r\nCc: c@x.example\r\nSubject: x\r\n"
      "List-Id: <l.x.example>\r\n\r\nHello.\r\n");
  EXPECT_EQ(message.one(TraitKind::header_order), "id date mime from to subject");
  EXPECT_EQ(message.one(TraitKind::header_case), "Message-Id Mime-Version");
  EXPECT_EQ(with_header("Message-ID: <1@x>\r\n").one(TraitKind::header_case), "usual");
}

TEST(TraitsTest, PreferencesOfTheProgramAreKept) {
  const Message message = with_header(
      "MIME-Version: 1.0 (Mac OS X Mail 16.0)\r\nContent-Language: de-DE\r\n"
      "Accept-Language: de-DE, en-US\r\nX-Priority: 1\r\nImportance: High\r\n"
      "Content-Type: text/plain; charset=UTF-8; format=flowed; delsp=yes\r\n"
      "Content-Transfer-Encoding: 8bit\r\n");
  EXPECT_EQ(message.one(TraitKind::mime_version), "1.0 (Mac OS X Mail 16.0)");
  EXPECT_THAT(message.all(TraitKind::language_field),
              ElementsAre("content de-DE", "accept de-DE, en-US"));
  EXPECT_THAT(message.all(TraitKind::priority), ElementsAre("X-Priority: 1", "Importance: high"));
  EXPECT_EQ(message.one(TraitKind::flowed), "delsp");
  EXPECT_EQ(message.one(TraitKind::charset), "utf-8");
  EXPECT_EQ(message.one(TraitKind::encoding), "8bit");
}

TEST(TraitsTest, ThreadIndexTellsNewFromReplyAndItsLayout) {
  const std::pair<std::string_view, std::string_view> kValues[] = {
      {"AQHatdzZAAECAwQFBgcICQoLDA0ODw==", "new"},
      {"AQHatdzZAAECAwQFBgcI\r\n CQoLDA0ODwAAAACA", "reply"},
      {"Adq13Nl0AAECAwQFBgcICQoLDA0ODw==", "legacy new"},
      {"AQHatdzZAAECAwQFBgcICQoL", "odd"},
      {"nonsense", "odd"}};
  for (const auto& [value, kind] : kValues) {
    const Message message = with_header("Thread-Index: " + std::string(value) + "\r\n");
    EXPECT_EQ(message.one(TraitKind::thread_index), kind) << value;
  }
}

TEST(TraitsTest, TheBodyIsKnownByItsTreeAndBoundary) {
  const Message message(
      "From: a@x.example\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=\"000000000000b6809105a0ae7b18\"\r\n\r\n"
      "--000000000000b6809105a0ae7b18\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n"
      "--i\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nHello.\r\n"
      "--i\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
      "PGRpdiBkaXI9Imx0ciI+SGVsbG8uPC9kaXY+\r\n--i--\r\n"
      "--000000000000b6809105a0ae7b18\r\nContent-Type: application/pdf\r\n\r\nx\r\n"
      "--000000000000b6809105a0ae7b18--\r\n");
  EXPECT_EQ(message.one(TraitKind::structure), "mixed(alternative(text,html),pdf)");
  EXPECT_EQ(message.one(TraitKind::boundary), "0(12)h(16)");
  EXPECT_EQ(message.one(TraitKind::charset), "us-ascii+utf-8");
  EXPECT_EQ(message.one(TraitKind::encoding), "base64");
  EXPECT_EQ(message.one(TraitKind::html_generator), "Gmail");
}

// ---- writing

TEST(TraitsTest, GreetingAndClosingAreClasses) {
  const Message message = with_text(
      "Hi Ben,\r\n\r\nthe minutes of the board are in the usual folder now.\r\n\r\n"
      "Best regards,\r\nAda\r\n");
  EXPECT_EQ(message.one(TraitKind::greeting), "hi NAME,");
  EXPECT_EQ(message.one(TraitKind::closing), "best regards, / NAME");
  EXPECT_EQ(message.one(TraitKind::language), "en");
  EXPECT_EQ(message.one(TraitKind::message_kind), "prose start");
  EXPECT_EQ(message.one(TraitKind::quoting), "none");
  EXPECT_EQ(message.one(TraitKind::text_length), "<130");

  const std::pair<std::string_view, std::string_view> kGreetings[] = {
      {"Hello all,", "hello all,"},
      {"Sehr geehrte Frau Holt,", "sehr geehrte NAME,"},
      {"Ben,", "NAME,"},
      {"Bonjour Zoë,", "bonjour NAME,"},
      {"Dear Ben", "dear NAME"},
      {"The report is late.", "none"},
      {"Hi Ben - one question", "hi NAME-"},
      {"All of it is wrong, as I see it.", "none"},
  };
  for (const auto& [line, greeting] : kGreetings) {
    EXPECT_EQ(with_text(std::string(line) + "\r\n\r\nSee below.\r\n").one(TraitKind::greeting),
              greeting);
  }
  const std::pair<std::string_view, std::string_view> kClosings[] = {
      {"Cheers,\r\nAda Byron", "cheers, / NAME"},
      {"Viele Grüße\r\nAda", "viele grüße / NAME"},
      {"Thanks!", "thanks!"},
      {"Ada", "NAME"},
      {"Best is to wait for the others.", "none"}};
  for (const auto& [lines, closing] : kClosings) {
    EXPECT_EQ(
        with_text("It is done.\r\n\r\n" + std::string(lines) + "\r\n").one(TraitKind::closing),
        closing)
        << lines;
  }
}

TEST(TraitsTest, TheSignatureBlockIsKnownByItsHashAndIsNoProse) {
  const auto signed_with = [](std::string_view text, std::string_view role) {
    return with_text(std::string(text) + "\r\n-- \r\nAda Byron\r\n" + std::string(role) + "\r\n");
  };
  const Message one = signed_with("It is done.", "Head of research");
  EXPECT_EQ(one.one(TraitKind::signature).size(), 6u);
  EXPECT_EQ(one.one(TraitKind::signature),
            signed_with("Something else.", "Head of research").one(TraitKind::signature));
  EXPECT_NE(one.one(TraitKind::signature),
            signed_with("It is done.", "Head of sales").one(TraitKind::signature));
  EXPECT_FALSE(one.wrote("research"));
  EXPECT_TRUE(one.wrote("done"));
  EXPECT_EQ(with_text("It is done.\r\n").one(TraitKind::signature), "none");
}

constexpr std::string_view kReplyLetter = "In-Reply-To: <1@x.example>\r\n";

TEST(TraitsTest, QuotingHabitsAreToldApart) {
  const std::string claim = "On Tue, 4 Jun 2024 at 09:00, Ben Holt <ben@x.example> wrote:\r\n";
  EXPECT_EQ(with_text("Yes, do.\r\n\r\n" + claim + "> May I?\r\n> Ben\r\n", kReplyLetter)
                .one(TraitKind::quoting),
            "top");
  EXPECT_EQ(with_text(claim + "> May I?\r\n\r\nYes, do.\r\n", kReplyLetter).one(TraitKind::quoting),
            "bottom");
  EXPECT_EQ(with_text(claim + "> May I?\r\n\r\nYes, do.\r\n\r\n> And then?\r\n\r\nGo home.\r\n",
                      kReplyLetter)
                .one(TraitKind::quoting),
            "inline");
  EXPECT_EQ(with_text(claim + "> May I?\r\n", kReplyLetter).one(TraitKind::quoting), "bare");
}

constexpr std::string_view kPatch =
    "The lock is taken twice.\r\n\r\nSigned-off-by: Ada Byron <ada@meridian.example>\r\n---\r\n"
    " drivers/engine.c | 2 +-\r\n\r\ndiff --git a/drivers/engine.c b/drivers/engine.c\r\n"
    "--- a/drivers/engine.c\r\n+++ b/drivers/engine.c\r\n@@ -1,2 +1,2 @@\r\n-\tmutex_acquire();\r\n"
    "+\tmutex_release();\r\n-- \r\n2.34.1\r\n";

TEST(TraitsTest, PatchesAreNoProse) {
  const Message patch = with_text(kPatch);
  EXPECT_EQ(patch.one(TraitKind::message_kind), "patch start");
  EXPECT_EQ(patch.one(TraitKind::signature), "git version");
  EXPECT_EQ(with_text(kPatch, kReplyLetter).one(TraitKind::message_kind), "patch reply");
  EXPECT_TRUE(patch.wrote("lock"));
  EXPECT_FALSE(patch.wrote("mutex_release"));
  EXPECT_FALSE(patch.wrote("engine"));
  EXPECT_FALSE(patch.wrote("signed"));
  EXPECT_EQ(patch.writing().length, std::string_view("The lock is taken twice.\n").size());
}

TEST(TraitsTest, KindsOfMessagesAreToldApart) {
  EXPECT_EQ(with_text("Yes.\r\n", kReplyLetter).one(TraitKind::message_kind), "prose reply");
  EXPECT_EQ(with_text("Away.\r\n", "Auto-Submitted: auto-replied\r\n").one(TraitKind::message_kind),
            "automatic");
  EXPECT_EQ(with_text("Offers.\r\n", "List-Unsubscribe: <https://x.example/u>\r\n")
                .one(TraitKind::message_kind),
            "automatic");
  EXPECT_EQ(with_text("Hello.\r\n",
                      "List-Unsubscribe: <https://x.example/u>\r\n"
                      "List-Post: <mailto:l@x.example>\r\n")
                .one(TraitKind::message_kind),
            "prose start");
  EXPECT_EQ(with_text("See below.\r\n\r\n---------- Forwarded message ---------\r\n"
                      "From: Ben Holt <ben@x.example>\r\nDate: Tue, 4 Jun 2024 at 09:00\r\n"
                      "Subject: Plan\r\nTo: <ada@meridian.example>\r\n\r\nThe plan.\r\n")
                .one(TraitKind::message_kind),
            "forward");
}

TEST(TraitsTest, LanguagesAreToldByTheirCommonestWordsOrScript) {
  const std::pair<std::string_view, std::string_view> kTexts[] = {
      {"Ich habe den Vertrag an die Kollegen geschickt und warte noch auf eine Antwort.", "de"},
      {"Je vous envoie le rapport de la réunion, merci de me dire si cela convient.", "fr"},
      {"Te mando el informe que pediste, no es muy largo pero está todo.", "es"},
      {"Я отправил отчет и жду ответа, это не так срочно, как мы думали.", "ru"},
      {"會議紀錄已經寄出,請確認。", "Chinese"},
      {"OK.", ""},
  };
  for (const auto& [text, language] : kTexts) {
    EXPECT_EQ(with_text(std::string(text) + "\r\n").one(TraitKind::language), language) << text;
  }
}

TEST(TraitsTest, HabitsOfLettersAndMarksAreKept) {
  const std::string text = "The minutes are in the usual folder, as agreed. See you tomorrow.";
  const Message plain = with_text(text + "\r\n");
  EXPECT_EQ(plain.one(TraitKind::letter_case), "usual");
  EXPECT_EQ(plain.one(TraitKind::emoji), "none");
  EXPECT_EQ(plain.one(TraitKind::punctuation), "usual");
  EXPECT_EQ(with_text("the minutes are in the usual folder, as agreed, see you :-)\r\n")
                .one(TraitKind::letter_case),
            "lower");
  EXPECT_EQ(with_text("THE MINUTES ARE IN THE USUAL FOLDER. See you tomorrow.\r\n")
                .one(TraitKind::letter_case),
            "upper");
  const Message marked = with_text("Great!! More soon... \U0001F600 \u2013 or later.\r\n");
  EXPECT_EQ(marked.one(TraitKind::punctuation), "!! ... –");
  EXPECT_EQ(marked.one(TraitKind::emoji), "emoji");
  EXPECT_EQ(with_text("Sure ;-)\r\n").one(TraitKind::emoji), ":-)");
  EXPECT_EQ(with_text("Sure :)\r\n").one(TraitKind::emoji), ":)");
}

TEST(TraitsTest, LinesTellAtWhichColumnAProgramBreaksThem) {
  const std::string words = "one two three four five six seven eight nine ten eleven";
  EXPECT_EQ(
      with_text(words + " twelve word\r\n" + words + " abc\r\nend\r\n").one(TraitKind::line_width),
      "72");
  EXPECT_EQ(with_text(words + " " + words + "\r\n").one(TraitKind::line_width), "unwrapped");
  EXPECT_EQ(with_text("short\r\nlines\r\n").one(TraitKind::line_width), "");
}

TEST(TraitsTest, WordsAreOfTheNewTextOnlyAndNormalised) {
  const Message message = with_text(
      "The 𝐜𝐨𝐧𝐭𝐫𝐚𝐜𝐭 is SIGNED; don't wait. https://x.example/secretpath\r\n\r\n"
      "On Tue, 4 Jun 2024 at 09:00, Ben Holt <ben@x.example> wrote:\r\n> quotedword\r\n",
      kReplyLetter);
  EXPECT_TRUE(message.wrote("contract"));
  EXPECT_TRUE(message.wrote("signed"));
  EXPECT_TRUE(message.wrote("Don't"));
  EXPECT_FALSE(message.wrote("quotedword"));
  EXPECT_FALSE(message.wrote("secretpath"));
  EXPECT_FALSE(message.wrote("example"));
}

TEST(TraitsTest, NoMoreThanTheLimitOfWordsIsKept) {
  std::string text;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b)
      text += std::string("word") + a + b + (b == 'm' ? "\r\n" : " ");
  }
  const Writing writing = with_text(text).writing();
  EXPECT_EQ(writing.words.size(), kMostWords);
  EXPECT_EQ(writing.word_count, 26u * 26);
  EXPECT_TRUE(std::is_sorted(writing.words.begin(), writing.words.end()));
}

// ---- asks

TEST(TraitsTest, AsksAreFoundWithTheirPlace) {
  EXPECT_THAT(
      with_text("Please sign in to your account and\r\nreview the attached contract within "
                "24 hours. Keep this between us.\r\n")
          .asks(),
      ElementsAre("login: sign in to your account", "document: review the attached contract",
                  "secrecy: Keep this between us", "urgency: within 24 hours"));
  EXPECT_THAT(with_text("Can you make a wire transfer today? Our bank details have changed.\r\n"
                        "Reply to my personal address.\r\n")
                  .asks(),
              ElementsAre("payment: make a wire", "channel: Reply to my personal address"));
  EXPECT_THAT(with_text("Are you available? Send me the verification code.\r\n").asks(),
              ElementsAre("access: Send me the verification code", "bait: Are you available"));
}

TEST(TraitsTest, AsksAreFoundInHtmlWhereTheyStand) {
  const Message message(
      "From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
      "<p>Please <b>verify</b> your&nbsp;account.</p>\r\n");
  EXPECT_THAT(message.asks(), ElementsAre("login: verify</b> your&nbsp;account"));
}

TEST(TraitsTest, AsksAreFoundInOtherLanguages) {
  EXPECT_THAT(with_text("Bitte bestätigen Sie Ihr Konto.\r\n").asks(), testing::SizeIs(1));
  EXPECT_THAT(with_text("Merci d'effectuer ce virement dès que possible.\r\n").asks(),
              testing::SizeIs(1));
  EXPECT_THAT(with_text("Confirme su cuenta lo antes posible.\r\n").asks(),
              ElementsAre("login: Confirme su cuenta", "urgency: lo antes posible"));
}

TEST(TraitsTest, WordsOfOtherMeaningAskForNothing) {
  EXPECT_THAT(
      with_text("The lock is not available in confidential guests. It won't get access to\r\n"
                "private pages; the order of the calls matters. Signal delivery is fixed, "
                "see the link below.\r\n")
          .asks(),
      IsEmpty());
  // A phrase ends with its sentence.
  EXPECT_THAT(with_text("Please verify. Your account of the bug is right.\r\n").asks(), IsEmpty());
  // What others wrote asks nothing in this author's name.
  EXPECT_THAT(with_text("No.\r\n\r\nOn Tue, 4 Jun 2024 at 09:00, Ben <ben@x.example> wrote:\r\n"
                        "> Please verify your account.\r\n",
                        kReplyLetter)
                  .asks(),
              IsEmpty());
}

TEST(TraitsTest, GreetingsAndHalfPhrasesAskForNothing) {
  for (const char* text :
       {"I hope you are well.", "Fifty of us still have no second factor.",
        "We have a second factor.", "Are you in favour of it?", "That is an important thing."}) {
    EXPECT_THAT(with_text(std::string(text) + "\r\n").asks(), IsEmpty()) << text;
  }
  EXPECT_THAT(with_text("Are you in? I am out.\r\n").asks(), ElementsAre("bait: Are you in"));
  EXPECT_THAT(with_text("Have you got a second\r\n").asks(), ElementsAre("bait: got a second"));
  EXPECT_THAT(with_text("Are you in the office?\r\n").asks(),
              ElementsAre("bait: Are you in the office"));
}

// ---- hostile input

TEST(TraitsTest, ValuesAreShortAndPrintableAndLieInsideTheMessage) {
  std::string header = "X-Mailer: \x1b[31m" + std::string(5000, 'A') + "\r\n";
  for (int i = 0; i < 500; ++i) header += "DKIM-Signature: d=x; s=\xE2\x80\xAE; a=\x01; h=a\r\n";
  const Message message = with_header(header);
  EXPECT_LE(message.traits().size(), 128u);
  for (const Trait& trait : message.traits()) {
    EXPECT_LE(trait.value.size(), kLongestTrait);
    EXPECT_EQ(trait.value.find('\x1b'), std::string::npos);
    EXPECT_EQ(trait.value.find("\xE2\x80\xAE"), std::string::npos);
  }
}

TEST(TraitsTest, TypesOfAttachedFilesAreThoseOfTheirContent) {
  const Message message(
      "From: a@a.example\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n"
      "--b\r\nContent-Type: application/octet-stream; name=a.pdf\r\n\r\n%PDF-1.7 x\r\n"
      "--b\r\nContent-Type: application/pdf; name=b.pdf\r\n\r\n%PDF-1.4 y\r\n"
      "--b\r\nContent-Type: application/x-thing; name=c\r\n\r\nz\r\n"
      "--b\r\nContent-Type: image/png\r\nContent-Disposition: inline\r\n\r\nz\r\n--b--\r\n");
  EXPECT_EQ(message.all(TraitKind::attachment_type),
            (std::vector<std::string>{"application/pdf", "application/x-thing"}));
  EXPECT_EQ(message.place(TraitKind::attachment_type), "%PDF-1.7 x");
}

TEST(TraitsTest, EveryKindHasAName) {
  for (std::size_t kind = 0; kind < kTraitKinds; ++kind) {
    EXPECT_NE(trait_name(static_cast<TraitKind>(kind)), "unknown") << kind;
  }
  EXPECT_EQ(trait_name(TraitKind::punctuation), "punctuation");
  EXPECT_EQ(trait_name(TraitKind::zone), "zone");
  EXPECT_EQ(trait_family(TraitKind::dmarc), TraitFamily::path);
  EXPECT_EQ(trait_family(TraitKind::flowed), TraitFamily::client);
  EXPECT_EQ(trait_family(TraitKind::delay), TraitFamily::clock);
  EXPECT_EQ(trait_family(TraitKind::language), TraitFamily::writing);
  EXPECT_EQ(trait_family(TraitKind::punctuation), TraitFamily::writing);
  EXPECT_EQ(trait_family(TraitKind::attachment_sign), TraitFamily::attached);
}

}  // namespace
}  // namespace letterlock::content
