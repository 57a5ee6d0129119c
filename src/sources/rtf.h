// RTF bodies of Outlook items: compressed (MS-OXRTFCP), and with HTML or text inside (MS-OXRTFEX).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace letterlock::sources {

// The RTF of a PidTagRtfCompressed value, at most `limit` octets; nullopt where it is none.
std::optional<std::string> decompress_rtf(std::string_view compressed, std::size_t limit);

struct RtfContent {
  enum class Kind : std::uint8_t { rtf, html, text } kind = Kind::rtf;  // what it was made from
  std::string utf8;  // the HTML or text it was made from; of genuine RTF its plain text
};
// Linear in `rtf`; groups may nest to any depth.
RtfContent read_rtf(std::string_view rtf);

}  // namespace letterlock::sources
