#include "report/json_line.h"

#include <gtest/gtest.h>

namespace letterlock::report {
namespace {

TEST(JsonLineTest, SchemaAndTypeStandFirst) {
  EXPECT_EQ(json_line("message", R"({"id":7})"), R"({"schema":1,"type":"message","id":7})"
                                                 "\n");
  EXPECT_EQ(summary_line(R"({"messages":2})"),
            R"({"schema":1,"type":"summary","summary":{"messages":2}})"
            "\n");
}

}  // namespace
}  // namespace letterlock::report
