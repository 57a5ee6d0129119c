#include "cli/key_archive_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace letterlock::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class KeyArchiveFilesTest : public testing::Test {
 protected:
  KeyArchiveFilesTest() : folder_(testing::TempDir() + "keys-" + std::to_string(::getpid())) {}
  ~KeyArchiveFilesTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }

  const std::string folder_;
  const std::string one_ =
      "letterlock-keys 1\nkey a.example s1\nrecord \"p=\"\ndns source=\"x\" first=2014\n";
};

TEST_F(KeyArchiveFilesTest, FilesOfOthersAreReadAndNeverWritten) {
  write("others.keys", one_);
  write("notes.txt", "no keys");
  {
    auto editor = KeyArchiveEditor::open(folder_);
    ASSERT_TRUE(editor) << editor.error().message;
    auth::KeySighting sighting;
    sighting.source = "Ada";
    editor->archive().add("b.example", "s1", "p=", {&sighting, 1});
    ASSERT_TRUE(editor->save());
  }
  const auto loaded = load_key_archive(folder_);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->files, 2U);
  EXPECT_EQ(loaded->archive.keys().size(), 2U);
  const auto alone = load_key_archive(folder_ + "/archive.keys");
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->archive.keys().size(), 1U);
}

TEST_F(KeyArchiveFilesTest, ALineThatWouldBeLostStopsAChange) {
  write("archive.keys", one_ + "nonsense\n");
  const auto editor = KeyArchiveEditor::open(folder_);
  ASSERT_FALSE(editor);
  EXPECT_EQ(editor.error().code, ErrorCode::corrupt);
  EXPECT_THAT(editor.error().message, HasSubstr("archive.keys:5"));
  const auto loaded = load_key_archive(folder_);
  ASSERT_TRUE(loaded) << "looking is possible all the same";
  EXPECT_THAT(loaded->problems,
              ElementsAre("archive.keys:5: begins with 'nonsense', which means nothing here"));
}

TEST_F(KeyArchiveFilesTest, OneChangesAtATime) {
  auto first = KeyArchiveEditor::open(folder_);
  ASSERT_TRUE(first);
  const auto second = KeyArchiveEditor::open(folder_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::busy);
}

TEST_F(KeyArchiveFilesTest, ADirectoryOfOtherFilesTellsWhatToDo) {
  write("zone.txt", "s._domainkey.a.example. TXT \"p=\"\n");
  const auto loaded = load_key_archive(folder_);
  ASSERT_TRUE(loaded);
  EXPECT_THAT(loaded->hint, StartsWith(folder_ + ": holds no key archive (*.keys)"));
  EXPECT_THAT(loaded->hint, HasSubstr("letterlock keys import NEW-ARCHIVE FILE"));
  write("archive.keys", one_);
  EXPECT_EQ(load_key_archive(folder_)->hint, "");
}

TEST_F(KeyArchiveFilesTest, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(load_key_archive(folder_ + "/none").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace letterlock::cli
