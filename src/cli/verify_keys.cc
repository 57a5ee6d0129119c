#include "cli/verify_keys.h"

#include "auth/dns_keys.h"

namespace letterlock::cli {

Expected<std::unique_ptr<GatheredKeys>> gather_keys(const Options& options,
                                                    const Material& material) {
  auto keys = std::make_unique<GatheredKeys>();
  (void)material;
  if (options.dns != "off") {
    auto resolver = dns::make_resolver(options.dns);
    if (!resolver) return fail(std::move(resolver));
    keys->resolver = std::move(*resolver);
    keys->dns_keys = std::make_unique<auth::DnsKeys>(*keys->resolver);
    keys->ring.ask(keys->dns_keys.get());
  }
  return keys;
}

}  // namespace letterlock::cli
