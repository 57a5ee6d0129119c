// The acts of the verb keys.
#pragma once

#include <string>
#include <vector>

#include "auth/key_archive.h"
#include "cli/verbs.h"

namespace letterlock::cli {

// verb_keys_add.cc: acts that change an archive.
int keys_add(const Options& options);
int keys_import(const Options& options);
// verb_keys.cc: acts that only look.
int keys_list(const Options& options);
int keys_export(const Options& options);
int keys_check(const Options& options);

}  // namespace letterlock::cli
