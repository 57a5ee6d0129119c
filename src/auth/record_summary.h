// What an archive keeps beside a record's text: parse_key_record()'s answer without the key itself,
// for archives hold many thousands.
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
