// Files that a verb writes its answer to.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/expected.h"

namespace letterlock::cli {

// Writes beside and renames, so that the file is whole or absent; only its owner may read it.
// Returns how many octets were written.
Expected<std::size_t> write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace letterlock::cli
