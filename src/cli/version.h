// The version that --version, the custody log and reports name.
#pragma once

namespace letterlock::cli {
inline constexpr const char* kVersion = LETTERLOCK_VERSION;
}
