#include "hunt/gateway.h"

#include <algorithm>
#include <iterator>

namespace letterlock::hunt {
namespace {

// Hosts, and domains under which every customer or region has a host.
constexpr std::string_view kGateways[] = {
    "safelinks.protection.outlook.com",
    "safelinks.protection.office365.us",
    "urldefense.com",
    "urldefense.us",
    "urldefense.proofpoint.com",
    "protect2.fireeye.com",
    "protect.fireeye.com",
    "linkprotect.cudasvc.com",
    "protect.mimecast.com",
    "mimecastprotect.com",
    "secure-web.cisco.com",
    "clicktime.symantec.com",
    "clicktime.cloud.postoffice.net",
    "protect.checkpoint.com",
    "avanan.click",
    "imsva91-ctp.trendmicro.com",
    "trendmicro.com",
    "urlsand.com",
    "sophos.com",
    "shared.outlook.inky.com",
    "antispam.sonicwall.com",
};

}  // namespace

bool is_rewriting_gateway(std::string_view host) {
  return std::any_of(std::begin(kGateways), std::end(kGateways), [&](std::string_view gateway) {
    return host == gateway || (host.size() > gateway.size() && host.ends_with(gateway) &&
                               host[host.size() - gateway.size() - 1] == '.');
  });
}

}  // namespace letterlock::hunt
