// What an archive keeps beside a record's text. The same answer as parse_key_record() gives, made
// without building a key where the record is of the usual shape: archives hold many thousands.
#pragma once

#include <optional>
#include <string_view>

#include "auth/key_record.h"

namespace letterlock::auth {

struct RecordSummary {
  KeyProblem problem = KeyProblem::none;
  std::optional<KeyType> type;
  unsigned bits = 0;
  std::optional<Sha256> fingerprint;
};

RecordSummary summarize_record(std::string_view text);

}  // namespace letterlock::auth
