#include "sources/code_worker.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "sources/test_codes.h"

namespace letterlock::sources {
namespace {

constexpr const char* kUrl = "https://login.meridian.example/a?b=c";

class CodeWorkerTest : public testing::Test {
 protected:
  // What the codes say, each after its page: "1:https://..."; what went wrong otherwise.
  std::vector<std::string> read(Picture what, const std::string& octets) {
    // In a block of its own size, so that a sanitizer sees one octet too far.
    const auto codes = worker_.read(what, octets);
    if (!codes) return {codes.error().message};
    std::vector<std::string> texts;
    texts.reserve(codes->size());
    for (const CodeFrame& code : *codes)
      texts.push_back(fmt::format("{}:{}", code.page, code.text));
    return texts;
  }
  CodeWorker worker_{LETTERLOCK_EXTRACT_PROGRAM};
  std::vector<std::string> picture_{std::string("0:") + kUrl};
  std::vector<std::string> page_{std::string("1:") + kUrl};
};

TEST_F(CodeWorkerTest, ReadsACodeInEachFormat) {
  const TestPicture code = test_code(kUrl);
  EXPECT_EQ(read(Picture::png, as_png(code)), picture_);
  EXPECT_EQ(read(Picture::jpeg, as_jpeg(code)), picture_);
  EXPECT_EQ(read(Picture::gif, as_gif(code)), picture_);
  EXPECT_EQ(read(Picture::pdf, as_pdf(code)), page_);
}

TEST_F(CodeWorkerTest, ReadsTransparentLightOnDarkAndLargeOnes) {
  TestPicture code = test_code(kUrl);
  EXPECT_EQ(read(Picture::png, as_png(code, PNG_FORMAT_GA)), picture_);
  for (std::uint8_t& grey : code.grey) grey = static_cast<std::uint8_t>(255 - grey);
  EXPECT_EQ(read(Picture::png, as_png(code)), picture_);
  EXPECT_EQ(read(Picture::png, as_png(test_code(kUrl, 4000))), picture_);
}

TEST_F(CodeWorkerTest, TellsNothingWhereThereIsNothing) {
  TestPicture blank;
  blank.side = 300;
  blank.grey.assign(std::size_t{300} * 300, 255);
  EXPECT_TRUE(read(Picture::png, as_png(blank)).empty());
  EXPECT_TRUE(read(Picture::png, "not a picture").empty());
  EXPECT_TRUE(read(Picture::jpeg, std::string(1000, '\xFF')).empty());
  EXPECT_TRUE(read(Picture::gif, "GIF89a").empty());
  EXPECT_TRUE(read(Picture::pdf, "%PDF-1.7\n%%EOF").empty());
}

// Every cut of every format: nothing ends the worker, and it answers the next question.
TEST_F(CodeWorkerTest, DamagedFilesDoNotEndIt) {
  const TestPicture code = test_code("https://a.example/", 64);
  const std::pair<Picture, std::string> files[] = {
      {Picture::png, as_png(code)}, {Picture::jpeg, as_jpeg(code)}, {Picture::gif, as_gif(code)}};
  for (const auto& [what, octets] : files) {
    for (std::size_t size = 1; size < octets.size(); size += 1 + octets.size() / 40) {
      ASSERT_TRUE(worker_.read(what, octets.substr(0, size))) << static_cast<char>(what) << size;
      std::string spoilt = octets;
      spoilt[size] = static_cast<char>(spoilt[size] ^ 0x55);
      ASSERT_TRUE(worker_.read(what, spoilt)) << static_cast<char>(what) << size;
    }
  }
  EXPECT_EQ(read(Picture::png, as_png(test_code(kUrl))), picture_);
}

TEST_F(CodeWorkerTest, PicturesThatClaimToBeHugeAreNotDecoded) {
  std::string octets = as_png(test_code(kUrl));
  octets.replace(16, 8, std::string("\0\1\0\0\0\1\0\0", 8));  // 65,536 by 65,536
  EXPECT_TRUE(read(Picture::png, octets).empty());
}

TEST_F(CodeWorkerTest, AWorkerThatFellOverIsStartedAnew) {
  EXPECT_EQ(read(Picture::png, as_png(test_code(kUrl))), picture_);
  // Larger than it takes: it gives up, as over anything else that it was not meant to be asked.
  EXPECT_FALSE(worker_.read(Picture::png, std::string(std::size_t{kMaxPicture} + 1, 'x')));
  EXPECT_EQ(read(Picture::png, as_png(test_code(kUrl))), picture_);
}

TEST_F(CodeWorkerTest, ASilentOrMissingProgramIsAnError) {
  CodeWorker silent("/bin/false", 1);
  EXPECT_FALSE(silent.read(Picture::png, "x"));
  CodeWorker missing("/nowhere/letterlock-extract");
  const auto codes = missing.read(Picture::png, "x");
  ASSERT_FALSE(codes);
  EXPECT_EQ(codes.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace letterlock::sources
