// An mbox in any pieces: chunked equals whole, the pieces cover the input, nothing is lost between
// messages, and going on from any message gives the rest.
#include <cstdint>
#include <string_view>
#include <vector>

#include "property.h"
#include "sources/mbox.h"

namespace {

using letterlock::fuzz::require;
using letterlock::sources::Dialect;
using letterlock::sources::MboxMessage;
using letterlock::sources::MboxReader;
using letterlock::sources::MemoryStream;

struct Piece {
  std::uint64_t offset, length, next;
  std::string octets;
  bool operator==(const Piece&) const = default;
};

constexpr std::uint32_t kLimit = 4096;

std::vector<Piece> split(std::string_view mbox, std::size_t piece, std::uint64_t start,
                         Dialect dialect) {
  MemoryStream stream(mbox.substr(start), piece);
  MboxReader reader(stream, start, kLimit, dialect);
  std::vector<Piece> all;
  while (const MboxMessage* m = reader.next()) {
    all.push_back({m->offset, m->length, m->next, std::string(m->octets)});
    require(m->too_big || m->octets.size() <= m->length);
    require(m->too_big || mbox.substr(m->offset, m->length) == m->stored);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<char> exact(data, data + size);
  const std::string_view mbox(exact.data(), size);
  const Dialect dialect = letterlock::sources::judge_dialect(mbox);
  const auto whole = split(mbox, SIZE_MAX, 0, dialect);
  std::uint64_t at = 0;
  for (const Piece& piece : whole) {
    require(piece.offset >= at && piece.offset + piece.length <= piece.next);
    require(piece.next <= mbox.size() && piece.next > at);
    // Between messages there is a blank line and a From line, nothing else.
    if (at > 0) require(mbox.substr(at).starts_with("From "));
    require(piece.next - (piece.offset + piece.length) <= 4);
    at = piece.next;
  }
  require(whole.empty() || at == mbox.size());
  require(split(mbox, 1 + size % 13, 0, dialect) == whole);
  if (whole.size() > 1) {
    const std::vector<Piece> rest(whole.begin() + 1, whole.end());
    require(split(mbox, 64, whole.front().next, dialect) == rest);
  }
  return 0;
}
