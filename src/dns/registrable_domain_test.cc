#include "dns/registrable_domain.h"

#include <gtest/gtest.h>

namespace letterlock::dns {
namespace {

TEST(RegistrableDomainTest, FollowsThePublicSuffixList) {
  EXPECT_EQ(registrable_domain("a.b.meridian.com"), "meridian.com");
  EXPECT_EQ(registrable_domain("www.meridian.co.uk."), "meridian.co.uk");
  EXPECT_EQ(registrable_domain("WWW.Meridian.COM"), "meridian.com");
  EXPECT_EQ(registrable_domain("tenant.github.io"), "tenant.github.io");
  EXPECT_EQ(registrable_domain("x.tenant.blogspot.com"), "tenant.blogspot.com");
  EXPECT_EQ(registrable_domain("github.io"), "");
  EXPECT_EQ(registrable_domain("192.0.2.1"), "");
  EXPECT_EQ(registrable_domain("[::1]"), "");
  EXPECT_EQ(registrable_domain("1.0x7f"), "");
  EXPECT_EQ(registrable_domain("B\xC3\x9C"
                               "cher.example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(registrable_domain(""), "");
}

}  // namespace
}  // namespace letterlock::dns
