#include "content/codes.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/cursor.h"
#include "base/find_octets.h"
#include "base/octet_set.h"
#include "content/attached_pdf.h"
#include "content/attachments.h"
#include "content/sniff.h"
#include "content/url.h"

namespace letterlock::content {
namespace {

// The smallest code has 21 modules and a margin of four on each side; two pixels each.
constexpr std::uint32_t kLeastSide = 58;
// Where the sizes of honest JPEGs stand: profiles and previews come before it.
constexpr std::size_t kSizeWithin = std::size_t{256} * 1024;
// Few codes are longer: version 40 holds 4,296 letters.
constexpr std::size_t kLongestCode = 4'296;

std::uint32_t number(std::string_view octets, std::size_t at, std::size_t count, bool big) {
  if (at + count > octets.size()) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto octet = static_cast<unsigned char>(octets[big ? at + i : at + count - 1 - i]);
    value = value << 8 | octet;
  }
  return value;
}

// The first frame header (ITU-T T.81 section B.2.2) behind any other segments.
PictureSize jpeg_size(std::string_view octets) {
  Cursor at(octets.substr(0, kSizeWithin));
  at.skip(2);
  while (at.left() >= 4) {
    if (at.take() != 0xFF) return {};
    while (at.peek() == 0xFF) at.take();
    const int marker = at.take();
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;  // without a length
    const std::uint32_t length = number(at.rest(), 0, 2, true);
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return {number(at.rest(), 5, 2, true), number(at.rest(), 3, 2, true)};
    if (length < 2 || marker == 0xDA) return {};
    at.skip(length);
  }
  return {};
}

}  // namespace

std::optional<PictureSize> picture_size(std::string_view type, std::string_view octets) {
  PictureSize size;
  if (type == "image/png") size = {number(octets, 16, 4, true), number(octets, 20, 4, true)};
  if (type == "image/jpeg") size = jpeg_size(octets);
  if (type == "image/gif") size = {number(octets, 6, 2, false), number(octets, 8, 2, false)};
  if (size.width == 0 || size.height == 0) return std::nullopt;
  return size;
}

bool may_hold_code(std::string_view type, std::string_view octets) {
  if (octets.size() > kMostPictureOctets) return false;
  if (type == "application/pdf") return pdf_may_show_code(octets);
  const auto size = picture_size(type, octets);
  return size && std::min(size->width, size->height) >= kLeastSide &&
         std::uint64_t{size->width} * size->height <= kMostPicturePixels;
}

std::optional<std::string> url_of_code(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > kLongestCode) return std::nullopt;
  if (text.find_first_of(" \n\t") != std::string_view::npos) return std::nullopt;
  if (starts_with_ignore_case(text, "www.")) return "http://" + std::string(text);
  // Wi-Fi access, contacts and the like are no URLs, though they look alike.
  constexpr std::string_view kOthers[] = {"wifi:", "mecard:", "begin:", "matmsg:", "geo:", "tel:"};
  const bool other =
      std::any_of(std::begin(kOthers), std::end(kOthers),
                  [&](std::string_view scheme) { return starts_with_ignore_case(text, scheme); });
  if (other || !parse_url(text)) return std::nullopt;
  return std::string(text);
}

void add_inline_code_links(mime::EntityIndex entity, std::string_view html, bool quoted,
                           CodeReader& reader, std::uint32_t& looked_at, LinkCollector& links) {
  constexpr std::string_view kPicture = "data:image/", kCoded = ";base64,";
  static constexpr OctetSet kEnd("\"'>)");
  for (std::size_t at = 0; (at = find_octets(html, kPicture, at)) != std::string_view::npos;) {
    at += kPicture.size();
    const std::size_t comma = html.substr(at, 40).find(kCoded);
    if (comma == std::string_view::npos) continue;
    const std::size_t begin = at + comma + kCoded.size();
    at = std::min(kEnd.find_in(html, begin), html.size());
    std::string coded(html.substr(begin, at - begin));
    std::erase_if(coded, [](char c) { return is_space(c); });
    const auto octets = base64_decode(coded);
    if (!octets) continue;
    const std::string_view type = sniff_type(*octets);
    if (!type.starts_with("image/") || !may_hold_code(type, *octets)) continue;
    if (++looked_at > kMostPictures) return;
    const auto codes = reader.read(type, *octets);
    if (!codes) continue;
    for (const FoundCode& code : *codes) {
      if (auto url = url_of_code(code.text)) links.add_code(entity, *url, quoted);
    }
  }
}

void add_code_links(const mime::Message& message, CodeReader& reader,
                    std::vector<Attachment>& attachments, LinkCollector& links) {
  std::uint32_t looked_at = 0;
  for (Attachment& attachment : attachments) {
    const mime::Entity& entity = message.entities()[attachment.entity];
    // Files written out in text (uuencode) stand in no entity of their own.
    if (!is_attachment(message, entity)) continue;
    const std::string_view octets = message.decoded(entity);
    if (!may_hold_code(attachment.sniffed_type, octets)) continue;
    if (++looked_at > kMostPictures) return;
    const auto codes = reader.read(attachment.sniffed_type, octets);
    attachment.unread = !codes;
    if (!codes) continue;
    const bool quoted = in_attached_message(message, attachment.entity);
    for (const FoundCode& code : *codes) {
      if (auto url = url_of_code(code.text)) links.add_code(attachment.entity, *url, quoted);
    }
  }
}

}  // namespace letterlock::content
