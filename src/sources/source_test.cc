#include "sources/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sources/folder_names.h"
#include "sources/test_sink.h"

namespace letterlock::sources {
namespace {

using testing::ElementsAre;

constexpr std::string_view kMail = "From: ada@meridian.example\nTo: bo@quayside.example\n\nhi\n";
constexpr std::string_view kSeparator = "From ada@meridian.example Sat Aug 10 13:05:07 2024\n";

std::string letter(std::string_view subject) {
  return fmt::format("Message-ID: <{0}@meridian.example>\nSubject: {0}\n\nhi\n", subject);
}

TEST(SourceTest, SingleMessageFile) {
  TemporaryDirectory at;
  const auto sink = read_all(at.write("letter.eml", kMail));
  ASSERT_EQ(sink.messages.size(), 1u);
  EXPECT_EQ(sink.messages[0].octets, kMail);
  EXPECT_EQ(sink.messages[0].from.container, "letter.eml");
  EXPECT_EQ(sink.messages[0].from.offset, 0u);
  EXPECT_EQ(sink.messages[0].from.length, kMail.size());
  EXPECT_EQ(sink.messages[0].after, (Position{1, 0}));
  EXPECT_EQ(sink.advanced, kMail.size());
}

TEST(SourceTest, DetectsByContentNotByName) {
  TemporaryDirectory at;
  struct Case {
    std::string_view name, octets;
    SourceFormat want;
  };
  std::string many = "To: a@b.example";
  for (int i = 0; i < 5'000; ++i) many += fmt::format(",\n a{}@b.example", i);
  many += "\nSubject: x\n\n";
  const Case kCases[] = {
      {"a.pdf", kMail, SourceFormat::eml},
      {"b.eml", "From ada Sat Aug 10 13:05:07 2024\nSubject: x\n\n", SourceFormat::mbox},
      {"c.txt", "42        \nFrom: a@b.example\nTo: c@d.example\n\n", SourceFormat::emlx},
      {"many.eml", many, SourceFormat::eml},
      {"arc.eml", "ARC-Seal: i=1; a=rsa-sha256\n\n", SourceFormat::eml},
      {"few.txt", "To: do\n", SourceFormat::unknown},
      {"d.eml", "Dear all,\nthis: is prose\n", SourceFormat::unknown},
      {"e.eml", "BEGIN:VCARD\nVERSION:3.0\n", SourceFormat::unknown},
      {"f.eml", "!BDN 123", SourceFormat::pst},
      {"g.mbox", "PK\x03\x04 12345678901234567890123456789012", SourceFormat::archive},
  };
  for (const auto& c : kCases) {
    const auto got = detect(at.write(c.name, c.octets));
    ASSERT_TRUE(got);
    EXPECT_EQ(*got, c.want) << c.name;
  }
  EXPECT_EQ(detect(at.path("absent")).error().code, ErrorCode::not_found);
}

TEST(SourceTest, MaildirPlusPlusFoldersFlagsAndKeywords) {
  TemporaryDirectory at;
  at.write("alice/Maildir/cur/1723295107.M1.host,S=9:2,RSb", letter("one"));
  at.write("alice/Maildir/new/1723295200.M2.host", letter("two"));
  at.write("alice/Maildir/tmp/1723295300.M3.host", letter("not delivered"));
  at.write("alice/Maildir/dovecot-keywords", "0 $Forwarded\n1 urgent\n");
  at.write("alice/Maildir/dovecot-uidlist", "3 V1 N3\n");
  at.write("alice/Maildir/.Sent/cur/1723295400.M4.host:2,DFPS", letter("three"));
  at.write("alice/Maildir/.Clients.M&APw-ller/cur/1:2,", "no header at all");
  const auto sink = read_all(at.path());
  ASSERT_EQ(sink.messages.size(), 4u);
  EXPECT_TRUE(sink.defects.empty());
  const auto& other = sink.messages[0].from;
  EXPECT_EQ(other.folder, "Clients/M\xC3\xBCller");
  EXPECT_EQ(other.container, "alice/Maildir/.Clients.M&APw-ller/cur/1:2,");
  EXPECT_FALSE(other.internal_date);
  EXPECT_EQ(sink.messages[1].from.folder, "Sent");
  EXPECT_EQ(sink.messages[1].from.flags, "DFPS");
  EXPECT_EQ(sink.messages[2].from.folder, "INBOX");
  EXPECT_EQ(sink.messages[2].from.flags, "RS");
  EXPECT_THAT(sink.messages[2].from.labels, ElementsAre("urgent"));
  EXPECT_EQ(sink.messages[2].from.internal_date, 1723295107);
  EXPECT_EQ(field(sink.messages[3].octets, "Subject"), "two");
  for (const auto& kept : sink.messages) EXPECT_EQ(kept.from.mailbox_hint, "alice");
}

TEST(SourceTest, MaildirsBesideEachOtherAreFoldersWhereOneIsCalledInbox) {
  TemporaryDirectory at;
  at.write("bo@quayside.example/INBOX/cur/1:2,S", letter("one"));
  at.write("bo@quayside.example/Projects/cur/2:2,S", letter("two"));
  const auto sink = read_all(at.path());
  ASSERT_EQ(sink.messages.size(), 2u);
  EXPECT_EQ(sink.messages[0].from.folder, "INBOX");
  EXPECT_EQ(sink.messages[1].from.folder, "Projects");
  EXPECT_EQ(sink.messages[1].from.mailbox_hint, "bo@quayside.example");
}

TEST(SourceTest, MhFolderInNumericOrderWithSequences) {
  TemporaryDirectory at;
  at.write("inbox/10", letter("ten"));
  at.write("inbox/9", letter("nine"));
  at.write("inbox/2", letter("two"));
  at.write("inbox/.mh_sequences", "cur: 9\nunseen: 10\nreplied: 2-9\nflagged: 9 10\n");
  const auto sink = read_all(at.path());
  ASSERT_EQ(sink.messages.size(), 3u);
  EXPECT_EQ(field(sink.messages[0].octets, "Subject"), "two");
  EXPECT_EQ(sink.messages[0].from.flags, "RS");
  EXPECT_EQ(sink.messages[1].from.flags, "FRS");
  EXPECT_EQ(sink.messages[2].from.flags, "F");
  EXPECT_EQ(sink.messages[2].from.folder, "inbox");
}

TEST(SourceTest, EmlxFlagsDateAndTruncation) {
  const std::string plist =
      "<plist><dict><key>date-received</key>\n<integer>1723295107</integer>"
      "<key>flags</key><integer>5</integer></dict></plist>";
  TemporaryDirectory at;
  at.write("Inbox.mbox/Messages/7.emlx", fmt::format("{}      \n{}{}", kMail.size(), kMail, plist));
  at.write("Inbox.mbox/Messages/8.emlx", fmt::format("{}\n{}", kMail.size() + 100, kMail));
  const auto sink = read_all(at.path());
  ASSERT_EQ(sink.messages.size(), 2u);
  EXPECT_EQ(sink.messages[0].octets, kMail);
  EXPECT_EQ(sink.messages[0].from.flags, "RS");
  EXPECT_EQ(sink.messages[0].from.internal_date, 1723295107);
  EXPECT_EQ(sink.messages[0].from.folder, "Inbox");
  EXPECT_EQ(sink.messages[0].from.offset, 9u);
  EXPECT_EQ(sink.messages[1].octets, kMail);
  EXPECT_THAT(sink.defect_names(), ElementsAre("truncated"));
}

TEST(SourceTest, GmailLabelsAndStates) {
  TemporaryDirectory at;
  const auto sink = read_all(at.write(
      "Takeout/Mail/All mail.mbox",
      fmt::format("{}X-GM-THRID: 17\nX-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=,Opened,\"a, b\",\n"
                  " Starred\nSubject: x\n\nhi\n",
                  kSeparator)));
  ASSERT_EQ(sink.messages.size(), 1u);
  EXPECT_THAT(sink.messages[0].from.labels,
              ElementsAre("Entw\xC3\xBCrfe", "Opened", "a, b", "Starred"));
  EXPECT_EQ(sink.messages[0].from.flags, "FS");
  EXPECT_EQ(sink.messages[0].from.folder, "All mail");
  EXPECT_EQ(sink.messages[0].from.internal_date, 1723295107);
}

TEST(SourceTest, MixedDirectoryReportsWhatIsNotMail) {
  TemporaryDirectory at;
  at.write("export/a.eml", kMail);
  at.write("export/b.vcf", "BEGIN:VCARD\nEND:VCARD\n");
  at.write("export/c.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
  at.write("export/d", "");
  at.write("export/old/Inbox.sbd/Work", fmt::format("{}Subject: w\n\nx\n", kSeparator));
  std::filesystem::create_symlink("/etc", at.path("export/etc"));
  const auto sink = read_all(at.path());
  ASSERT_EQ(sink.messages.size(), 2u);
  EXPECT_EQ(sink.messages[1].from.folder, "export/old/Inbox/Work");
  EXPECT_THAT(sink.defect_names(),
              ElementsAre("symlink_skipped", "not_mail", "not_mail", "empty_file"));
  EXPECT_EQ(sink.defects[1].detail, "a vCard");
}

TEST(SourceTest, GoesOnFromEveryPosition) {
  TemporaryDirectory at;
  at.write("box/a.eml", letter("a"));
  std::string mbox;
  for (int i = 0; i < 5; ++i)
    mbox += fmt::format("{}{}\n", kSeparator, letter(fmt::format("b{}", i)));
  at.write("box/b.mbox", mbox);
  at.write("box/c.eml", letter("c"));
  const auto whole = read_all(at.path("box"));
  ASSERT_EQ(whole.messages.size(), 7u);
  KeepingSink ignored;
  const auto units = enumerate(at.path("box"), ignored);
  ASSERT_TRUE(units);
  ASSERT_EQ(units->size(), 1u);
  for (std::size_t done = 1; done <= 7; ++done) {
    KeepingSink first, rest;
    first.fail_after = done;
    const auto cut = read(units->front(), {}, {}, first);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::io);
    ASSERT_TRUE(read(units->front(), first.messages.back().after, {}, rest));
    ASSERT_EQ(first.messages.size() + rest.messages.size(), 7u) << done;
    for (std::size_t i = 0; i < rest.messages.size(); ++i) {
      EXPECT_EQ(rest.messages[i].octets, whole.messages[done + i].octets);
      EXPECT_EQ(rest.messages[i].from.offset, whole.messages[done + i].from.offset);
    }
  }
}

TEST(SourceTest, MessageOverTheLimitIsReportedNotRead) {
  TemporaryDirectory at;
  at.write("big.eml", std::string(kMail) + std::string(200'000, 'x'));
  at.write("small.eml", kMail);
  ReadOptions options;
  options.limits.message_size = 100'000;
  const auto sink = read_all(at.path(), options);
  EXPECT_EQ(sink.messages.size(), 1u);
  EXPECT_THAT(sink.defect_names(), ElementsAre("message_too_big"));
}

TEST(FolderNamesTest, AddressesInFileNames) {
  EXPECT_EQ(address_in("ada@meridian.example.mbox"), "ada@meridian.example");
  EXPECT_EQ(address_in("ada@meridian.example-Ab3_.mbox"), "ada@meridian.example");
  EXPECT_EQ(address_in("mail of ada@meridian.example (1).zip"), "ada@meridian.example");
  EXPECT_EQ(address_in("no@dots"), "");
  EXPECT_EQ(address_in("plain.mbox"), "");
}

TEST(FolderNamesTest, ModifiedUtf7) {
  EXPECT_EQ(decode_mailbox_name("Entw&APw-rfe"), "Entw\xC3\xBCrfe");
  EXPECT_EQ(decode_mailbox_name("A&-B"), "A&B");
  EXPECT_EQ(decode_mailbox_name("&2D3eAA-"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(decode_mailbox_name("&broken"), "&broken");
  EXPECT_EQ(decode_mailbox_name("&****-"), "&****-");
}

}  // namespace
}  // namespace letterlock::sources
