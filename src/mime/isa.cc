#include "mime/isa.h"

#include <atomic>

namespace letterlock::mime {
namespace {
std::atomic<Isa>& chosen() {
  static std::atomic<Isa> isa{best_isa()};
  return isa;
}
}  // namespace

Isa best_isa() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) return Isa::avx2;
#endif
  return Isa::portable;
}

Isa active_isa() { return chosen().load(std::memory_order_relaxed); }
void set_isa_for_testing(Isa isa) { chosen().store(isa, std::memory_order_relaxed); }

}  // namespace letterlock::mime
