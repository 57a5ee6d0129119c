#include "leak/link_tails.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/text_urls.h"
#include "leak/masks.h"

namespace letterlock::leak {
namespace {

// What may be shown of `url`; empty where nothing needs hiding.
std::string without_tail(std::string_view url) {
  const bool address = starts_with_ignore_case(url, "mailto:");
  const std::size_t slashes = url.find("://");
  const std::size_t name = address ? 7 : slashes == std::string_view::npos ? 0 : slashes + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", name), url.size());
  const std::size_t at = url.substr(name, end - name).rfind('@');
  const std::size_t host = at == std::string_view::npos ? name : name + at;
  std::string shown(url.substr(0, name));
  if (host > name) shown += kMask;
  shown += url.substr(host, end - host);
  const std::string_view tail = url.substr(end);
  if (tail.size() > 1) shown.append(tail.substr(0, 1)).append(kMask);
  return host > name || tail.size() > 1 ? shown : std::string();
}

}  // namespace

LinksCut cut_links(std::string_view text) {
  LinksCut cut;
  std::size_t done = 0;
  for (const content::TextUrl& url : content::find_text_urls(text, text.size())) {
    const std::string_view written = text.substr(url.where.offset, url.where.length);
    const std::string shown = without_tail(written);
    if (shown.empty()) continue;
    cut.text.append(text, done, url.where.offset - done).append(shown);
    cut.hidden.append(written).append("\n");
    done = url.where.end();
    ++cut.links;
  }
  cut.text.append(text, done);
  return cut;
}

}  // namespace letterlock::leak
