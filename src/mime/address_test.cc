#include "mime/address.h"

#include <gtest/gtest.h>

#include <span>

#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

// "name <local|domain> (comment) in group", one a line.
std::string described(const std::vector<MailboxView>& mailboxes) {
  std::string text;
  for (const MailboxView& mailbox : mailboxes) {
    if (!text.empty()) text += '\n';
    text += fmt::format("{}<{}|{}>", mailbox.display_name, mailbox.local_part, mailbox.domain);
    if (!mailbox.comment.empty()) text += fmt::format("({})", mailbox.comment);
    if (!mailbox.group.empty()) text += fmt::format(" in {}", mailbox.group);
  }
  return text;
}

struct AddressCase {
  std::string_view written;
  std::string_view want;
};

void expect_addresses(std::span<const AddressCase> cases) {
  for (const auto& c : cases) {
    const OneField field("To", c.written);
    EXPECT_EQ(described(parse_addresses(field.message(), field.field())), c.want) << c.written;
    Arena arena;
    const ExactBlock text(c.written);
    EXPECT_EQ(described(parse_addresses(text.view(), arena)), c.want) << c.written;
  }
}

constexpr AddressCase kRfc5322[] = {
    {"john@x.example", "<john|x.example>"},
    {"John Doe <john@x.example>", "John Doe<john|x.example>"},
    {"\"Doe, John\" <john@x.example>", "Doe, John<john|x.example>"},
    {"\"Giant; \\\"Big\\\" Box\" <b@x.example>", "Giant; \"Big\" Box<b|x.example>"},
    {"Joe Q. Public <j@x.example>", "Joe Q. Public<j|x.example>"},
    {"\"john doe\"@x.example", "<john doe|x.example>"},
    {"\"a@b\"@c.example", "<a@b|c.example>"},
    {"<\"a>b\"@c.example>", "<a>b|c.example>"},
    {"j@[192.0.2.1]", "<j|[192.0.2.1]>"},
    {"<j@[IPv6:2001:db8::1]>", "<j|[IPv6:2001:db8::1]>"},
    {"a@x.example, b@y.example", "<a|x.example>\n<b|y.example>"},
    {"A Group:Ed <c@a.example>,joe@b.example;",
     "Ed<c|a.example> in A Group\n<joe|b.example> in A Group"},
    {"Undisclosed recipients:;", ""},
    {"undisclosed-recipients:;", ""},
    {"", ""},
    {" , ,", ""},
    {"<>", ""},
};

TEST(AddressTest, Rfc5322) { expect_addresses(kRfc5322); }

constexpr AddressCase kObsolete[] = {
    {"<@a.example,@b.example:c@d.example>", "<c|d.example>"},
    {"jdoe@test  . example", "<jdoe|test.example>"},
    {"john . doe @ x . example", "<john.doe|x.example>"},
    {"a@x.example (Name)", "<a|x.example>(Name)"},
    {"(one) a(two)@x.example(three)", "<a|x.example>(one two three)"},
    {"Pete(A \\) chap) <pete(his)@x.example(host)>", "Pete<pete|x.example>(A ) chap his host)"},
    {"a@x.example ((nested) one)", "<a|x.example>((nested) one)"},
    {"a@x.example,,b@x.example,", "<a|x.example>\n<b|x.example>"},
};

TEST(AddressTest, ObsoleteSyntax) { expect_addresses(kObsolete); }

constexpr AddressCase kEncoded[] = {
    {"=?utf-8?Q?J=C3=BCrgen?= <j@x.example>", "Jürgen<j|x.example>"},
    {"\"=?utf-8?Q?J=C3=BCrgen?=\" <j@x.example>", "Jürgen<j|x.example>"},
    {"=?utf-8?Q?Doe,_John?= <j@x.example>, k@x.example", "Doe, John<j|x.example>\n<k|x.example>"},
    {"=?utf-8?Q?Doe, John?= <j@x.example>", "Doe, John<j|x.example>"},
    {"=?utf-8?Q?a?= =?utf-8?Q?b?= c <j@x.example>", "ab c<j|x.example>"},
    {"j@x.example (=?utf-8?Q?J=C3=BCrgen?=)", "<j|x.example>(Jürgen)"},
    {"=?utf-8?Q?Team?=: a@x.example;", "<a|x.example> in Team"},
    {"<=?utf-8?Q?j=40x.example?=>", "<j|x.example>"},
    {"=?utf-8?Q?=3Cj=40x.example=3E?=", "<j@x.example><|>"},
    {"J\xC3\xBCrgen <j\xC3\xBC@b\xC3\xBC"
     "cher.example>",
     "Jürgen<jü|bücher.example>"},
    {"M\xFCller <m@x.example>", "Müller<m|x.example>"},
};

TEST(AddressTest, EncodedWordsAndOtherScripts) { expect_addresses(kEncoded); }

constexpr AddressCase kRealMail[] = {
    {"Doe, John <j@x.example>", "Doe, John<j|x.example>"},
    {"a@x.example, Doe, John <j@x.example>, b@x.example",
     "<a|x.example>\nDoe, John<j|x.example>\n<b|x.example>"},
    {"Sales, <j@x.example>", "Sales<j|x.example>"},
    {"<Undisclosed-Recipients:;>", ""},
    {"root, postmaster", "<root|>\n<postmaster|>"},
    {"John Doe j@x.example", "John Doe<j|x.example>"},
    {"John Doe", "John Doe<|>"},
    {"<j@x.example", "<j|x.example>"},
    {"John <j@x.example, k@x.example", "John<j|x.example>\n<k|x.example>"},
    {"<<j@x.example>>", "<j|x.example>"},
    {"<a@x.example, b@x.example>", "<a|x.example>\n<b|x.example>"},
    {"a@x.example b@x.example", "<a|x.example>\n<b|x.example>"},
    {"A <a@x.example> B <b@x.example>", "A<a|x.example>\nB<b|x.example>"},
    {"A <a@x.example> b@x.example", "A<a|x.example>\n<b|x.example>"},
    {"a@x.example; b@x.example;", "<a|x.example>\n<b|x.example>"},
    {"Doe, John; Roe, Jane", "Doe, John<|>\nRoe, Jane<|>"},
    {"j@x.example <j@x.example>", "j@x.example<j|x.example>"},
    {"'j@x.example' <j@x.example>", "'j@x.example'<j|x.example>"},
    {"\"j@x.example\" <k@y.example>", "j@x.example<k|y.example>"},
    {"[Ticket 1] Support <s@x.example>", "[Ticket 1] Support<s|x.example>"},
    {"<j@x.example> John", "John<j|x.example>"},
    {"\"John <j@x.example>", "John<j|x.example>"},
    {"John (Smith <j@x.example>", "John (Smith<j|x.example>"},
    {"mailto:j@x.example", "<j|x.example>"},
    {"<mailto:j@x.example>", "<j|x.example>"},
    {"a@b@x.example", "<a@b|x.example>"},
    {"\"X\" <>", "X<|>"},
    {"j@x.example>", "<j|x.example>"},
    {"Sales: Jane <j@x.example>", "Jane<j|x.example> in Sales"},
    {"<j@x.example >", "<j|x.example>"},
};

TEST(AddressTest, ListsAsRealMailHasThem) { expect_addresses(kRealMail); }

struct DefectCase {
  std::string_view written;
  DefectKind kind;
};

constexpr DefectCase kDefects[] = {
    {"Doe, John <j@x.example>", DefectKind::address_malformed},
    {"<j@x.example", DefectKind::address_malformed},
    {"a@x.example; b@x.example", DefectKind::address_malformed},
    {"Sales: j@x.example", DefectKind::address_malformed},
    {"a@b@x.example", DefectKind::address_malformed},
    {"j@", DefectKind::address_without_domain},
    {"root", DefectKind::address_without_domain},
    {"John (Smith <j@x.example>", DefectKind::comment_unclosed},
    {"\"John <j@x.example>", DefectKind::quoted_string_unclosed},
    {"=?utf-8?Q?J <j@x.example>", DefectKind::encoded_word_malformed},
};

TEST(AddressTest, WhatIsMalformedBecomesADefect) {
  for (const auto& c : kDefects) {
    const OneField field("To", c.written);
    parse_addresses(field.message(), field.field());
    EXPECT_TRUE(field.has(c.kind)) << c.written << " " << defect_name(c.kind);
  }
}

TEST(AddressTest, GoodAddressesLeaveNoDefect) {
  for (const auto& c : kRfc5322) {
    if (c.want.find("<>") != std::string_view::npos) continue;
    const OneField field("To", c.written);
    parse_addresses(field.message(), field.field());
    EXPECT_FALSE(field.has(DefectKind::address_malformed)) << c.written;
  }
}

TEST(AddressTest, RangesCoverTheWholeMailbox) {
  const OneField field("To", " A B <a@x.example>,  c@x.example (C)");
  const auto mailboxes = parse_addresses(field.message(), field.field());
  ASSERT_EQ(mailboxes.size(), 2u);
  EXPECT_EQ(field.message().octets(mailboxes[0].where), "A B <a@x.example>");
  EXPECT_EQ(field.message().octets(mailboxes[1].where), "c@x.example");
}

TEST(AddressTest, ListFieldsHoldUris) {
  const OneField field("List-Unsubscribe",
                       " <mailto:l@x.example?subject=u>, <https://x.example/u>");
  EXPECT_EQ(described(parse_addresses(field.message(), field.field())),
            "<mailto:l|x.example?subject=u>\n<https://x.example/u|>");
}

TEST(AddressTest, NoMoreThanLimitsAddresses) {
  std::string many;
  for (std::uint32_t i = 0; i < Limits{}.addresses + 10; ++i) many += "a@x.example,";
  const OneField field("To", many);
  EXPECT_EQ(parse_addresses(field.message(), field.field()).size(), Limits{}.addresses);
  EXPECT_TRUE(field.has(DefectKind::too_many_addresses));
}

struct NormalCase {
  std::string_view written;
  std::string_view want;
};

constexpr NormalCase kNormal[] = {
    {"John.Doe@X.Example", "john.doe@x.example"},
    {"j@x.example.", "j@x.example"},
    {"j@b\xC3\xBC"
     "cher.example..",
     "j@xn--bcher-kva.example"},
    {"j@b\xC3\xBC"
     "cher.example",
     "j@xn--bcher-kva.example"},
    {"j@B\xC3\x9C"
     "CHER.example",
     "j@xn--bcher-kva.example"},
    {"j@xn--bcher-kva.example", "j@xn--bcher-kva.example"},
    {"j@fa\xC3\x9F.example", "j@xn--fa-hia.example"},  // not transitional: not fass.example
    {"j@x\xE3\x80\x82"
     "example",
     "j@x.example"},  // an ideographic full stop
    {"J@[IPv6:2001:DB8::1]", "j@[ipv6:2001:db8::1]"},
    {"root", "root"},
    {"j@xn--\xC3\xBC.example", "j@xn--\xC3\xBC.example"},  // no valid name: as written
};

TEST(AddressTest, NormalizedFormsCompare) {
  for (const auto& c : kNormal) {
    Arena arena;
    const auto mailboxes = parse_addresses(c.written, arena);
    ASSERT_EQ(mailboxes.size(), 1u) << c.written;
    EXPECT_EQ(normalized(mailboxes[0]), c.want) << c.written;
  }
  EXPECT_EQ(normalized(MailboxView{}), "");
}

}  // namespace
}  // namespace letterlock::mime
