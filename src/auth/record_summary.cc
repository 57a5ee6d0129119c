#include "auth/record_summary.h"

namespace letterlock::auth {

RecordSummary summarize_record(std::string_view text) {
  const KeyRecord record = parse_key_record(text);
  RecordSummary summary;
  summary.problem = record.problem;
  if (!record.key) return summary;
  summary.type = record.key->type();
  summary.bits = record.key->bits();
  summary.fingerprint = record.key->fingerprint();
  return summary;
}

}  // namespace letterlock::auth
