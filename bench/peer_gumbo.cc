#include <gumbo.h>

#include <string>

#include "peer_html.h"

namespace letterlock::bench {
namespace {

struct Found {
  std::string text;
  std::uint64_t links = 0;
};

void walk(const GumboNode* node, Found& found) {
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
    found.text += node->v.text.text;
  }
  if (node->type != GUMBO_NODE_ELEMENT) return;
  const GumboElement& element = node->v.element;
  if (element.tag == GUMBO_TAG_SCRIPT || element.tag == GUMBO_TAG_STYLE) return;
  if (gumbo_get_attribute(&element.attributes, "href") != nullptr) ++found.links;
  if (gumbo_get_attribute(&element.attributes, "src") != nullptr) ++found.links;
  for (unsigned i = 0; i < element.children.length; ++i) {
    walk(static_cast<const GumboNode*>(element.children.data[i]), found);
  }
}

}  // namespace

std::uint64_t gumbo_text_and_links(const Corpus& parts) {
  std::uint64_t outcome = 0;
  for (const std::string& html : parts.messages) {
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
    Found found;
    walk(output->root, found);
    outcome += found.text.size() + found.links;
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  }
  return outcome;
}

}  // namespace letterlock::bench
