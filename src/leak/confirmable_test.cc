#include "leak/confirmable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leak/repair/test_signed.h"

namespace letterlock::leak {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kMessage =
    "From: Ada Weber <ada@a.example>\r\n"
    "To: source@b.example\r\n"
    "Subject: Plan\r\n"
    "X-Note: n\r\n"
    "\r\n"
    "Text.\r\n";

mime::Message signed_message() {
  return *mime::Message::parse(
      mime::RawMessage::copy_of(with_signature(kMessage, "relaxed/relaxed", "from:to:to:subject")));
}

TEST(ConfirmableTest, NamesTheMaskedFieldsThatASignatureCovers) {
  TestKeyLookup keys;
  const auto message = signed_message();
  const auto found = confirmable_by_guessing(message, {"TO", "X-Note", "body"}, keys);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].what, ElementsAre("to", "body"));
  EXPECT_EQ(found[0].signature_field, 0u);
  EXPECT_EQ(found[0].d, "a.example");
  EXPECT_TRUE(found[0].key_known);
  EXPECT_THAT(confirmable_by_guessing(message, {"X-Note"}, keys), IsEmpty());
}

TEST(ConfirmableTest, AMaskedRecipientIsSeen) {
  std::string octets = with_signature(kMessage, "relaxed/relaxed", "from:to:to:subject");
  octets.replace(octets.find("source@b.example"), 16, "[redacted]");
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  EXPECT_THAT(fields_that_look_masked(*message, checked(*message)), ElementsAre("to"));
  // And it is no empty warning: the guess is confirmed.
  const RepairOutcome outcome = search_repair(*message, checked(*message),
                                              {.addresses = {"x@b.example", "source@b.example"}});
  EXPECT_EQ(outcome.header, HeaderRepair::restored);
}

TEST(ConfirmableTest, AnIntactHeaderLooksMaskedNowhere) {
  const auto message = signed_message();
  EXPECT_THAT(fields_that_look_masked(message, checked(message)), IsEmpty());
}

}  // namespace
}  // namespace letterlock::leak
