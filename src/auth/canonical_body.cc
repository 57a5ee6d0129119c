// The body's part of canonicalization (RFC 6376 sections 3.4.3, 3.4.4 and 3.4.5).
#include <algorithm>

#include "auth/canonical.h"
#include "auth/canonical_scan.h"
#include "auth/hasher.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

constexpr std::string_view kCrlf = "\r\n";

// What a sink takes: text() is a part of the body as it stands, from `begin` on; stand_in() are
// octets in the place of others, which reach to `end`. Both say whether more is wanted.
class StringSink {
 public:
  explicit StringSink(std::string& out) : out_(out) {}
  bool text(std::string_view piece, std::size_t) {
    out_ += piece;
    return true;
  }
  bool stand_in(std::string_view piece, std::size_t end) { return text(piece, end); }

 private:
  std::string& out_;
};

class HashSink {
 public:
  explicit HashSink(HashAlgorithm algorithm) : hasher_(algorithm) {}
  bool text(std::string_view piece, std::size_t) {
    hasher_.append(piece);
    return true;
  }
  bool stand_in(std::string_view piece, std::size_t end) { return text(piece, end); }
  Digest finish() { return hasher_.finish(); }

 private:
  Hasher hasher_;
};

// Hashes the first `length` octets, then wants no more.
class CutHashSink {
 public:
  CutHashSink(HashAlgorithm algorithm, std::uint64_t length) : hasher_(algorithm), left_(length) {}
  bool text(std::string_view piece, std::size_t begin) {
    const std::size_t taken = take(piece);
    if (taken > 0) covered_ = begin + taken;
    return !cut_;
  }
  bool stand_in(std::string_view piece, std::size_t end) {
    if (take(piece) == piece.size()) covered_ = end;
    return !cut_;
  }
  // Nothing where fewer octets came than `length`.
  std::optional<Digest> finish() {
    return left_ == 0 ? std::optional(hasher_.finish()) : std::nullopt;
  }
  std::size_t covered(std::size_t all) const { return cut_ ? covered_ : all; }

 private:
  std::size_t take(std::string_view piece) {
    const std::size_t taken =
        static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size()));
    hasher_.append(piece.substr(0, taken));
    left_ -= taken;
    cut_ = taken < piece.size();
    return taken;
  }
  Hasher hasher_;
  std::uint64_t left_;
  std::size_t covered_ = 0;
  bool cut_ = false;
};

// Without the empty lines at its end; for "relaxed" without the white space there too.
template <LineEnds ends>
std::string_view without_empty_end(Canonicalization how, std::string_view body) {
  constexpr std::string_view kEnd = ends == LineEnds::lf ? "\n" : kCrlf;
  for (;;) {
    if (body.ends_with(kEnd)) {
      body.remove_suffix(kEnd.size());
    } else if (how == Canonicalization::relaxed && !body.empty() && is_wsp(body.back())) {
      body.remove_suffix(1);
    } else {
      return body;
    }
  }
}

template <class Sink>
bool simple_lines(LineEnds ends, std::string_view text, Sink& sink) {
  if (ends == LineEnds::crlf) return sink.text(text, 0);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t lf = std::min(text.find('\n', at), text.size());
    if (!sink.text(text.substr(at, lf - at), at)) return false;
    if (lf < text.size() && !sink.stand_in(kCrlf, lf + 1)) return false;
    at = lf + 1;
  }
  return true;
}

// REQUIRES: `text` ends in neither white space nor a line end.
template <LineEnds ends, class Sink>
bool relaxed_lines(std::string_view text, Sink& sink) {
  constexpr ScanStops kStops = ends == LineEnds::lf ? ScanStops::every_end : ScanStops::body_crlf;
  std::size_t begin = 0;  // of what is not yet handed on
  for (std::size_t at = 0;;) {
    const std::size_t stop = next_stop<kStops>(text, at);
    if (stop == text.size()) return sink.text(text.substr(begin), begin);
    at = stop;
    while (at < text.size() && is_wsp(text[at])) ++at;
    const bool line_end = ends == LineEnds::lf ? text[at] == '\n' : text.substr(at, 2) == kCrlf;
    if (at - stop == 1 && text[stop] == ' ' && !line_end) continue;  // before a bare CR or LF
    if (at == stop && !line_end) {                                   // a bare CR
      ++at;
      continue;
    }
    if (!sink.text(text.substr(begin, stop - begin), begin)) return false;
    begin = at;
    if (ends == LineEnds::lf && line_end) {
      begin = ++at;
      if (!sink.stand_in(kCrlf, at)) return false;
    } else if (!line_end && !sink.stand_in(" ", at)) {
      return false;
    }
  }
}

template <class Sink>
void canonicalize(Canonicalization how, LineEnds ends, std::string_view body, Sink& sink) {
  const std::string_view text = ends == LineEnds::lf ? without_empty_end<LineEnds::lf>(how, body)
                                                     : without_empty_end<LineEnds::crlf>(how, body);
  bool more = true;
  if (how == Canonicalization::simple) {
    more = simple_lines(ends, text, sink);
  } else if (text.empty()) {
    return;  // an empty body stays empty, where "simple" makes it one line end
  } else if (ends == LineEnds::lf) {
    more = relaxed_lines<LineEnds::lf>(text, sink);
  } else {
    more = relaxed_lines<LineEnds::crlf>(text, sink);
  }
  if (more) sink.stand_in(kCrlf, body.size());
}

}  // namespace

void append_canonical_body(Canonicalization how, LineEnds ends, std::string_view body,
                           std::string& out) {
  StringSink sink(out);
  canonicalize(how, ends, body, sink);
}

BodyHash hash_body(Canonicalization how, LineEnds ends, HashAlgorithm hash, std::string_view body,
                   std::optional<std::uint64_t> length) {
  if (!length) {
    HashSink sink(hash);
    canonicalize(how, ends, body, sink);
    return {sink.finish(), body.size()};
  }
  CutHashSink sink(hash, *length);
  canonicalize(how, ends, body, sink);
  return {sink.finish(), sink.covered(body.size())};
}

}  // namespace letterlock::auth
