// The inner loops of the header scan and the transfer decoders, one set for each instruction set.
#pragma once

#include <cstddef>
#include <string_view>

namespace letterlock::mime {

// What a kernel may write behind what it reports as written, and so what an output must have spare.
inline constexpr std::size_t kKernelSlack = 32;

// Of a header line.
struct LineMarks {
  std::size_t name_end;  // the first octet that no field name has (RFC 5322 section 3.6.8)
  std::size_t lf;        // the first LF, or the size of the input
};

struct QuotedPrintableRun {
  std::size_t end;          // where it stopped
  std::size_t plain_begin;  // from here up to there octets stand for themselves
  char* out_end;
};

struct OctetKernels {
  // The marks of the line that begins at `from`.
  LineMarks (*line_marks)(std::string_view in, std::size_t from);

  // Decodes whole base64 quanta from the front of `in` to `out`, up to the first quantum that has
  // an octet outside the alphabet. Returns the octets read, a multiple of four; three quarters of
  // that are written.
  std::size_t (*base64_quanta)(std::string_view in, char* out);

  // Decodes quoted-printable from `from` on to `out`, up to what needs a closer look: a CR or LF
  // with white space before it, or an equals sign that neither two digits nor a line ending follow.
  QuotedPrintableRun (*quoted_printable)(std::string_view in, std::size_t from, char* out);
};

const OctetKernels& octet_kernels();

}  // namespace letterlock::mime
