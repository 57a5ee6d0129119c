// QR codes in what a message carries: which pictures and documents are worth looking at, and the
// links that the codes hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "content/code_reader.h"
#include "content/content.h"
#include "content/links.h"

namespace letterlock::content {

// Pictures and documents of one message that are looked at. Each costs the time of some hundred
// messages without; newsletters carry more, but no code behind the first dozens.
inline constexpr std::uint32_t kMostPictures = 24;
// One of them, as octets and as decoded pixels: a page scanned at 300 dpi has 9 million.
inline constexpr std::size_t kMostPictureOctets = std::size_t{8} << 20;
inline constexpr std::uint64_t kMostPicturePixels = 25'000'000;

struct PictureSize {
  std::uint32_t width = 0, height = 0;
};
// What a PNG, JPEG or GIF says of its size, by `type` as sniff_type() says it; nothing
// is decoded. nullopt for other types and where no size stands in the first 256 KiB.
std::optional<PictureSize> picture_size(std::string_view type, std::string_view octets);

// True for pictures that are large enough for a code that a telephone reads and within what
// is looked at; and for documents.
bool may_hold_code(std::string_view type, std::string_view octets);

// What a code says, where that leads somewhere: a URL as it is, "www.x.example/y" too. nullopt for
// plain text, contacts, networks.
std::optional<std::string> url_of_code(std::string_view text);

// Has `reader` look at what may hold a code, and adds the links found to `links`, each in the
// entity that shows it. Attachments that it fails on become `unread`.
void add_code_links(const mime::Message& message, CodeReader& reader,
                    std::vector<Attachment>& attachments, LinkCollector& links);

// The same for pictures that stand in the HTML of the message itself
// ("src=data:image/png;base64,"). `looked_at`: how many of kMostPictures were, before and after.
void add_inline_code_links(mime::EntityIndex entity, std::string_view html, bool quoted,
                           CodeReader& reader, std::uint32_t& looked_at, LinkCollector& links);

}  // namespace letterlock::content
