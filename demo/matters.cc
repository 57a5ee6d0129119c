#include "demo/matters.h"

#include <algorithm>

#include "base/attributes.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

Language language_of(std::string_view code) {
  if (code == "de") return Language::german;
  if (code == "fr") return Language::french;
  if (code == "es") return Language::spanish;
  if (code == "ja") return Language::japanese;
  if (code == "ru") return Language::russian;
  return Language::english;
}

// The bars of a subject line that stand outside of brackets.
void split_subjects(std::string_view text, std::vector<std::string_view>& out) {
  while (!text.empty()) {
    const std::size_t bar = std::min(text.find('|'), text.size());
    out.push_back(text.substr(0, bar));
    text.remove_prefix(std::min(bar + 1, text.size()));
  }
}

const Matter& matter_of(std::string_view topic) {
  const auto found = std::find_if(matters().begin(), matters().end(),
                                  [&](const Matter& m) { return m.topic == topic; });
  LL_ASSERT(found != matters().end());
  return *found;
}

}  // namespace

std::vector<Matter> parse_matters(std::string_view text) {
  std::vector<Matter> out;
  for (std::string_view line : lines_of(text)) {
    if (line.size() < 3) continue;
    const std::string_view content = line.substr(2);
    if (line[0] == '=') {
      const std::size_t blank = content.find(' ');
      Matter matter;
      matter.topic = content.substr(0, blank);
      if (blank != std::string_view::npos) matter.language = language_of(content.substr(blank + 1));
      out.push_back(std::move(matter));
      continue;
    }
    LL_ASSERT(!out.empty());
    Matter& matter = out.back();
    switch (line[0]) {
      case 'S':
        split_subjects(content, matter.subjects);
        break;
      case 'O':
        matter.openings.push_back(content);
        break;
      case 'D':
        matter.details.push_back(content);
        break;
      case 'A':
        matter.asks.push_back(content);
        break;
      case 'R':
        matter.replies.push_back(content);
        break;
      case 'F':
        matter.documents.push_back(content);
        break;
      default:
        LL_ASSERT(false);
    }
  }
  return out;
}

const std::vector<Matter>& matters() {
  static const std::vector<Matter> all = [] {
    std::vector<Matter> list;
    for (const char* text :
         {kMattersOne, kMattersTwo, kMattersThree, kMattersNews, kMattersAbroad}) {
      for (Matter& matter : parse_matters(text)) list.push_back(std::move(matter));
    }
    return list;
  }();
  return all;
}

const Matter& general_matter() {
  static const Matter& general = matter_of("general");
  return general;
}

const Matter& news_matter() {
  static const Matter& news = matter_of("news");
  return news;
}

}  // namespace letterlock::demo
