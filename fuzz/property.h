// What the fuzzers check with.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace letterlock::fuzz {

inline void require(bool property, std::source_location where = std::source_location::current()) {
  if (property) return;
  std::fprintf(stderr, "%s:%u: property does not hold\n", where.file_name(), where.line());
  std::abort();
}

}  // namespace letterlock::fuzz
