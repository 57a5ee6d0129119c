// Completion scripts for shells, made from the command line's own description.
#pragma once

#include <string>

namespace letterlock::cli {

// REQUIRES: `shell` is "bash", "zsh" or "fish".
std::string completion_script(const std::string& shell);

}  // namespace letterlock::cli
