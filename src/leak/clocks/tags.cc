#include "leak/clocks/tags.h"

#include "base/ascii.h"

namespace letterlock::leak {

std::optional<ByteRange> find_tag(std::string_view list, std::string_view name) {
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(';', begin), list.size());
    const std::string_view tag = list.substr(begin, end - begin);
    const std::size_t equals = tag.find('=');
    if (equals != std::string_view::npos && trim(tag.substr(0, equals)) == name) {
      const std::string_view value = trim(tag.substr(equals + 1));
      if (value.empty()) return std::nullopt;
      return ByteRange{static_cast<std::uint32_t>(value.data() - list.data()),
                       static_cast<std::uint32_t>(value.size())};
    }
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace letterlock::leak
