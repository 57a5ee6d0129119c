#include "sources/worker/pictures.h"

#include <jpeglib.h>
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>

namespace letterlock::sources {
namespace {

bool fits(std::uint64_t width, std::uint64_t height) {
  return width > 0 && height > 0 && width * height <= kMostPixels;
}

struct JpegError {
  jpeg_error_mgr base;
  std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr state) {
  std::longjmp(reinterpret_cast<JpegError*>(state->err)->back, 1);
}

void say_nothing(j_common_ptr, int) {}

// Cyan, magenta, yellow and black, as Adobe writes them: inverted.
void grey_of_cmyk(const std::uint8_t* from, std::size_t pixels, std::uint8_t* to) {
  for (std::size_t i = 0; i < pixels; ++i, from += 4) {
    const int ink = std::min({from[0], from[1], from[2]});
    to[i] = static_cast<std::uint8_t>(ink * from[3] / 255);
  }
}

// No object with a destructor lives between setjmp and longjmp: `picture` and `row` are the
// caller's.
bool read_jpeg(jpeg_decompress_struct& state, JpegError& error, std::string_view octets,
               Grey& picture, std::vector<std::uint8_t>& row) {
  if (setjmp(error.back) != 0) return false;  // NOLINT(cert-err52-cpp): libjpeg's only way out
  jpeg_create_decompress(&state);
  jpeg_mem_src(&state, reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
  jpeg_read_header(&state, TRUE);
  if (!fits(state.image_width, state.image_height)) return false;
  const bool cmyk = state.num_components == 4;
  state.out_color_space = cmyk ? JCS_CMYK : JCS_GRAYSCALE;
  state.scale_denom = std::max(state.image_width, state.image_height) > 3000 ? 2 : 1;
  jpeg_start_decompress(&state);
  picture.width = state.output_width;
  picture.height = state.output_height;
  picture.rows.assign(std::size_t{picture.width} * picture.height, 0xFF);
  row.resize(std::size_t{picture.width} * 4);
  while (state.output_scanline < state.output_height) {
    std::uint8_t* to = picture.rows.data() + std::size_t{state.output_scanline} * picture.width;
    std::uint8_t* into = cmyk ? row.data() : to;
    if (jpeg_read_scanlines(&state, &into, 1) != 1) break;
    if (cmyk) grey_of_cmyk(row.data(), picture.width, to);
  }
  return true;
}

}  // namespace

std::optional<Grey> decode_png(std::string_view octets) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, octets.data(), octets.size()) == 0) {
    return std::nullopt;
  }
  std::optional<Grey> picture;
  if (fits(image.width, image.height)) {
    image.format = PNG_FORMAT_GRAY;
    picture.emplace();
    picture->width = image.width;
    picture->height = image.height;
    picture->rows.assign(std::size_t{image.width} * image.height, 0xFF);
    const png_color white{255, 255, 255};
    // What a damaged file showed before the damage has been written already.
    png_image_finish_read(&image, &white, picture->rows.data(),
                          static_cast<png_int_32>(image.width), nullptr);
  }
  png_image_free(&image);
  return picture;
}

std::optional<Grey> decode_jpeg(std::string_view octets) {
  jpeg_decompress_struct state{};
  JpegError error{};
  state.err = jpeg_std_error(&error.base);
  error.base.error_exit = leave;
  error.base.emit_message = say_nothing;
  Grey picture;
  std::vector<std::uint8_t> row;
  const bool whole = read_jpeg(state, error, octets, picture, row);
  jpeg_destroy_decompress(&state);
  if (!whole && picture.rows.empty()) return std::nullopt;
  return picture;
}

void shrink(Grey& picture, std::uint32_t most) {
  while (std::max(picture.width, picture.height) > most && picture.width > 1 &&
         picture.height > 1) {
    const std::uint32_t width = picture.width / 2, height = picture.height / 2;
    for (std::uint32_t y = 0; y < height; ++y) {
      // Never ahead of what is still to be read.
      const std::uint8_t* upper = picture.rows.data() + std::size_t{2} * y * picture.width;
      const std::uint8_t* lower = upper + picture.width;
      std::uint8_t* to = picture.rows.data() + std::size_t{y} * width;
      for (std::uint32_t x = 0; x < width; ++x, upper += 2, lower += 2) {
        to[x] = static_cast<std::uint8_t>((upper[0] + upper[1] + lower[0] + lower[1]) / 4);
      }
    }
    picture.width = width;
    picture.height = height;
    picture.rows.resize(std::size_t{width} * height);
  }
}

}  // namespace letterlock::sources
