#include "leak/clocks.h"

#include <gtest/gtest.h>

#include <string>

#include "leak/clocks/decode.h"
#include "leak/clocks/message_ids.h"
#include "mime/message_test_support.h"

namespace letterlock::leak {
namespace {

std::string shown(const std::optional<DecodedTime>& time) {
  if (!time) return "no";
  return time->decoded ? format_interval(time->at) : "impossible";
}

const ClockReading* find(const ClockTable& table, ClockKind kind) {
  for (const ClockReading& reading : table.readings) {
    if (reading.kind == kind) return &reading;
  }
  return nullptr;
}

TEST(ClockDecodeTest, BoundariesHoldTheTimeTheyWereMadeAt) {
  EXPECT_EQ(shown(gmail_boundary("000000000000b6809105a0ae7b18")), "2020-03-12T20:49:03.864977Z");
  EXPECT_EQ(shown(gmail_boundary("00000000000gb6809105a0ae7b18")), "no");
  EXPECT_EQ(shown(outlook_boundary("----=_NextPart_000_0001_01D4AAB8.06F67F3D")),
            "2019-01-12T20:47:26.810911Z");
  EXPECT_EQ(shown(outlook_boundary("----=_NextPart_000_0001_7F3D06F6.01D4AAB8")), "impossible");
  EXPECT_EQ(shown(alpine_boundary("8323329-936271841-1627293830=:6460")), "2021-07-26T10:03:50Z");
  EXPECT_EQ(shown(java_boundary("----=_Part_12_3456.1556652525123")), "2019-04-30T19:28:45.123Z");
}

TEST(ClockDecodeTest, QueueIdsHoldTheTimeOfTheirServer) {
  EXPECT_EQ(shown(gmail_queue_id("h12sor1234567jam.3.2019.04.30.12.28.45")),
            "2019-04-30T19:28:45Z");
  EXPECT_EQ(shown(gmail_queue_id("h12sor1234567jam.3.2019.12.30.12.28.45")),
            "2019-12-30T20:28:45Z");
  EXPECT_EQ(shown(postfix_queue_id("4TkQ0t1HCXz1y6p")), "2024-02-27T04:46:06.181768Z");
  EXPECT_EQ(shown(exim_queue_id("1hLYQn-0001Ab-CD")), "2019-04-30T19:28:45Z");
  EXPECT_EQ(shown(sendmail_queue_id("x3UJSjab012345")), "2019-04-30T19:28:45Z");
  EXPECT_EQ(shown(postfix_queue_id("4F3E2A1B9C")), "no");
}

constexpr std::string_view kGenuine =
    "Received: by mx.reader.example with ESMTP id 4TkQ0t1HCXz1y6p; Tue, 27 Feb 2024 04:46:06 "
    "+0000\r\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=writer.example; s=k; t=1709009165;\r\n x=1709613965\r\n"
    "Date: Mon, 26 Feb 2024 20:46:04 -0800\r\n"
    "Message-ID: <Zd1pDJyQndbxbywB@writer.example>\r\n"
    "From: w@writer.example\r\n\r\nHello.\r\n";

// Times of the answers of a Thread-Index, the start first.
std::string thread_times(std::string_view base64) {
  const ClockTable table =
      read_clocks(mime::parsed("Thread-Index: " + std::string(base64) + "\r\n\r\n"));
  std::string times;
  for (const ClockReading& reading : table.readings) {
    times += reading.layout;
    times += std::to_string(reading.carries);
    times += ' ' + format_interval(reading.at) + ' ';
  }
  return times;
}

TEST(ThreadIndexTest, AnswersAddUpInBothLayouts) {
  // Begun 2024-02-27T02:13:20, answered 03:36:40 and 04:45:00.
  EXPECT_EQ(thread_times("AQHaaSKIAAECAwQFBgcICQoLDA0OD7EdihQQgAATFxA="),
            "b0 2024-02-27T02:13:19Z b3 2024-02-27T03:36:39.737Z b3 2024-02-27T04:44:59.250Z ");
  EXPECT_EQ(thread_times("AdppIoh0AAECAwQFBgcICQoLDA0ODwAC6Q8QAAJi8hA="),
            "a0 2024-02-27T02:13:19.995Z a0 2024-02-27T03:36:39.999Z a0 2024-02-27T04:44:59.984Z ");
}

TEST(ReadClocksTest, LaysEveryClockBesideTheDate) {
  const mime::Message message = mime::parsed(kGenuine);
  const ClockTable table = read_clocks(message);
  for (const ClockReading& reading : table.readings) {
    EXPECT_NE(reading.verdict, ClockVerdict::contradicts) << describe(reading);
    EXPECT_LE(reading.where.end(), message.octets().size());
  }
  const ClockReading* signature = find(table, ClockKind::dkim_t);
  ASSERT_NE(signature, nullptr);
  EXPECT_EQ(message.octets(signature->where), "1709009165");
  EXPECT_EQ(format_interval(signature->at), "2024-02-27T04:46:05Z");
  EXPECT_EQ(signature->verdict, ClockVerdict::consistent);
  const ClockReading* queue = find(table, ClockKind::queue_id_postfix);
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(queue->verdict, ClockVerdict::consistent);
  const ClockReading* id = find(table, ClockKind::id_mutt_base64);
  ASSERT_NE(id, nullptr);
  EXPECT_EQ(message.octets(id->where), "Zd1pDJ");
  EXPECT_EQ(id->verdict, ClockVerdict::consistent);
}

TEST(ReadClocksTest, ADateMovedByDaysIsContradicted) {
  std::string moved(kGenuine);
  moved.replace(moved.find("26 Feb 2024"), 11, "20 Feb 2024");
  const ClockTable table = read_clocks(mime::parsed(moved));
  for (const ClockKind kind : {ClockKind::dkim_t, ClockKind::id_mutt_base64, ClockKind::date}) {
    const ClockReading* reading = find(table, kind);
    ASSERT_NE(reading, nullptr);
    EXPECT_EQ(reading->verdict, ClockVerdict::contradicts) << describe(*reading);
  }
}

}  // namespace
}  // namespace letterlock::leak
