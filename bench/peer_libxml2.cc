#include <libxml/HTMLparser.h>

#include <cstring>
#include <string>
#include <string_view>

#include "peer_html.h"

namespace letterlock::bench {
namespace {

struct Found {
  std::string text;
  std::uint64_t links = 0;
};

void walk(const xmlNode* node, Found& found) {
  for (; node != nullptr; node = node->next) {
    if (node->type == XML_TEXT_NODE && node->content != nullptr) {
      found.text += reinterpret_cast<const char*>(node->content);
    }
    if (node->type != XML_ELEMENT_NODE) continue;
    const std::string_view name = reinterpret_cast<const char*>(node->name);
    if (name == "script" || name == "style") continue;
    for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) {
      const std::string_view key = reinterpret_cast<const char*>(attribute->name);
      if (key == "href" || key == "src") ++found.links;
    }
    walk(node->children, found);
  }
}

}  // namespace

std::uint64_t libxml2_text_and_links(const Corpus& parts) {
  std::uint64_t outcome = 0;
  for (const std::string& html : parts.messages) {
    htmlDocPtr document = htmlReadMemory(
        html.data(), static_cast<int>(html.size()), nullptr, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    if (document == nullptr) continue;
    Found found;
    walk(xmlDocGetRootElement(document), found);
    outcome += found.text.size() + found.links;
    xmlFreeDoc(document);
  }
  return outcome;
}

}  // namespace letterlock::bench
