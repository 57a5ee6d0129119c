// URLs under hostile input. Checked for every input: writing out what was parsed and parsing it
// again changes nothing; hosts are what hosts may be; URLs that others carry are stable too; URLs
// in text lie inside it, in order.
#include <cstdint>
#include <string>
#include <string_view>

#include "content/carried.h"
#include "content/text_urls.h"
#include "content/url.h"
#include "dns/registrable_domain.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::content;
using fuzz::require;

void check_stable(const Url& url) {
  const std::string href = url.href();
  const auto again = parse_url(href);
  require(again.has_value());
  require(again->href() == href);
  require(again->host == url.host && again->path == url.path && again->query == url.query);
}

void check_host(const Url& url) {
  if (!url.is_special() || url.scheme == "file") return;
  require(url.host && !url.host->empty());
  const auto again = parse_host(*url.host);
  require(again == url.host);
  const std::string domain = dns::registrable_domain(*url.host);
  require(domain.empty() ||
          url.host->find(domain.substr(0, domain.find('.'))) != std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto base = parse_url("https://base.example/a/b?q");
  for (const Url* against : {static_cast<const Url*>(nullptr), &*base}) {
    const auto url = parse_url(text, against);
    if (!url) continue;
    check_stable(*url);
    check_host(*url);
    const auto carried = carried_urls(*url);
    require(carried.size() <= 8);
    for (const auto& inner : carried) {
      const auto parsed = parse_url(inner);
      require(parsed && parsed->href() == inner);
    }
  }
  std::uint32_t end = 0;
  for (const auto& found : find_text_urls(text, 50)) {
    require(found.where.offset >= end && found.where.end() <= text.size());
    require(!found.url.empty() && found.url.size() <= found.where.length);
    end = found.where.end();
  }
  return 0;
}
