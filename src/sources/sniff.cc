#include "sources/sniff.h"

#include <array>

#include "base/ascii.h"
#include "sources/from_line.h"
#include "sources/glimpse.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view octets;
  SourceFormat format;
};
constexpr std::array kMagics = {
    Magic{"!BDN"sv, SourceFormat::pst},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, SourceFormat::msg},
    Magic{"PK\x05\x06"sv, SourceFormat::archive},
    Magic{"PK00PK\x03\x04"sv, SourceFormat::archive},
    Magic{"7z\xBC\xAF\x27\x1C"sv, SourceFormat::archive},
    Magic{"Rar!\x1A\x07"sv, SourceFormat::archive},
    Magic{"\x1F\x8B"sv, SourceFormat::compressed},
    Magic{"BZh"sv, SourceFormat::compressed},
    Magic{"\xFD"
          "7zXZ\x00"sv,
          SourceFormat::compressed},
    Magic{"\x28\xB5\x2F\xFD"sv, SourceFormat::compressed},
};

// The first entries of zip files that are documents or programs.
constexpr std::array kDocumentEntries = {
    "[Content_Types].xml"sv, "_rels/"sv, "docProps/"sv, "mimetype"sv,
    "META-INF/"sv,           "word/"sv,  "xl/"sv,       "ppt/"sv};

SourceFormat sniff_zip(std::string_view head) {
  constexpr std::size_t kNameLength = 26, kName = 30;
  if (head.size() < kName) return SourceFormat::archive;
  const auto length = static_cast<unsigned char>(head[kNameLength]) |
                      static_cast<unsigned>(static_cast<unsigned char>(head[kNameLength + 1])) << 8;
  const std::string_view name = head.substr(kName, length);
  for (std::string_view document : kDocumentEntries) {
    const bool folder = document.back() == '/';
    if (folder ? name.starts_with(document) : name == document) return SourceFormat::unknown;
  }
  return SourceFormat::archive;
}

// A tar header's checksum: the sum of its octets with the checksum field read as spaces.
bool is_tar(std::string_view head) {
  constexpr std::size_t kBlock = 512, kChecksum = 148;
  if (head.size() < kBlock || head[0] == '\0') return false;
  unsigned sum = 0, stated = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const bool in_field = i >= kChecksum && i < kChecksum + 8;
    sum += in_field ? unsigned{' '} : static_cast<unsigned char>(head[i]);
  }
  bool digits = false;
  for (char c : head.substr(kChecksum, 8)) {
    if (c >= '0' && c <= '7') {
      stated = stated * 8 + static_cast<unsigned>(c - '0');
      digits = true;
    } else if (digits) {
      break;
    }
  }
  return digits && sum == stated;
}

std::string_view line_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool is_mbox(std::string_view head) {
  while (!head.empty() && (head.front() == '\n' || head.front() == '\r')) head.remove_prefix(1);
  const auto from = parse_from_line(line_of(head));
  if (!from) return false;
  const std::size_t newline = head.find('\n');
  if (newline == std::string_view::npos) return from->dated;
  const std::string_view rest = head.substr(newline + 1);
  const std::string_view next = line_of(rest);
  return from->dated ? next.empty() || is_field_line(next) || next.starts_with(">From ")
                     : looks_like_mail(rest);
}

// Apple Mail: the message's length in decimal, then the message.
bool is_emlx(std::string_view head) {
  std::size_t digits = 0;
  while (digits < head.size() && is_digit(head[digits])) ++digits;
  if (digits == 0 || digits > 12) return false;
  std::size_t end = digits;
  while (end < head.size() && (is_wsp(head[end]) || head[end] == '\r')) ++end;
  return end < head.size() && head[end] == '\n' && looks_like_mail(head.substr(end + 1));
}

}  // namespace

SourceFormat sniff(std::string_view head) {
  for (const Magic& magic : kMagics) {
    if (head.starts_with(magic.octets)) return magic.format;
  }
  if (head.starts_with("PK\x03\x04")) return sniff_zip(head);
  if (is_tar(head)) return SourceFormat::archive;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  if (is_mbox(head)) return SourceFormat::mbox;
  if (is_emlx(head)) return SourceFormat::emlx;
  if (looks_like_mail(head)) return SourceFormat::eml;
  return SourceFormat::unknown;
}

std::string_view to_string(SourceFormat format) {
  switch (format) {
    case SourceFormat::mbox:
      return "mbox";
    case SourceFormat::eml:
      return "eml";
    case SourceFormat::emlx:
      return "emlx";
    case SourceFormat::msg:
      return "msg";
    case SourceFormat::pst:
      return "pst";
    case SourceFormat::archive:
      return "archive";
    case SourceFormat::compressed:
      return "compressed";
    case SourceFormat::maildir:
      return "maildir";
    case SourceFormat::mh:
      return "mh";
    case SourceFormat::directory:
      return "directory";
    case SourceFormat::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace letterlock::sources
