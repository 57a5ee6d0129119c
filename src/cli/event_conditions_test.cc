#include "cli/event_conditions.h"

#include <gtest/gtest.h>

namespace letterlock::cli {
namespace {

TEST(EventConditionsTest, TimesMeanTheirWholeSpan) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"},
      {"2024-06", "2024-06-01T00:00:00Z", "2024-07-01T00:00:00Z"},
      {"2024-06-15", "2024-06-15T00:00:00Z", "2024-06-16T00:00:00Z"},
      {"2024-06-15T13:05", "2024-06-15T13:05:00Z", "2024-06-15T13:06:00Z"},
      {"2024-06-15T13:05:30Z", "2024-06-15T13:05:30Z", "2024-06-15T13:05:31Z"},
  };
  for (const auto& [text, begin, end] : cases) {
    EXPECT_EQ(format_utc(edge_of("--from", text, Edge::beginning).value_or(0)), begin) << text;
    EXPECT_EQ(format_utc(edge_of("--to", text, Edge::end).value_or(0)), end) << text;
  }
  for (const char* text : {"", "June", "2024-13", "2024-06-15T25:00", "2024-06T13:05"}) {
    EXPECT_FALSE(edge_of("--from", text, Edge::beginning)) << text;
  }
}

TEST(EventConditionsTest, NetworksHaveAPrefixTheyCanHave) {
  EXPECT_EQ(network_of("--ip", "192.0.2.0/24")->prefix, 24u);
  EXPECT_EQ(network_of("--ip", "2001:db8::1")->prefix, 128u);
  for (const char* text : {"192.0.2.0/33", "192.0.2", "192.0.2.0/", "192.0.2.0/x", ""}) {
    EXPECT_FALSE(network_of("--ip", text)) << text;
  }
}

TEST(EventConditionsTest, WhatMakesNoSenseIsSaid) {
  Options::EventConditions conditions;
  conditions.acts = {"mail_read", "mail_eaten"};
  const auto filter = filter_of(conditions);
  ASSERT_FALSE(filter);
  EXPECT_NE(filter.error().message.find("mail_eaten"), std::string::npos);
  conditions.acts = {"mail_read"};
  EXPECT_EQ(filter_of(conditions)->acts, std::vector<store::Act>{store::Act::mail_read});
}

}  // namespace
}  // namespace letterlock::cli
