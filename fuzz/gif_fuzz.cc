// GIF under hostile input: a picture has the pixels that it says, within the limit.
#include <cstdint>
#include <string_view>

#include "property.h"
#include "sources/worker/pictures.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace letterlock::sources;
  const auto picture = decode_gif({reinterpret_cast<const char*>(data), size});
  if (!picture) return 0;
  const std::uint64_t pixels = std::uint64_t{picture->width} * picture->height;
  letterlock::fuzz::require(pixels > 0 && pixels <= kMostPixels && picture->rows.size() == pixels);
  return 0;
}
