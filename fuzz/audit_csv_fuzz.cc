// Logs as CSV: the input alone, and behind a header that has the columns of a log.
#include "audit_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<char> exact(data, data + size);
  const std::string_view text(exact.data(), size);
  letterlock::fuzz::check_log(text);
  letterlock::fuzz::check_log("CreationDate,UserIds,Operations,AuditData\n" + std::string(text));
  return 0;
}
