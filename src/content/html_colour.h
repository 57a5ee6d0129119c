// Colours as HTML attributes and CSS write them, as far as text in the colour of its ground goes.
#pragma once

#include <cstdint>
#include <string_view>

namespace letterlock::content {

// A colour that is told, that is not (a picture, a function, a style sheet's), or none set.
struct Paint {
  enum class Kind : std::uint8_t { unset, unknown, known };
  Kind kind = Kind::unset;
  std::uint8_t red = 0, green = 0, blue = 0;

  static constexpr Paint unknown() { return {Kind::unknown, 0, 0, 0}; }
  static constexpr Paint white() { return {Kind::known, 255, 255, 255}; }
  static constexpr Paint black() { return {Kind::known, 0, 0, 0}; }
};

// "#fff", "white", "rgb(255, 255, 255)"; unset for words that leave the colour to the element
// around; unknown for the rest. Without "#" six digits count where `attribute`: bgcolor=ffffff.
Paint read_colour(std::string_view value, bool attribute = false);
// The value of `background`: unknown where a picture is in it.
Paint read_background(std::string_view value);

// Both known, and so near to each other that nobody sees the one on the other.
bool cannot_be_told_apart(const Paint& one, const Paint& other);

}  // namespace letterlock::content
