// The accounts that --account can name: those of the logs and of the case's mailboxes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/expected.h"
#include "casefile/case.h"

namespace letterlock::cli {

// As the logs and the mailboxes write them, the busiest of the logs first.
Expected<std::vector<std::string>> known_accounts(casefile::Case& the_case);

// not_found, with near ones, for an account that is not `known`: a typo would else read as
// "nobody was there".
Expected<void> check_accounts(std::span<const std::string> asked,
                              std::span<const std::string> known);

}  // namespace letterlock::cli
