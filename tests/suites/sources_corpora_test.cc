// Containers made by others, read whole: the counts, subjects, recipients and attachments that
// their makers state, or that were counted without us (the comment says how).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "sources/source.h"
#include "sources/test_sink.h"

namespace letterlock::sources {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::string kCorpora = LETTERLOCK_CORPORA_DIR;
const std::string kContainers = kCorpora + "/containers/";

ReadOptions options() {
  ReadOptions with;
  with.worker = LETTERLOCK_EXTRACT_PROGRAM;
  return with;
}

KeepingSink all_of(const std::string& path) { return read_all(kCorpora + "/" + path, options()); }
KeepingSink contained(const std::string& path) { return read_all(kContainers + path, options()); }

// Messages in folders, without what was recovered.
std::vector<KeptMessage> live(const KeepingSink& sink) {
  std::vector<KeptMessage> kept;
  for (const KeptMessage& m : sink.messages) {
    if (!m.from.folder.starts_with("(")) kept.push_back(m);
  }
  return kept;
}

std::vector<std::string> subjects(const std::vector<KeptMessage>& messages) {
  std::vector<std::string> all;
  for (const KeptMessage& m : messages) all.push_back(field(m.octets, "Subject"));
  return all;
}

// All values of `parameter` in the message, quoted ones only.
std::vector<std::string> quoted(std::string_view message, std::string_view parameter) {
  std::vector<std::string> all;
  const std::string wanted = fmt::format("{}=\"", parameter);
  for (std::size_t at = message.find(wanted); at != message.npos;
       at = message.find(wanted, at + 1)) {
    const std::size_t begin = at + wanted.size();
    all.emplace_back(message.substr(begin, message.find('"', begin) - begin));
  }
  return all;
}

// Counts without keeping, for the large ones.
class CountingSink final : public Sink {
 public:
  Expected<void> message(std::string_view octets, const Provenance& provenance, Position) override {
    ++messages;
    bytes += octets.size();
    ++per_container[provenance.container];
    if (!provenance.quoting.empty()) ++unquoted;
    return {};
  }
  void defect(const SourceDefect& defect) override { ++defects[defect.name]; }

  std::uint64_t messages = 0, bytes = 0, unquoted = 0;
  std::map<std::string, int> per_container, defects;
};

CountingSink counted(const std::string& path) {
  CountingSink sink;
  auto units = enumerate(kCorpora + "/" + path, sink);
  for (const Unit& unit : units.value_or(std::vector<Unit>())) {
    EXPECT_TRUE(read(unit, {}, options(), sink));
  }
  return sink;
}

// As `zstd -dc --long=27 FILE | grep -c '^From mboxrd@z'` counts, and as the collection's README
// says.
TEST(MailListsTest, EveryMessageOfTheCompressedMailboxes) {
  const CountingSink sink = counted("mail-lists");
  EXPECT_THAT(sink.per_container,
              UnorderedElementsAre(std::pair("ksummit.lists.linux.dev.mbox.zst", 3111),
                                   std::pair("linux-hyperv.vger.kernel.org.mbox.zst", 25639),
                                   std::pair("selinux.vger.kernel.org.mbox.zst", 21970)));
  EXPECT_THAT(sink.defects, ElementsAre(std::pair("not_mail", 1)));  // README.md
}

// As `tar tf` lists: 6,046 files, each of one message behind a From line.
TEST(SpamassassinTest, OneMessageInEachFileOfTheTar) {
  const CountingSink sink = counted("spamassassin/spamassassin-public-corpus.tar.zst");
  EXPECT_EQ(sink.messages, 6046u);
  EXPECT_THAT(sink.defects, IsEmpty());
}

// As `ls` counts the files of cur and new that do not begin with a dot.
TEST(MuTest, MaildirsOfTheIndexersTests) {
  const CountingSink sink = counted("mime/mu-testdata");
  EXPECT_EQ(sink.messages, 19u + 4 + 3 + 8 + 3 + 14);
}

TEST(MimeKitTest, MailboxesBeginWhereItsOffsetsSay) {
  struct Case {
    std::string_view file;
    std::size_t messages;
    std::uint64_t second, last;  // beginOffset in *.unix-offsets.json
  };
  constexpr Case kCases[] = {{"content-length", 29, 1897, 928528}, {"issue1189", 4, 588, 7034}};
  for (const auto& c : kCases) {
    const auto sink = all_of(fmt::format("mime/mimekit/mbox/{}.mbox.txt", c.file));
    ASSERT_THAT(sink.messages, SizeIs(c.messages)) << c.file;
    EXPECT_EQ(sink.messages[1].from.offset, c.second) << c.file;
    EXPECT_EQ(sink.messages.back().from.offset, c.last) << c.file;
  }
  EXPECT_THAT(all_of("mime/mimekit/mbox/simple.mbox.txt").messages, SizeIs(3));
  EXPECT_THAT(all_of("mime/mimekit/mbox/unmunged.mbox.txt").messages, SizeIs(2));
}

TEST(PstTest, SamplesOfThePstSdk) {
  const auto sample = contained("pst-pstsdk/sample1.pst");
  ASSERT_THAT(live(sample), SizeIs(1));
  const KeptMessage message = live(sample)[0];
  EXPECT_EQ(message.from.folder, "Top of Outlook data file/Sample1");
  EXPECT_TRUE(message.from.reconstructed);
  EXPECT_EQ(message.from.flags, "FS");
  EXPECT_EQ(message.from.offset, 0u) << "an item's identifier is no octet";
  EXPECT_TRUE(message.from.inner.ends_with("/item 0x200024")) << message.from.inner;
  EXPECT_EQ(field(message.octets, "From"), "Terry Mahaffey <terrymah@microsoft.com>");
  EXPECT_EQ(field(message.octets, "To"), "Terry Mahaffey <terrymah@microsoft.com>");
  EXPECT_THAT(quoted(message.octets, "filename"), Contains("leah_thumper.jpg"));
  EXPECT_THAT(subjects(live(contained("pst-pstsdk/test_ansi.pst"))), ElementsAre("Post"));
  EXPECT_THAT(subjects(live(contained("pst-pstsdk/test_unicode.pst"))),
              ElementsAre("Test", "Post"));
}

TEST(PstTest, MessageInAMessage) {
  const auto sink = contained("pst-pstsdk/submessage.pst");
  ASSERT_THAT(live(sink), SizeIs(1));
  const std::string octets = live(sink)[0].octets;
  EXPECT_THAT(octets, HasSubstr("Content-Type: message/rfc822"));
  EXPECT_THAT(octets, HasSubstr("Subject: This is an embedded message\r\n"));
  EXPECT_THAT(octets, HasSubstr("This is the body of an embedded message"));
}

TEST(PstTest, OutlooksWelcomeWithItsPictures) {
  const auto sink = contained("libyal-testdata/pst/outlook.pst");
  ASSERT_THAT(live(sink), SizeIs(2));
  EXPECT_THAT(quoted(live(sink)[0].octets, "filename"),
              ElementsAre("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg", "7.jpg", "8.jpg",
                          "9.jpg", "10.jpg", "12.jpg"));
  EXPECT_EQ(live(sink)[0].octets, live(sink)[1].octets) << "one message in two folders";
  EXPECT_EQ(live(sink)[1].from.folder, "Top of Personal Folders/Recovered_Group2");
}

TEST(PstTest, ContactsAndAppointmentsAreNamedNotRead) {
  for (const char* name : {"java-libpst/dist-list.pst", "java-libpst/passworded.pst"}) {
    const auto sink = contained(name);
    EXPECT_THAT(sink.messages, IsEmpty()) << name;
    EXPECT_THAT(sink.defect_names(), testing::Each("not_mail")) << name;
    std::vector<std::string> details;
    for (const SourceDefect& defect : sink.defects) details.push_back(defect.detail);
    EXPECT_THAT(details, Contains("an item of IPM.DistList"));
  }
}

TEST(PstTest, TikasSample) {
  const auto sink = contained("aleph-ingest-fixtures/testPST.pst");
  EXPECT_THAT(
      subjects(live(sink)),
      ElementsAre("Re: Feature Generators",
                  "Re: init tokenizer fails: \"Bad type in putfield/putstatic\"",
                  "Feature Generators", "[jira] [Resolved] (TIKA-1249) Vcard files detection",
                  "[jira] [Commented] (TIKA-1250) Process loops infintely processing a CHM file",
                  "[WEBINAR] - \"Introducing Couchbase Server 2.5\""));
  EXPECT_EQ(live(sink)[0].from.mailbox_hint, "hong-thai.nguyen");
  EXPECT_EQ(field(live(sink)[0].octets, "Message-ID"), "<530D9CAC.5080901@gmail.com>");
}

// The senders, recipients and attachments that outlook-message-parser's own tests expect.
TEST(MsgTest, OutlookMessageParsersSamples) {
  struct Case {
    std::string_view file, from, to, cc, bcc;
    std::vector<std::string> attachments;
  };
  const Case kCases[] = {
      {"simple sent", "John Doe <jdoes@someserver.com>", "sales@bitdaddys.com", "", "", {}},
      {"unsent draft", "", "<time2talk@online-convert.com>", "", "", {}},
      {"plain chain",
       "\"Robert Duncan\"",
       "<applsoft-redmine@anca.com>, <rob@thegopedal.com>",
       "",
       "",
       {}},
      {"attachment with a bracket in the name", "", "<a@b.c>", "", "", {"Attachment[1.pdf"}},
      {"simple email with TO and CC_multiple",
       "<elias.laugher@gmail.com>",
       "<elias.laugher@gmail.com>, <niklas.lindson@gmail.com>",
       "<egi.champi.titu@gmail.com>, <egi.han.tzu@gmail.com>",
       "egi.carn.carby@gmail.com, egi.dink.meeker@gmail.com",
       {}},
      {"HTML mail with replyto and attachment and embedded image",
       "lollypop <b.bottema@projectnibble.org>",
       "C.Cane <benny.bottema@aegon.nl>",
       "",
       "",
       {"thumbsup", "dresscode.txt", "location.txt"}},
      {"issue-16-rtf-sample-email-with-attachment",
       "\"Wilson, Chris\" <Chris.Wilson@leeds.gov.uk>",
       "\"Wilson, Chris\" <Chris.Wilson@leeds.gov.uk>",
       "",
       "",
       {"SampleAttachment.pdf"}},
      {"nested simple mail",
       "REISINGER Emanuel <Emanuel.Reisinger@cargonet.software>",
       "REISINGER Emanuel <Emanuel.Reisinger@cargonet.software>",
       "",
       "",
       {"outlookmsg2html Testmail.eml"}},
  };
  for (const auto& c : kCases) {
    const auto sink = contained(fmt::format("msg-outlook-message-parser/{}.msg", c.file));
    ASSERT_THAT(sink.messages, SizeIs(1)) << c.file;
    const std::string& octets = sink.messages[0].octets;
    EXPECT_TRUE(sink.messages[0].from.reconstructed);
    EXPECT_THAT(sink.defects, IsEmpty()) << c.file;
    EXPECT_EQ(field(octets, "From"), c.from) << c.file;
    EXPECT_EQ(field(octets, "To"), c.to) << c.file;
    EXPECT_EQ(field(octets, "Cc"), c.cc) << c.file;
    EXPECT_EQ(field(octets, "Bcc"), c.bcc) << c.file;
    EXPECT_THAT(quoted(octets, "filename"), testing::ElementsAreArray(c.attachments)) << c.file;
  }
  // 27 .msg files and one more in a .zip.
  EXPECT_THAT(contained("msg-outlook-message-parser").messages, SizeIs(28));
}

TEST(MsgTest, SignedMessageKeepsWhatWasSigned) {
  const auto sink = contained("msg-outlook-message-parser/S_MIME test message signed.msg");
  ASSERT_THAT(sink.messages, SizeIs(1));
  EXPECT_THAT(sink.messages[0].octets, HasSubstr("Content-Type: multipart/signed;"));
  EXPECT_THAT(sink.messages[0].octets, HasSubstr("name=\"smime.p7s\""));
}

TEST(MsgTest, MsgExtractorsExpectedOutput) {
  const auto sink = contained("msg-extractor/unicode.msg");
  ASSERT_THAT(sink.messages, SizeIs(1));
  const std::string& octets = sink.messages[0].octets;
  EXPECT_EQ(field(octets, "From"), "Brian Zhou <brizhou@gmail.com>");
  EXPECT_EQ(field(octets, "To"), "brianzhou@me.com");
  EXPECT_EQ(field(octets, "Cc"), "Brian Zhou <brizhou@gmail.com>");
  EXPECT_EQ(field(octets, "Subject"), "Test for TIF files");
  EXPECT_EQ(field(octets, "Date"), "Mon, 18 Nov 2013 10:26:24 +0200");
  EXPECT_THAT(quoted(octets, "filename"),
              ElementsAre("import OleFileIO.tif", "raised value error.tif"));
}

// ruby-msg: five contacts, notes and the like, and four messages.
TEST(MsgTest, RubyMsgsSamples) {
  const auto sink = contained("msg-ruby-msg");
  EXPECT_THAT(subjects(sink.messages), ElementsAre("qwerty", "qwerty", "qwerty", "BlammoBlammo"));
  EXPECT_EQ(field(sink.messages[1].octets, "Cc"), "\"Johnathan\" <johnno@nowhere.com>");
}

TEST(AlephTest, BrokenAndLockedContainers) {
  const auto names = [](const char* file) {
    return contained(fmt::format("aleph-ingest-fixtures/{}", file)).defect_names();
  };
  EXPECT_THAT(names("7z_password.7z"), ElementsAre("encrypted_entry"));
  EXPECT_THAT(names("500_pages.7z.001"), ElementsAre("damaged_container"));
  for (const char* link : {"badzip.zip", "bad7zip.7z", "badtar.tar", "badrar.rar"}) {
    EXPECT_THAT(names(link), ElementsAre("symlink_skipped")) << link;
  }
  EXPECT_THAT(names("password_protected.xls"), ElementsAre("not_mail"));
}

TEST(AlephTest, OneOfEachKind) {
  const auto sink = contained("aleph-ingest-fixtures");
  // 11 .eml and e-mail named .msg, 1 .msg, 2 .emlx, 1 mbox, 6 of the PST and 1 recovered there.
  std::map<std::string, int> kinds;
  for (const KeptMessage& m : sink.messages) {
    ++kinds[std::filesystem::path(m.from.container).extension().string()];
  }
  EXPECT_THAT(kinds, UnorderedElementsAre(std::pair(".eml", 10), std::pair(".msg", 2),
                                          std::pair(".emlx", 2), std::pair(".mbox", 1),
                                          std::pair(".pst", 7)));
}

}  // namespace
}  // namespace letterlock::sources
