#include "content/sniff.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock::content {
namespace {

using namespace std::string_literals;

std::string zip_with(std::string_view member) {
  return "PK\x03\x04"s + std::string(26, '\0') + std::string(member);
}
std::string ole_with(std::string_view stream) {
  std::string octets = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(1016, '\0');
  octets[30] = 9;
  octets[48] = 0;
  for (std::size_t i = 0; i < stream.size(); ++i) octets[512 + 2 * i] = stream[i];
  return octets;
}

TEST(SniffTest, TypesAreToldByTheirOctets) {
  const std::pair<std::string, std::string_view> cases[] = {
      {"%PDF-1.7\n", "application/pdf"},
      {"junk\n%PDF-1.4", "application/pdf"},
      {"\x89PNG\r\n\x1A\n", "image/png"},
      {"RIFF\x10\0\0\0WEBPVP8 "s, "image/webp"},
      {zip_with("[Content_Types].xml word/document.xml"),
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {zip_with("[Content_Types].xml word/document.xml word/vbaProject.bin"),
       "application/vnd.ms-word.document.macroEnabled.12"},
      {zip_with("[Content_Types].xml xl/workbook.xml"),
       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {zip_with("mimetypeapplication/vnd.oasis.opendocument.textPK"),
       "application/vnd.oasis.opendocument.text"},
      {zip_with("a.txt"), "application/zip"},
      {ole_with("WordDocument"), "application/msword"},
      {ole_with("__properties_version1.0"), "application/vnd.ms-outlook"},
      {ole_with("x"), "application/x-ole-storage"},
      {"MZ\x90\0\3\0"s, "application/vnd.microsoft.portable-executable"},
      {"MZ is a text", ""},
      {"BMW for sale", ""},
      {"L\0\0\0\x01\x14\x02\0\0"s, "application/x-ms-shortcut"},
      {"  <!DOCTYPE html><p>", "text/html"},
      {"<?xml version='1.0'?>\n<svg xmlns=''>", "image/svg+xml"},
      {"<svg onload=x>", "image/svg+xml"},
      {"BEGIN:VCALENDAR\r\n", "text/calendar"},
      {"Received: from x\r\n", "message/rfc822"},
      {"{\\rtf1 x}", "application/rtf"},
      {"[InternetShortcut]\r\nURL=", "application/x-mswinurl"},
      {"ordinary text", ""},
      {"", ""},
      {std::string(0x8001, '\0') + "CD001", "application/x-iso9660-image"},
  };
  for (const auto& [octets, type] : cases)
    EXPECT_EQ(sniff_type(octets), type) << octets.substr(0, 60);
}

}  // namespace
}  // namespace letterlock::content
