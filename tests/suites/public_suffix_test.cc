// The Public Suffix List's own vectors (checkPublicSuffix lines), with the list that they belong
// to.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "dns/idna.h"
#include "dns/registrable_domain.h"

namespace letterlock::dns {
namespace {

// The text between the n-th pair of quotes; nullopt for "null".
std::optional<std::string> argument(const std::string& line, int n) {
  std::size_t at = line.find('(') + 1;
  for (int i = 0; i < n; ++i) at = line.find(',', at) + 2;
  if (line[at] != '\'') return std::nullopt;
  return line.substr(at + 1, line.find('\'', at + 1) - at - 1);
}

TEST(PublicSuffixTest, TheListsOwnVectorsHold) {
  const std::string directory = std::string(LETTERLOCK_CORPORA_DIR) + "/conformance/publicsuffix/";
  const std::string list = directory + "public_suffix_list.dat";
  ASSERT_EQ(setenv("LETTERLOCK_PSL", list.c_str(), 1), 0);
  ASSERT_EQ(public_suffix_list(), list);
  std::ifstream vectors(directory + "tests/test_psl.txt");
  ASSERT_TRUE(vectors.is_open());
  int checked = 0;
  for (std::string line; std::getline(vectors, line);) {
    if (!line.starts_with("checkPublicSuffix(")) continue;
    const auto host = argument(line, 0);
    const auto want = argument(line, 1);
    ++checked;
    const std::string ascii = want ? domain_to_ascii(*want).value_or("?") : "";
    EXPECT_EQ(registrable_domain(host.value_or("")), ascii) << line;
  }
  EXPECT_GT(checked, 70);
}

}  // namespace
}  // namespace letterlock::dns
