// All facts of one message as a JSON object: `letterlock show --json`.
#pragma once

#include <string>

#include "store/fact_store.h"

namespace letterlock::cli {

std::string stored_json(const store::StoredMessage& stored);

}  // namespace letterlock::cli
