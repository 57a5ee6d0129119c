// The right to write to a case: an flock on its file `lock`, which says who holds it.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/expected.h"

namespace letterlock::casefile {

class Lock {
 public:
  // Errors: busy, naming the holder.
  static Expected<Lock> take(const std::filesystem::path& directory, const Clock& clock);
  // Keeps writers out while somebody looks; others may look too. Holds nothing where the case lies
  // on a medium or under rights that keep writers out anyway. Errors: busy.
  static Expected<Lock> share(const std::filesystem::path& directory);
  // Who writes to the case at this moment: "process 17 on host since ..."; "" where nobody does.
  static std::string writer(const std::filesystem::path& directory);
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  ~Lock();  // gives it back

 private:
  explicit Lock(int fd) : fd_(fd) {}
  int fd_ = -1;
  bool ours_ = false;  // to write
};

}  // namespace letterlock::casefile
