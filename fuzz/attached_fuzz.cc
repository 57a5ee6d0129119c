// Attached files under hostile input: pages, PDF documents, ZIP archives and pictures' headers.
// Checked for every input: places lie inside it, each act is told once, and what is unpacked and
// listed stays within its limits.
#include <cstdint>
#include <string_view>

#include "content/attached_page.h"
#include "content/attached_pdf.h"
#include "content/attached_zip.h"
#include "content/codes.h"
#include "content/inflate.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::content;
using fuzz::require;

void check_page(std::string_view octets) {
  std::uint32_t acts = 0;
  for (const PageSign& sign : page_signs(octets)) {
    require(sign.where.end() <= octets.size() && !sign.detail.empty());
    const std::uint32_t bit = 1U << static_cast<unsigned>(sign.act);
    require((acts & bit) == 0);
    acts |= bit;
  }
}

void check_archive(std::string_view octets) {
  for (const ZipMember& member : zip_members(octets)) {
    require(member.name.size() <= octets.size());
    require(zip_content(octets, member, 1'000).size() <= 1'000);
  }
  require(office_references(octets).size() <= 200);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  check_page(octets);
  check_archive(octets);
  pdf_may_show_code(octets);
  require(survey_pdf(octets).uris.size() <= 200);
  for (const Deflated form : {Deflated::bare, Deflated::wrapped}) {
    std::size_t used = 0;
    require(inflated(octets, form, 10'000, &used).size() <= 10'000 && used <= size);
  }
  for (const std::string_view type : {"image/png", "image/jpeg", "image/gif", "application/pdf"}) {
    const auto picture = picture_size(type, octets);
    require(!picture || (picture->width > 0 && picture->height > 0));
  }
  const auto url = url_of_code(octets);
  require(!url || url->size() <= 4'296 + 7);
  return 0;
}
