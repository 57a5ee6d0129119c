#include "demo/container.h"

#include <fmt/format.h>

#include <array>

#include "base/ascii.h"
#include "base/sha256.h"
#include "demo/calendar.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

void little(std::string& out, std::uint64_t value, int octets) {
  for (int i = 0; i < octets; ++i) {
    out += static_cast<char>(value & 0xFF);
    value >>= 8;
  }
}
void big(std::string& out, std::uint32_t value) {
  for (int i = 3; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
}

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t n = 0; n < 256; ++n) {
    std::uint32_t c = n;
    for (int k = 0; k < 8; ++k) c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
  return table;
}
constexpr auto kCrcTable = make_crc_table();

// Deflate with stored blocks only (RFC 1951 section 3.2.4).
std::string deflate_stored(std::string_view content) {
  std::string out;
  do {
    const std::string_view block = content.substr(0, 65535);
    content.remove_prefix(block.size());
    out += content.empty() ? '\1' : '\0';
    little(out, block.size(), 2);
    little(out, ~block.size() & 0xFFFF, 2);
    out += block;
  } while (!content.empty());
  return out;
}

std::uint32_t adler32(std::string_view octets) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (char c : octets) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

void png_chunk(std::string& out, std::string_view type, std::string_view content) {
  const std::string typed = std::string(type) + std::string(content);
  big(out, static_cast<std::uint32_t>(content.size()));
  out += typed;
  big(out, crc32(typed));
}

void dos_time(std::string& out, UnixTime time) {
  const LocalTime t = local_time(time, kUtc);
  little(out, static_cast<unsigned>(t.hour << 11 | t.minute << 5 | t.second / 2), 2);
  little(out, static_cast<unsigned>((t.year - 1980) << 9 | t.month << 5 | t.day), 2);
}

std::string pdf_escape(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += is_ascii(c) ? c : '?';
  }
  return out;
}

std::string pdf_date(UnixTime time) {
  const LocalTime t = local_time(time, kUtc);
  return fmt::format("D:{:04}{:02}{:02}{:02}{:02}{:02}Z", t.year, t.month, t.day, t.hour, t.minute,
                     t.second);
}

std::string pdf_page(const DocumentText& text) {
  std::string page = "BT\n/F1 16 Tf\n72 770 Td\n(" + pdf_escape(text.title) + ") Tj\n/F1 11 Tf\n";
  for (const std::string& paragraph : text.paragraphs) {
    page += "0 -22 Td\n";
    const std::string wrapped = wrap(paragraph, 88);
    for (std::string_view line : lines_of(wrapped)) {
      page += "(" + pdf_escape(line) + ") Tj\n0 -14 Td\n";
    }
  }
  return page + "ET\n";
}

}  // namespace

const std::string kTarEnd(1024, '\0');

std::uint32_t crc32(std::string_view octets, std::uint32_t seed) {
  std::uint32_t c = ~seed;
  for (char octet : octets)
    c = kCrcTable[(c ^ static_cast<unsigned char>(octet)) & 0xFF] ^ (c >> 8);
  return ~c;
}

std::string zip_stored(const std::vector<ZipMember>& members, UnixTime modified) {
  std::string out;
  std::string directory;
  for (const ZipMember& member : members) {
    std::string common;  // what local and central headers share
    little(common, 20, 2);
    little(common, 0, 4);  // flags, method: stored
    dos_time(common, modified);
    little(common, crc32(member.content), 4);
    little(common, member.content.size(), 4);
    little(common, member.content.size(), 4);
    little(common, member.name.size(), 2);
    little(common, 0, 2);
    const std::size_t offset = out.size();
    out += "PK\3\4" + common + member.name + member.content;
    directory += "PK\1\2";
    little(directory, 20, 2);
    directory += common;
    little(directory, 0, 10);  // comment, disk, attributes
    little(directory, offset, 4);
    directory += member.name;
  }
  const std::size_t start = out.size();
  out += directory;
  out += "PK\5\6";
  little(out, 0, 4);
  little(out, members.size(), 2);
  little(out, members.size(), 2);
  little(out, directory.size(), 4);
  little(out, start, 4);
  little(out, 0, 2);
  return out;
}

std::string tar_member(std::string_view name, std::string_view content, UnixTime modified) {
  std::string h(name);
  h.resize(100, '\0');
  h += fmt::format("{:07o}", 0600) + '\0' + fmt::format("{:07o}", 1000) + '\0' +
       fmt::format("{:07o}", 1000) + '\0' + fmt::format("{:011o}", content.size()) + '\0' +
       fmt::format("{:011o}", modified) + '\0' + "        0";
  h.resize(257, '\0');
  h += std::string(
           "ustar\0"
           "00",
           8) +
       "mail";
  h.resize(297, '\0');
  h += "mail";
  h.resize(512, '\0');
  unsigned sum = 0;
  for (char c : h) sum += static_cast<unsigned char>(c);
  h.replace(148, 8, fmt::format("{:06o}", sum) + '\0' + ' ');
  h += content;
  h.resize((h.size() + 511) / 512 * 512, '\0');
  return h;
}

std::string gzip_stored(std::string_view content, UnixTime modified) {
  std::string out("\x1F\x8B\x08\0", 4);
  little(out, static_cast<std::uint64_t>(modified), 4);
  out += std::string("\0\x03", 2);
  out += deflate_stored(content);
  little(out, crc32(content), 4);
  little(out, content.size(), 4);
  return out;
}

std::string png_logo(unsigned width, unsigned height, std::uint32_t color) {
  std::string rows;
  for (unsigned y = 0; y < height; ++y) {
    rows += '\0';
    for (unsigned x = 0; x < width; ++x) {
      const unsigned wave = (x / 4) % 6 < 3 ? (x / 4) % 3 : 2 - (x / 4) % 3;
      rows += y > height / 3 + wave && y < height * 2 / 3 + wave ? '\1' : '\0';
    }
  }
  std::string header;
  big(header, width);
  big(header, height);
  header += std::string("\x08\x03\0\0\0", 5);  // 8 bits, palette
  std::string palette("\xFF\xFF\xFF", 3);
  for (int shift = 16; shift >= 0; shift -= 8) palette += static_cast<char>(color >> shift);
  std::string packed("\x78\x01", 2);
  packed += deflate_stored(rows);
  big(packed, adler32(rows));
  std::string out("\x89PNG\r\n\x1A\n", 8);
  png_chunk(out, "IHDR", header);
  png_chunk(out, "PLTE", palette);
  png_chunk(out, "IDAT", packed);
  png_chunk(out, "IEND", "");
  return out;
}

std::string pdf_document(const DocumentText& text) {
  const std::string page = pdf_page(text);
  const std::string id = sha256(text.title + text.author).hex().substr(0, 32);
  const std::string state = sha256(page).hex().substr(0, 32);
  constexpr const char* kPage =
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> >>";
  const std::string objects[] = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      kPage,
      fmt::format("<< /Length {} >>\nstream\n{}endstream", page.size(), page),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      fmt::format("<< /Title ({}) /Author ({}) /Creator (Writer) /Producer (Meridian Office 7.6) "
                  "/CreationDate ({}) /ModDate ({}) >>",
                  pdf_escape(text.title), pdf_escape(text.author), pdf_date(text.created),
                  pdf_date(text.modified)),
  };
  std::string out = "%PDF-1.5\n%\xE2\xE3\xCF\xD3\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", std::size(objects) + 1);
  for (std::size_t i = 0; i < std::size(objects); ++i) {
    table += fmt::format("{:010} 00000 n \n", out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t start = out.size();
  out += table;
  out += fmt::format("trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R /ID [<{}> <{}>] >>\n",
                     std::size(objects) + 1, id, state);
  return out + fmt::format("startxref\n{}\n%%EOF\n", start);
}

std::string docx_document(const DocumentText& text) {
  const std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  const std::string office = "http://schemas.openxmlformats.org/";
  std::string body = xml + "<w:document xmlns:w=\"" + office +
                     "wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>" +
                     html_escape(text.title) + "</w:t></w:r></w:p>";
  for (const std::string& p : text.paragraphs) {
    body += "<w:p><w:r><w:t xml:space=\"preserve\">" + html_escape(p) + "</w:t></w:r></w:p>";
  }
  body += "</w:body></w:document>";
  const std::string core = fmt::format(
      "{}<cp:coreProperties xmlns:cp=\"{}package/2006/metadata/core-properties\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>"
      "<dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy>"
      "<cp:revision>{}</cp:revision><dcterms:created xsi:type=\"dcterms:W3CDTF\">{}"
      "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{}</dcterms:modified>"
      "</cp:coreProperties>",
      xml, office, html_escape(text.title), html_escape(text.author), html_escape(text.author),
      text.revision, format_utc(text.created), format_utc(text.modified));
  const std::string word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
  const std::string types =
      xml + "<Types xmlns=\"" + office +
      "package/2006/content-types\"><Default Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
      "Extension=\"xml\" ContentType=\"application/xml\"/><Override "
      "PartName=\"/word/document.xml\" ContentType=\"" +
      word +
      ".document.main+xml\"/><Override PartName=\"/docProps/core.xml\" "
      "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";
  const std::string relations =
      xml + "<Relationships xmlns=\"" + office +
      "package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"" + office +
      "officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
      "<Relationship Id=\"rId2\" Type=\"" +
      office +
      "package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
      "</Relationships>";
  return zip_stored({{"[Content_Types].xml", types},
                     {"_rels/.rels", relations},
                     {"word/document.xml", body},
                     {"docProps/core.xml", core}},
                    text.modified);
}

}  // namespace letterlock::demo
