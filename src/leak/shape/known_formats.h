// What mail programs are known to make, by their documentation or source, and on how many genuine
// messages that was seen to hold.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "leak/shape.h"

namespace letterlock::leak {

struct KnownFormat {
  std::string_view client;
  ShapeAspect aspect;
  // Classes that the program makes, separated by blanks; of Message-IDs what stands before "@".
  std::string_view classes;
  std::string_view source;
  std::uint32_t samples;  // genuine messages it was checked on
  float holds;            // of them, in percent
};

std::span<const KnownFormat> known_formats();

}  // namespace letterlock::leak
