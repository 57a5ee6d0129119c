// The file in which `letterlock verify --recover-keys` keeps what it has computed.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "base/expected.h"
#include "leak/recover.h"

namespace letterlock::cli {

class RecoveryFile {
 public:
  // Reads what an earlier run kept, and appends to it from then on. An empty path keeps nothing.
  // Errors: corrupt where the file is not ours, limit, io.
  static Expected<RecoveryFile> open(const std::string& path);

  const leak::RecoveryState& state() const { return state_; }
  // Written through to the file at once: a killed run loses no gcd.
  Expected<void> keep(const leak::GcdRecord& record);

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  leak::RecoveryState state_;
  std::unique_ptr<std::FILE, Closer> file_;
};

}  // namespace letterlock::cli
