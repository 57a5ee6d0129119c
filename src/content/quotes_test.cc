#include "content/quotes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_growth.h"

namespace letterlock::content {
namespace {

using testing::ElementsAre;

constexpr UnixTime kMonday = 1601911080;  // 2020-10-05 15:18 UTC

struct AttributionCase {
  std::string_view line;
  std::string_view name, address;
  UnixTime date;
  bool zone;
};
constexpr AttributionCase kAttributions[] = {
    {"On Mon, Oct 5, 2020 at 3:18 PM Ada Byron <ada@m.example> wrote:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"On Mon, Oct 5, 2020 at 3:18\u202FPM Ada Byron <ada@m.example> wrote:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"On 5 Oct 2020, at 15:18, Ada Byron <ada@m.example> wrote:", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"On Mon, Oct 05, 2020 at 03:18:00PM +0000, Ada Byron wrote:", "Ada Byron", "", kMonday, true},
    {"On Mon, 5 Oct 2020 17:18:00 +0200\nAda Byron <ada@m.example> wrote:", "Ada Byron",
     "ada@m.example", kMonday, true},
    {"On 05/10/2020 15:18, Ada Byron wrote:", "Ada Byron", "", 1601911080, false},
    {"On 10/5/20 3:18 PM, Ada Byron wrote:", "Ada Byron", "", kMonday, false},
    {"Am Mo., 5. Okt. 2020 um 15:18 Uhr schrieb Ada Byron <ada@m.example>:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"Am 05.10.2020 um 15:18 schrieb Ada Byron:", "Ada Byron", "", kMonday, false},
    {"Le lun. 5 oct. 2020 à 15:18, Ada Byron <ada@m.example> a écrit :", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"El lun, 5 oct 2020 a las 15:18, Ada Byron (<ada@m.example>) escribió:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"Il giorno lun 5 ott 2020 alle ore 15:18 Ada Byron <ada@m.example> ha scritto:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"Op ma 5 okt. 2020 om 15:18 schreef Ada Byron <ada@m.example>:", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"Em seg., 5 de out. de 2020 às 15:18, Ada Byron <ada@m.example> escreveu:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"pon., 5 paź 2020 o 15:18 Ada Byron <ada@m.example> napisał(a):", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"Den mån 5 okt. 2020 kl 15:18 skrev Ada Byron <ada@m.example>:", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"ma 5. lokak. 2020 klo 15.18 Ada Byron (ada@m.example) kirjoitti:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"po 5. 10. 2020 v 15:18 odesílatel Ada Byron <ada@m.example> napsal:", "odesílatel Ada Byron",
     "ada@m.example", kMonday, false},
    {"пн, 5 окт. 2020 г. в 15:18, Ada Byron <ada@m.example>:", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"5 окт. 2020 г., в 15:18, Ada Byron <ada@m.example> написал(а):", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"пн, 5 жовт. 2020 р. о 15:18 Ada Byron <ada@m.example> пише:", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"2020年10月5日(月) 15:18 Ada Byron <ada@m.example>:", "Ada Byron", "ada@m.example", kMonday,
     false},
    {"Ada Byron <ada@m.example> 于2020年10月5日周一 下午3:18写道：", "Ada Byron", "ada@m.example",
     kMonday, false},
    {"2020년 10월 5일 (월) 오후 3:18, Ada Byron <ada@m.example>님이 작성:", "Ada Byron",
     "ada@m.example", kMonday, false},
    {"Ada Byron <ada@m.example>, 5 Eki 2020 Pzt, 15:18 tarihinde şunu yazdı:", "Ada Byron",
     "ada@m.example", kMonday, false},
};

TEST(QuotesTest, AttributionsOfManyLanguagesAreRead) {
  for (const auto& c : kAttributions) {
    const std::string text = "new text\n\n" + std::string(c.line) + "\n\n> old\n> text\n\nafter\n";
    const QuoteScan scan = find_quotes(text, {}, {});
    ASSERT_EQ(scan.quotes.size(), 1U) << c.line;
    const Quote& quote = scan.quotes[0].quote;
    EXPECT_EQ(quote.kind, Quote::Kind::reply) << c.line;
    EXPECT_EQ(quote.from_name, c.name) << c.line;
    EXPECT_EQ(quote.from_address, c.address) << c.line;
    EXPECT_EQ(quote.date, c.date) << c.line;
    EXPECT_EQ(quote.date_has_zone, c.zone) << c.line;
    EXPECT_EQ(quote.text, "old\ntext") << c.line;
    const ByteRange claim = scan.quotes[0].claim;
    EXPECT_EQ(text.substr(claim.offset, claim.length), c.line);
    ASSERT_FALSE(scan.quoted.empty());
    EXPECT_EQ(scan.quoted.front().offset, claim.offset) << c.line;
    EXPECT_LT(scan.quoted.back().end(), text.find("after")) << c.line;
  }
}

struct BlockCase {
  std::string_view text;
  Quote::Kind kind;
  std::string_view style, from_name, from_address, to, subject;
  std::optional<UnixTime> date;
  std::string_view body;
};
constexpr auto kReply = Quote::Kind::reply;
constexpr auto kForward = Quote::Kind::forward;
constexpr BlockCase kBlocks[] = {
    {"fyi\n\n---------- Forwarded message ---------\nFrom: Ada Byron <ada@m.example>\n"
     "Date: Mon, Oct 5, 2020 at 3:18 PM\nSubject: Plan\nTo: Bob <bob@b.example>\n\n\nthe plan\n",
     kForward, "gmail", "Ada Byron", "ada@m.example", "bob@b.example", "Plan", kMonday, "the plan"},
    {"fyi\n\nBegin forwarded message:\n\n> From: Ada Byron <ada@m.example>\n> Subject: Plan\n"
     "> Date: 5 October 2020 at 15:18:00 GMT\n> To: Bob <bob@b.example>\n> \n> the plan\n",
     kForward, "apple", "Ada Byron", "ada@m.example", "bob@b.example", "Plan", kMonday, "the plan"},
    {"fyi\n\n-------- Forwarded Message --------\nSubject: \tPlan\nDate: \tMon, 5 Oct 2020 "
     "17:18:00 "
     "+0200\nFrom: \tAda Byron <ada@m.example>\nTo: \tBob <bob@b.example>\n\nthe plan\n",
     kForward, "thunderbird", "Ada Byron", "ada@m.example", "bob@b.example", "Plan", kMonday,
     "the plan"},
    {"ok\n\n________________________________\nFrom: Ada Byron <ada@m.example>\nSent: Monday, "
     "October "
     "5, 2020 3:18 PM\nTo: Bob B <bob@b.example>; Cy <cy@c.example>\nSubject: Plan\n\nthe plan\n",
     kReply, "outlook", "Ada Byron", "ada@m.example", "bob@b.example", "Plan", kMonday, "the plan"},
    {"ok\n\nVon: Byron, Ada [mailto:ada@m.example]\nGesendet: Montag, 5. Oktober 2020 15:18\n"
     "An: Bob <bob@b.example>\nBetreff: AW: Plan\n\nder Plan\n",
     kReply, "outlook", "Byron, Ada", "ada@m.example", "bob@b.example", "AW: Plan", kMonday,
     "der Plan"},
    {"ok\n\nDe : Ada Byron <ada@m.example>\nEnvoyé : lundi 5 octobre 2020 15:18\nÀ : Bob "
     "<bob@b.example>\nObjet : Plan\n\nle plan\n",
     kReply, "outlook", "Ada Byron", "ada@m.example", "bob@b.example", "Plan", kMonday, "le plan"},
    {"ok\n\n-----Original Message-----\nFrom: Ada Byron [mailto:ada@m.example] \nSent: Monday, "
     "October 05, 2020 3:18 PM\nTo: Bob\nSubject: Plan\n\nthe plan\n",
     kReply, "original_message", "Ada Byron", "ada@m.example", "", "Plan", kMonday, "the plan"},
    {"好\n\n发件人: Ada Byron <ada@m.example>\n发送时间: 2020年10月5日 15:18\n收件人: Bob "
     "<bob@b.example>\n主题: 计划\n\n计划书\n",
     kReply, "outlook", "Ada Byron", "ada@m.example", "bob@b.example", "计划", kMonday, "计划书"},
    {"да\n\nОт: Ada Byron <ada@m.example>\nОтправлено: понедельник, 5 октября 2020 г. 15:18\nКому: "
     "Bob <bob@b.example>\nТема: План\n\nплан\n",
     kReply, "outlook", "Ada Byron", "ada@m.example", "bob@b.example", "План", kMonday, "план"},
    {"ok\n\n*From:* Ada Byron <ada@m.example>\n*Sent:* Monday, October 5, 2020 3:18 PM\n*To:* Bob "
     "<bob@b.example>\n*Subject:* Plan\n\nthe plan\n",
     kReply, "outlook", "Ada Byron", "ada@m.example", "bob@b.example", "Plan", kMonday, "the plan"},
    {"see below\n---------------------- Forwarded by Bob Lund/HQ/Meridian on 10/06/2020 04:28 \n"
     "AM ---------------------------\n\n\nAda Byron@MERIDIAN\n10/05/2020 03:18 PM\nSent by: Eve\n"
     "To: Bob Lund/HQ/Meridian@MERIDIAN\ncc: bob@b.example \nSubject: Plan\n\nthe plan\n",
     kForward, "notes", "Ada Byron", "", "bob@b.example", "Plan", kMonday, "the plan"},
    {"ok\n\n\n\n\"Byron, Ada\" <ada@m.example> on 10/05/2020 03:18:00 PM\nTo: bob@b.example\n"
     "cc:  \nSubject: Plan\n\nthe plan\n",
     kReply, "notes", "Byron, Ada", "ada@m.example", "bob@b.example", "Plan", kMonday, "the plan"},
    {"ok\n----- Forwarded by Bob Lund/HQ/Meridian on 10/06/2020 10:07 AM -----\n\n"
     "\tada@m.example\n\t10/05/2020 03:18 PM\n\t\t \n\t\t To: \"B\" <bob@b.example>\n\t\t cc: \n"
     "\t\t Subject: Plan\n\nthe plan\n",
     kForward, "notes", "", "ada@m.example", "bob@b.example", "Plan", kMonday, "the plan"},
};

TEST(QuotesTest, HeaderBlocksOfManyClientsAreRead) {
  for (const auto& c : kBlocks) {
    const QuoteScan scan = find_quotes(c.text, {}, {});
    ASSERT_EQ(scan.quotes.size(), 1U) << c.text;
    const Quote& quote = scan.quotes[0].quote;
    EXPECT_EQ(quote.kind, c.kind) << c.text;
    EXPECT_EQ(quote.style, c.style) << c.text;
    EXPECT_EQ(quote.from_name, c.from_name) << c.text;
    EXPECT_EQ(quote.from_address, c.from_address) << c.text;
    EXPECT_EQ(quote.to_addresses.empty() ? "" : quote.to_addresses[0], c.to) << c.text;
    EXPECT_EQ(quote.subject, c.subject) << c.text;
    EXPECT_EQ(quote.date, c.date) << c.text;
    EXPECT_EQ(quote.text, c.body) << c.text;
  }
}

TEST(QuotesTest, ANotesForwardOfUnknownFormQuotesWhatFollows) {
  const QuoteScan scan = find_quotes(
      "fyi\n---- Forwarded by Bob Lund/HQ on 10/06/2020 04:28 AM ----\n\nthe plan\n", {}, {});
  ASSERT_EQ(scan.quotes.size(), 1U);
  EXPECT_EQ(scan.quotes[0].quote.kind, kForward);
  EXPECT_EQ(scan.quotes[0].quote.text, "the plan");
}

TEST(QuotesTest, AnAgendaIsNoNotesBlock) {
  constexpr std::string_view kTexts[] = {
      "We leave on 10/05/2020 03:18 PM and must be there before the others are.\nTo: the harbour\n"
      "Subject: boats\n",
      "Ada Byron\n\nTo: the harbour\nSubject: boats\n",
      "Ada Byron\n10/05/2020 03:18 PM\nTo: the harbour\nand back\n",
      "---- Forwarded by hand, without a rule below\nthe plan\n"};
  for (const std::string_view text : kTexts) {
    EXPECT_TRUE(find_quotes(text, {}, {}).quotes.empty()) << text;
  }
}

TEST(QuotesTest, TextRightBelowABlockIsNoPartOfIt) {
  const QuoteScan scan = find_quotes(
      "ok\n\nFrom: P <p@m.example>\nSent: Monday, October 5, 2020 3:18 PM\nTo: Q <q@m.example>,\n "
      "R "
      "<r@m.example>\nSubject: Plan\nthe plan\n",
      {}, {});
  ASSERT_EQ(scan.quotes.size(), 1U);
  EXPECT_EQ(scan.quotes[0].quote.subject, "Plan");
  EXPECT_EQ(scan.quotes[0].quote.text, "the plan");
  EXPECT_THAT(scan.quotes[0].quote.to_addresses, ElementsAre("q@m.example", "r@m.example"));
}

TEST(QuotesTest, TheFormOfAnAttributionTellsTheClient) {
  constexpr std::pair<std::string_view, std::string_view> kStyles[] = {
      {"On Mon, Oct 5, 2020 at 3:18 PM Ada <ada@m.example> wrote:", "gmail"},
      {"On Mon, 5 Oct 2020 at 15:18, Ada <ada@m.example> wrote:", "gmail"},
      {"On 5 Oct 2020, at 15:18, Ada <ada@m.example> wrote:", "apple"},
      {"On Mon, Oct 05, 2020 at 03:18:00PM +0000, Ada wrote:", "mutt"},
      {"On Mon, 2020-10-05 at 15:18 +0000, Ada wrote:", "evolution"},
      {"On 10/5/20 3:18 PM, Ada wrote:", "attribution"},
  };
  for (const auto& [line, style] : kStyles) {
    const QuoteScan scan = find_quotes(std::string(line) + "\n> old\n", {}, {});
    ASSERT_EQ(scan.quotes.size(), 1U) << line;
    EXPECT_EQ(scan.quotes[0].quote.style, style) << line;
  }
}

TEST(QuotesTest, EveryNestedClaimIsAQuoteOfItsOwn) {
  const std::string text =
      "answer\n\nOn Tue, 6 Oct 2020 at 10:00, Bob <bob@b.example> wrote:\n"
      "> On Mon, 5 Oct 2020 at 15:18, Ada <ada@m.example> wrote:\n"
      "> > first\n> second\n> > more first\n> second again\nanswer again\n";
  const QuoteScan scan = find_quotes(text, {}, {});
  ASSERT_EQ(scan.quotes.size(), 2U);
  EXPECT_EQ(scan.quotes[0].quote.from_address, "bob@b.example");
  EXPECT_EQ(scan.quotes[0].quote.text, "second\nsecond again");
  EXPECT_EQ(scan.quotes[1].quote.from_address, "ada@m.example");
  EXPECT_EQ(scan.quotes[1].quote.text, "first\nmore first");
  EXPECT_TRUE(scan.quotes[0].where.contains(scan.quotes[1].where));
}

TEST(QuotesTest, OutlookChainsNestDownwards) {
  const std::string block =
      "From: P <p@m.example>\nSent: Monday, October 5, 2020 3:18 PM\nTo: Q\nSubject: FW: x\n\n";
  const QuoteScan scan = find_quotes("new\n\n" + block + "one\n\n" + block + "two\n", {},
                                     {.subject_claims_forward = true});
  ASSERT_EQ(scan.quotes.size(), 2U);
  EXPECT_EQ(scan.quotes[0].quote.kind, kForward);
  EXPECT_EQ(scan.quotes[0].quote.text, "one");
  EXPECT_EQ(scan.quotes[1].quote.text, "two");
}

TEST(QuotesTest, OrdinaryTextIsNoClaim) {
  constexpr std::string_view kTexts[] = {
      "He wrote:\nhello\n",
      "Please note:\n\nTo: do list\n",
      "From: Berlin\nTo: Paris\n\nTrains leave at noon.\n",
      "On Monday we met:\n\n- a\n- b\n",
      "Date: tomorrow\nSubject: lunch\nFrom: 12:00\n",
      "------------------------------\nbody\n",
  };
  for (const auto text : kTexts) {
    const QuoteScan scan = find_quotes(text, {}, {});
    EXPECT_TRUE(scan.quotes.empty()) << text;
    EXPECT_TRUE(scan.quoted.empty()) << text;
  }
}

TEST(QuotesTest, MarksWithoutAClaimCountOnlyInAnswers) {
  const std::string text = "new\n> old\nnew\n";
  EXPECT_TRUE(find_quotes(text, {}, {}).quoted.empty());
  const QuoteScan scan = find_quotes(text, {}, {.claims_earlier_message = true});
  ASSERT_EQ(scan.quotes.size(), 1U);
  EXPECT_EQ(scan.quotes[0].quote.style, "marks");
  EXPECT_EQ(scan.quotes[0].quote.text, "old");
  ASSERT_EQ(scan.quoted.size(), 1U);
  EXPECT_EQ(text.substr(scan.quoted[0].offset, scan.quoted[0].length), "> old");
}

TEST(QuotesTest, GmailsHtmlIsReadToTheEndOfItsBlock) {
  const HtmlDocument document = read_html(
      "<div>new</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Oct 5, 2020 at "
      "3:18 PM "
      "Ada &lt;<a href=\"mailto:ada@m.example\">ada@m.example</a>&gt; wrote:<br></div>"
      "<blockquote class=\"gmail_quote\"><div>old</div></blockquote></div><p>after</p>");
  const QuoteScan scan = find_quotes(document.text, document.quotes, {});
  ASSERT_EQ(scan.quotes.size(), 1U);
  EXPECT_EQ(scan.quotes[0].quote.from_address, "ada@m.example");
  EXPECT_EQ(scan.quotes[0].quote.text, "old");
  EXPECT_LE(scan.quoted.back().end(), document.text.find("after"));
}

TEST(QuotesTest, AppleMailsHtmlHasTheAttributionInsideTheQuote) {
  const HtmlDocument document = read_html(
      "new<br><blockquote type=cite><div>On 5 Oct 2020, at 15:18, Ada &lt;ada@m.example&gt; "
      "wrote:</div><br><div>old</div></blockquote>after");
  const QuoteScan scan = find_quotes(document.text, document.quotes, {});
  ASSERT_EQ(scan.quotes.size(), 1U);
  EXPECT_EQ(scan.quotes[0].quote.text, "old");
  EXPECT_LE(scan.quoted.back().end(), document.text.find("after"));
}

TEST(QuotesTest, HostileTextTakesLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t lines) {
        std::string inputs[6];
        for (std::size_t i = 0; i < lines; ++i) {
          inputs[0] += "On Mon, Oct 5, 2020 at 3:18 PM a <a@b.example> wrote:\n";
          inputs[1] += "From: a\nSent: Monday, October 5, 2020 3:18 PM\nTo: b\nSubject: c\n\n";
          inputs[2] += "> > > > > > > > x\n";
          inputs[3] += "a:\n";
          inputs[4] += "-----Original Message-----\n";
          inputs[5] += ">";
        }
        for (const auto& text : inputs) {
          const QuoteScan scan = find_quotes(text, {}, {.claims_earlier_message = true});
          std::size_t total = 0;
          for (const auto& found : scan.quotes) {
            EXPECT_LE(found.where.end(), text.size());
            total += found.quote.text.size();
          }
          EXPECT_LE(total, text.size());
        }
      },
      2'000));
}

}  // namespace
}  // namespace letterlock::content
