#include "cli/known_accounts.h"

#include <gmock/gmock.h>

namespace letterlock::cli {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kKnown = {"ada@meridian.example", "ben@partner.example",
                                         "NT AUTHORITY\\SYSTEM", "leak"};

std::string trouble(const std::string& account) {
  const std::vector<std::string> asked = {"ben@partner.example", account};
  const auto checked = check_accounts(asked, kKnown);
  EXPECT_TRUE(checked || checked.error().code == ErrorCode::not_found);
  return checked ? "" : checked.error().message;
}

TEST(KnownAccountsTest, WhatALogOrAMailboxHasIsTakenInAnyCase) {
  EXPECT_EQ(trouble("Ada@Meridian.example"), "");
  EXPECT_EQ(trouble("leak"), "");
}

TEST(KnownAccountsTest, AMistypedAccountIsAnErrorThatNamesNearOnes) {
  EXPECT_EQ(trouble("ada@meridan.example"),
            "--account ada@meridan.example: no log and no mailbox of the case has it; near it: "
            "ada@meridian.example");
  EXPECT_THAT(trouble("ben"), HasSubstr("near it: ben@partner.example"));
  EXPECT_THAT(trouble("nobody@x.example"), HasSubstr("they have, among others: ada@"));
  EXPECT_THAT(trouble(""), HasSubstr("no mailbox of the case has it"));
}

}  // namespace
}  // namespace letterlock::cli
