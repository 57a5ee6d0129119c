// What has to hold whatever the logs contain.
#include <gtest/gtest.h>

#include <random>

#include "exposure/test_events.h"

namespace letterlock::exposure {
namespace {

using store::Act;

constexpr int kMessages = 40;
constexpr UnixTime kBrokenIn = kMonday + 10 * kOneDay;
constexpr UnixTime kPasswordReset = kBrokenIn + 4 * kOneDay;

std::string id_of(int number) { return "m" + std::to_string(number) + "@x.example"; }

class PropertiesTest : public testing::TestWithParam<unsigned> {
 protected:
  PropertiesTest() : random(GetParam()) {
    const char* folders[] = {"INBOX", "Posteingang", "Sent Items", "Archive/2024", "Inbox"};
    for (int i = 0; i < kMessages; ++i) {
      incident.hold(id_of(i), kMonday + below(16 * 24) * kOneHour, folders[below(5)]);
    }
    incident.office_days(kMonday, 24);
    incident.put(incident.event(Act::sign_in, kBrokenIn));
    incident.put(incident.event(Act::sign_in, kPasswordReset - kOneHour));
    incident.password_reset(kPasswordReset);
    for (int i = 0; i < 12; ++i) incident.put(some_access());
  }

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); }

  // Some record of access in the intruder's time.
  store::Event some_access() {
    const UnixTime at = kBrokenIn + 60 + below(4 * 24 * 60 - 120) * 60;
    const char* address = below(4) == 0 ? kOffice : kIntruder;
    const int kind = below(5);
    store::Event event = incident.event(kind == 0   ? Act::mail_synced
                                        : kind == 1 ? Act::attachment_opened
                                        : kind == 2 ? Act::mail_searched
                                                    : Act::mail_read,
                                        at, address);
    if (kind == 0) {
      event.folders.push_back({below(2) == 0 ? "\\Inbox" : "\\Sent Items", ""});
    } else if (kind != 2) {
      store::NamedMessage named;
      named.message_id = id_of(below(kMessages));
      if (below(3) == 0) {
        named.subject = "About " + named.message_id;
        named.message_id.clear();
      }
      named.folder = "\\Inbox";
      event.messages.push_back(named);
    }
    event.throttled = kind == 3 && below(6) == 0;
    return event;
  }
  std::map<std::string, std::string> classes() { return incident.classes(incident.result()); }

  Incident incident;
  std::mt19937 random;
};

TEST_P(PropertiesTest, AddingRecordsNeverLowersAClass) {
  auto before = classes();
  for (int step = 0; step < 6; ++step) {
    incident.put(some_access());
    auto after = classes();
    for (const auto& [id, level] : before) EXPECT_GE(after[id], level) << id << " step " << step;
    before = std::move(after);
  }
}

TEST_P(PropertiesTest, LosingCoverageNeverMakesSilenceMeanAnything) {
  const auto before = classes();
  MemoryEvents whole = incident.log;
  for (int step = 0; step < 4; ++step) {
    incident.log = whole;
    if (step == 0) {  // hours of the owner's records are missing from the export
      const UnixTime from = kBrokenIn + below(48) * kOneHour;
      std::erase_if(incident.log.all, [&](const auto& event) {
        return event.time->from > from && event.time->from < from + 12 * kOneHour;
      });
    } else if (step == 1) {  // the file itself says that rows are missing
      store::LogFile file;
      file.finished = true;
      file.defects.push_back({"row_cap_reached", "50,000 rows", 0, 0, 1,
                              store::TimeSpan{kBrokenIn, kBrokenIn + kOneDay}, ""});
      incident.log.log_files.push_back(file);
    } else if (step == 2) {  // all of it ends early
      std::erase_if(incident.log.all,
                    [&](const auto& event) { return event.time->from > kBrokenIn + kOneDay; });
    } else {  // no record of reading at all
      std::erase_if(incident.log.all, [&](const auto& event) {
        return event.act == Act::mail_read || event.act == Act::mail_synced;
      });
    }
    for (const auto& [id, level] : classes()) {
      const auto known = before.find(id);
      if (known == before.end() || known->second != "X2") continue;
      EXPECT_NE(level, "X1") << id << " step " << step;
    }
  }
}

// The exception of docs/exposure.md: records that fill a silence take its doubt away, and nothing
// else. What is X3 and above stays, and what becomes X1 was X2 for that silence alone.
TEST_P(PropertiesTest, RecordsThatFillASilenceTakeItsDoubtAndNothingElse) {
  const MemoryEvents whole = incident.log;
  const auto complete = classes();
  const UnixTime from = kBrokenIn + below(48) * kOneHour;
  std::erase_if(incident.log.all, [&](const auto& event) {
    const bool owners = event.from.ip == ip(kOffice) && event.act == Act::mail_read &&
                        event.client == "Client=OWA;office";
    return owners && event.time->from > from && event.time->from < from + 12 * kOneHour;
  });
  const auto with_silence = classes();
  incident.log = whole;
  for (const auto& [id, level] : with_silence) {
    const std::string after = complete.at(id);
    if (level >= "X3") {
      EXPECT_GE(after, level) << id;
    } else if (after < level) {
      EXPECT_EQ(level + after, "X2X1") << id;
    }
  }
}

TEST_P(PropertiesTest, OrderOfReadingChangesNothing) {
  const auto before = classes();
  std::shuffle(incident.log.all.begin(), incident.log.all.end(), random);
  store::EventId next = 1;
  for (auto& event : incident.log.all) event.id = next++;
  EXPECT_EQ(classes(), before);
}

TEST_P(PropertiesTest, DuplicatesChangeNothing) {
  const ExposureResult before = incident.result();
  const auto classes_before = incident.classes(before);
  const std::size_t count = incident.log.all.size();
  for (std::size_t i = 0; i < count; i += 1 + static_cast<std::size_t>(below(3))) {
    store::Event again = incident.log.all[i];
    again.place.row += 1000;
    if (i % 2 == 0) again.place.record = sha256(again.record_id + " in another export");
    incident.log.all.push_back(again);
  }
  const ExposureResult after = incident.result();
  EXPECT_EQ(incident.classes(after), classes_before);
  EXPECT_EQ(after.contexts.size(), before.contexts.size());
  EXPECT_EQ(after.activity.searched.size(), before.activity.searched.size());
  EXPECT_GT(after.duplicates, 0u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PropertiesTest, testing::Range(1u, 5u));

}  // namespace
}  // namespace letterlock::exposure
