// Archives and compressed files, whole and broken, through the worker program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "sources/frame.h"
#include "sources/test_archive.h"
#include "sources/test_sink.h"
#include "sources/worker_process.h"

namespace letterlock::sources {
namespace {

using testing::Contains;
using testing::ElementsAre;

std::string mail(std::string_view subject) {
  return fmt::format("Message-ID: <{0}@meridian.example>\nSubject: {0}\n\nhi\n", subject);
}

// Octets that do not compress, so that cuts of a container cut its content too.
std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string octets;
  for (std::size_t i = 0; i < size; ++i) {
    octets += static_cast<char>('!' + random() % 90);
    if (i % 70 == 69) octets += '\n';
  }
  return octets;
}

std::string mbox(int first, int last, std::size_t noisy = 0) {
  std::string all;
  for (int i = first; i <= last; ++i) {
    const std::string body = noisy == 0 ? "hi" : noise(noisy, static_cast<unsigned>(i));
    all += fmt::format("From ada@meridian.example Sat Aug 10 13:05:07 2024\nSubject: m{}\n\n{}\n\n",
                       i, body);
  }
  return all;
}

std::vector<std::string> subjects(const KeepingSink& sink) {
  std::vector<std::string> all;
  for (const KeptMessage& kept : sink.messages) all.push_back(field(kept.octets, "Subject"));
  return all;
}

class ContainerTest : public testing::Test {
 protected:
  ContainerTest() { options.worker = LETTERLOCK_EXTRACT_PROGRAM; }
  KeepingSink read_octets(std::string_view name, std::string_view octets) {
    return read_all(at.write(name, octets), options);
  }
  TemporaryDirectory at;
  ReadOptions options;
};

TEST_F(ContainerTest, EveryKindOfArchiveGivesTheSameMessages) {
  const std::vector<ArchiveFile> files = {
      {"Takeout/Mail/All mail.mbox", mbox(1, 3)},
      {"Takeout/archive_browser.html", "<html></html>"},
      {"vmail/ada@meridian.example/Maildir/.Sent/cur/1723295107.M1.h:2,RS", "no header"},
      {"letters/one.eml", mail("one")}};
  for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar, ArchiveKind::tar_gz,
                                 ArchiveKind::tar_zst, ArchiveKind::seven_zip}) {
    const auto sink = read_octets("export.bin", make_archive(kind, files));
    ASSERT_EQ(sink.messages.size(), 5u) << static_cast<int>(kind);
    EXPECT_THAT(sink.defect_names(), ElementsAre("not_mail"));
    EXPECT_EQ(sink.defects[0].inner, "Takeout/archive_browser.html");
    const Provenance& second = sink.messages[1].from;
    EXPECT_EQ(second.container, "export.bin");
    EXPECT_EQ(second.inner, "Takeout/Mail/All mail.mbox");
    EXPECT_EQ(files[0].octets.substr(second.offset, second.length), sink.messages[1].octets);
    EXPECT_EQ(second.folder, "Takeout/Mail/All mail");
    const Provenance& sent = sink.messages[3].from;
    EXPECT_EQ(sent.folder, "Sent");
    EXPECT_EQ(sent.flags, "RS");
    EXPECT_EQ(sent.mailbox_hint, "ada@meridian.example");
    EXPECT_EQ(sent.internal_date, 1723295107);
    EXPECT_EQ(sink.messages[4].from.folder, "letters");
  }
}

TEST_F(ContainerTest, OneCompressedMailbox) {
  for (const ArchiveKind kind : {ArchiveKind::gz, ArchiveKind::zst}) {
    const auto sink = read_octets("Sent.mbox.zst", make_archive(kind, {{"data", mbox(1, 4)}}));
    EXPECT_THAT(subjects(sink), ElementsAre("m1", "m2", "m3", "m4"));
    EXPECT_EQ(sink.messages[3].from.folder, "Sent");
    EXPECT_EQ(sink.messages[3].from.inner, "");
    EXPECT_TRUE(sink.defects.empty());
  }
}

TEST_F(ContainerTest, ContainersInContainersToTheirDepth) {
  std::string nested = mbox(7, 7);
  nested = make_archive(ArchiveKind::zst, {{"data", nested}});
  nested = make_archive(ArchiveKind::zip, {{"in/box.mbox.zst", nested}});
  nested = make_archive(ArchiveKind::tar_gz, {{"export.zip", nested}});
  const auto sink = read_octets("outer.tgz", nested);
  ASSERT_EQ(sink.messages.size(), 1u);
  EXPECT_EQ(sink.messages[0].from.inner, "export.zip!/in/box.mbox.zst");
  EXPECT_EQ(sink.messages[0].from.folder, "in/box");
  options.container_depth = 1;
  const auto refused = read_octets("outer.tgz", nested);
  EXPECT_TRUE(refused.messages.empty());
  EXPECT_THAT(refused.defect_names(), ElementsAre("container_too_deep"));
}

TEST_F(ContainerTest, BrokenContainersGiveWhatCanBeRead) {
  const std::string content = mbox(1, 20, 20'000);
  for (const ArchiveKind kind : {ArchiveKind::zip, ArchiveKind::tar, ArchiveKind::tar_gz,
                                 ArchiveKind::tar_zst, ArchiveKind::gz, ArchiveKind::zst}) {
    const std::string whole = make_archive(kind, {{"a.mbox", content}});
    const auto sink =
        read_octets("cut.bin", std::string_view(whole).substr(0, whole.size() * 3 / 4));
    EXPECT_GE(sink.messages.size(), 10u) << static_cast<int>(kind);
    EXPECT_LT(sink.messages.size(), 20u) << static_cast<int>(kind);
    EXPECT_THAT(sink.defect_names(), Contains("truncated")) << static_cast<int>(kind);
    ASSERT_GE(sink.messages.size(), 9u);
    EXPECT_EQ(sink.messages[8].octets, "Subject: m9\n\n" + noise(20'000, 9) + "\n");
  }
}

TEST_F(ContainerTest, DamageInOneEntryLeavesTheOthers) {
  std::string zip = make_archive(
      ArchiveKind::zip,
      {{"a.eml", mail("a") + noise(50'000, 2)}, {"b.eml", mail("b")}, {"c.eml", mail("c")}});
  for (std::size_t i = 20'000; i < 20'100; ++i) zip[i] ^= 0x55;
  const auto sink = read_octets("bad.zip", zip);
  EXPECT_THAT(subjects(sink), ElementsAre("a", "b", "c"));
  EXPECT_FALSE(sink.defects.empty());
}

TEST_F(ContainerTest, PackedTooTightlyIsCut) {
  const std::string bomb =
      make_archive(ArchiveKind::gz, {{"data", mail("bomb") + std::string(100 << 20, 'x')}});
  options.limits.message_size = 1 << 20;
  const auto sink = read_octets("bomb.gz", bomb);
  EXPECT_TRUE(sink.messages.empty());
  EXPECT_THAT(sink.defect_names(), Contains("ratio_limit"));
}

TEST_F(ContainerTest, MoreEntriesThanAllowed) {
  options.container_entries = 2;
  const auto sink = read_octets(
      "many.zip", make_archive(ArchiveKind::zip,
                               {{"a.eml", mail("a")}, {"b.eml", mail("b")}, {"c.eml", mail("c")}}));
  EXPECT_THAT(subjects(sink), ElementsAre("a", "b"));
  EXPECT_THAT(sink.defect_names(), ElementsAre("entry_limit"));
}

TEST_F(ContainerTest, GoesOnBehindEveryMessage) {
  const std::string path =
      at.write("export.zip", make_archive(ArchiveKind::zip, {{"x.txt", "not mail"},
                                                             {"a.mbox", mbox(1, 3)},
                                                             {"b.eml", mail("b")},
                                                             {"y.txt", "not mail either"}}));
  KeepingSink ignored;
  const auto units = enumerate(path, ignored);
  ASSERT_TRUE(units);
  for (std::size_t done = 1; done <= 4; ++done) {
    KeepingSink first, rest;
    first.fail_after = done;
    ASSERT_FALSE(read(units->front(), {}, options, first));
    ASSERT_TRUE(read(units->front(), first.messages.back().after, options, rest));
    EXPECT_EQ(rest.messages.size(), 4 - done);
    EXPECT_THAT(rest.defect_names(), ElementsAre("not_mail")) << "x.txt was reported before";
    EXPECT_EQ(rest.defects[0].inner, "y.txt");
  }
}

TEST_F(ContainerTest, MissingCrashingAndLyingWorkersAreReported) {
  const std::string path =
      at.write("a.zip", make_archive(ArchiveKind::zip, {{"a.eml", mail("a")}}));
  struct Case {
    std::string_view script, want;
  };
  const Entry entry{"a.eml", false, "", "", "", {}};
  const std::string payload = encode(entry);
  const std::string announced =
      frame_header(FrameType::entry, static_cast<std::uint32_t>(payload.size())) + payload;
  at.write("announced", announced);
  at.write("huge", std::string("D\xFF\xFF\xFF\x7F", 5));
  const Case kCases[] = {{"kill -SEGV $$", "worker_crashed"},
                         {"exit 0", "worker_crashed"},
                         {"sleep 20", "worker_timeout"},
                         {"/bin/cat {}/huge", "worker_protocol"},
                         {"echo no frames at all", "worker_protocol"},
                         {"/bin/cat {}/announced; kill -KILL $$", "worker_crashed"}};
  for (const auto& c : kCases) {
    std::string script(c.script);
    if (const auto hole = script.find("{}"); hole != script.npos) {
      script.replace(hole, 2, at.path());
    }
    options.worker = at.write("worker.sh", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(options.worker, std::filesystem::perms::owner_all);
    options.worker_silence_seconds = 1;
    const auto sink = read_all(path, options);
    EXPECT_TRUE(sink.messages.empty());
    EXPECT_THAT(sink.defect_names(), Contains(std::string(c.want))) << c.script;
  }
  options.worker = at.path("absent");
  EXPECT_THAT(read_all(path, options).defect_names(), ElementsAre("worker_missing"));
}

TEST_F(ContainerTest, WorkerHasGivenUpItsRights) {
  // More than the pipe holds, so that the worker waits for us while we look at it.
  const std::string path =
      at.write("big.tar", make_archive(ArchiveKind::tar, {{"a.eml", noise(4 << 20, 1)}}));
  const auto file = File::open(path);
  ASSERT_TRUE(file);
  auto worker = WorkerProcess::start(*file, SourceFormat::archive, options);
  ASSERT_TRUE(worker);
  ASSERT_TRUE(worker->hear());
  std::ifstream status(fmt::format("/proc/{}/status", worker->process()));
  const std::string text(std::istreambuf_iterator<char>(status), {});
  EXPECT_THAT(text, testing::HasSubstr("NoNewPrivs:\t1"));
  EXPECT_THAT(text, testing::HasSubstr("Seccomp:\t2"));
}

TEST_F(ContainerTest, DocumentsThatAreZipFilesAreNotOpened) {
  const auto sink = read_octets(
      "offer.docx", make_archive(ArchiveKind::zip, {{"[Content_Types].xml", "<Types/>"},
                                                    {"word/document.xml", "<document/>"}}));
  EXPECT_THAT(sink.defect_names(), ElementsAre("not_mail"));
}

TEST(FrameTest, PayloadsAreReadBackAndCutOnesRefused) {
  const Entry entry{"a/b.eml", true, "Top/Inbox", "Ada", "RS", 1723295107};
  const std::string payload = encode(entry);
  const auto back = decode_entry(payload);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->folder, "Top/Inbox");
  EXPECT_EQ(back->date, 1723295107);
  for (std::size_t size = 0; size < payload.size(); ++size) {
    EXPECT_FALSE(decode_entry(std::string_view(payload).substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace letterlock::sources
