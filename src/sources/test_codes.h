// QR codes for tests, as pictures and documents.
#pragma once

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <fmt/core.h>
#include <jpeglib.h>
#include <png.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace letterlock::sources {

struct TestPicture {
  std::uint32_t side = 0;
  std::vector<std::uint8_t> grey;  // side * side
};

// `side` pixels, or as many as the code needs.
inline TestPicture test_code(const std::string& text, int side = 200) {
  const auto matrix =
      ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode).setMargin(4).encode(text, side, side);
  TestPicture picture;
  picture.side = static_cast<std::uint32_t>(matrix.width());
  for (int y = 0; y < matrix.height(); ++y) {
    for (int x = 0; x < matrix.width(); ++x) picture.grey.push_back(matrix.get(x, y) ? 0 : 255);
  }
  return picture;
}

inline std::string as_png(const TestPicture& picture, std::uint32_t format = PNG_FORMAT_GRAY) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = picture.side;
  image.format = format;
  std::vector<std::uint8_t> pixels = picture.grey;
  if (format == PNG_FORMAT_GA) {  // black modules on nothing
    pixels.clear();
    for (const std::uint8_t grey : picture.grey) {
      pixels.push_back(0);
      pixels.push_back(static_cast<std::uint8_t>(255 - grey));
    }
  }
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
  std::string octets(size, '\0');
  png_image_write_to_memory(&image, octets.data(), &size, 0, pixels.data(), 0, nullptr);
  octets.resize(size);
  return octets;
}

inline std::string as_jpeg(const TestPicture& picture) {
  jpeg_compress_struct state{};
  jpeg_error_mgr error{};
  state.err = jpeg_std_error(&error);
  jpeg_create_compress(&state);
  unsigned char* octets = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&state, &octets, &size);
  state.image_width = state.image_height = picture.side;
  state.input_components = 1;
  state.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&state);
  jpeg_start_compress(&state, TRUE);
  while (state.next_scanline < state.image_height) {
    auto* row = const_cast<std::uint8_t*>(picture.grey.data()) +
                std::size_t{state.next_scanline} * picture.side;
    jpeg_write_scanlines(&state, &row, 1);
  }
  jpeg_finish_compress(&state);
  std::string made(reinterpret_cast<char*>(octets), size);
  jpeg_destroy_compress(&state);
  std::free(octets);
  return made;
}

// Two colours, every pixel a code of its own with a clear before the table grows.
inline std::string as_gif(const TestPicture& picture) {
  const auto two = [](std::uint32_t number) {
    return std::string{static_cast<char>(number & 0xFF), static_cast<char>(number >> 8)};
  };
  std::string octets = "GIF89a" + two(picture.side) + two(picture.side);
  octets += std::string("\x80\0\0", 3) + std::string("\0\0\0\xFF\xFF\xFF", 6);
  octets += std::string(",\0\0\0\0", 5) + two(picture.side) + two(picture.side);
  octets += std::string("\0\2", 2);
  std::string bits;
  std::uint32_t held = 0;
  unsigned count = 0;
  const auto put = [&](std::uint32_t code) {  // codes of three bits: 0..3, 4 clears, 5 ends
    held |= code << count;
    for (count += 3; count >= 8; count -= 8, held >>= 8) bits += static_cast<char>(held & 0xFF);
  };
  for (std::size_t i = 0; i < picture.grey.size(); ++i) {
    if (i % 2 == 0) put(4);
    put(picture.grey[i] == 0 ? 0 : 1);
  }
  put(5);
  put(0);
  put(0);
  for (std::size_t at = 0; at < bits.size(); at += 255) {
    const std::string block = bits.substr(at, 255);
    octets += static_cast<char>(block.size()) + block;
  }
  return octets + std::string("\0;", 2);
}

// A page of A4 on which each dark pixel is a filled square: nothing in it is a picture.
inline std::string as_pdf(const TestPicture& picture) {
  std::string drawing;
  for (std::uint32_t y = 0; y < picture.side; ++y) {
    for (std::uint32_t x = 0; x < picture.side; ++x) {
      if (picture.grey[std::size_t{y} * picture.side + x] == 0) {
        drawing += fmt::format("{} {} 1 1 re\n", 100 + x, 700 - y);
      }
    }
  }
  drawing += "f\n";
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  const auto add = [&](const std::string& body) {
    offsets.push_back(pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", offsets.size(), body);
  };
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>");
  add(fmt::format("<< /Length {} >>\nstream\n{}endstream", drawing.size(), drawing));
  const std::size_t xref = pdf.size();
  pdf += fmt::format("xref\n0 {}\n0000000000 65535 f \n", offsets.size() + 1);
  for (const std::size_t offset : offsets) pdf += fmt::format("{:010} 00000 n \n", offset);
  pdf += fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
                     offsets.size() + 1, xref);
  return pdf;
}

}  // namespace letterlock::sources
