#include "mime/transfer_encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/ascii.h"
#include "mime/octet_kernels.h"
#include "mime/text.h"

namespace letterlock::mime {
namespace {

constexpr std::int8_t kSpace = -1, kPadding = -2, kJunk = -3;

constexpr auto kBase64 = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(kJunk);
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  for (const char c : {' ', '\t', '\r', '\n'}) table[static_cast<unsigned char>(c)] = kSpace;
  table['='] = kPadding;
  return table;
}();

std::int8_t base64_class(char c) { return kBase64[static_cast<unsigned char>(c)]; }

ByteRange one_octet(std::size_t at) { return {static_cast<std::uint32_t>(at), 1}; }

// Whole quanta and nothing else but white space: a word or two of prose rarely is.
bool is_whole_base64(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    const std::int8_t kind = base64_class(c);
    if (kind == kJunk) return false;
    if (kind != kSpace) ++digits;
  }
  return digits % 4 == 0;
}

// One run over a base64 body. Whole quanta go through the kernel; what is left between them (line
// endings, quanta that a line ending divides, padding, junk) through step().
class Base64Run {
 public:
  Base64Run(std::string_view in, char* out) : in_(in), out_(out) {}

  std::size_t run() {
    const OctetKernels& kernels = octet_kernels();
    while (at_ < in_.size() && !finished_) {
      if (digits_ == 0) {
        const std::size_t taken = kernels.base64_quanta(in_.substr(at_), out_ + written_);
        at_ += taken;
        written_ += taken / 4 * 3;
        if (at_ == in_.size()) break;
      }
      const std::int8_t digit = base64_class(in_[at_]);
      if (digit != kSpace) {
        step(digit);
        continue;
      }
      // A line ending, whole.
      while (at_ < in_.size() && base64_class(in_[at_]) == kSpace) ++at_;
    }
    if (!finished_ && digits_ != 0) {
      note(DefectKind::base64_truncated, one_octet(in_.size() - 1));
      flush();
    }
    return written_;
  }

  std::optional<DefectKind> defect;
  ByteRange where;

 private:
  void step(std::int8_t digit) {
    if (digit >= 0) {
      quantum_ = quantum_ << 6 | static_cast<std::uint32_t>(digit);
      if (++digits_ == 4) flush();
    } else if (digit == kPadding) {
      take_padding();
      return;
    } else if (digit == kJunk) {
      note(DefectKind::base64_malformed, one_octet(at_));
    }
    ++at_;
  }

  // Two digits and "==", or three and "=". Data behind them is read only if all of it is base64.
  void take_padding() {
    if (digits_ < 2) note(DefectKind::base64_malformed, one_octet(at_));
    flush();
    while (at_ < in_.size() && base64_class(in_[at_]) <= kSpace &&
           base64_class(in_[at_]) != kJunk) {
      ++at_;
    }
    if (at_ == in_.size() || rest_is_base64_) return;
    const std::string_view rest = in_.substr(at_);
    rest_is_base64_ = is_whole_base64(rest);
    if (rest_is_base64_) return;
    note(DefectKind::base64_malformed,
         {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(rest.size())});
    finished_ = true;
  }

  // The whole octets of the quantum so far; a single digit holds none.
  void flush() {
    std::uint32_t bits = digits_ * 6;
    for (; bits >= 8; bits -= 8) out_[written_++] = static_cast<char>(quantum_ >> (bits - 8));
    quantum_ = 0;
    digits_ = 0;
  }

  void note(DefectKind kind, ByteRange range) {
    if (defect) return;
    defect = kind;
    where = range;
  }

  std::string_view in_;
  char* out_;
  std::size_t at_ = 0, written_ = 0;
  std::uint32_t quantum_ = 0, digits_ = 0;
  bool rest_is_base64_ = false, finished_ = false;
};

// Where the equals sign at `at` stands at the end of its line, white space after it allowed: the
// beginning of the next line. Else `at`.
std::size_t after_soft_break(std::string_view in, std::size_t at) {
  std::size_t next = at + 1;
  while (next < in.size() && is_wsp(in[next])) ++next;
  if (next == in.size()) return next;
  if (in.substr(next, 2) == "\r\n") return next + 2;
  return in[next] == '\n' ? next + 1 : at;
}

}  // namespace

DecodedBody decode_base64(std::string_view encoded, Arena& arena) {
  if (encoded.empty()) return {encoded, std::nullopt, {}};
  const std::size_t room = encoded.size() / 4 * 3 + 3 + kKernelSlack;
  char* out = arena.allocate(room);
  Base64Run decoder(encoded, out);
  const std::size_t written = decoder.run();
  arena.shrink(out, room, written);
  return {{out, written}, decoder.defect, decoder.where};
}

DecodedBody decode_quoted_printable(std::string_view in, Arena& arena) {
  DecodedBody result{in, std::nullopt, {}};
  // Most that is labelled so and needs no decoding at all shows it by its first octets or never.
  if (in.find('=') == std::string_view::npos && in.find(" \r") == std::string_view::npos &&
      in.find(" \n") == std::string_view::npos && in.find('\t') == std::string_view::npos &&
      !in.ends_with(' ')) {
    return result;
  }
  const std::size_t room = in.size() + kKernelSlack;
  char* out = arena.allocate(room);
  std::size_t at = 0, written = 0, plain_begin = 0;
  const auto drop_trailing_space = [&] {  // literal white space only, not what "=20" stands for
    for (std::size_t back = at; back > plain_begin && is_wsp(in[back - 1]); --back) --written;
  };
  const OctetKernels& kernels = octet_kernels();
  while (at < in.size()) {
    const QuotedPrintableRun run = kernels.quoted_printable(in, at, out + written);
    at = run.end;
    plain_begin = run.plain_begin;
    written = static_cast<std::size_t>(run.out_end - out);
    if (at == in.size()) {
      drop_trailing_space();
      break;
    }
    if (in[at] != '=') {
      drop_trailing_space();
      out[written++] = in[at++];
      continue;
    }
    const std::size_t next = after_soft_break(in, at);
    if (next == at) {
      if (!result.defect) {
        result.defect = DefectKind::quoted_printable_malformed;
        result.where = one_octet(at);
      }
      out[written++] = in[at++];
    } else {
      at = next;
    }
  }
  arena.shrink(out, room, written);
  result.octets = {out, written};
  return result;
}

DecodedBody decode_uuencode(std::string_view encoded, Arena& arena) {
  for (const EmbeddedFile& file : embedded_files(encoded, arena)) {
    if (file.kind != EmbeddedFile::Kind::uuencode) continue;
    DecodedBody result{file.content, std::nullopt, file.where};
    if (!file.complete) result.defect = DefectKind::uuencode_malformed;
    return result;
  }
  const auto size = static_cast<std::uint32_t>(encoded.size());
  return {encoded, DefectKind::uuencode_malformed, {0, size}};
}

}  // namespace letterlock::mime
