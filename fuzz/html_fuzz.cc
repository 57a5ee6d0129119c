// HTML under hostile input. Checked for every input: tokens follow each other without gaps that
// hold text; ranges lie inside the input; the text stays in proportion and is well-formed where the
// input is; every octet of the text has a source; reading with a small depth limit loses no text
// that nothing hides.
#include <cstdint>
#include <string_view>

#include "base/printable.h"
#include "content/html.h"
#include "content/html_reference.h"
#include "content/html_tokenizer.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::content;
using fuzz::require;

void check_tokens(std::string_view html) {
  HtmlTokenizer tokens(html);
  std::uint32_t end = 0;
  while (tokens.next()) {
    const HtmlToken& token = tokens.token();
    require(token.where.offset >= end && token.where.end() <= html.size());
    require(token.name.empty() || token.where.contains(token.name));
    std::uint32_t attribute_end = token.name.end();
    for (const auto& attribute : tokens.attributes()) {
      require(attribute.name.offset >= attribute_end && !attribute.name.empty());
      require(attribute.value.offset >= attribute.name.end());
      require(token.where.contains(attribute.value));
      attribute_end = attribute.value.end();
    }
    end = token.where.end();
  }
}

void check_document(std::string_view html, const Limits& limits) {
  const HtmlDocument document = read_html(html, limits);
  require(document.text.size() <= 2 * html.size());
  require(document.links.size() <= limits.links);
  if (is_valid_utf8(html)) require(is_valid_utf8(document.text));
  for (const auto& link : document.links) {
    require(link.where.end() <= html.size() && !link.where.empty());
    require(link.text_begin <= link.text_end && link.text_end <= document.text.size());
  }
  std::uint32_t begin = 0;
  for (const auto& quote : document.quotes) {
    require(quote.begin >= begin && quote.begin <= quote.end);
    require(quote.end <= document.text.size());
    begin = quote.begin;
  }
  require(document.hidden.size() <= kHiddenRuns);
  for (const auto& hidden : document.hidden) {
    require(hidden.where.end() <= html.size() && !hidden.where.empty());
    require(hidden.letters > 0 && hidden.text.size() <= kHiddenShown);
    if (is_valid_utf8(html)) require(is_valid_utf8(hidden.text));
  }
  for (std::size_t at = 0; at < document.text.size(); ++at) {
    require(document.map.source(at, at + 1).end() <= html.size());
  }
  require(document.map.source(0, document.text.size()).end() <= html.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  check_tokens(html);
  check_document(html, {});
  Limits small;
  small.html_depth = 4;
  small.links = 3;
  check_document(html, small);
  require(decode_references(html, true).size() <= 2 * html.size());
  return 0;
}
