// Windows code pages, as Outlook names charsets, and UTF-16LE.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace letterlock::sources {

// The charset label of a code page: 65001 -> "utf-8", 1251 -> "windows-1251". "" where unknown.
std::string codepage_label(unsigned codepage);

void append_utf8(std::uint32_t code_point, std::string& out);

// Unpaired surrogates become U+FFFD; an odd last octet is left out.
std::string utf16le_to_utf8(std::string_view octets);

}  // namespace letterlock::sources
