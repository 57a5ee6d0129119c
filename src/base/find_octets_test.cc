#include "base/find_octets.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock {
namespace {

TEST(FindOctetsTest, FindsWhatAPlainSearchFinds) {
  for (const std::string_view wanted : {"ab", "data:image/", "aaa", "abcdefghijklmnopqrstuvwxyz"}) {
    for (std::size_t size = 0; size < 80; ++size) {
      for (std::size_t place = 0; place <= size; ++place) {
        // Octets around that are the first or the last of what is wanted.
        std::string text;
        while (text.size() < size) text += text.size() % 3 == 0 ? wanted.front() : wanted.back();
        text.replace(place, std::min(wanted.size(), size - place), wanted, 0, size - place);
        const std::string exact(text.begin(), text.end());
        for (const std::size_t from : {std::size_t{0}, place, place + 1, size, size + 1}) {
          EXPECT_EQ(find_octets(exact, wanted, from), exact.find(wanted, from))
              << text << " " << wanted << " " << from;
        }
      }
    }
  }
}

}  // namespace
}  // namespace letterlock
