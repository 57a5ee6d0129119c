// Every message of tests/corpus, as it is, with LF and with CRLF, each in a heap block of exactly
// its size, against the JSON beside it.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/ascii.h"
#include "corpus_description.h"

namespace letterlock::corpus {
namespace {

std::vector<std::filesystem::path> messages() {
  std::vector<std::filesystem::path> found;
  const std::filesystem::path folder = LETTERLOCK_SOURCE_DIR "/tests/corpus/mime";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".eml") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The same JSON in one spelling.
std::string respelled(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(json).get(value) != simdjson::SUCCESS) return "no JSON: " + json;
  return simdjson::to_string(value);
}

class CorpusTest : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(CorpusTest, IsReadAsExpectedWhateverItsLineEndings) {
  const std::string octets = contents(GetParam());
  std::filesystem::path beside = GetParam();
  const std::string expected = respelled(contents(beside.replace_extension(".json")));
  EXPECT_EQ(respelled(describe(as_is(octets))), expected);
  EXPECT_EQ(respelled(describe(with_lf(octets))), expected) << "with LF";
  EXPECT_EQ(respelled(describe(with_crlf(octets))), expected) << "with CRLF";
}

INSTANTIATE_TEST_SUITE_P(Mime, CorpusTest, ::testing::ValuesIn(messages()), [](const auto& each) {
  std::string name = each.param.stem().string();
  std::replace_if(name.begin(), name.end(), [](char c) { return !is_alnum(c); }, '_');
  return name;
});

}  // namespace
}  // namespace letterlock::corpus
