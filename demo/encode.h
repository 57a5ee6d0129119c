// The encodings mail programs use on the way out: transfer encodings, encoded words, charsets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace letterlock::demo {

bool is_ascii_text(std::string_view text);

// RFC 2045 section 6.7, of text with LF or CRLF line ends; out come CRLF line ends.
std::string quoted_printable(std::string_view text);
// RFC 2045 section 6.8, lines of `width` octets with CRLF, none after the last line.
std::string base64_lines(std::string_view octets, std::size_t width = 76);
// LF to CRLF; a CRLF stays one.
std::string with_crlf(std::string_view text);
// CRLF to LF.
std::string with_lf(std::string_view text);

// UTF-8 to `charset` (us-ascii, utf-8, iso-8859-1, windows-1252, koi8-r, iso-2022-jp); what it
// does not have becomes '?'. Half of a surrogate-free, well-formed subset of UTF-8 is all we write.
std::string to_charset(std::string_view utf8, std::string_view charset);

// Whether to_charset() has to replace nothing. Good for charsets without '?' inside of characters.
bool fits_charset(std::string_view utf8, std::string_view charset);

// RFC 2047: `text` as it stands if ASCII, otherwise encoded words of at most 75 octets joined by
// folds. `encoding` is 'Q' or 'B'.
std::string encoded_words(std::string_view text, std::string_view charset, char encoding);

// Code points of UTF-8.
std::vector<char32_t> code_points(std::string_view utf8);

// As mail programs do: apostrophes stay (base/markup.h).
std::string html_escape(std::string_view text);

// Greedy wrapping of each line at `width` columns; lines beginning with '>' are left alone.
// With `flowed`, soft breaks keep a trailing space (RFC 3676).
std::string wrap(std::string_view text, std::size_t width, bool flowed = false);

std::vector<std::string_view> lines_of(std::string_view text);

std::string replace_all(std::string text, std::string_view from, std::string_view to);

}  // namespace letterlock::demo
