// The files of one directory, sorted, and what kind of mailbox the directory is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "sources/source.h"

namespace letterlock::sources {

// Many names in one block of memory: a Maildir may hold millions.
class NameList {
 public:
  void add(std::string_view name);
  void sort(bool by_number);
  std::size_t size() const { return begins_.size(); }
  std::string_view operator[](std::size_t i) const LL_LIFETIME_BOUND;

 private:
  std::string names_;  // each with its NUL
  std::vector<std::uint32_t> begins_;
};

struct Directory {
  NameList files;                        // regular files that may hold mail, sorted
  std::vector<std::string> directories;  // sorted
  std::vector<std::string> links;        // symbolic links, not followed
  std::vector<std::string> specials;     // sockets, devices, FIFOs
  std::uint64_t bytes = 0;               // of `files` together, where `sizes` were asked for
  SourceFormat format = SourceFormat::directory;  // maildir only where it is cur or new of one
};
// `maildir_part`: the directory is the cur or new of a Maildir. Errors: not_found, io.
Expected<Directory> list_directory(const std::string& path, bool maildir_part, bool sizes);

// True where `directory` has what makes it a Maildir folder.
bool is_maildir(const Directory& directory);

}  // namespace letterlock::sources
