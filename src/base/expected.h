// Expected<T>: a value, or the Error that kept us from computing it.
//
// For work we could not do (disk full, corrupt case, bad configuration), never for what a message
// contains: malformed input becomes a Defect, a failed check is a plain result value.
// Use only what std::expected also has; tl:: is named in this header alone.
#pragma once

#include <fmt/core.h>

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace letterlock {

enum class ErrorCode {
  usage,        // the caller asked for something that makes no sense
  corrupt,      // input of ours or of a container is damaged
  limit,        // over a named limit
  not_found,    // no such input
  internal,     // a mistake of ours
  io,           // the operating system said no
  busy,         // temporary: somebody else holds it
  config,       // bad configuration
  interrupted,  // the user stopped us
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // says what, where (file, offset) and why; for people
};

using Unexpected = tl::unexpected<Error>;

template <class T>
class [[nodiscard]] Expected : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

template <class... Args>
[[nodiscard]] Unexpected fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
  return Unexpected(Error{code, fmt::format(format, std::forward<Args>(args)...)});
}

[[nodiscard]] inline Unexpected fail(Error error) { return Unexpected(std::move(error)); }

// Passes trouble up: `if (!raw) return fail(std::move(raw));`
template <class T>
[[nodiscard]] Unexpected fail(Expected<T>&& failed) {
  return Unexpected(std::move(failed.error()));
}

}  // namespace letterlock
