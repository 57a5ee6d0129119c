// Outlook's .msg files: whatever the compound file says, reading ends, stays in its budget, and the
// rebuilt message is the same each time and keeps its header together.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "property.h"
#include "sources/msg.h"
#include "sources/rtf.h"

using letterlock::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace sources = letterlock::sources;
  const std::vector<char> exact(data, data + size);
  const std::string_view file(exact.data(), size);
  constexpr std::uint64_t kBudget = 1 << 20;
  if (const auto item = sources::read_msg(file, kBudget)) {
    require(sources::holds_item(file));
    const std::string message = sources::rebuild_message(*item);
    require(message == sources::rebuild_message(*item));
    // A signed entity is kept octet by octet, line ends included.
    require(message.find("\r\n\r\n") != message.npos || message.find("\n\n") != message.npos);
  }
  if (const auto rtf = sources::decompress_rtf(file, kBudget)) {
    require(rtf->size() <= kBudget);
    sources::read_rtf(*rtf);
  }
  sources::read_rtf(file.substr(0, 1 << 16));
  return 0;
}
