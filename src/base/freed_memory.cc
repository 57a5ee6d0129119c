#include "base/freed_memory.h"

#include <malloc.h>

namespace letterlock {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kKept = 64 << 20;
  constexpr int kAsked = 4 << 20;  // from the system at a time
  // Blocks of messages, not whole mailboxes, come from the heap.
  constexpr int kLargestFromHeap = 16 << 20;
  mallopt(M_TRIM_THRESHOLD, kKept);
  mallopt(M_TOP_PAD, kAsked);
  mallopt(M_MMAP_THRESHOLD, kLargestFromHeap);
#endif
}

}  // namespace letterlock
