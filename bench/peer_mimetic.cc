#include <mimetic/mimetic.h>

#include "peers.h"

namespace letterlock {
namespace bench {
namespace {

std::uint64_t count_parts(const mimetic::MimeEntity& entity) {
  std::uint64_t count = 1;
  for (const mimetic::MimeEntity* part : entity.body().parts()) count += count_parts(*part);
  return count;
}

}  // namespace

// Headers and tree; it decodes no charset, so that there is nothing to compare beyond.
std::uint64_t mimetic_work(const std::vector<std::string>& messages) {
  std::uint64_t parts = 0;
  for (const std::string& octets : messages) {
    const char* begin = octets.data();
    const mimetic::MimeEntity entity(begin, begin + octets.size());
    parts += count_parts(entity);
  }
  return parts;
}

}  // namespace bench
}  // namespace letterlock
