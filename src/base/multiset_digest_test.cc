#include "base/multiset_digest.h"

#include <gtest/gtest.h>

namespace letterlock {
namespace {

TEST(MultisetDigestTest, OrderDoesNotMatterAndEveryMemberDoes) {
  MultisetDigest one, other, twice;
  one.add("a");
  one.add("b");
  other.add("b");
  other.add("a");
  EXPECT_EQ(one.value(), other.value());
  EXPECT_NE(one.value(), MultisetDigest().value());
  twice.add("a");
  twice.add("b");
  twice.add("b");
  EXPECT_NE(one.value(), twice.value());
  twice.remove("b");
  EXPECT_EQ(one.value(), twice.value());
}

// Computed apart, from the definition: SHA-256, AES-256-CTR, little-endian lanes.
TEST(MultisetDigestTest, IsWhatItsDefinitionSays) {
  MultisetDigest digest;
  EXPECT_EQ(digest.value(), sha256(std::string(2048, '\0')));
  digest.add("a");
  digest.add("b");
  EXPECT_EQ(digest.value().hex(),
            "8955fb8fb92acff95c308d8b8115f0d626849eaf70ed848f9b39a35a820ef8df");
}

TEST(MultisetDigestTest, GoesOnFromItsState) {
  MultisetDigest digest, later;
  digest.add("a");
  EXPECT_TRUE(later.restore(digest.state()));
  EXPECT_EQ(later.value(), digest.value());
  EXPECT_FALSE(later.restore("short"));
  EXPECT_EQ(later.value(), digest.value());
}

}  // namespace
}  // namespace letterlock
