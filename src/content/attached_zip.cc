#include "content/attached_zip.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/html_reference.h"
#include "content/inflate.h"

namespace letterlock::content {
namespace {

using namespace std::string_view_literals;
// An archive that a person sends has fewer.
constexpr std::size_t kMostMembers = 5'000;
// Relationships stand in small members; documents have a handful of them.
constexpr std::size_t kMostRelations = std::size_t{256} * 1024;
constexpr std::size_t kMostRelationMembers = 16;
constexpr std::size_t kMostReferences = 200;
constexpr std::size_t kLongestTag = std::size_t{8} * 1024;

std::uint32_t number(std::string_view octets, std::size_t at, std::size_t count) {
  if (at > octets.size() || octets.size() - at < count) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(octets[at + i]);
  }
  return value;
}

// "Name=\"value\"" in a tag of XML.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const std::string_view rest = tag.substr(at + name.size());
    if (rest.size() < 2 || rest[0] != '=' || (rest[1] != '"' && rest[1] != '\'')) continue;
    return rest.substr(2, rest.find(rest[1], 2) - 2);
  }
  return {};
}

void add_references(std::string_view xml, std::vector<OfficeReference>& into) {
  constexpr std::string_view kTag = "<Relationship ";
  for (std::size_t at = xml.find(kTag); at != std::string_view::npos; at = xml.find(kTag, at + 1)) {
    std::string_view tag = xml.substr(at, kLongestTag);
    tag = tag.substr(0, tag.find('>'));
    if (attribute(tag, "TargetMode") != "External" || into.size() == kMostReferences) continue;
    const std::string_view type = attribute(tag, "Type");
    into.push_back({std::string(type.substr(type.rfind('/') + 1)),
                    decode_references(attribute(tag, "Target"), true)});
  }
}

}  // namespace

std::vector<ZipMember> zip_members(std::string_view octets) {
  std::vector<ZipMember> members;
  // Section 4.3.16: at the end, before a comment of at most 64 KiB.
  const std::size_t end = octets.rfind("PK\x05\x06"sv);
  if (end == std::string_view::npos) return members;
  std::size_t at = number(octets, end + 16, 4);
  // Section 4.3.12.
  while (members.size() < kMostMembers && at < octets.size() && octets.size() - at >= 46 &&
         octets.substr(at, 4) == "PK\x01\x02"sv) {
    const std::size_t name = number(octets, at + 28, 2);
    const std::size_t after = number(octets, at + 30, 2) + number(octets, at + 32, 2);
    ZipMember member;
    member.name = octets.substr(at + 46, name);
    member.locked = (number(octets, at + 8, 2) & 1) != 0;
    member.method = static_cast<std::uint16_t>(number(octets, at + 10, 2));
    member.packed = number(octets, at + 20, 4);
    member.offset = number(octets, at + 42, 4);
    members.push_back(member);
    at += 46 + name + after;
  }
  return members;
}

std::string zip_content(std::string_view octets, const ZipMember& member, std::size_t most) {
  if (member.locked || octets.size() < 30 || member.offset > octets.size() - 30) return {};
  const std::size_t begin = std::size_t{member.offset} + 30 +
                            number(octets, member.offset + 26, 2) +
                            number(octets, member.offset + 28, 2);
  if (begin >= octets.size()) return {};
  const std::string_view packed = octets.substr(begin, member.packed);
  if (member.method == 0) return std::string(packed.substr(0, most));
  if (member.method == 8) return inflated(packed, Deflated::bare, most);
  return {};
}

std::vector<OfficeReference> office_references(std::string_view octets) {
  std::vector<OfficeReference> references;
  std::size_t read = 0;
  for (const ZipMember& member : zip_members(octets)) {
    if (!member.name.ends_with(".rels")) continue;
    if (++read > kMostRelationMembers) break;
    add_references(zip_content(octets, member, kMostRelations), references);
  }
  return references;
}

}  // namespace letterlock::content
