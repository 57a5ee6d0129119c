#include "audit/csv_reader.h"

#include <gtest/gtest.h>

namespace letterlock::audit {
namespace {

struct Read {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> broken;  // rows
};

Read read(const std::string& text, std::size_t piece = SIZE_MAX, std::size_t most = 1 << 20) {
  MemoryStream stream(text, piece);
  TextInput input(stream);
  Read result;
  CsvReader csv(input, most, [&](const BrokenPlace& place, std::uint64_t row) {
    EXPECT_FALSE(place.detail.empty());
    result.broken.push_back(row);
  });
  auto header = csv.header();
  EXPECT_TRUE(header);
  result.header = *header;
  CsvRow row;
  while (csv.next(row).value_or(false)) {
    EXPECT_EQ(text.substr(row.offset, row.octets.size()), row.octets);
    result.rows.emplace_back(row.cells.begin(), row.cells.end());
  }
  return result;
}

using Cells = std::vector<std::string>;
using Rows = std::vector<Cells>;

struct CsvCase {
  const char* what;
  std::string text;
  Cells header;
  Rows rows;
  std::vector<std::uint64_t> broken;
};

const CsvCase kTables[] = {
    {"plain", "a,b\r\n1,2\r\n3,4", {"a", "b"}, {{"1", "2"}, {"3", "4"}}, {}},
    {"quotes", "a,b\n\"x,\"\"y\"\"\n z\",2\n", {"a", "b"}, {{"x,\"y\"\n z", "2"}}, {}},
    {"semicolons", "a;b\n1,5;2\n", {"a", "b"}, {{"1,5", "2"}}, {}},
    {"tabs", "a\tb\n1\t2\n", {"a", "b"}, {{"1", "2"}}, {}},
    {"PowerShell and spreadsheets",
     "#TYPE System.Object\nsep=,\n\n\"a\",\"b\"\n\"1\",\"2\"\n",
     {"a", "b"},
     {{"1", "2"}},
     {}},
    {"empty columns of a spreadsheet",
     "a,b,,\n1,2,,\n3,4\n",
     {"a", "b"},
     {{"1", "2", "", ""}, {"3", "4"}},
     {}},
    {"too few and too many cells", "a,b\n1\n1,2,3\n4,5\n", {"a", "b"}, {{"4", "5"}}, {1, 2}},
    {"a quote without end", "a,b\n1,\"open\n2,\"x\"y\n3,4\n", {"a", "b"}, {{"3", "4"}}, {1, 2}},
    {"a quote without end, last",
     "a,b\n1,2\n3,\"open\n5,6\n",
     {"a", "b"},
     {{"1", "2"}, {"5", "6"}},
     {2}},
    {"quotes inside plain cells", "a,b\nx\"y,2\n", {"a", "b"}, {{"x\"y", "2"}}, {}},
    {"nothing", "", {}, {}, {}},
};

TEST(CsvReaderTest, ReadsWhatToolsAndSpreadsheetsWrite) {
  for (const CsvCase& c : kTables) {
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{5}}) {
      const Read got = read(c.text, piece);
      EXPECT_EQ(got.header, c.header) << c.what;
      EXPECT_EQ(got.rows, c.rows) << c.what;
      EXPECT_EQ(got.broken, c.broken) << c.what;
    }
  }
}

TEST(CsvReaderTest, ACellOverTheLimitIsSkippedAndNoOtherRow) {
  const Read got = read("a,b\n1,2\n3,\"" + std::string(5000, 'x') + "\"\n5,6\n", 100, 1000);
  EXPECT_EQ(got.rows, (Rows{{"1", "2"}, {"5", "6"}}));
  EXPECT_EQ(got.broken, std::vector<std::uint64_t>{2});
}

}  // namespace
}  // namespace letterlock::audit
