// Logs as JSON, whatever stands in them.
#include "audit_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<char> exact(data, data + size);
  letterlock::fuzz::check_log({exact.data(), size});
  return 0;
}
