// The inner loops of the transfer decoders, one set for each instruction set.
#pragma once

#include <cstddef>
#include <string_view>

namespace letterlock::mime {

// What a kernel may write behind what it reports as written, and so what an output must have spare.
inline constexpr std::size_t kKernelSlack = 32;

struct OctetKernels {
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
