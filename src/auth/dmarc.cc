#include "auth/dmarc.h"

#include <fmt/format.h>

#include <algorithm>

#include "auth/dmarc_walk.h"
#include "base/ascii.h"
#include "base/printable.h"
#include "dns/idna.h"
#include "dns/registrable_domain.h"
#include "mime/address.h"

namespace letterlock::auth {
namespace {

// Signatures that are verified of one message are fewer (DkimOptions::max_signatures).
constexpr std::size_t kMostIdentifiers = 100;
constexpr std::size_t kMostAuthorDomains = 16;

DmarcReason dmarc_reason_of(dns::Status status) {
  switch (status) {
    case dns::Status::timeout:
      return DmarcReason::dns_timeout;
    case dns::Status::bogus:
      return DmarcReason::dns_bogus;
    case dns::Status::not_asked:
      return DmarcReason::dns_not_asked;
    case dns::Status::over_budget:
      return DmarcReason::dns_over_budget;
    default:
      return DmarcReason::dns_failed;
  }
}

bool is_unknown(const DmarcRecords::Found& found) {
  dns::Answer answer;
  answer.status = found.status;
  return answer.unknown();
}

std::optional<std::string> domain_name(std::string_view domain) {
  const auto ascii = dns::domain_to_ascii(domain);
  if (!ascii || ascii->empty() || ascii->find('[') != ascii->npos) return std::nullopt;
  return dns::canonical_name(*ascii);
}

DmarcPolicy one_level_down(DmarcPolicy policy) {
  return policy == DmarcPolicy::reject ? DmarcPolicy::quarantine : DmarcPolicy::none;
}

class DmarcEvaluation {
 public:
  DmarcEvaluation(dns::Resolver& resolver, DmarcCheck& check)
      : resolver_(resolver), check_(check), records_(resolver, check.lookups) {}

  void run(const std::vector<DmarcIdentifier>& identifiers);

 private:
  bool find_organizational_domain();
  bool find_policy();
  bool choose_policy();
  // False where the DNS gave no answer; why is noted as the result then.
  bool align(const DmarcIdentifier& identifier);
  std::optional<std::string> organizational_domain(const std::string& domain);
  void conclude();
  bool end(DmarcResult result, DmarcReason reason, std::string problem) {
    check_.result = result;
    check_.reason = reason;
    check_.problem = std::move(problem);
    return false;
  }
  bool outage(dns::Status status, std::string_view why) {
    return end(DmarcResult::temperror, dmarc_reason_of(status), std::string(why));
  }

  dns::Resolver& resolver_;
  DmarcCheck& check_;
  DmarcRecords records_;
  std::string public_suffix_domain_;
};

// What a domain's Organizational Domain is; nullopt where the DNS gave no answer.
std::optional<std::string> DmarcEvaluation::organizational_domain(const std::string& domain) {
  if (check_.rules == DmarcRules::rfc7489) {
    std::string registrable = dns::registrable_domain(domain);
    return registrable.empty() ? domain : registrable;
  }
  DmarcWalk walk = walk_tree(domain, records_);
  if (walk.trouble != nullptr) {
    outage(walk.trouble->status, walk.trouble->reason);
    return std::nullopt;
  }
  if (domain == check_.author_domain) public_suffix_domain_ = walk.public_suffix_domain;
  return walk.organizational_domain;
}

bool DmarcEvaluation::find_organizational_domain() {
  auto domain = organizational_domain(check_.author_domain);
  if (domain) check_.organizational_domain = *std::move(domain);
  return domain.has_value();
}

// Section 4.10.1: the Author Domain's record, else that of its Organizational Domain, else that of
// the Public Suffix Domain. With RFC 7489 section 6.6.3 the first two.
bool DmarcEvaluation::find_policy() {
  for (const std::string& domain :
       {check_.author_domain, check_.organizational_domain, public_suffix_domain_}) {
    if (domain.empty()) continue;
    const DmarcRecords::Found& found = records_.at(domain);
    if (is_unknown(found)) return outage(found.status, found.reason);
    if (!found.record) continue;
    check_.policy_domain = domain;
    check_.record = found.record;
    if (found.record->usable()) return true;
    return end(DmarcResult::permerror, DmarcReason::record_unusable,
               printable(domain) + " publishes no policy that can be read");
  }
  return end(DmarcResult::none, DmarcReason::no_record,
             "no DMARC record for " + printable(check_.author_domain));
}

bool DmarcEvaluation::choose_policy() {
  const DmarcRecord& record = *check_.record;
  if (check_.policy_domain == check_.author_domain) {
    check_.published = record.for_domain();
    check_.published_by = "p";
  } else {
    bool exists = true;
    if (check_.rules == DmarcRules::rfc9989 && record.np) {
      const dns::Answer answer = resolver_.a(check_.author_domain);
      if (answer.unknown()) return outage(answer.status, answer.reason);
      exists = answer.status != dns::Status::nxdomain;
    }
    check_.published = record.for_subdomain(exists);
    check_.published_by = !exists ? "np" : record.sp ? "sp" : "p";
  }
  const bool testing = record.testing && check_.rules == DmarcRules::rfc9989;
  check_.applied = testing ? one_level_down(*check_.published) : *check_.published;
  return true;
}

// An Organizational Domain is the domain itself or one above it: whoever stands outside of the
// author's is not aligned, whatever the DNS says.
bool DmarcEvaluation::align(const DmarcIdentifier& identifier) {
  DmarcAlignment& alignment =
      check_.alignments.emplace_back(DmarcAlignment{identifier, AlignmentMode::relaxed, {}, false});
  alignment.mode =
      identifier.method == DmarcMethod::dkim ? check_.record->adkim : check_.record->aspf;
  const auto domain = domain_name(identifier.domain);
  if (!domain || domain->empty()) return true;
  if (*domain == check_.author_domain) {
    alignment.aligned = true;
    return true;
  }
  if (alignment.mode == AlignmentMode::strict ||
      identifier.outcome == DmarcIdentifier::Outcome::fail) {
    return true;
  }
  if (check_.organizational_domain.empty()) return false;
  if (!dns::is_in_domain(*domain, check_.organizational_domain)) return true;
  auto theirs = organizational_domain(*domain);
  if (!theirs) return false;
  alignment.aligned = *theirs == check_.organizational_domain;
  alignment.organizational_domain = *std::move(theirs);
  return true;
}

void DmarcEvaluation::conclude() {
  bool authenticated = false;
  bool unknown = false;
  for (const DmarcAlignment& one : check_.alignments) {
    const auto outcome = one.identifier.outcome;
    authenticated |= outcome == DmarcIdentifier::Outcome::pass;
    unknown |= outcome == DmarcIdentifier::Outcome::temperror && one.aligned;
    if (outcome != DmarcIdentifier::Outcome::pass || !one.aligned) continue;
    end(DmarcResult::pass, DmarcReason::aligned, {});
    return;
  }
  if (unknown) {
    end(DmarcResult::temperror, DmarcReason::identifier_unknown,
        "an identifier that would be aligned could not be checked");
  } else {
    end(DmarcResult::fail,
        authenticated ? DmarcReason::nothing_aligned : DmarcReason::not_authenticated, {});
  }
}

void DmarcEvaluation::run(const std::vector<DmarcIdentifier>& identifiers) {
  // Where the Author Domain has a record of its own, domains that are the same need no other.
  const bool found = find_organizational_domain();
  if (!found && !records_.at(check_.author_domain).record) return;
  if (!find_policy() || !choose_policy()) return;
  bool complete = true;
  for (std::size_t i = 0; i < std::min(identifiers.size(), kMostIdentifiers); ++i) {
    complete &= align(identifiers[i]);
  }
  const DmarcCheck troubled = check_;
  conclude();
  if (complete || check_.result == DmarcResult::pass) return;
  end(troubled.result, troubled.reason, troubled.problem);
}

}  // namespace

DmarcCheck check_dmarc(const std::vector<std::string>& author_domains,
                       const std::vector<DmarcIdentifier>& identifiers, dns::Resolver& resolver,
                       DmarcRules rules) {
  DmarcCheck check;
  check.rules = rules;
  const auto author =
      author_domains.size() == 1 ? domain_name(author_domains[0]) : std::optional<std::string>();
  if (author_domains.size() > 1) {
    check.reason = DmarcReason::several_author_domains;
    check.problem = fmt::format("From names {} domains", author_domains.size());
  } else if (!author || author->empty()) {
    check.reason = DmarcReason::no_author_domain;
    check.problem = "From names no domain";
  } else {
    check.author_domain = *author;
    DmarcEvaluation(resolver, check).run(identifiers);
  }
  return check;
}

std::vector<std::string> author_domains(const mime::Message& message) {
  std::vector<std::string> domains;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id != mime::FieldName::from) continue;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message, field)) {
      std::string domain = domain_name(mailbox.domain).value_or(lower_ascii(mailbox.domain));
      if (std::find(domains.begin(), domains.end(), domain) != domains.end()) continue;
      if (domains.size() == kMostAuthorDomains) return domains;
      domains.push_back(std::move(domain));
    }
  }
  return domains;
}

std::string_view to_string(DmarcResult result) {
  switch (result) {
    case DmarcResult::none:
      return "none";
    case DmarcResult::pass:
      return "pass";
    case DmarcResult::fail:
      return "fail";
    case DmarcResult::temperror:
      return "temperror";
    case DmarcResult::permerror:
      return "permerror";
  }
  return "";
}

std::string_view to_string(DmarcReason reason) {
  switch (reason) {
    case DmarcReason::aligned:
      return "aligned";
    case DmarcReason::nothing_aligned:
      return "nothing_aligned";
    case DmarcReason::not_authenticated:
      return "not_authenticated";
    case DmarcReason::no_author_domain:
      return "no_author_domain";
    case DmarcReason::several_author_domains:
      return "several_author_domains";
    case DmarcReason::no_record:
      return "no_record";
    case DmarcReason::record_unusable:
      return "record_unusable";
    case DmarcReason::identifier_unknown:
      return "identifier_unknown";
    case DmarcReason::dns_not_asked:
      return "dns_not_asked";
    case DmarcReason::dns_failed:
      return "dns_failed";
    case DmarcReason::dns_timeout:
      return "dns_timeout";
    case DmarcReason::dns_bogus:
      return "dns_bogus";
    case DmarcReason::dns_over_budget:
      return "dns_over_budget";
  }
  return "";
}

std::string_view to_string(DmarcMethod method) {
  return method == DmarcMethod::dkim ? "dkim" : "spf";
}

}  // namespace letterlock::auth
