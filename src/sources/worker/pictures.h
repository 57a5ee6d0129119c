// Pictures as shades of grey, for finding codes in them: transparent parts are white, large ones
// are made smaller. Memory is bounded before anything is decoded. nullopt for what is damaged
// beyond use or too large; what a cut-off file still shows is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace letterlock::sources {

struct Grey {
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint8_t> rows;  // width * height, from the top
};

// Decoded pixels of one picture.
inline constexpr std::uint64_t kMostPixels = 25'000'000;

std::optional<Grey> decode_png(std::string_view octets);
std::optional<Grey> decode_jpeg(std::string_view octets);
// The first frame (GIF89a).
std::optional<Grey> decode_gif(std::string_view octets);

// Halves the sides until both are at most `most`.
void shrink(Grey& picture, std::uint32_t most);

}  // namespace letterlock::sources
