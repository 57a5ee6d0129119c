// For tests: a Sink that keeps everything, and a directory that goes away with the test.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/test_directory.h"
#include "sources/source.h"

namespace letterlock::sources {

struct KeptMessage {
  std::string octets;
  Provenance from;
  Position after;
};

class KeepingSink final : public Sink {
 public:
  Expected<void> message(std::string_view octets, const Provenance& provenance,
                         Position after) override {
    messages.push_back({std::string(octets), provenance, after});
    if (messages.size() == fail_after) return fail(ErrorCode::io, "disk full");
    return {};
  }
  void defect(const SourceDefect& defect) override { defects.push_back(defect); }
  void advance(std::uint64_t octets) override { advanced = octets; }

  std::vector<std::string> defect_names() const {
    std::vector<std::string> names;
    names.reserve(defects.size());
    for (const SourceDefect& defect : defects) names.push_back(defect.name);
    return names;
  }

  std::vector<KeptMessage> messages;
  std::vector<SourceDefect> defects;
  std::uint64_t advanced = 0;
  std::size_t fail_after = 0;
};

// The value of a header field, unfolded; "" where it is not there.
inline std::string field(std::string_view message, std::string_view name) {
  std::string value;
  bool found = false;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t end = std::min(message.find('\n', at), message.size());
    std::string_view line = message.substr(at, end - at);
    at = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    if (line.empty() || (found && !folded)) break;
    if (found) value += ' ' + std::string(line.substr(1));
    if (!found && line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
      value = line.substr(name.size() + 2);
      found = true;
    }
  }
  return value;
}

class TemporaryDirectory {
 public:
  std::string path(std::string_view name = "") const { return (directory_ / name).string(); }
  std::string write(std::string_view name, std::string_view octets) const {
    std::filesystem::create_directories((directory_ / name).parent_path());
    std::ofstream(directory_ / name, std::ios::binary) << octets;
    return path(name);
  }

 private:
  TestDirectory directory_;
};

// Everything in the file or directory at `path`, unit after unit.
inline KeepingSink read_all(const std::string& path, const ReadOptions& options = {}) {
  KeepingSink sink;
  auto units = enumerate(path, sink);
  if (!units) return sink;
  for (const Unit& unit : *units) {
    if (!read(unit, {}, options, sink)) break;
  }
  return sink;
}

}  // namespace letterlock::sources
