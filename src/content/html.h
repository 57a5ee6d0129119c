// What a reader sees of an HTML mail, and where its links lead. Never rendered, nothing fetched.
//
// The text comes out with blocks on lines of their own, table cells apart by a tab, white space
// collapsed; what style or attributes hide from the reader is left out. Work and memory are linear
// in the input, whatever it is: elements deeper than Limits::html_depth count as closed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/limits.h"
#include "content/html_hidden.h"
#include "content/html_text_flow.h"

namespace letterlock::content {

enum class HtmlLinkKind : std::uint8_t { anchor, form, resource, refresh };

struct HtmlLink {
  HtmlLinkKind kind = HtmlLinkKind::anchor;
  ByteRange where;  // the URL as written, in the HTML
  // What the reader sees as the link, in HtmlDocument::text.
  std::uint32_t text_begin = 0, text_end = 0;
};

// A part of the text that the HTML itself marks as repeated from another message.
struct HtmlQuote {
  enum class Kind : std::uint8_t {
    blockquote,
    container,  // a client's own wrapper around attribution and quote: class gmail_quote, ...
    separator,  // from here to the end: Outlook's line above the header block
  };
  Kind kind = Kind::blockquote;
  std::uint32_t begin = 0, end = 0;  // in HtmlDocument::text
};

struct HtmlDocument {
  std::string text;  // UTF-8 where the input is
  OffsetMap map;     // from `text` to the HTML
  std::vector<HtmlLink> links;
  std::vector<HtmlQuote> quotes;   // in order of their begin
  std::vector<HtmlHidden> hidden;  // in order; text in its ground's colour is in `text` too
  std::vector<std::string_view> content_ids;  // of "cid:" URLs, as written; views of the HTML
  std::optional<ByteRange> base;              // <base href>
};

// REQUIRES: html.size() < 2^32, and it outlives the result.
HtmlDocument read_html(std::string_view html, const Limits& limits = {});

}  // namespace letterlock::content
