// Compiler attributes and the assertion for our own mistakes.
#pragma once

#if defined(__clang__)
#define LL_LIFETIME_BOUND [[clang::lifetimebound]]
#else
#define LL_LIFETIME_BOUND
#endif

namespace letterlock {
[[noreturn]] void assertion_failed(const char* what, const char* file, int line);
}

// For our own mistakes only: input that can reach one is a security bug.
#define LL_ASSERT(condition)          \
  ((condition) ? static_cast<void>(0) \
               : ::letterlock::assertion_failed(#condition, __FILE__, __LINE__))
