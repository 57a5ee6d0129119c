// Hidden clocks over real mail: genuine messages are hardly ever contradicted, forged ones are.
// Every kSample-th message of the public lists is read.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "leak/clocks.h"
#include "leak/observations.h"
#include "mime/date.h"
#include "suites/archived_mail.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kSample = 10;

const std::filesystem::path kCorpora = LETTERLOCK_CORPORA_DIR;

template <typename Take>
void each_listed(const Take& take) {
  std::size_t number = 0;
  for (const char* list :
       {"ksummit.lists.linux.dev", "selinux.vger.kernel.org", "linux-hyperv.vger.kernel.org"}) {
    const std::string error =
        suites::each_in_mbox(kCorpora / "mail-lists" / (std::string(list) + ".mbox.zst"),
                             [&](const std::string&, std::string_view octets) {
                               if (number++ % kSample == 0) take(octets);
                               return true;
                             });
    ASSERT_EQ(error, "");
  }
}

void check_ranges(const mime::Message& message, const ClockTable& clocks) {
  for (const ClockReading& reading : clocks.readings) {
    ASSERT_LE(reading.where.end(), message.octets().size());
    ASSERT_TRUE(!reading.decoded || reading.at.earliest <= reading.at.latest);
  }
  for (const Observation& observation : observe(message, {}, clocks, {})) {
    for (const ByteRange& where : observation.where) {
      ASSERT_LE(where.end(), message.octets().size());
    }
  }
}

struct Tally {
  std::size_t all = 0, contradicted = 0;
  double percent() const {
    return all == 0 ? 0 : 100.0 * static_cast<double>(contradicted) / static_cast<double>(all);
  }
};

TEST(ClocksCorporaTest, GenuineMailIsHardlyEverContradicted) {
  std::map<std::string, Tally> kinds;
  Tally messages;
  each_listed([&](std::string_view octets) {
    const auto message = mime::Message::parse_view(octets);
    ASSERT_TRUE(message);
    const ClockTable clocks = read_clocks(*message);
    check_ranges(*message, clocks);
    bool any = false;
    for (const ClockReading& reading : clocks.readings) {
      Tally& kind = kinds[std::string(facts_of(reading.kind).name)];
      ++kind.all;
      kind.contradicted += reading.verdict == ClockVerdict::contradicts;
      any |= reading.verdict == ClockVerdict::contradicts;
    }
    ++messages.all;
    messages.contradicted += any;
  });
  ASSERT_GT(messages.all, 5000U);
  RecordProperty("messages", static_cast<int>(messages.all));
  RecordProperty("contradicted", static_cast<int>(messages.contradicted));
  EXPECT_LT(messages.percent(), 1.5);
  for (const auto& [name, kind] : kinds) {
    // In a sample of this size one message is a percent of a rare kind.
    if (kind.all < 200) continue;
    EXPECT_LT(kind.percent(), 1.0) << name << " of " << kind.all;
  }
}

// Replaces the body of the first field so named.
std::optional<std::string> with_field(std::string_view octets, std::string_view name,
                                      std::string_view body) {
  const auto message = mime::Message::parse_view(octets);
  const mime::HeaderField* field = message ? message->find(name) : nullptr;
  if (field == nullptr) return std::nullopt;
  std::string changed(octets);
  changed.replace(field->body.offset, field->body.length, " " + std::string(body));
  return changed;
}

bool is_contradicted(std::string_view octets, std::optional<ClockKind> kind = std::nullopt) {
  const auto message = mime::Message::parse_view(octets);
  if (!message) return false;
  for (const ClockReading& reading : read_clocks(*message).readings) {
    if (kind && reading.kind != *kind) continue;
    if (reading.verdict == ClockVerdict::contradicts) return true;
  }
  return false;
}

TEST(ClocksCorporaTest, ADateMovedByDaysIsContradicted) {
  for (const int days : {-30, -3, 3, 30}) {
    Tally moved;
    each_listed([&](std::string_view octets) {
      const auto message = mime::Message::parse_view(octets);
      const auto date = mime::date_of(*message);
      if (!date) return;
      const auto forged = with_field(octets, "Date", format_utc(date->utc + days * 86400));
      if (!forged) return;
      ++moved.all;
      moved.contradicted += is_contradicted(*forged);
    });
    ASSERT_GT(moved.all, 5000U);
    RecordProperty("missed", static_cast<int>(moved.all - moved.contradicted));
    EXPECT_GT(moved.percent(), 99.9) << days << " days";
  }
}

TEST(ClocksCorporaTest, AThreadIndexOfAnotherMessageIsContradicted) {
  std::string last;
  Tally copied;
  each_listed([&](std::string_view octets) {
    const auto message = mime::Message::parse_view(octets);
    const mime::HeaderField* field = message->find("Thread-Index");
    if (field == nullptr) return;
    const std::string own(message->octets(field->body));
    if (!last.empty() && last.substr(0, 10) != own.substr(0, 10)) {
      const auto forged = with_field(octets, "Thread-Index", last);
      ++copied.all;
      const auto kinds = {ClockKind::thread_index_start, ClockKind::thread_index_reply};
      bool any = false;
      for (const ClockKind kind : kinds) any |= is_contradicted(*forged, kind);
      copied.contradicted += any;
    }
    last = own;
  });
  ASSERT_GT(copied.all, 200U);
  // Lists are in order of time: many neighbours were written within the week that is allowed.
  RecordProperty("contradicted_percent", static_cast<int>(copied.percent()));
  EXPECT_GT(copied.percent(), 30.0);
}

TEST(ClocksCorporaTest, AGmailBoundaryUsedAgainIsContradicted) {
  constexpr std::string_view kMessage =
      "Date: Thu, 19 Mar 2020 13:49:03 -0700\r\n"
      "Message-ID: <CAJ1xhMX_abcdefghijklmnopqrstuvwxyz0123456789=abcdEF@mail.gmail.com>\r\n"
      "From: w@writer.example\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative; boundary=\"000000000000b6809105a0ae7b18\"\r\n\r\n"
      "--000000000000b6809105a0ae7b18\r\n\r\nHello.\r\n--000000000000b6809105a0ae7b18--\r\n";
  EXPECT_TRUE(is_contradicted(kMessage, ClockKind::gmail_boundary));
  EXPECT_FALSE(is_contradicted(*with_field(kMessage, "Date", "Thu, 12 Mar 2020 13:49:03 -0700")));
}

TEST(ClocksCorporaTest, HostileMailIsReadToo) {
  std::size_t read = 0;
  const std::string error =
      suites::each_in_tar(kCorpora / "phishing-pot" / "phishing_pot-dev.tar.zst",
                          [&](const std::string&, std::string_view octets) {
                            const auto message = mime::Message::parse_view(octets);
                            if (message) check_ranges(*message, read_clocks(*message));
                            return ++read < 1500;
                          });
  EXPECT_EQ(error, "");
  EXPECT_EQ(read, 1500U);
}

}  // namespace
}  // namespace letterlock::leak
