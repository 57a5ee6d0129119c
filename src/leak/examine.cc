#include "leak/examine.h"

namespace letterlock::leak {

Examination examine(const mime::Message& message, KeyRing& keys, const VerdictOptions& options,
                    const ExamineContext&) {
  Examination result;
  result.verdict = judge(message, keys, options);
  return result;
}

}  // namespace letterlock::leak
