#include "base/ip_address.h"

#include <gtest/gtest.h>

namespace letterlock {
namespace {

TEST(IpAddressTest, ReadsAndWrites) {
  struct Case {
    const char* text;
    const char* want;  // nullptr: no address
  };
  constexpr Case kCases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"192.0.2.01", nullptr},
      {"192.0.2", nullptr},
      {"2001:DB8::0:1", "2001:db8::1"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
      {"fe80::1%eth0", nullptr},
      {"", nullptr},
      {"1:2:3:4:5:6:7:8:9", nullptr},
  };
  for (const Case& c : kCases) {
    const auto address = IpAddress::parse(c.text);
    EXPECT_EQ(address.has_value(), c.want != nullptr) << c.text;
    if (address && c.want != nullptr) {
      EXPECT_EQ(address->text(), c.want);
    }
  }
  EXPECT_EQ(IpAddress::parse("::ffff:192.0.2.1")->unmapped(), IpAddress::parse("192.0.2.1"));
}

TEST(IpAddressTest, ComparesPrefixes) {
  const auto a = *IpAddress::parse("192.0.2.129");
  const auto b = *IpAddress::parse("192.0.2.1");
  EXPECT_TRUE(a.shares_prefix(b, 24));
  EXPECT_FALSE(a.shares_prefix(b, 25));
  EXPECT_TRUE(a.shares_prefix(b, 0));
  EXPECT_TRUE(a.shares_prefix(a, 999));
  EXPECT_FALSE(a.shares_prefix(b, 32));
  EXPECT_FALSE(a.shares_prefix(*IpAddress::parse("::"), 0));
}

TEST(IpAddressTest, NamesOfPtrRecords) {
  EXPECT_EQ(IpAddress::parse("192.0.2.1")->reverse_name(), "1.2.0.192.in-addr.arpa");
  EXPECT_EQ(IpAddress::parse("2001:db8::cb01")->reverse_name(),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

}  // namespace
}  // namespace letterlock
