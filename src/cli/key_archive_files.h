// A key archive on disk: a directory whose files *.keys are read in the order of their names, or
// one such file. We write archive.keys alone; what others drop beside it is read, never changed.
#pragma once

#include <string>
#include <vector>

#include "auth/key_archive.h"
#include "base/expected.h"

namespace letterlock::cli {

struct LoadedKeys {
  auth::KeyArchive archive;
  std::vector<std::string> problems;  // "archive.keys:7: reason": lines that were not understood
  std::string hint;                   // what to do where no key is there; "" where there is one
  std::size_t files = 0;
  std::size_t duplicates = 0;  // lines that said what was known already
};

// ErrorCode::not_found where nothing is there; limit over 1 GiB of text or 10,000 files.
Expected<LoadedKeys> load_key_archive(const std::string& path);

// An archive being changed: nobody else can change it until this goes. The file is made anew and
// put in place at once, so that a reader sees the old or the new.
class KeyArchiveEditor {
 public:
  // Makes the directory where it is not there. ErrorCode::busy where another process is writing.
  // Refuses an archive.keys with lines that were not understood: saving would lose them.
  static Expected<KeyArchiveEditor> open(const std::string& path);
  KeyArchiveEditor(KeyArchiveEditor&& other) noexcept;
  KeyArchiveEditor& operator=(KeyArchiveEditor&&) = delete;
  ~KeyArchiveEditor();

  // What archive.keys (or the one file) holds.
  auth::KeyArchive& archive() LL_LIFETIME_BOUND { return archive_; }
  Expected<void> save();

 private:
  KeyArchiveEditor(std::string file, int lock) : file_(std::move(file)), lock_(lock) {}
  std::string file_;
  int lock_ = -1;
  auth::KeyArchive archive_;
};

}  // namespace letterlock::cli
