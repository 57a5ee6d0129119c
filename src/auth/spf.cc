#include "auth/spf.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "auth/spf_macro.h"
#include "auth/spf_record.h"
#include "base/ascii.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "dns/idna.h"

namespace letterlock::auth {
namespace {

// Explanations are for one line of an SMTP reply.
constexpr std::size_t kLongestExplanation = 500;
// A record as it is kept; RFC 7208 section 3.4 asks for 450 octets at most.
constexpr std::size_t kLongestKept = 4'096;

SpfReason spf_reason_of(dns::Status status) {
  switch (status) {
    case dns::Status::timeout:
      return SpfReason::dns_timeout;
    case dns::Status::bogus:
      return SpfReason::dns_bogus;
    case dns::Status::not_asked:
      return SpfReason::dns_not_asked;
    case dns::Status::over_budget:
      return SpfReason::dns_over_budget;
    default:
      return SpfReason::dns_failed;
  }
}

// What check_host() comes to for one record, with all that it includes.
struct Verdict {
  SpfResult result = SpfResult::none;
  SpfReason reason = SpfReason::no_record;
  std::string mechanism;
  std::string problem;
  // The exp= that holds, and the domain it stands in.
  std::optional<std::string> exp;
  std::string exp_domain;
};

// A mechanism matches, or not, or check_host() ends here.
struct Outcome {
  bool matched = false;
  std::optional<Verdict> ended;
};

Outcome no_match() { return {}; }
Outcome match_if(bool matched) { return {matched, std::nullopt}; }
Outcome ended(SpfResult result, SpfReason reason, std::string problem) {
  return {false, Verdict{result, reason, {}, std::move(problem), {}, {}}};
}
Outcome outage(const dns::Answer& answer, std::string_view name, dns::RecordType type) {
  return ended(SpfResult::temperror, spf_reason_of(answer.status),
               fmt::format("{} of {}: {}", dns::name_of(type), printable(name), answer.reason));
}

class SpfEvaluation {
 public:
  SpfEvaluation(const SpfQuery& query, dns::Resolver& resolver, const SpfLimits& limits,
                SpfCheck& check)
      : resolver_(resolver), limits_(limits), check_(check) {
    macros_.client = query.client.unmapped();
    macros_.helo = query.helo;
    macros_.receiver = query.receiver;
    macros_.now = query.now;
    const std::size_t at = check.sender.rfind('@');
    macros_.local_part = check.sender.substr(0, at);
    macros_.sender = check.sender;
    macros_.sender_domain = check.sender.substr(at + 1);
    macros_.validated_name = [this] { return validated_name(); };
  }

  Verdict check_host(const std::string& domain, std::string via);
  std::string explanation(const Verdict& verdict);

 private:
  Verdict evaluate(const SpfRecord& record, const std::string& domain, std::size_t visit);
  Verdict follow_redirect(const SpfRecord& record, const std::string& domain);
  std::optional<Verdict> select_record(const dns::Answer& answer, const std::string& domain,
                                       std::string& out) const;
  Outcome match(const SpfDirective& directive, const std::string& domain);
  Outcome match_include(const SpfDirective& directive, const std::string& target);
  Outcome match_a(const SpfDirective& directive, const std::string& target);
  Outcome match_mx(const SpfDirective& directive, const std::string& target);
  Outcome match_ptr(const std::string& target);
  Outcome match_exists(const std::string& target);

  std::optional<Verdict> count_lookup(std::string_view term);
  std::optional<Verdict> count_void(std::string_view name);
  bool covers(const SpfDirective& directive, const std::string& address) const;
  const std::vector<std::string>& validated_names();
  std::string validated_name();
  SpfMacros macros_for(const std::string& domain) const {
    SpfMacros macros = macros_;
    macros.domain = domain;
    return macros;
  }

  dns::Resolver& resolver_;
  SpfLimits limits_;
  SpfCheck& check_;
  SpfMacros macros_;
  std::string macro_domain_;  // where %{p} stands
  std::optional<std::vector<std::string>> validated_;
};

// Section 4.6.4. The first look-up, of the record itself, is not counted.
std::optional<Verdict> SpfEvaluation::count_lookup(std::string_view term) {
  if (++check_.lookups <= limits_.lookups) return std::nullopt;
  return Verdict{SpfResult::permerror,
                 SpfReason::too_many_lookups,
                 {},
                 fmt::format("{} is look-up number {}", printable(term), check_.lookups),
                 {},
                 {}};
}

// Counted are terms: an mx whose hosts all lack addresses counts once.
std::optional<Verdict> SpfEvaluation::count_void(std::string_view name) {
  if (++check_.void_lookups <= limits_.void_lookups) return std::nullopt;
  return Verdict{SpfResult::permerror,
                 SpfReason::too_many_void_lookups,
                 {},
                 fmt::format("{} is look-up number {} that finds nothing", printable(name),
                             check_.void_lookups),
                 {},
                 {}};
}

// Section 4.5: the one record, or how check_host() ends without.
std::optional<Verdict> SpfEvaluation::select_record(const dns::Answer& answer,
                                                    const std::string& domain,
                                                    std::string& out) const {
  if (answer.unknown()) return *outage(answer, domain, dns::RecordType::txt).ended;
  std::size_t found = 0;
  for (const dns::Record& record : answer.records) {
    if (!is_spf_record(record.value)) continue;
    if (++found == 1) out = record.value;
  }
  if (found == 1) return std::nullopt;
  if (found == 0) {
    return Verdict{SpfResult::none,
                   SpfReason::no_record,
                   {},
                   printable(domain) + " publishes no SPF record",
                   {},
                   {}};
  }
  return Verdict{SpfResult::permerror,
                 SpfReason::several_records,
                 {},
                 fmt::format("{} publishes {} SPF records", printable(domain), found),
                 {},
                 {}};
}

Verdict SpfEvaluation::check_host(const std::string& domain, std::string via) {
  const dns::Answer answer = resolver_.txt(domain);
  std::string text;
  if (auto without = select_record(answer, domain, text)) return *std::move(without);
  const std::size_t visit = check_.chain.size();
  check_.chain.push_back(
      {domain, text.substr(0, kLongestKept), std::move(via), {}, SpfResult::none, answer.secure});
  Verdict verdict = evaluate(parse_spf_record(text), domain, visit);
  check_.chain[visit].result = verdict.result;
  return verdict;
}

Verdict SpfEvaluation::evaluate(const SpfRecord& record, const std::string& domain,
                                std::size_t visit) {
  if (!record.valid()) {
    check_.chain[visit].decided = record.bad_term;
    return {SpfResult::permerror,
            SpfReason::syntax_error,
            record.bad_term,
            fmt::format("{}: \"{}\": {}", printable(domain), printable(record.bad_term),
                        record.problem),
            {},
            {}};
  }
  for (const SpfDirective& directive : record.directives) {
    Outcome outcome = match(directive, domain);
    if (!outcome.matched && !outcome.ended) continue;
    check_.chain[visit].decided = directive.text;
    Verdict verdict = outcome.ended.value_or(
        Verdict{directive.qualifier, SpfReason::matched, directive.text, {}, {}, {}});
    if (verdict.mechanism.empty()) verdict.mechanism = directive.text;
    verdict.exp = record.exp;
    verdict.exp_domain = domain;
    return verdict;
  }
  if (record.redirect) {
    check_.chain[visit].decided = "redirect=" + *record.redirect;
    return follow_redirect(record, domain);
  }
  return {SpfResult::neutral, SpfReason::nothing_matched, {}, {}, {}, {}};
}

// Section 6.1: the other record takes the place of this one, its exp= included.
Verdict SpfEvaluation::follow_redirect(const SpfRecord& record, const std::string& domain) {
  const std::string term = "redirect=" + *record.redirect;
  if (auto over = count_lookup(term)) return *std::move(over);
  macro_domain_ = domain;
  const auto target = expand_domain(*record.redirect, macros_for(domain));
  Verdict verdict;
  if (target) verdict = check_host(*target, term);
  if (verdict.result == SpfResult::none) {
    verdict.result = SpfResult::permerror;
    verdict.reason = SpfReason::redirect_without_record;
    verdict.mechanism = term;
    if (!target) verdict.problem = printable(term) + " gives no domain name";
  }
  return verdict;
}

Outcome SpfEvaluation::match(const SpfDirective& directive, const std::string& domain) {
  if (directive.mechanism == SpfMechanism::all) return match_if(true);
  if (!directive.asks()) {
    const unsigned prefix = macros_.client.is_v6() ? directive.prefix6 : directive.prefix4;
    return match_if(macros_.client.shares_prefix(*directive.network, prefix));
  }
  if (auto over = count_lookup(directive.text)) return {false, std::move(over)};
  macro_domain_ = domain;
  const auto target = directive.domain_spec.empty()
                          ? std::optional<std::string>(domain)
                          : expand_domain(directive.domain_spec, macros_for(domain));
  if (directive.mechanism == SpfMechanism::include && !target) {
    return ended(SpfResult::permerror, SpfReason::include_without_record,
                 printable(directive.text) + " gives no domain name");
  }
  if (!target) return no_match();
  switch (directive.mechanism) {
    case SpfMechanism::include:
      return match_include(directive, *target);
    case SpfMechanism::a:
      return match_a(directive, *target);
    case SpfMechanism::mx:
      return match_mx(directive, *target);
    case SpfMechanism::ptr:
      return match_ptr(*target);
    default:
      return match_exists(*target);
  }
}

// Section 5.2. Recursion ends with the limit of look-ups.
Outcome SpfEvaluation::match_include(const SpfDirective& directive, const std::string& target) {
  Verdict inner = check_host(target, directive.text);
  switch (inner.result) {
    case SpfResult::pass:
      return match_if(true);
    case SpfResult::temperror:
    case SpfResult::permerror:
      return {false, std::move(inner)};
    case SpfResult::none:
      return ended(SpfResult::permerror, SpfReason::include_without_record, inner.problem);
    default:
      return no_match();
  }
}

bool SpfEvaluation::covers(const SpfDirective& directive, const std::string& address) const {
  const auto one = IpAddress::parse(address);
  const unsigned prefix = macros_.client.is_v6() ? directive.prefix6 : directive.prefix4;
  return one && macros_.client.shares_prefix(*one, prefix);
}

Outcome SpfEvaluation::match_a(const SpfDirective& directive, const std::string& target) {
  const auto type = macros_.client.is_v6() ? dns::RecordType::aaaa : dns::RecordType::a;
  const dns::Answer answer = resolver_.look_up(target, type);
  if (answer.unknown()) return outage(answer, target, type);
  if (answer.is_void()) return {false, count_void(target)};
  return match_if(
      std::any_of(answer.records.begin(), answer.records.end(),
                  [&](const dns::Record& record) { return covers(directive, record.value); }));
}

// Section 5.4.
Outcome SpfEvaluation::match_mx(const SpfDirective& directive, const std::string& target) {
  const dns::Answer answer = resolver_.mx(target);
  if (answer.unknown()) return outage(answer, target, dns::RecordType::mx);
  const auto type = macros_.client.is_v6() ? dns::RecordType::aaaa : dns::RecordType::a;
  std::vector<dns::Record> hosts = answer.records;
  std::stable_sort(hosts.begin(), hosts.end(), [](const dns::Record& a, const dns::Record& b) {
    return a.preference < b.preference;
  });
  std::size_t asked = 0;
  bool found = false;
  for (const dns::Record& host : hosts) {
    if (host.value.empty()) continue;  // RFC 7505: there is none
    if (++asked > limits_.hosts) {
      return ended(
          SpfResult::permerror, SpfReason::too_many_mail_exchanges,
          fmt::format("{} has more than {} mail exchanges", printable(target), limits_.hosts));
    }
    const dns::Answer addresses = resolver_.look_up(host.value, type);
    if (addresses.unknown()) return outage(addresses, host.value, type);
    found |= addresses.ok();
    for (const dns::Record& record : addresses.records) {
      if (covers(directive, record.value)) return match_if(true);
    }
  }
  if (!found) return {false, count_void(target)};
  return no_match();
}

// Section 5.5: names of the client that lead back to it, at most ten. Trouble is no match.
const std::vector<std::string>& SpfEvaluation::validated_names() {
  if (validated_) return *validated_;
  validated_.emplace();
  const auto type = macros_.client.is_v6() ? dns::RecordType::aaaa : dns::RecordType::a;
  const dns::Answer names = resolver_.ptr(macros_.client.reverse_name());
  std::size_t asked = 0;
  for (const dns::Record& name : names.records) {
    if (++asked > limits_.hosts) break;
    const dns::Answer addresses = resolver_.look_up(name.value, type);
    const bool leads_back =
        std::any_of(addresses.records.begin(), addresses.records.end(),
                    [this](const dns::Record& one) { return one.value == macros_.client.text(); });
    if (!leads_back) continue;
    if (auto canonical = dns::canonical_name(name.value)) {
      validated_->push_back(*std::move(canonical));
    }
  }
  return *validated_;
}

Outcome SpfEvaluation::match_ptr(const std::string& target) {
  const auto& names = validated_names();
  return match_if(std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return dns::is_in_domain(name, target);
  }));
}

// Section 7.3, "p": the domain itself, else a name below it, else any, else "unknown".
std::string SpfEvaluation::validated_name() {
  const auto& names = validated_names();
  if (std::find(names.begin(), names.end(), macro_domain_) != names.end()) return macro_domain_;
  for (const std::string& name : names) {
    if (dns::is_in_domain(name, macro_domain_)) return name;
  }
  return names.empty() ? "unknown" : names.front();
}

// Section 5.7: an A record whatever the client's kind of address.
Outcome SpfEvaluation::match_exists(const std::string& target) {
  const dns::Answer answer = resolver_.a(target);
  if (answer.unknown()) return outage(answer, target, dns::RecordType::a);
  if (answer.is_void()) return {false, count_void(target)};
  return match_if(answer.ok());
}

// Section 6.2: where anything is wrong, there is no explanation.
std::string SpfEvaluation::explanation(const Verdict& verdict) {
  if (verdict.result != SpfResult::fail || !verdict.exp) return {};
  macro_domain_ = verdict.exp_domain;
  const SpfMacros macros = macros_for(verdict.exp_domain);
  const auto target = expand_domain(*verdict.exp, macros);
  if (!target) return {};
  const dns::Answer answer = resolver_.txt(*target);
  if (answer.records.size() != 1) return {};
  const std::string& text = answer.records.front().value;
  if (!is_macro_string(text, true)) return {};
  std::string out = expand_macros(text, macros, kLongestExplanation);
  // What the sender wrote may have come in through a macro.
  return is_ascii_text(out) && std::none_of(out.begin(), out.end(), is_control) ? out : "";
}

// Section 4.3. "" where `domain` could not have a record.
std::string checked_domain(std::string_view domain) {
  const auto ascii = dns::domain_to_ascii(domain);
  if (!ascii || ascii->starts_with('[')) return {};
  const auto name = dns::canonical_name(*ascii);
  return name && name->find('.') != name->npos ? *name : std::string();
}

}  // namespace

SpfCheck check_spf(const SpfQuery& query, dns::Resolver& resolver, const SpfLimits& limits) {
  SpfCheck check;
  const bool null_sender = query.mail_from.empty();
  check.identity = null_sender ? SpfIdentity::helo : SpfIdentity::mailfrom;
  const std::string_view address = null_sender ? query.helo : query.mail_from;
  const std::size_t at = address.rfind('@');
  const std::string_view domain = at == address.npos ? address : address.substr(at + 1);
  const bool has_local_part = at != address.npos && at > 0;
  check.sender = has_local_part ? std::string(address) : "postmaster@" + std::string(domain);
  check.domain = checked_domain(domain);
  if (check.domain.empty()) {
    check.domain = lower_ascii(domain);
    check.reason = SpfReason::domain_malformed;
    check.problem = fmt::format("\"{}\" is no domain that could publish SPF",
                                printable(domain.substr(0, kLongestExplanation)));
    return check;
  }
  SpfEvaluation evaluation(query, resolver, limits, check);
  Verdict verdict = evaluation.check_host(check.domain, {});
  check.explanation = evaluation.explanation(verdict);
  check.result = verdict.result;
  check.reason = verdict.reason;
  check.mechanism = std::move(verdict.mechanism);
  check.problem = std::move(verdict.problem);
  return check;
}

}  // namespace letterlock::auth
