#include "content/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace letterlock::content {

std::string inflated(std::string_view octets, Deflated form, std::size_t most, std::size_t* used) {
  std::string out;
  z_stream stream{};
  if (inflateInit2(&stream, form == Deflated::bare ? -MAX_WBITS : MAX_WBITS) != Z_OK) return out;
  octets = octets.substr(0, std::numeric_limits<uInt>::max());
  // zlib does not write to its input.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(octets.data()));
  stream.avail_in = static_cast<uInt>(octets.size());
  constexpr std::size_t kStep = std::size_t{64} * 1024;
  int state = Z_OK;
  while (state == Z_OK && out.size() < most) {
    const std::size_t before = out.size();
    out.resize(std::min(most, before + kStep));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(out.size() - before);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (out.size() == before && stream.avail_in == 0) break;
  }
  if (used != nullptr) *used = octets.size() - stream.avail_in;
  inflateEnd(&stream);
  return out;
}

}  // namespace letterlock::content
