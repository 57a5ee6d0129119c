#include "store/placement_identity.h"

#include <gtest/gtest.h>

namespace letterlock::store {
namespace {

TEST(PlacementIdentityTest, AMaildirFileStaysItselfWhateverItsFlags) {
  constexpr struct {
    const char* path;
    const char* other;
    bool same;
  } kCases[] = {
      {"/m/cur/17.M1.host:2,S", "/m/cur/17.M1.host:2,RS", true},
      {"/m/new/17.M1.host", "/m/cur/17.M1.host:2,", true},
      {"/m/cur/17.M1.host;2,S", "/m/cur/17.M1.host:2,", true},
      {"cur/17.M1.host:2,S", "cur/17.M1.host:2,FS", true},
      {"/m/cur/17.M1.host:2,S", "/m/cur/17.M2.host:2,S", false},
      {"/m/cur/17.M1.host:2,S", "/n/cur/17.M1.host:2,S", false},
      {"/m/cur/17.M1.host:2,S", "/m/.Sent/cur/17.M1.host:2,S", false},
      {"/m/mail/17.M1.host:2,S", "/m/mail/17.M1.host:2,RS", false},
      {"/m/occur/17:2,S", "/m/occur/17:2,RS", false},
      {"/m/cur/:2,S", "/m/cur/:2,RS", false},
      {"", "", true},
      {"/m/box.mbox", "/m/box.mbox", true},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(same_place(c.path, c.other), c.same) << c.path << " " << c.other;
    EXPECT_EQ(same_place(c.other, c.path), c.same) << c.path << " " << c.other;
    EXPECT_EQ(place_key(c.path) == place_key(c.other), c.same) << c.path << " " << c.other;
  }
}

}  // namespace
}  // namespace letterlock::store
