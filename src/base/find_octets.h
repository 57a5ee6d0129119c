// A text within a text. std::string_view::find() stops at every octet that is the wanted text's
// first, which in mail is every "d" or "b"; the C library's search does not.
#pragma once

#include <string.h>  // memmem

#include <cstddef>
#include <string_view>

namespace letterlock {

// Where `wanted` stands in `text`, from `at` on; npos where it does not.
inline std::size_t find_octets(std::string_view text, std::string_view wanted, std::size_t at = 0) {
  if (at > text.size()) return std::string_view::npos;
  const void* const found =
      ::memmem(text.data() + at, text.size() - at, wanted.data(), wanted.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace letterlock
