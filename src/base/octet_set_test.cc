#include "base/octet_set.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock {
namespace {

TEST(OctetSetTest, FindsWhatAPlainSearchFinds) {
  for (const std::string_view members : {"&", "\t\n\r", "\"'>)", "\"#<>?^`{}"}) {
    const OctetSet set(members);
    for (std::size_t size = 0; size < 40; ++size) {
      for (std::size_t place = 0; place <= size; ++place) {
        std::string text(size, 'a');
        if (place < size) text[place] = members[place % members.size()];
        if (place + 3 < size) text[place + 3] = members.front();
        for (std::size_t from = 0; from <= size; ++from) {
          EXPECT_EQ(set.find_in(text, from), text.find_first_of(members, from));
        }
      }
    }
  }
  static_assert(OctetSet("xy").find_in("0123456789abcdefxy") == 16);
}

}  // namespace
}  // namespace letterlock
