// Collects the links of one message, each once, with what the reader sees of them and what they
// carry (carried.h).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "content/content.h"
#include "content/html.h"

namespace letterlock::content {

class LinkCollector {
 public:
  explicit LinkCollector(const Limits& limits) : limits_(limits) {}

  // `quoted`: the parts of the text that quote another message; sorted.
  void add_html(mime::EntityIndex entity, std::string_view html, const HtmlDocument& document,
                std::span<const ByteRange> quoted, bool all_quoted);
  void add_text(mime::EntityIndex entity, std::string_view text, std::span<const ByteRange> quoted,
                bool all_quoted);
  // A URL that a picture or document shows, in a form that is no text.
  void add_code(mime::EntityIndex entity, std::string_view url, bool quoted);
  // A URL in an attached file; `where` is of length 0 where that is no text. `own`: a file that
  // leads to few places leads there on purpose.
  void add_attached(TextRange where, std::string_view url, std::string_view visible, bool own);
  // A field body: URLs in angle brackets (RFC 2369).
  void add_list_field(std::string_view body);

  std::vector<Link> take() { return std::move(links_); }

 private:
  void add(Link link, const struct Url* base);
  bool merge(const Link& link, std::size_t hash);
  void remember(std::size_t hash);

  const Limits& limits_;
  std::vector<Link> links_;
  // The links by their URLs' hashes.
  struct Slot {
    std::size_t hash = 0;
    std::uint32_t link = 0;  // 1 + index; 0: free
  };
  std::vector<Slot> slots_;  // their number is a power of two
};

}  // namespace letterlock::content
