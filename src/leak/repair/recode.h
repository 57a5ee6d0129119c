// Bodies written anew: transfer encodings as mail programs write them. Internal to the
// repair search.
//
// Contents have LF at line ends here; what is written has `line_end`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace letterlock::leak {

enum class Encoding : std::uint8_t { identity, quoted_printable, base64 };

// How a writer lays out what it encodes.
struct Layout {
  Encoding encoding = Encoding::identity;
  std::size_t width = 76;  // longest line, a soft break's "=" counted
  // Quoted-printable.
  enum class Break : std::uint8_t { octet, word, word_kept /* the space begins the next line */ };
  Break soft_break = Break::octet;
  bool last_fits = true;  // a line of just `width` needs no soft break
  bool reserve = false;   // breaks where an escape would no longer fit, whatever comes
  std::string_view escaped = std::string_view();  // escaped beside "=" and all beyond ASCII
  bool dot = false, from = false;                 // escaped at a line start
  bool tab = false;                               // escaped wherever it stands
  enum class Trailing : std::uint8_t { escaped, all_escaped, soft, kept };
  Trailing trailing = Trailing::escaped;  // the last blank at a line end, or all there
  // Base64.
  bool crlf = true;       // line ends of the content
  bool last_line = true;  // the content's last line end is encoded too
};

std::string encoded(std::string_view content, const Layout& layout, std::string_view line_end);

// The layouts known, the usual ones first.
std::span<const Layout> known_layouts();

}  // namespace letterlock::leak
