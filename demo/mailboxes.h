// The exports on disk, one for each member of staff, in the format that person's mail comes in.
#pragma once

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/expected.h"
#include "demo/people.h"
#include "demo/random.h"

namespace letterlock::demo {

struct Placement {
  bool sent = false;     // in the owner's Sent folder
  bool bulk = false;     // newsletters and such
  bool replied = false;  // its owner has answered it
  UnixTime time = 0;
  std::string envelope_from;
  std::uint64_t thread = 0;  // of the provider: milliseconds << 20, and some
};

class Mailboxes {
 public:
  Mailboxes(std::filesystem::path directory, std::uint64_t seed);
  ~Mailboxes();
  Mailboxes(const Mailboxes&) = delete;
  Mailboxes& operator=(const Mailboxes&) = delete;

  // `octets` with CRLF line ends, as they came.
  Expected<void> store(const Person& owner, const std::string& octets, const Placement& placement);

  // Writes what is held back and closes all; call once, at the end.
  Expected<void> finish();

  std::uint64_t octets_written() const { return octets_; }

 private:
  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, FileCloser>;

  Expected<void> append(const std::filesystem::path& path, std::string_view octets);
  Expected<void> write_file(const std::filesystem::path& path, std::string_view octets);

  std::filesystem::path directory_;
  Random random_;
  std::map<std::filesystem::path, File> open_;
  std::map<std::string, std::string> tars_;  // by owner
  std::map<std::string, unsigned> counts_;
  std::uint64_t octets_ = 0;
};

// Writes one file, with its folders.
Expected<void> write_whole_file(const std::filesystem::path& path, std::string_view octets);

}  // namespace letterlock::demo
