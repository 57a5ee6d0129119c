// The DNS tree walk (RFC 9989 section 4.10). Internal to src/auth.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dmarc.h"

namespace letterlock::auth {

// Asks for records, each name once, and notes what was asked.
class DmarcRecords {
 public:
  struct Found {
    dns::Status status = dns::Status::no_data;
    std::string reason;
    std::optional<DmarcRecord> record;
  };

  DmarcRecords(dns::Resolver& resolver, std::vector<DmarcLookup>& lookups)
      : resolver_(resolver), lookups_(lookups) {}

  const Found& at(const std::string& domain);

 private:
  dns::Resolver& resolver_;
  std::vector<DmarcLookup>& lookups_;
  std::map<std::string, Found> asked_;
};

struct DmarcWalk {
  std::string organizational_domain;
  std::string public_suffix_domain;              // that of the psd=y which ended the walk, else ""
  const DmarcRecords::Found* trouble = nullptr;  // a look-up without answer; then nothing is known
};

// Section 4.10.2, starting at `domain` itself.
DmarcWalk walk_tree(const std::string& domain, DmarcRecords& records);

// The names to ask for, `domain` first: at most eight.
std::vector<std::string> walk_targets(std::string_view domain);

}  // namespace letterlock::auth
