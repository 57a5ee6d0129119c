// No packet leaves the machine: nothing is asked for but local zones.
#include "dns/system_resolver.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace letterlock::dns {
namespace {

SystemResolver::Options local_options() {
  SystemResolver::Options options;
  options.only_local = true;
  std::string full = "full.letter.example. TXT";
  for (int i = 0; i < 20; ++i) full += " \"" + std::string(250, 'x') + "\"";
  options.local.push_back(
      {"letter.example.",
       {"letter.example. 300 TXT \"v=spf1 mx \" \"-all\"",
        "letter.example. MX 10 mail.letter.example.", "mail.letter.example. A 192.0.2.1",
        "mail.letter.example. AAAA 2001:db8::1", "*odd\\032name.letter.example. A 192.0.2.2",
        full}});
  options.local.push_back(
      {"2.0.192.in-addr.arpa.", {"1.2.0.192.in-addr.arpa. PTR mail.letter.example."}});
  return options;
}

TEST(SystemResolverTest, ReadsRecordsOfEachType) {
  auto opened = SystemResolver::open(local_options());
  ASSERT_TRUE(opened) << opened.error().message;
  Resolver& resolver = **opened;
  const Answer text = resolver.txt("Letter.Example.");
  ASSERT_TRUE(text.ok()) << text.reason;
  EXPECT_EQ(text.records, std::vector<Record>{{"v=spf1 mx -all"}});
  EXPECT_EQ(text.canonical_name, "letter.example");
  EXPECT_FALSE(text.secure);
  EXPECT_EQ(resolver.mx("letter.example").records,
            (std::vector<Record>{{"mail.letter.example", 10}}));
  EXPECT_EQ(resolver.a("mail.letter.example").records, std::vector<Record>{{"192.0.2.1"}});
  EXPECT_EQ(resolver.aaaa("mail.letter.example").records, std::vector<Record>{{"2001:db8::1"}});
  EXPECT_EQ(resolver.ptr("1.2.0.192.in-addr.arpa").records,
            std::vector<Record>{{"mail.letter.example"}});
  EXPECT_EQ(resolver.a("*odd name.letter.example").records, std::vector<Record>{{"192.0.2.2"}});
  EXPECT_EQ(resolver.txt("full.letter.example").records.at(0).value, std::string(5'000, 'x'));
}

TEST(SystemResolverTest, TellsKindsOfNothingApart) {
  auto opened = SystemResolver::open(local_options());
  ASSERT_TRUE(opened);
  EXPECT_EQ((*opened)->txt("mail.letter.example").status, Status::no_data);
  EXPECT_EQ((*opened)->txt("nobody.letter.example").status, Status::nxdomain);
  EXPECT_EQ((*opened)->txt("elsewhere.example").status, Status::not_asked);
  EXPECT_EQ((*opened)->txt("a..example").status, Status::bad_name);
}

TEST(SystemResolverTest, ThreadsMayAskAtATime) {
  auto opened = SystemResolver::open(local_options());
  ASSERT_TRUE(opened);
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) good += (*opened)->txt("letter.example").ok() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 200);
}

TEST(SystemResolverTest, SaysWhatIsWrongWithItsOptions) {
  SystemResolver::Options options = local_options();
  options.local[0].records.push_back("not a record");
  const auto opened = SystemResolver::open(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::config);
  EXPECT_TRUE(opened.error().message.starts_with("DNS: local records: "));
}

}  // namespace
}  // namespace letterlock::dns
