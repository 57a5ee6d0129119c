#include "audit/json_splitter.h"

#include <gtest/gtest.h>

namespace letterlock::audit {
namespace {

struct Split {
  std::vector<std::string> records;
  std::vector<std::string> broken;  // names
  bool page_follows = false;
};

Split split(const std::string& text, std::size_t piece = SIZE_MAX, std::size_t most = 1 << 20) {
  MemoryStream stream(text, piece);
  TextInput input(stream);
  Split result;
  JsonSplitter splitter(input, most,
                        [&](const BrokenPlace& place) { result.broken.push_back(place.name); });
  JsonRecord record;
  for (;;) {
    auto more = splitter.next(record);
    EXPECT_TRUE(more);
    if (!more || !*more) break;
    EXPECT_EQ(text.substr(record.offset, record.octets.size()), record.octets);
    result.records.emplace_back(record.octets);
  }
  result.page_follows = splitter.page_follows();
  return result;
}

using Texts = std::vector<std::string>;

struct SplitCase {
  const char* what;
  std::string text;
  Texts records;
  Texts broken;
};

const SplitCase kSplits[] = {
    {"one a line",
     "{\"a\":1}\n{\"a\":2}\r\n\r\n{\"a\":3}",
     {"{\"a\":1}", "{\"a\":2}", "{\"a\":3}"},
     {}},
    {"array",
     "[{\"a\":\"]}\"}, {\"a\":{\"b\":[1]}}]",
     {"{\"a\":\"]}\"}", "{\"a\":{\"b\":[1]}}"},
     {}},
    {"one behind the other",
     "{\"a\":1}{\"a\":2} {\"a\":3}",
     {"{\"a\":1}", "{\"a\":2}", "{\"a\":3}"},
     {}},
    {"page",
     "{\"@odata.context\":\"x\",\"value\":[{\"a\":1},{\"a\":2}],\"n\":{\"x\":[]}}",
     {"{\"a\":1}", "{\"a\":2}"},
     {}},
    {"pages that begin as records do",
     "{\"kind\":\"p\",\"items\":[{\"kind\":1},{\"kind\":2}]}\n{\"kind\":\"p\",\"items\":[{\"kind\":"
     "3}]}",
     {"{\"kind\":1}", "{\"kind\":2}", "{\"kind\":3}"},
     {}},
    {"pages in an array",
     "[{\"Records\":[{\"a\":1}]},{\"records\":[{\"a\":2}]}]",
     {"{\"a\":1}", "{\"a\":2}"},
     {}},
    {"empty page", "{\"value\":[]}", {}, {}},
    {"escapes",
     R"({"a":"\\"}{"a":"\"}{"}{"a":"\\\""})",
     {R"({"a":"\\"})", R"({"a":"\"}{"})", R"({"a":"\\\""})"},
     {}},
    {"strings", R"(["{\"a\":1}", "{}"])", {R"("{\"a\":1}")", R"("{}")"}, {}},
    {"a string left open",
     "{\"a\":1}\n{\"a\":\"x}\n{\"a\":3}\n",
     {"{\"a\":1}", "{\"a\":3}"},
     {"record_broken"}},
    {"a bracket left open",
     "{\"a\":1}\n{\"a\":{\"b\":2}\n{\"a\":3}\n",
     {"{\"a\":1}", "{\"a\":3}"},
     {"record_broken"}},
    {"broken in an array",
     "[{\"a\":1},\n{\"a\":\"x\n},\n{\"a\":3}]",
     {"{\"a\":1}", "{\"a\":3}"},
     {"record_broken"}},
    {"broken in an array on one line",
     "[{\"a\":1},{\"a\":{\"b\":[2},{\"a\":3}",
     {"{\"a\":1}", "{\"a\":3}"},
     {"truncated", "truncated"}},
    {"cut", "[{\"a\":1},{\"a\":", {"{\"a\":1}"}, {"truncated", "truncated"}},
    {"garbage between",
     "# log\n{\"a\":1}\nnull\n{\"a\":2}",
     {"{\"a\":1}", "{\"a\":2}"},
     {"not_json", "not_json"}},
    {"NUL octets of a damaged disk",
     std::string(300, '\0') + "{\"a\":1}\n",
     {"{\"a\":1}"},
     {"nul_octets"}},
    {"brackets without end", std::string(500, '['), {}, {"truncated"}},
    {"nothing", "", {}, {}},
};

TEST(JsonSplitterTest, FindsEveryRecordOfEveryShape) {
  for (const SplitCase& c : kSplits) {
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
      const Split got = split(c.text, piece);
      EXPECT_EQ(got.records, c.records) << c.what << " in pieces of " << piece;
      EXPECT_EQ(got.broken, c.broken) << c.what << " in pieces of " << piece;
    }
  }
}

TEST(JsonSplitterTest, RecordsOfEveryLengthEndWhereTheyEnd) {
  for (std::size_t length = 0; length < 300; ++length) {
    const std::string record =
        "{\"k\":\"" + std::string(length, '\\') + (length % 2 != 0 ? "\\" : "") + "\"}";
    const Split got = split(record + record + record, 61);
    EXPECT_EQ(got.records, (Texts{record, record, record})) << length;
  }
}

TEST(JsonSplitterTest, ARecordOverTheLimitIsSkippedAndNoOther) {
  const std::string big = "{\"a\":\"" + std::string(5000, 'x') + "\"}";
  for (const char* between : {",", "\n"}) {
    const bool array = between[0] == ',';
    const std::string text = std::string(array ? "[" : "") + "{\"a\":1}" + between + big + between +
                             "{\"a\":3}" + (array ? "]" : "\n");
    const Split got = split(text, 100, 1000);
    EXPECT_EQ(got.records, (Texts{"{\"a\":1}", "{\"a\":3}"}));
    EXPECT_EQ(got.broken, Texts{"record_too_big"});
  }
}

TEST(JsonSplitterTest, SaysThatAPageIsMissing) {
  const std::string first =
      "{\"value\":[{\"a\":1}],\"@odata.nextLink\":\"https://graph.example/2\"}\n";
  EXPECT_TRUE(split(first).page_follows);
  EXPECT_FALSE(split(first + "{\"value\":[{\"a\":2}]}").page_follows);
  EXPECT_FALSE(split("{\"items\":[{\"a\":1}],\"nextPageToken\":\"\"}").page_follows);
}

TEST(TextInputTest, EncodingsAreRecognised) {
  const std::string marked(
      "\xFF\xFE[\0{\0\"\0\x3D\xD8\x00\xDE\"\0:\0"
      "1\0}\0]\0",
      20);
  const Split got = [&] {
    MemoryStream stream(marked, 3);
    TextInput input(stream);
    Split result;
    JsonSplitter splitter(input, 100, [](const BrokenPlace&) {});
    JsonRecord record;
    while (splitter.next(record).value_or(false)) result.records.emplace_back(record.octets);
    EXPECT_EQ(input.encoding(), Encoding::utf16_le);
    EXPECT_EQ(input.octets_read(), marked.size());
    EXPECT_EQ(input.hash(), sha256(marked));
    return result;
  }();
  EXPECT_EQ(got.records, Texts{"{\"\xF0\x9F\x98\x80\":1}"});
}

}  // namespace
}  // namespace letterlock::audit
