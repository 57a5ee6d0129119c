// A case from the outside: ingest, read, verify, and everything that goes wrong on the way.
#include "casefile/case.h"

#include <gmock/gmock.h>

#include "casefile/lock.h"
#include "casefile/memory_facts.h"
#include "casefile/test_desk.h"
#include "dns/registrable_domain.h"

namespace letterlock::casefile {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

TEST(CaseTest, KeepsWhatItWasGiven) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 5));
  auto summary = run.ingest({run.place / "ann.mbox"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->read, 5U);
  EXPECT_EQ(summary->new_messages, 5U);
  EXPECT_EQ(summary->new_placements, 5U);

  auto opened = run.open(Access::read);
  ASSERT_TRUE(opened) << opened.error().message;
  for (int i = 0; i < 5; ++i) {
    auto octets = opened->evidence(static_cast<store::MessageId>(i) + 1);
    ASSERT_TRUE(octets) << octets.error().message;
    EXPECT_EQ(*octets, mail(i));
  }
  EXPECT_EQ(acts(run.where()), (std::vector<std::string>{"case-created", "ingest-start",
                                                         "source-read", "ingest-end"}));
  const Verification verification = run.verified();
  EXPECT_EQ(verification.broken, "");
  EXPECT_TRUE(verification.remarks.empty());
  EXPECT_EQ(verification.messages, 5U);
  EXPECT_EQ(verification.entries, 4U);
}

TEST(CaseTest, TheCustodyLogHoldsTheHashOfEachSource) {
  Desk run;
  const std::string octets = mbox(0, 3);
  put_file(run.place / "ann.mbox", octets);
  put_file(run.place / "one.eml", mail(7));
  put_file(run.place / "Maildir/cur/1700000001.a.host:2,S", mail(8));
  put_file(run.place / "Maildir/cur/1700000002.b.host:2,", mail(9));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox", run.place / "one.eml", run.place / "Maildir"}));
  auto chain = read_custody(run.where());
  std::vector<std::string> lines;
  for (const CustodyEntry& entry : chain->entries) {
    if (entry.act == "source-read") lines.push_back(entry.line);
  }
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[0], HasSubstr(R"("sha256":")" + sha256(octets).hex()));
  EXPECT_THAT(lines[1], HasSubstr(R"("sha256":")" + sha256(mail(7)).hex()));
  const std::string listing =
      fmt::format("{} {} cur/1700000001.a.host:2,S\n{} {} cur/1700000002.b.host:2,\n",
                  sha256(mail(8)).hex(), mail(8).size(), sha256(mail(9)).hex(), mail(9).size());
  EXPECT_THAT(lines[2], HasSubstr(R"("listing_sha256":")" + sha256(listing).hex()));
}

TEST(CaseTest, IngestingAgainAddsNothing) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 5));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  auto again = run.ingest({run.place / "ann.mbox"});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->read, 0U);
  EXPECT_EQ(again->resumed, 5U);
  EXPECT_EQ(again->new_messages + again->new_placements, 0U);
  EXPECT_EQ(run.verified().broken, "");
}

TEST(CaseTest, AChangedSourceIsReadAgainForWhatIsNew) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 5));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  put_file(run.place / "ann.mbox", mbox(0, 7));
  auto again = run.ingest({run.place / "ann.mbox"});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->read, 7U);
  EXPECT_EQ(again->new_messages, 2U);
  EXPECT_EQ(again->new_placements, 2U);
  EXPECT_EQ(again->resumed, 5U);
  EXPECT_EQ(run.verified().messages, 7U);
}

TEST(CaseTest, TheCustodyLogSaysWhichPublicSuffixListWasUsed) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 1));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  const std::string list(dns::public_suffix_list());
  const std::string hash =
      list == "built-in" ? "null" : fmt::format("\"{}\"", sha256(get_file(list)).hex());
  auto chain = read_custody(run.where());
  EXPECT_THAT(
      chain->entries[1].line,
      HasSubstr(fmt::format(R"("public_suffix_list":{{"path":"{}","sha256":{}}})", list, hash)));
}

TEST(CaseTest, AMaildirWhoseFlagsChangedAddsNothing) {
  Desk run;
  const auto maildir = run.place / "ann/Maildir";
  put_file(maildir / "cur/1700000001.a.host:2,S", mail(1));
  put_file(maildir / "new/1700000002.b.host", mail(2));
  ASSERT_TRUE(run.ingest({maildir}));
  std::filesystem::rename(maildir / "cur/1700000001.a.host:2,S",
                          maildir / "cur/1700000001.a.host:2,RS");
  std::filesystem::rename(maildir / "new/1700000002.b.host", maildir / "cur/1700000002.b.host:2,");
  auto again = run.ingest({maildir});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->read, 2U);
  EXPECT_EQ(again->new_placements, 0U);
  EXPECT_EQ(run.verified().broken, "");
  auto opened = run.open(Access::read);
  auto message = opened->facts().message(1);
  ASSERT_EQ((*message)->placements.size(), 1U);
  EXPECT_EQ((*message)->placements[0].flags, "RS");
  EXPECT_THAT((*message)->placements[0].source, testing::EndsWith("/cur/1700000001.a.host:2,RS"));
}

TEST(CaseTest, OneMessageInManyMailboxesIsKeptOnce) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 5) + mbox(0, 1));
  put_file(run.place / "bob.mbox", mbox(0, 5));
  auto summary = run.ingest({run.place / "ann.mbox", run.place / "bob.mbox"});
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->new_messages, 5U);
  EXPECT_EQ(summary->new_placements, 11U);
  EXPECT_EQ(run.verified().messages, 5U);
}

// The order of ids and all facts are those of the sources, however many threads did the work.
TEST(CaseTest, TheNumberOfJobsChangesNothing) {
  std::vector<std::string> digests, orders;
  const TestDirectory place;
  std::string big;
  for (int i = 0; i < 300; ++i)
    big += mbox(i, 1, std::string(static_cast<std::size_t>(i * 37), 'x'));
  put_file(place / "ann.mbox", big + mbox(0, 40));
  for (const unsigned jobs : {1U, 2U, 7U}) {
    Desk run;
    run.options.jobs = jobs;
    run.options.batch_octets = 40'000;
    run.options.flight_octets = 600'000;
    ASSERT_TRUE(run.ingest({place / "ann.mbox"}));
    auto opened = run.open(Access::read);
    digests.push_back(opened->facts().digest()->hex());
    std::string order;
    ASSERT_TRUE(
        opened->facts().scan_evidence([&](store::MessageId id, const Sha256& hash, std::uint64_t,
                                          const store::EvidenceLocation& at) {
          order += fmt::format("{} {} {}\n", id, hash.hex(), at.offset);
          return true;
        }));
    orders.push_back(order);
  }
  EXPECT_EQ(digests[0], digests[1]);
  EXPECT_EQ(digests[0], digests[2]);
  EXPECT_EQ(orders[0], orders[1]);
  EXPECT_EQ(orders[0], orders[2]);
}

TEST(CaseTest, ASecondWriterIsRefusedAndReadersAreNot) {
  Desk run;
  EXPECT_EQ(Lock::writer(run.where()), "");
  auto writer = run.open();
  ASSERT_TRUE(writer);
  EXPECT_THAT(Lock::writer(run.where()), HasSubstr(fmt::format("process {} on ", ::getpid())));
  auto second = run.open(Access::write);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::busy);
  EXPECT_THAT(second.error().message, HasSubstr(fmt::format("process {} on ", ::getpid())));
  EXPECT_TRUE(run.open(Access::read));
  auto looked = verify(run.where(), run.silent);
  ASSERT_FALSE(looked);
  EXPECT_EQ(looked.error().code, ErrorCode::busy);
  *writer = *run.open(Access::read);
  put_file(run.where() / "lock", "process 1 on host, which was killed\n");
  EXPECT_EQ(Lock::writer(run.where()), "");
}

TEST(CaseTest, IsNotMadeAmongSomebodysDocuments) {
  Desk run;
  put_file(run.where() / "thesis.odt", "words");
  auto opened = run.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message,
            run.where().string() + ": is not a case and not empty: it holds thesis.odt");
  auto missing = run.open(Access::write);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(run.where() / "lock"));
}

TEST(CaseTest, AMailboxIsCalledAsItsFileWithoutWhatPacksIt) {
  Desk run;
  put_file(run.place / "ann.mbox.eml", mail(1));
  put_file(run.place / "b.ode.eml", mail(2));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox.eml", run.place / "b.ode.eml"}));
  auto mailboxes = run.open(Access::read)->facts().mailboxes();
  ASSERT_TRUE(mailboxes);
  std::vector<std::string> names;
  for (const auto& one : *mailboxes) names.push_back(one.mailbox);
  EXPECT_THAT(names, testing::UnorderedElementsAre("ann", "b.ode"));
}

TEST(CaseTest, WhatCannotBeLookedIntoIsNotCalledMissing) {
  Desk run;
  const auto loop = run.place / "loop";
  std::filesystem::create_symlink(loop, loop);
  const SystemClock clock;
  const auto opened = Case::open(loop, Access::read, {"test", "test", {}}, clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::io) << opened.error().message;
}

// They hold what people wrote.
TEST(CaseTest, NobodyElseMayReadItsFiles) {
  Desk run;
  ASSERT_TRUE(run.open());
  const auto foreign = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  EXPECT_EQ(std::filesystem::status(run.where()).permissions() & foreign,
            std::filesystem::perms::none);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(run.where())) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(entry.status().permissions() & foreign, std::filesystem::perms::none) << entry.path();
  }
}

TEST(CaseTest, AFileIsNoCase) {
  Desk run;
  put_file(run.where(), "mail");
  auto opened = run.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::usage);
  EXPECT_THAT(opened.error().message, HasSubstr("name the case first"));
}

TEST(CaseTest, AMissingSourceChangesNothing) {
  Desk run;
  ASSERT_TRUE(run.open());
  auto summary = run.ingest({run.place / "nothing.mbox"});
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, ErrorCode::not_found);
  EXPECT_EQ(acts(run.where()), std::vector<std::string>{"case-created"});
}

TEST(CaseTest, ResolvesWhatAUserTypes) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 5) + mbox(2, 1, " Changed."));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  auto opened = run.open(Access::read);
  ASSERT_TRUE(opened);
  const std::string hash = sha256(mail(3)).hex();
  for (const std::string& name :
       {std::string("4"), std::string("#4"), hash, hash.substr(0, 10),
        std::string("<m3@meridian.example>"), std::string(" m3@meridian.example ")}) {
    auto id = opened->resolve(name);
    ASSERT_TRUE(id) << name << ": " << id.error().message;
    EXPECT_EQ(*id, 4U) << name;
  }
  auto several = opened->resolve("m2@meridian.example");
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().message,
            "'m2@meridian.example' is more than one message: #3, #6; name one of these");
  std::string twelve;
  for (int i = 0; i < 12; ++i) twelve += mbox(5, 1, fmt::format(" Version {}.", i));
  put_file(run.place / "bob.mbox", twelve);
  ASSERT_TRUE(run.ingest({run.place / "bob.mbox"}));
  auto many = run.open(Access::read)->resolve("m5@meridian.example");
  ASSERT_FALSE(many);
  EXPECT_THAT(many.error().message, HasSubstr("#7, #8, #9, #10, #11, #12, #13, #14, #15, #16"));
  EXPECT_THAT(many.error().message, EndsWith("#16 and more; name one of these"));
  auto none = opened->resolve("#99");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
}

TEST(CaseTest, VerifyNamesTheFirstOctetThatDoesNotFit) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 20));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  const auto segment = run.where() / "evidence/000001.seg";
  const std::string whole = get_file(segment);
  for (std::size_t at = 0; at < whole.size(); at += 13) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 4);
    put_file(segment, changed);
    EXPECT_THAT(run.verified().broken, HasSubstr("000001.seg: record at offset ")) << at;
  }
  put_file(segment, whole.substr(0, whole.size() / 2));
  EXPECT_THAT(run.verified().broken, HasSubstr("000001.seg: "));
  put_file(segment, whole + "LLEV");
  EXPECT_EQ(run.verified().broken, fmt::format("{}: offset {}: 4 octets that no fact relies on",
                                               segment.string(), whole.size()));
  std::filesystem::remove(segment);
  EXPECT_THAT(run.verified().broken, HasSubstr("000001.seg: 0 octets, but the facts rely on "));
  put_file(segment, whole);
  EXPECT_EQ(run.verified().broken, "");
}

TEST(CaseTest, VerifyNoticesOtherFacts) {
  Memory memory;
  Desk run;
  run.parts.open_facts = [&](bool) {
    return Expected<std::unique_ptr<store::FactStore>>(std::make_unique<MemoryFacts>(memory));
  };
  put_file(run.place / "ann.mbox", mbox(0, 3));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  EXPECT_EQ(run.verified().broken, "");
  memory.messages[1].subject = "Another";
  EXPECT_THAT(run.verified().broken, HasSubstr("the facts have the digest "));
  memory.messages[1].subject = "Letter 1";
  EXPECT_EQ(run.verified().broken, "");
  memory.placements.pop_back();
  EXPECT_THAT(run.verified().broken, HasSubstr("entry 4 of the custody log (offset "));
  memory.messages.pop_back();
  EXPECT_THAT(run.verified().broken, HasSubstr("evidence that no message names"));
}

TEST(CaseTest, AStoppedIngestGoesOn) {
  class Stopping final : public Progress {
   public:
    void stage(std::string_view what, std::string_view, std::uint64_t) override {
      reading_ = what == "reading";
    }
    void advance(std::uint64_t) override { stop_ = stop_ || reading_; }
    bool stop_requested() const override { return stop_; }

   private:
    bool reading_ = false, stop_ = false;
  };
  Desk run;
  run.options.flight_octets = 1;
  put_file(run.place / "ann.mbox", mbox(0, 2'000));
  Stopping stopping;
  {
    auto opened = run.open();
    auto stopped = casefile::ingest(*opened, {run.place / "ann.mbox"}, run.options, stopping);
    ASSERT_TRUE(stopped) << stopped.error().message;
    EXPECT_TRUE(stopped->stopped);
    EXPECT_LT(stopped->new_messages, 2'000U);
    EXPECT_GT(stopped->new_messages, 0U);
  }
  EXPECT_EQ(run.verified().broken, "");
  auto rest = run.ingest({run.place / "ann.mbox"});
  ASSERT_TRUE(rest);
  EXPECT_GT(rest->threads, 0U);
  EXPECT_EQ(run.verified().messages, 2'000U);
}

TEST(CaseTest, LostFactsDoNotCostTheEvidence) {
  Desk run;
  put_file(run.place / "ann.mbox", mbox(0, 5));
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  const auto segment = run.where() / "evidence/000001.seg";
  const std::string whole = get_file(segment);
  std::filesystem::remove(run.where() / "facts.sqlite");
  auto opened = run.open(Access::write);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  Memory empty;
  run.parts.open_facts = [&](bool) {
    return Expected<std::unique_ptr<store::FactStore>>(std::make_unique<MemoryFacts>(empty));
  };
  EXPECT_FALSE(run.open(Access::write));
  EXPECT_EQ(get_file(segment), whole);
}

}  // namespace
}  // namespace letterlock::casefile
