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

struct OctetKernels {
  // The marks of the line that begins at `from`.
  LineMarks (*line_marks)(std::string_view in, std::size_t from);

  // Decodes whole base64 quanta from the front of `in` to `out`, up to the first quantum that has
  // an octet outside the alphabet. Returns the octets read, a multiple of four; three quarters of
  // that are written.
  std::size_t (*base64_quanta)(std::string_view in, char* out);

  // Copies `in` from `from` on to `out`, up to the first octet that quoted-printable does not stand
  // for itself: an equals sign, or a CR or LF with white space before it. Returns the octets
  // copied.
  std::size_t (*quoted_printable_plain)(std::string_view in, std::size_t from, char* out);
};

const OctetKernels& octet_kernels();

}  // namespace letterlock::mime
