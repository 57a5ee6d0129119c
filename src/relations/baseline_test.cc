#include "relations/baseline.h"

#include <gtest/gtest.h>

#include "content/content.h"

namespace letterlock::relations {
namespace {

using store::AddressRole;

constexpr UnixTime kStart = 1'700'000'000;

store::MessageRecord mail(std::string from, std::vector<std::string> to, UnixTime at) {
  static store::MessageId next = 1;
  store::MessageRecord message;
  message.id = next++;
  message.date = at;
  message.new_text_length = 200;
  message.addresses.push_back({AddressRole::from, std::move(from), "", {}});
  for (auto& address : to)
    message.addresses.push_back({AddressRole::to, std::move(address), "", {}});
  return message;
}

void add_link(store::MessageRecord& message, std::string domain, std::string carried = "",
              bool in_quoted_text = false) {
  store::LinkFact link;
  link.kind = static_cast<std::uint8_t>(content::LinkKind::href);
  link.host = link.domain = std::move(domain);
  if (!carried.empty()) link.carried_domains.push_back(std::move(carried));
  link.in_quoted_text = in_quoted_text;
  message.links.push_back(std::move(link));
}

TEST(BaselineTest, CountsPairsInBothDirectionsApart) {
  Baseline baseline;
  baseline.observe(mail("a@x.example", {"b@y.example"}, kStart));
  baseline.observe(mail("a@x.example", {"b@y.example"}, kStart + 5 * kDay));
  baseline.observe(mail("b@y.example", {"a@x.example"}, kStart + 6 * kDay));
  ASSERT_TRUE(baseline.pair("a@x.example", "b@y.example"));
  EXPECT_EQ(baseline.pair("a@x.example", "b@y.example")->messages, 2u);
  EXPECT_EQ(baseline.pair("b@y.example", "a@x.example")->messages, 1u);
  EXPECT_FALSE(baseline.pair("a@x.example", "c@y.example"));
}

TEST(BaselineTest, AnAudienceMakesABoundedNumberOfPairs) {
  std::vector<std::string> everybody;
  for (int i = 0; i < 3000; ++i) everybody.push_back("p" + std::to_string(i) + "@x.example");
  Baseline baseline;
  baseline.observe(mail("news@x.example", everybody, kStart));
  EXPECT_EQ(baseline.pairs(), kPairsPerMessage);
}

TEST(BaselineTest, ADomainsStandingFollowsWhoLinkedIt) {
  Baseline baseline;
  EXPECT_EQ(baseline.standing("a@x.example", "new.example", kStart), Standing::unseen);
  EXPECT_EQ(baseline.standing("a@mail.x.example", "x.example", kStart), Standing::own_mail);

  auto first = mail("a@x.example", {"b@y.example"}, kStart);
  add_link(first, "new.example");
  baseline.observe(first);
  EXPECT_EQ(baseline.standing("a@x.example", "new.example", kStart + kDay), Standing::fresh);
  EXPECT_EQ(baseline.standing("a@x.example", "new.example", kStart + 20 * kDay), Standing::own);
  EXPECT_EQ(baseline.standing("b@y.example", "new.example", kStart + kDay), Standing::rare);
  EXPECT_EQ(baseline.standing("a@x.example", "y.example", kStart), Standing::correspondent);

  for (const char* who : {"c@z.example", "d@z.example", "e@z.example", "f@z.example"}) {
    auto more = mail(who, {"b@y.example"}, kStart + 2 * kDay);
    add_link(more, "new.example");
    baseline.observe(more);
  }
  EXPECT_EQ(baseline.standing("g@z.example", "new.example", kStart + 3 * kDay), Standing::rare);
  EXPECT_EQ(baseline.standing("g@z.example", "new.example", kStart + 9 * kDay),
            Standing::commonplace);
}

TEST(BaselineTest, ALuresDomainMakesItselfNoName) {
  Baseline baseline;
  const auto guarded = [&](const char* who, UnixTime at) {
    auto lure = mail(who, {"b@y.example"}, at);
    add_link(lure, "lure.example");
    baseline.observe(lure, baseline.look(lure), Learn::guarded);
  };
  guarded("c@z.example", kStart);
  guarded("d@z.example", kStart + 40 * kDay);
  EXPECT_EQ(baseline.standing("a@x.example", "lure.example", kStart + 41 * kDay), Standing::unseen);
  // Taken up by several over weeks it is a place like others.
  guarded("e@z.example", kStart + 42 * kDay);
  EXPECT_NE(baseline.standing("a@x.example", "lure.example", kStart + 43 * kDay), Standing::unseen);
}

TEST(BaselineTest, AStrangeMessageTeachesTheCaseLittle) {
  Baseline wary, trusting;
  for (int i = 0; i < 20; ++i) {
    auto message = mail("a@x.example", {"b@y.example"}, kStart + i * kDay);
    message.writing.asks.push_back({static_cast<std::uint8_t>(content::AskKind::payment), 1, {}});
    wary.observe(message, wary.look(message), Learn::all, 0.1);
    trusting.observe(message);
  }
  const auto payment = static_cast<std::size_t>(content::AskKind::payment);
  EXPECT_LT(wary.ask_rates().share(0, payment), trusting.ask_rates().share(0, payment) / 2);
}

TEST(BaselineTest, ALinkThroughAKnownPlaceLeadsWhereItLeads) {
  Baseline baseline;
  for (const char* who :
       {"c@z.example", "d@z.example", "e@z.example", "f@z.example", "g@z.example", "a@x.example"}) {
    auto message = mail(who, {"b@y.example"}, kStart);
    add_link(message, "search.example");
    baseline.observe(message);
  }
  auto hop = mail("a@x.example", {"b@y.example"}, kStart + 30 * kDay);
  add_link(hop, "search.example", "lure.example");
  const Look look = baseline.look(hop);
  ASSERT_EQ(look.links.size(), 1u);
  EXPECT_EQ(look.links[0].standing, Standing::unseen);
  EXPECT_EQ(look.links[0].leads_to, "lure.example");
  auto back = mail("a@x.example", {"b@y.example"}, kStart + 30 * kDay);
  add_link(back, "search.example", "search.example");
  EXPECT_EQ(baseline.look(back).links[0].standing, Standing::commonplace);
}

TEST(BaselineTest, ADomainInQuotedTextIsSeenInTheCaseButNotTheSendersOwn) {
  Baseline baseline;
  auto message = mail("a@x.example", {"b@y.example"}, kStart);
  add_link(message, "quoted.example", "", true);
  baseline.observe(message);
  EXPECT_NE(baseline.link_domain("quoted.example"), nullptr);
  EXPECT_EQ(baseline.linked("a@x.example", "quoted.example"), nullptr);
}

TEST(BaselineTest, RemembersThroughWhichDomainsASenderCarriesOtherUrls) {
  Baseline baseline;
  auto message = mail("a@x.example", {"b@y.example"}, kStart);
  add_link(message, "wrap.example", "inner.example");
  baseline.observe(message);
  EXPECT_TRUE(baseline.carried_by("a@x.example", "wrap.example"));
  EXPECT_FALSE(baseline.carried_by("b@y.example", "wrap.example"));
}

TEST(BaselineTest, WhoKeepsLinkingToNewPlacesIsExpectedTo) {
  Baseline baseline;
  for (int i = 0; i < 60; ++i) {
    auto digest = mail("digest@x.example", {"b@y.example"}, kStart + i * kDay);
    add_link(digest, "site" + std::to_string(i) + ".example");
    baseline.observe(digest);
    for (int k = 0; k < 3; ++k) {
      baseline.observe(mail("quiet@x.example", {"b@y.example"}, kStart + i * kDay + k));
    }
  }
  const auto rate = [&](std::string_view who) {
    return baseline.link_rates().share_for(baseline.correspondent(who)->links, length_bin(0, false),
                                           static_cast<std::size_t>(LinkClass::fresh));
  };
  EXPECT_GT(rate("digest@x.example"), 0.5);
  EXPECT_LT(rate("quiet@x.example"), 0.05);
}

TEST(BaselineTest, NewslettersBroadcastAndListPostersWhoAnswerDoNot) {
  Baseline baseline;
  for (int i = 0; i < 40; ++i) {
    auto issue = mail("weekly@n.example", {"b@y.example"}, kStart + i * kDay);
    issue.list_id = "weekly.n.example";
    baseline.observe(issue);
    auto post = mail("poster@x.example", {"list@l.example"}, kStart + i * kDay);
    post.list_id = "l.example";
    post.claims_reply = post.has_references = i % 2 == 0;
    baseline.observe(post);
  }
  EXPECT_TRUE(baseline.correspondent("weekly@n.example")->broadcasts());
  EXPECT_FALSE(baseline.correspondent("poster@x.example")->broadcasts());
}

TEST(BaselineTest, ANameThatTwoAddressesShareNamesNobody) {
  Baseline baseline;
  auto one = mail("dana@x.example", {}, kStart);
  one.addresses[0].display_name = "Dana Cole";
  baseline.observe(one);
  EXPECT_EQ(baseline.address_of_name("dana cole"), "dana@x.example");
  auto other = mail("dc@private.example", {}, kStart);
  other.addresses[0].display_name = "Dana Cole";
  baseline.observe(other);
  EXPECT_EQ(baseline.address_of_name("Dana Cole"), std::nullopt);
}

TEST(BaselineTest, MailWithoutADateOrFromABrokenClockChangesNoRhythm) {
  Baseline baseline;
  auto undated = mail("a@x.example", {"b@y.example"}, kStart);
  undated.date.reset();
  baseline.observe(undated);
  baseline.observe(mail("a@x.example", {"b@y.example"}, 0));
  EXPECT_EQ(baseline.correspondent("a@x.example")->sent.messages, 0u);
  EXPECT_EQ(baseline.messages(), 2u);
}

}  // namespace
}  // namespace letterlock::relations
