// The real resolver against a server that lies, on this machine's loopback alone.
#include <gtest/gtest.h>

#include <chrono>

#include "dns/system_resolver.h"
#include "dns/test_server.h"

namespace letterlock::dns {
namespace {

// What it says depends on the first label asked for.
std::string lie(std::string_view query) {
  const std::string_view question = question_of(query);
  if (question.empty()) return {};
  const std::string_view label = question.substr(1, static_cast<unsigned char>(question[0]));
  std::string answers;
  unsigned count = 0;
  const auto add = [&](const std::string& one) {
    answers += one;
    ++count;
  };
  if (label == "silent") return {};
  if (label == "garbage") return std::string(query.substr(0, 2)) + std::string(40, '\xFF');
  if (label == "loop")
    add(record("loop.letter.example", RecordType::cname, wire_name("pool.letter.example")));
  if (label == "pool")
    add(record("pool.letter.example", RecordType::cname, wire_name("loop.letter.example")));
  if (label == "other")
    add(record("elsewhere.example", RecordType::txt,
               "\x03"
               "lie"));
  if (label == "broken")
    add(record("broken.letter.example", RecordType::txt,
               "\xFF"
               "short"));
  if (label == "good")
    add(record("good.letter.example", RecordType::txt,
               "\x04"
               "true"));
  if (label == "forged")
    add(record("forged.signed.example", RecordType::txt,
               "\x04"
               "true"));
  for (int i = 0; label == "many" && i < 60; ++i) {
    add(record("many.letter.example", RecordType::a,
               std::string("\xC0\x00\x02", 3) + static_cast<char>(i)));
  }
  return std::string(query.substr(0, 2)) + "\x81\x80" + u16(1) + u16(count) + u16(0) + u16(0) +
         std::string(question) + answers;
}

TEST(LyingServerTest, EveryLieEndsInTimeWithAStatus) {
  const LoopbackServer server(lie);
  ASSERT_TRUE(server.good());
  SystemResolver::Options options;
  options.servers = {server.address()};
  options.timeout_ms = 1'500;
  // Names elsewhere are not signed; those below signed.example must be.
  options.trust_anchors = {
      "signed.example. IN DS 12345 8 2 "
      "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"};
  auto resolver = SystemResolver::open(options);
  ASSERT_TRUE(resolver) << resolver.error().message;
  const auto begin = std::chrono::steady_clock::now();

  const Answer good = (*resolver)->txt("good.letter.example");
  ASSERT_EQ(good.status, Status::ok) << good.reason;
  EXPECT_EQ(good.records.at(0).value, "true");
  EXPECT_FALSE(good.secure);
  EXPECT_EQ(good.ttl, 60U);
  EXPECT_EQ((*resolver)->txt("silent.letter.example").status, Status::timeout);
  EXPECT_TRUE((*resolver)->txt("garbage.letter.example").unknown());
  EXPECT_TRUE((*resolver)->a("loop.letter.example").unknown());
  EXPECT_FALSE((*resolver)->txt("other.letter.example").ok());
  EXPECT_FALSE((*resolver)->txt("broken.letter.example").ok());
  EXPECT_EQ((*resolver)->a("many.letter.example").records.size(), 60U);
  const Answer forged = (*resolver)->txt("forged.signed.example");
  EXPECT_TRUE(forged.unknown()) << name_of(forged.status);
  EXPECT_FALSE(forged.secure);
  EXPECT_TRUE(forged.records.empty());

  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(12));
}

}  // namespace
}  // namespace letterlock::dns
