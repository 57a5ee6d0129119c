#include "base/keyed_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace letterlock {
namespace {

TEST(KeyedHashTest, EqualOctetsMeetAndOthersDoNot) {
  KeyedHash hash;
  std::set<KeyedHash::Value> seen;
  std::string octets(300, 'x');
  const KeyedHash::Value first = *hash.of(octets);
  seen.insert(first);
  for (std::size_t at = 0; at < octets.size(); ++at) {
    std::string other = octets;
    other[at] = 'y';
    EXPECT_TRUE(seen.insert(*hash.of(other)).second) << at;
    EXPECT_TRUE(seen.insert(*hash.of(std::string_view(octets).substr(0, at))).second) << at;
  }
  EXPECT_EQ(hash.of(octets), first);
}

TEST(KeyedHashTest, EachHasAKeyOfItsOwn) { EXPECT_NE(KeyedHash().of("x"), KeyedHash().of("x")); }

}  // namespace
}  // namespace letterlock
