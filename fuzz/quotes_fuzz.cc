// Quotes, and the whole content of a message, under hostile input. Checked for every input: ranges
// lie inside the text and nest, claims inside their blocks; what quotes hold together is no longer
// than the text; everything extracted is well-formed UTF-8.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/printable.h"
#include "content/content.h"
#include "content/quotes.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::content;
using fuzz::require;

void check_scan(std::string_view text, std::span<const HtmlQuote> marks) {
  const QuoteScan scan = find_quotes(text, marks, {.claims_earlier_message = true});
  std::size_t total = 0;
  for (const auto& found : scan.quotes) {
    require(found.where.end() <= text.size() && found.where.contains(found.claim));
    total += found.quote.text.size();
  }
  require(total <= text.size());
  std::uint32_t end = 0;
  for (const ByteRange quoted : scan.quoted) {
    require(quoted.offset >= end && quoted.end() <= text.size());
    end = quoted.end();
  }
}

void check_place(const mime::Message& message, const TextRange& where) {
  require(where.entity < message.entities().size());
  const auto& entity = message.entities()[where.entity];
  const std::size_t size = std::max(message.text(entity).size(), message.decoded(entity).size());
  require(where.length == 0 || where.offset + where.length <= size);
}

void check_message(std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  require(message.has_value());
  Limits limits;
  limits.indexed_text = 4000;
  const Content content = extract(*message, limits);
  require(is_valid_utf8(content.text) && is_valid_utf8(content.new_text));
  for (const auto& link : content.links) {
    require(is_valid_utf8(link.visible));
    check_place(*message, link.where);
  }
  for (const auto& quote : content.quotes) {
    require(is_valid_utf8(quote.text));
    check_place(*message, quote.where);
    check_place(*message, quote.claim);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_scan(text, {});
  const HtmlDocument document = read_html(text);
  check_scan(document.text, document.quotes);
  check_message(text);
  const std::string input(text);
  check_message("Subject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n" + input);
  check_message("Subject: Fwd: x\nContent-Type: text/html; charset=utf-8\n\n" + input);
  require(base_subject(text).size() <= 3 * text.size());
  return 0;
}
