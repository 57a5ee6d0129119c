#include "content/sniff.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/ascii.h"
#include "base/npos.h"

namespace letterlock::content {
namespace {

using namespace std::string_view_literals;
// Where text types show what they are.
constexpr std::size_t kTextHead = 1024;
// The names of an archive's first members stand within this.
constexpr std::size_t kArchiveHead = 64 * 1024;

struct Magic {
  std::size_t offset;
  std::string_view octets;
  std::string_view type;
};
constexpr Magic kMagic[] = {
    {0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    {0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {8, "WEBPVP8"sv, "image/webp"},
    {0, "II*\0"sv, "image/tiff"},
    {0, "MM\0*"sv, "image/tiff"},
    {0, "\0\0\1\0"sv, "image/vnd.microsoft.icon"},
    {4, "ftypheic"sv, "image/heic"},
    {4, "ftypavif"sv, "image/avif"},
    {4, "ftyp"sv, "video/mp4"},
    {0, "ID3"sv, "audio/mpeg"},
    {0, "\xFF\xFB"sv, "audio/mpeg"},
    {8, "WAVEfmt "sv, "audio/wav"},
    {0, "OggS"sv, "audio/ogg"},
    {0, "Rar!\x1A\x07"sv, "application/vnd.rar"},
    {0, "7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"},
    {0, "\x1F\x8B\x08"sv, "application/gzip"},
    {0, "BZh"sv, "application/x-bzip2"},
    {0,
     "\xFD"
     "7zXZ\0"sv,
     "application/x-xz"},
    {0, "\x28\xB5\x2F\xFD"sv, "application/zstd"},
    {0, "\x60\xEA"sv, "application/x-arj"},
    {0, "MSCF\0\0\0\0"sv, "application/vnd.ms-cab-compressed"},
    {0, "xar!"sv, "application/x-xar"},
    {257, "ustar"sv, "application/x-tar"},
    {0x8001, "CD001"sv, "application/x-iso9660-image"},
    {0, "conectix"sv, "application/x-vhd"},
    {0, "vhdxfile"sv, "application/x-vhdx"},
    {0,
     "\x7F"
     "ELF"sv,
     "application/x-elf"},
    {0, "\xCA\xFE\xBA\xBE"sv, "application/java-vm"},
    {0, "\xCF\xFA\xED\xFE"sv, "application/x-mach-binary"},
    {0, "L\0\0\0\x01\x14\x02\0"sv, "application/x-ms-shortcut"},
    {0, "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3"sv,
     "application/onenote"},
    {0, "ITSF"sv, "application/vnd.ms-htmlhelp"},
    {0, "!BDN"sv, "application/vnd.ms-outlook-pst"},
    {0, "\x78\x9F\x3E\x22"sv, "application/vnd.ms-tnef"},
    {0, "SQLite format 3\0"sv, "application/vnd.sqlite3"},
    {0, "%!PS"sv, "application/postscript"},
    {0, "{\\rtf"sv, "application/rtf"},
    {0, "wOFF"sv, "font/woff"},
};

std::uint32_t little_endian(std::string_view octets, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    if (at + i >= octets.size()) return 0;
    value = value << 8 | static_cast<unsigned char>(octets[at + i]);
  }
  return value;
}

// A ZIP is an office document by its members' names.
std::string_view sniff_zip(std::string_view octets) {
  const std::string_view head = octets.substr(0, kArchiveHead);
  const std::string_view first = head.substr(std::min<std::size_t>(30, head.size()));
  if (first.starts_with("mimetype")) {
    const std::string_view type = first.substr(8, 60);
    constexpr std::string_view kDeclared[] = {
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation", "application/epub+zip"};
    for (const auto declared : kDeclared) {
      if (type.starts_with(declared)) return declared;
    }
  }
  // The central directory at the end repeats all names.
  const std::string_view tail =
      octets.substr(octets.size() - std::min(octets.size(), kArchiveHead));
  const auto has = [&](std::string_view name) {
    return head.find(name) != npos || tail.find(name) != npos;
  };
  if (has("[Content_Types].xml")) {
    const bool macros = has("vbaProject.bin");
    if (has("word/")) {
      return macros ? "application/vnd.ms-word.document.macroEnabled.12"
                    : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
    if (has("xl/")) {
      return macros ? "application/vnd.ms-excel.sheet.macroEnabled.12"
                    : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }
    if (has("ppt/")) {
      return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    }
  }
  if (has("META-INF/MANIFEST.MF")) return "application/java-archive";
  if (has("AndroidManifest.xml")) return "application/vnd.android.package-archive";
  return "application/zip";
}

// An OLE compound file ([MS-CFB]) by the names in the first sector of its directory.
std::string_view sniff_ole(std::string_view octets) {
  const std::uint32_t shift = little_endian(octets, 30, 2);
  if (shift != 9 && shift != 12) return "application/x-ole-storage";
  const std::uint64_t sector = little_endian(octets, 48, 4);
  const std::uint64_t directory = (sector + 1) << shift;
  if (directory >= octets.size()) return "application/x-ole-storage";
  const std::string_view names = octets.substr(directory, 8 * 512);
  const auto has = [names](std::string_view name) {
    std::string wide;
    for (const char c : name) {
      wide += c;
      wide += '\0';
    }
    return names.find(wide) != npos;
  };
  if (has("WordDocument")) return "application/msword";
  if (has("Workbook") || has("Book")) return "application/vnd.ms-excel";
  if (has("PowerPoint Document")) return "application/vnd.ms-powerpoint";
  if (has("__nameid_version1.0") || has("__properties_version1.0")) {
    return "application/vnd.ms-outlook";
  }
  if (has("\x05"
          "DigitalSignature") ||
      has("!_"))
    return "application/x-msi";
  return "application/x-ole-storage";
}

bool contains_ignore_case(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (starts_with_ignore_case(text.substr(at), word)) return true;
  }
  return false;
}

std::string_view sniff_markup(std::string_view head) {
  if (starts_with_ignore_case(head, "<?xml") || starts_with_ignore_case(head, "<svg") ||
      head.starts_with("<!--") || starts_with_ignore_case(head, "<!doctype svg")) {
    if (contains_ignore_case(head, "<svg")) return "image/svg+xml";
    if (contains_ignore_case(head, "<html")) return "text/html";
    if (starts_with_ignore_case(head, "<?xml")) return "application/xml";
  }
  constexpr std::string_view kHtml[] = {"<!doctype html", "<html",  "<head", "<body",  "<script",
                                        "<iframe",        "<table", "<meta", "<title", "<style",
                                        "<div",           "<a ",    "<h1",   "<font",  "<form"};
  for (const auto tag : kHtml) {
    if (starts_with_ignore_case(head, tag)) return "text/html";
  }
  return {};
}

std::string_view sniff_text(std::string_view octets) {
  if (octets.starts_with("\xEF\xBB\xBF")) octets.remove_prefix(3);
  const std::string_view head = trim(octets.substr(0, kTextHead));
  if (head.starts_with('<')) {
    if (const auto type = sniff_markup(head); !type.empty()) return type;
  }
  constexpr Magic kText[] = {
      {0, "BEGIN:VCALENDAR", "text/calendar"},
      {0, "BEGIN:VCARD", "text/vcard"},
      {0, "-----BEGIN PGP", "application/pgp-encrypted"},
      {0, "-----BEGIN CERTIFICATE", "application/x-pem-file"},
      {0, "-----BEGIN PKCS7", "application/pkcs7-mime"},
      {0, "[InternetShortcut]", "application/x-mswinurl"},
      {0, "@echo off", "application/x-msdos-batch"},
      {0, "#!", "text/x-shellscript"},
      {0, "Return-Path:", "message/rfc822"},
      {0, "Received:", "message/rfc822"},
      {0, "Delivered-To:", "message/rfc822"},
      {0, "MIME-Version:", "message/rfc822"},
      {0, "Message-ID:", "message/rfc822"},
      {0, "X-Mozilla-Status:", "message/rfc822"},
  };
  for (const auto& text : kText) {
    if (starts_with_ignore_case(head, text.octets)) return text.type;
  }
  if (starts_with_ignore_case(head, "From: ") && contains_ignore_case(head, "\nSubject:")) {
    return "message/rfc822";
  }
  return {};
}

}  // namespace

std::string_view sniff_type(std::string_view octets) {
  if (octets.size() < 4) return {};
  // Readers accept a PDF header anywhere in the first kilobyte.
  if (octets.substr(0, kTextHead).find("%PDF-") != npos) return "application/pdf";
  if (octets.starts_with("PK\x03\x04") || octets.starts_with("PK\x05\x06"))
    return sniff_zip(octets);
  if (octets.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return sniff_ole(octets);
  // Two letters start many a text: these must also look binary.
  const bool binary = octets.substr(0, 64).find('\0') != npos;
  if (binary && octets.starts_with("BM")) return "image/bmp";
  if (binary && octets.starts_with("MZ")) return "application/vnd.microsoft.portable-executable";
  for (const auto& magic : kMagic) {
    if (octets.size() > magic.offset && octets.substr(magic.offset).starts_with(magic.octets)) {
      return magic.type;
    }
  }
  return sniff_text(octets);
}

}  // namespace letterlock::content
