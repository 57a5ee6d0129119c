// What a ZIP archive says that it holds (PKWARE APPNOTE 6.3.10), by its central directory; nothing
// is unpacked but single small members of office documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::content {

struct ZipMember {
  std::string_view name;  // as written
  bool locked = false;    // encrypted
  std::uint32_t packed = 0, offset = 0;
  std::uint16_t method = 0;
};

// In the order of the directory, at most some thousands; empty where there is none.
std::vector<ZipMember> zip_members(std::string_view octets);

// The content of a member, stored or deflated, at most `most` octets; "" where it cannot be read.
std::string zip_content(std::string_view octets, const ZipMember& member, std::size_t most);

// An external relationship of an office document (ECMA-376 part 2, section 9.3).
struct OfficeReference {
  std::string type;    // the last part of its type: "attachedTemplate", "hyperlink", "oleObject"
  std::string target;  // a URL as written
};
std::vector<OfficeReference> office_references(std::string_view octets);

}  // namespace letterlock::content
