#include "base/attributes.h"

#include <cstdio>
#include <cstdlib>

namespace letterlock {

void assertion_failed(const char* what, const char* file, int line) {
  std::fprintf(stderr, "letterlock: internal error: %s (%s:%d)\n", what, file, line);
  std::abort();
}

}  // namespace letterlock
