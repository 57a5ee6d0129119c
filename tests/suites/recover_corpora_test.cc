// Key recovery on archived mail: a folder of phishing mail whose recipients were replaced, no key
// of which was kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "auth/dkim.h"
#include "leak/recover.h"
#include "mime/message.h"
#include "suites/archived_mail.h"

namespace letterlock::suites {
namespace {

using leak::GroupOutcome;

constexpr std::string_view kDomain = "nshrtt.onmicrosoft.com";

std::vector<std::string> signed_mail() {
  std::vector<std::string> found;
  const std::string trouble =
      each_in_tar(std::string(LETTERLOCK_CORPORA_DIR) + "/phishing-pot/phishing_pot-dev.tar.zst",
                  [&](const std::string&, std::string_view octets) {
                    if (octets.find(kDomain) == std::string_view::npos) return true;
                    const auto message = mime::Message::parse_view(octets);
                    for (std::uint32_t i = 0; message && i < message->header().size(); ++i) {
                      if (message->header()[i].id != mime::FieldName::dkim_signature) continue;
                      if (auth::parse_dkim_signature(*message, i).d != kDomain) continue;
                      found.emplace_back(octets);
                      break;
                    }
                    return true;
                  });
  EXPECT_EQ(trouble, "");
  return found;
}

TEST(RecoverCorporaTest, TwoPhishingMessagesYieldTheKeyThatVerifiesElevenOfThirteen) {
  const std::vector<std::string> mail = signed_mail();
  ASSERT_EQ(mail.size(), 13U);
  leak::SampleCollector collector;
  for (std::size_t i = 0; i < mail.size(); ++i) {
    collector.add(mime::Message::parse_view(mail[i]).value(), std::to_string(i));
  }
  leak::RecoverOptions options;
  options.threads = 1;
  SilentProgress progress;
  auto groups = collector.take();
  std::erase_if(groups, [](const auto& group) { return group.name.domain != kDomain; });
  const auto found = leak::recover_keys(std::move(groups), options, progress);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->keys.size(), 1U);
  EXPECT_EQ(found->keys[0].key->bits(), 2048U);
  EXPECT_EQ(found->keys[0].found_in.size(), 2U);
  EXPECT_EQ(found->keys[0].confirming, 9U);
  EXPECT_EQ(found->keys[0].standing, leak::KeyStanding::only_from_this_material);

  leak::RecoveredKeys keys(*found);
  std::size_t verified = 0;
  for (const std::string& octets : mail) {
    const auto message = mime::Message::parse_view(octets).value();
    for (const auto& check : auth::verify_dkim(message, keys, {})) {
      verified += check.signature.d == kDomain && check.proof == auth::Proof::header_and_body;
    }
  }
  EXPECT_EQ(verified, 11U);
}

}  // namespace
}  // namespace letterlock::suites
