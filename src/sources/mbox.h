// Takes an mbox apart (RFC 4155; mboxo, mboxrd, mboxcl, mboxcl2), message by message, as a stream.
//
// A From line separates only where it stands behind a blank line, carries a date and is followed by
// a header field; without a date where a mail header follows; without the blank line where it is
// Netscape's "From -", or a multipart ends before it; or where a Content-Length points at it.
// Others stay text; those that lack only the blank line are listed. Memory: the largest message,
// and 8 MiB.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/clock.h"
#include "sources/glimpse.h"
#include "sources/quoting.h"
#include "sources/stream.h"

namespace letterlock::sources {

// How much of an mbox's beginning is heard about its dialect.
inline constexpr std::size_t kMboxHead = std::size_t{8} << 20;

struct MboxMessage {
  std::string_view octets;   // quoting undone; empty where `too_big`
  std::string_view stored;   // as they stand there; empty where `too_big`
  std::uint64_t offset = 0;  // behind the From line
  std::uint64_t length = 0;  // as stored, without the blank line before the next From line
  std::uint64_t next = 0;    // where to go on: the next From line, or the end
  std::optional<UnixTime> date;
  Glimpse glimpse;      // of the octets as stored
  std::string quoting;  // as in Provenance
  bool too_big = false;
  // From lines that lack only the blank line before them; offsets, the first hundred.
  std::vector<std::uint64_t> unseparated;
};

class MboxReader {
 public:
  // `stream` stands at `start`. `dialect` as judge_dialect() says of the file's first kMboxHead
  // octets; without one the reader judges by what it reads first, so `start` should be 0.
  MboxReader(Stream& stream LL_LIFETIME_BOUND, std::uint64_t start, std::uint32_t message_size,
             std::optional<Dialect> dialect);
  ~MboxReader();

  // The next message, good until the next call; nullptr at the end.
  const MboxMessage* next() LL_LIFETIME_BOUND;
  // Why the stream ended too early; empty where it did not.
  const std::string& trouble() const LL_LIFETIME_BOUND;
  // How far the stream was read.
  std::uint64_t read_to() const;

 private:
  class Window;
  struct End;
  bool start();
  std::uint64_t skip_to_from_line(std::uint64_t at);
  End find_end(std::uint64_t begin);
  std::optional<End> end_at(std::uint64_t hit, std::uint64_t begin);
  std::optional<End> end_by_length(std::uint64_t begin, std::uint64_t candidate);
  const Glimpse& glimpsed(std::uint64_t begin, std::uint64_t end);
  std::uint64_t end_of_last(std::uint64_t begin) const;
  void finish(std::uint64_t begin, const End& end);

  std::unique_ptr<Window> window_;
  std::uint64_t at_;
  std::uint32_t message_size_;
  std::optional<Dialect> dialect_;
  bool started_ = false;
  // Of message_.glimpse: whether it was taken, over how many octets, and of which window.
  bool glimpse_known_ = false;
  std::uint64_t glimpse_size_ = 0, glimpse_generation_ = 0;
  std::string scratch_;
  MboxMessage message_;
};

// What the beginning of an mbox says about the dialect of all of it.
Dialect judge_dialect(std::string_view head);

}  // namespace letterlock::sources
