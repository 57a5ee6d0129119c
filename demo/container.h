// The container formats the demo writes by itself, so that its octets depend on no library's
// version: stored (uncompressed) zip, ustar, gzip with stored blocks, PNG, PDF, DOCX.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace letterlock::demo {

struct ZipMember {
  std::string name;
  std::string content;
};
std::string zip_stored(const std::vector<ZipMember>& members, UnixTime modified);

// One ustar member, padded; a tar ends with kTarEnd.
std::string tar_member(std::string_view name, std::string_view content, UnixTime modified);
extern const std::string kTarEnd;

std::string gzip_stored(std::string_view content, UnixTime modified);

// A picture of `width` x `height` with a band in `color` (0xRRGGBB), as logos are.
std::string png_logo(unsigned width, unsigned height, std::uint32_t color);

struct DocumentText {
  std::string title;
  std::string author;
  std::vector<std::string> paragraphs;  // ASCII
  UnixTime created = 0;
  UnixTime modified = 0;
  unsigned revision = 1;
};
std::string pdf_document(const DocumentText& text);
std::string docx_document(const DocumentText& text);

std::uint32_t crc32(std::string_view octets, std::uint32_t seed = 0);

}  // namespace letterlock::demo
