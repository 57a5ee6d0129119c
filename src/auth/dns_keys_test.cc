#include "auth/dns_keys.h"

#include <gtest/gtest.h>

#include "dns/zone_resolver.h"

namespace letterlock::auth {
namespace {

constexpr std::string_view kZone = R"(
$ORIGIN _domainkey.bureau.example.
live     TXT "v=DKIM1; k=ed25519; " "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
revoked  TXT "v=DKIM1; p="
two      TXT "v=spf1 -all"
two      TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
slow     TIMEOUT
forged   BOGUS
live._domainkey.xn--bro-hoa.example. TXT "v=DKIM1; p="
)";

TEST(DnsKeysTest, AnswersWhatTheZoneSays) {
  auto zone = dns::ZoneResolver::parse(kZone);
  ASSERT_TRUE(zone) << zone.error().message;
  zone->set_secure(true);
  DnsKeys keys(*zone);
  const KeyAnswer live = keys.find("Bureau.Example", "LIVE");
  EXPECT_EQ(live.status, KeyAnswer::Status::found);
  ASSERT_EQ(live.candidates.size(), 1u);
  EXPECT_EQ(live.candidates[0].record.problem, KeyProblem::none);
  EXPECT_TRUE(live.dnssec);
  EXPECT_EQ(keys.find("bureau.example", "revoked").candidates.at(0).record.problem,
            KeyProblem::key_revoked);
  EXPECT_EQ(keys.find("bureau.example", "two").candidates.size(), 2u);
  EXPECT_EQ(keys.find("bureau.example", "gone").status, KeyAnswer::Status::no_key);
  EXPECT_EQ(keys.find("bureau.example", "slow").status, KeyAnswer::Status::unavailable);
  EXPECT_EQ(keys.find("bureau.example", "forged").status, KeyAnswer::Status::unavailable);
}

TEST(DnsKeysTest, AsksForLabelsInOtherScriptsAsTheDnsHasThem) {
  auto zone = dns::ZoneResolver::parse(kZone);
  ASSERT_TRUE(zone) << zone.error().message;
  DnsKeys keys(*zone);
  EXPECT_EQ(keys.find("b\xC3\xBCro.example", "live").status, KeyAnswer::Status::found);
}

TEST(DnsKeysTest, ReadsTheSameRecordOnce) {
  auto zone = dns::ZoneResolver::parse(kZone);
  ASSERT_TRUE(zone) << zone.error().message;
  DnsKeys keys(*zone);
  const auto first = keys.find("bureau.example", "live").candidates.at(0).record;
  const auto second = keys.find("bureau.example", "live").candidates.at(0).record;
  ASSERT_NE(first.key, nullptr);
  EXPECT_EQ(first.key, second.key);
  EXPECT_EQ(second.text, first.text);
  EXPECT_EQ(keys.find("bureau.example", "revoked").candidates.at(0).record.key, nullptr);
}

TEST(DnsKeysTest, WhereDnsIsOffNobodyIsAsked) {
  dns::OffResolver off;
  EXPECT_EQ(DnsKeys(off).find("bureau.example", "live").status, KeyAnswer::Status::not_asked);
}

}  // namespace
}  // namespace letterlock::auth
