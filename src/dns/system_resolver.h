// The real resolver: libunbound, which asks and validates with DNSSEC itself.
//
// Asked are the servers of /etc/resolv.conf where there are any, else the authoritative ones from
// the root down. Answers are kept in a bounded cache for their TTL. Any number of threads may ask.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/expected.h"
#include "dns/resolver.h"

namespace letterlock::dns {

class SystemResolver final : public Resolver {
 public:
  struct Options {
    // Servers to ask, as addresses with an optional "@port"; empty: those of `resolv_conf`.
    std::vector<std::string> servers;
    std::string resolv_conf = "/etc/resolv.conf";
    // DS or DNSKEY records as zone text; empty: the root's, from the distribution (dns-root-data)
    // or built in.
    std::vector<std::string> trust_anchors;
    // One look-up, all retries together.
    unsigned timeout_ms = 5'000;
    // Answers are kept for their TTL within this memory.
    unsigned cache_megabytes = 16;
    // Zone text that is answered from here, and the zones that this holds for: (zone, records).
    // Nothing of them is asked elsewhere.
    struct LocalZone {
      std::string zone;
      std::vector<std::string> records;
    };
    std::vector<LocalZone> local;
    // Names outside `local` are not asked for: no packet leaves the machine.
    bool only_local = false;
  };

  static Expected<std::unique_ptr<SystemResolver>> open(Options options);
  static Expected<std::unique_ptr<SystemResolver>> open() { return open(Options{}); }
  ~SystemResolver() override;

  Answer look_up(std::string_view name, RecordType type) override;

 private:
  class Engine;
  explicit SystemResolver(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace letterlock::dns
