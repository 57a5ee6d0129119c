#include "dns/budget.h"

#include <gtest/gtest.h>

#include "dns/zone_resolver.h"

namespace letterlock::dns {
namespace {

using std::chrono::milliseconds;

ZoneResolver zone() {
  auto parsed = ZoneResolver::parse("a.example. TXT x\nb.example. TXT x\nc.example. TXT x\n");
  EXPECT_TRUE(parsed);
  return std::move(*parsed);
}

TEST(BudgetResolverTest, LookUpsEnd) {
  ZoneResolver inner = zone();
  BudgetResolver resolver(inner, {2, 10, milliseconds(1'000)});
  EXPECT_TRUE(resolver.txt("a.example").ok());
  EXPECT_TRUE(resolver.txt("A.example.").ok());  // known already
  EXPECT_TRUE(resolver.txt("b.example").ok());
  const Answer over = resolver.txt("c.example");
  EXPECT_EQ(over.status, Status::over_budget);
  EXPECT_TRUE(over.unknown());
  EXPECT_EQ(over.reason, "this message has had its 2 look-ups");
  EXPECT_TRUE(resolver.txt("a.example").ok());
  EXPECT_EQ(resolver.txt("a..example").status, Status::bad_name);
  EXPECT_EQ(resolver.lookups(), 2U);
}

TEST(BudgetResolverTest, LookUpsThatFindNothingEndSooner) {
  ZoneResolver inner = zone();
  BudgetResolver resolver(inner, {10, 1, milliseconds(1'000)});
  EXPECT_EQ(resolver.txt("nobody.example").status, Status::nxdomain);
  EXPECT_EQ(resolver.txt("a.example").status, Status::over_budget);
}

TEST(BudgetResolverTest, TimeIsThatOfLookUpsAlone) {
  ZoneResolver inner = zone();
  std::chrono::steady_clock::time_point now;
  BudgetResolver resolver(inner, {10, 10, milliseconds(30)}, [&now] {
    now += milliseconds(10);
    return now;
  });
  EXPECT_TRUE(resolver.txt("a.example").ok());
  now += milliseconds(1'000);  // between look-ups
  EXPECT_TRUE(resolver.txt("b.example").ok());
  EXPECT_TRUE(resolver.txt("c.example").ok());
  EXPECT_EQ(resolver.mx("a.example").reason, "look-ups for this message took 30 ms");
}

}  // namespace
}  // namespace letterlock::dns
