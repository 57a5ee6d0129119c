// What the adapters for public MIME suites share: where the suites are, and cases that differ on
// purpose. A case listed as different must differ: once it no longer does, its line must go.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "mime/message.h"

namespace letterlock::suites {

inline std::filesystem::path corpora() { return LETTERLOCK_CORPORA_DIR; }

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The suites' expectations hold for all line endings LF, or all CRLF; the files have either.
inline std::string with_line_endings(const std::string& text, bool crlf) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (text[i] == '\n' && crlf) out += '\r';
    out += text[i];
  }
  return out;
}

// Case name -> why we differ on purpose.
using Deviations = std::map<std::string, std::string>;

// Passed / deliberately different / failed, and what to print.
class Tally {
 public:
  explicit Tally(const Deviations& deviations) : deviations_(deviations) {}

  // `difference` is empty where the case came out as the suite expects.
  void count(const std::string& name, const std::string& difference) {
    const bool listed = deviations_.contains(name);
    if (difference.empty() && !listed) {
      ++passed;
    } else if (!difference.empty() && listed) {
      ++different;
    } else {
      failures +=
          name + ": " + (listed ? "listed as different, but is the same now" : difference) + "\n";
    }
  }
  std::string summary() const {
    return std::to_string(passed) + " passed, " + std::to_string(different) +
           " deliberately different";
  }

  std::size_t passed = 0;
  std::size_t different = 0;
  std::string failures;

 private:
  const Deviations& deviations_;
};

}  // namespace letterlock::suites
