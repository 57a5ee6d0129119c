#include "sources/codepage.h"

#include <fmt/core.h>

namespace letterlock::sources {

std::string codepage_label(unsigned codepage) {
  switch (codepage) {
    case 874:
      return "windows-874";
    case 932:
      return "shift_jis";
    case 936:
      return "gbk";
    case 949:
      return "ks_c_5601-1987";
    case 950:
      return "big5";
    case 1200:
      return "utf-16le";
    case 1201:
      return "utf-16be";
    case 10000:
      return "macintosh";
    case 20127:
      return "us-ascii";
    case 20866:
      return "koi8-r";
    case 20932:
    case 51932:
      return "euc-jp";
    case 21866:
      return "koi8-u";
    case 28605:
      return "iso-8859-15";
    case 38598:
      return "iso-8859-8-i";
    case 50220:
    case 50221:
    case 50222:
      return "iso-2022-jp";
    case 50225:
      return "iso-2022-kr";
    case 51936:
      return "gb2312";
    case 51949:
      return "euc-kr";
    case 52936:
      return "hz-gb-2312";
    case 54936:
      return "gb18030";
    case 65000:
      return "utf-7";
    case 65001:
      return "utf-8";
    default:
      break;
  }
  if (codepage >= 1250 && codepage <= 1258) return fmt::format("windows-{}", codepage);
  if (codepage >= 28591 && codepage <= 28603) return fmt::format("iso-8859-{}", codepage - 28590);
  if (codepage == 437 || (codepage >= 850 && codepage <= 869))
    return fmt::format("ibm{}", codepage);
  return {};
}

void append_utf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::string utf16le_to_utf8(std::string_view octets) {
  const auto unit = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(octets[i])} |
           std::uint32_t{static_cast<unsigned char>(octets[i + 1])} << 8;
  };
  std::string out;
  out.reserve(octets.size() / 2);
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xE000) {
      const std::uint32_t low = i + 3 < octets.size() ? unit(i + 2) : 0;
      if (code < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      } else {
        code = 0xFFFD;
      }
    }
    append_utf8(code, out);
  }
  return out;
}

}  // namespace letterlock::sources
