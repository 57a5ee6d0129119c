#include "sources/plain_files.h"

#include <gtest/gtest.h>

#include "sources/test_archive.h"
#include "sources/test_sink.h"

namespace letterlock::sources {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;  // inner path and octets

struct Unpacked {
  Files files;
  std::vector<std::string> defects;
};

Unpacked unpack(const std::string& octets, std::uint32_t depth = 5) {
  const TemporaryDirectory place;
  const std::string path = place.write("export", octets);
  ReadOptions options;
  options.worker = LETTERLOCK_EXTRACT_PROGRAM;
  options.container_depth = depth;
  Unpacked result;
  auto done = each_plain_file(
      path, options,
      [&](const File& file, const std::string& inner) {
        result.files.emplace_back(inner, file.read_at(0, 1 << 20).value_or("?"));
        return Expected<void>();
      },
      [&](const SourceDefect& defect) { result.defects.push_back(defect.name); });
  EXPECT_TRUE(done);
  return result;
}

TEST(PlainFilesTest, AFileIsItself) {
  EXPECT_EQ(unpack("a,b\n1,2\n").files, (Files{{"", "a,b\n1,2\n"}}));
}

TEST(PlainFilesTest, CompressedFilesAndArchivesAreOpenedInEachOther) {
  const std::string log = "{\"a\":1}\n";
  EXPECT_EQ(unpack(make_archive(ArchiveKind::gz, {{"log", log}})).files,
            (Files{{"(content)", log}}));
  const std::string inner = make_archive(ArchiveKind::zip, {{"b.json", log}});
  const Unpacked got =
      unpack(make_archive(ArchiveKind::zip, {{"x/a.csv", "a;b\n"}, {"y.zip", inner}}));
  EXPECT_EQ(got.files, (Files{{"x/a.csv", "a;b\n"}, {"y.zip!/b.json", log}}));
  EXPECT_TRUE(got.defects.empty());
}

TEST(PlainFilesTest, TooDeepAndDamagedContainersAreNamed) {
  const std::string inner = make_archive(ArchiveKind::zip, {{"b.json", "{}"}});
  const std::string outer = make_archive(ArchiveKind::zip, {{"y.zip", inner}, {"c.csv", "c\n"}});
  const Unpacked shallow = unpack(outer, 1);
  EXPECT_EQ(shallow.files, (Files{{"c.csv", "c\n"}}));
  EXPECT_EQ(shallow.defects, std::vector<std::string>{"container_too_deep"});
  std::string damaged = make_archive(ArchiveKind::gz, {{"log", std::string(100'000, 'x') + "y"}});
  damaged.resize(damaged.size() / 2);
  EXPECT_FALSE(unpack(damaged).defects.empty());
}

}  // namespace
}  // namespace letterlock::sources
