// DMARC: do the domains that authenticated stand behind the domain in From? (RFC 9989, and the way
// of RFC 7489 where it is asked for)
//
// Checking never errs: an outage of the DNS is temperror. Work is bounded: each domain costs at
// most eight look-ups of its own, no name is asked for twice, and domains that cannot be aligned
// whatever the DNS says cost none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dmarc_record.h"
#include "dns/resolver.h"
#include "mime/message.h"

namespace letterlock::auth {

enum class DmarcResult : std::uint8_t { none, pass, fail, temperror, permerror };
std::string_view to_string(DmarcResult result);

enum class DmarcReason : std::uint8_t {
  aligned,            // pass: an identifier is authenticated and aligned
  nothing_aligned,    // fail: identifiers are authenticated, none of them aligned
  not_authenticated,  // fail: no identifier is authenticated
  no_author_domain,   // From is missing, or holds no domain that can be asked for
  several_author_domains,
  no_record,
  record_unusable,     // p=, sp= or np= cannot be read, and nobody wants reports
  identifier_unknown,  // an identifier that would be aligned could not be checked
  dns_not_asked,
  dns_failed,
  dns_timeout,
  dns_bogus,
  dns_over_budget,
};
std::string_view to_string(DmarcReason reason);

enum class DmarcMethod : std::uint8_t { spf, dkim };
std::string_view to_string(DmarcMethod method);

// How an Organizational Domain and a policy are found.
enum class DmarcRules : std::uint8_t {
  rfc9989,  // DNS tree walk
  rfc7489,  // Public Suffix List
};

// What SPF (for MAIL FROM) or a DKIM signature says of a domain.
struct DmarcIdentifier {
  DmarcMethod method = DmarcMethod::spf;
  std::string domain;
  enum class Outcome : std::uint8_t { pass, fail, temperror } outcome = Outcome::fail;
};

struct DmarcAlignment {
  DmarcIdentifier identifier;
  AlignmentMode mode = AlignmentMode::relaxed;
  // Of the identifier; "" where it did not matter.
  std::string organizational_domain;
  bool aligned = false;
};

// A record that was asked for, in the order of asking.
struct DmarcLookup {
  std::string domain;  // without "_dmarc."
  dns::Status status = dns::Status::no_data;
  std::string record;  // the one DMARC record; "" where there is none, or several
  bool several = false;
  bool secure = false;  // DNSSEC vouches for the answer
};

struct DmarcCheck {
  DmarcResult result = DmarcResult::none;
  DmarcReason reason = DmarcReason::no_record;
  DmarcRules rules = DmarcRules::rfc9989;
  std::string author_domain;          // as A-labels
  std::string organizational_domain;  // of the author domain
  std::string policy_domain;          // where the record that applies was found
  std::optional<DmarcRecord> record;
  // What the record asks for with mail of this domain that fails, and the tag that says so; then
  // what is left of it under t=y. Absent where no record applies.
  std::optional<DmarcPolicy> published;
  std::string_view published_by;  // "p", "sp" or "np"
  std::optional<DmarcPolicy> applied;
  std::vector<DmarcAlignment> alignments;  // in the order of the identifiers
  std::vector<DmarcLookup> lookups;
  std::string problem;  // for people; "" where nothing is wrong
};

// `author_domains`: as author_domains() gives them. More identifiers than 100 are left out.
DmarcCheck check_dmarc(const std::vector<std::string>& author_domains,
                       const std::vector<DmarcIdentifier>& identifiers, dns::Resolver& resolver,
                       DmarcRules rules = DmarcRules::rfc9989);

// The domains of all mailboxes in all From fields of the header, as A-labels, each once; what is no
// domain as written.
std::vector<std::string> author_domains(const mime::Message& message);

}  // namespace letterlock::auth
