#include "cli/each_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/test_directory.h"

namespace letterlock::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(EachMessageTest, ATimeStampBesideItsMessageIsReadWithItAndNoFailedMail) {
  const TestDirectory directory;
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(directory.path() / name) << text;
  };
  write("1.eml", "From: ada@a.example\r\nDate: Mon, 3 Jun 2024 09:00:00 +0000\r\n\r\nHello.\r\n");
  write("1.eml.ots", "\x01proof");
  write("2.eml.ots", "\x01proof of a message that is not here");
  std::vector<std::string> remarks;
  std::vector<std::string> proofs;
  SilentProgress progress;
  auto done = each_message(
      {nullptr, directory.path().string()},
      [&](leak::Specimen&& found) -> Expected<void> {
        for (const auto& [name, octets] : found.proofs) proofs.push_back(name);
        return {};
      },
      [&](const std::string& remark) { remarks.push_back(remark); }, progress);
  ASSERT_TRUE(done);
  EXPECT_THAT(proofs, ElementsAre("1.eml.ots"));
  EXPECT_THAT(remarks, ElementsAre(HasSubstr("2.eml.ots")));
}

}  // namespace
}  // namespace letterlock::cli
