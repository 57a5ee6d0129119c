// SPF in words.
#include <fmt/format.h>

#include "auth/spf.h"
#include "base/printable.h"

namespace letterlock::auth {

std::string_view to_string(SpfResult result) {
  switch (result) {
    case SpfResult::none:
      return "none";
    case SpfResult::neutral:
      return "neutral";
    case SpfResult::pass:
      return "pass";
    case SpfResult::fail:
      return "fail";
    case SpfResult::softfail:
      return "softfail";
    case SpfResult::temperror:
      return "temperror";
    case SpfResult::permerror:
      return "permerror";
  }
  return "";
}

std::string_view to_string(SpfReason reason) {
  switch (reason) {
    case SpfReason::matched:
      return "matched";
    case SpfReason::nothing_matched:
      return "nothing_matched";
    case SpfReason::domain_malformed:
      return "domain_malformed";
    case SpfReason::no_record:
      return "no_record";
    case SpfReason::several_records:
      return "several_records";
    case SpfReason::syntax_error:
      return "syntax_error";
    case SpfReason::too_many_lookups:
      return "too_many_lookups";
    case SpfReason::too_many_void_lookups:
      return "too_many_void_lookups";
    case SpfReason::too_many_mail_exchanges:
      return "too_many_mail_exchanges";
    case SpfReason::include_without_record:
      return "include_without_record";
    case SpfReason::redirect_without_record:
      return "redirect_without_record";
    case SpfReason::dns_not_asked:
      return "dns_not_asked";
    case SpfReason::dns_failed:
      return "dns_failed";
    case SpfReason::dns_timeout:
      return "dns_timeout";
    case SpfReason::dns_bogus:
      return "dns_bogus";
    case SpfReason::dns_over_budget:
      return "dns_over_budget";
  }
  return "";
}

std::string_view to_string(SpfIdentity identity) {
  return identity == SpfIdentity::helo ? "helo" : "mailfrom";
}

std::string spf_comment(const SpfCheck& check, const SpfQuery& query) {
  const std::string domain = "domain of " + printable(check.sender);
  const std::string client = query.client.unmapped().text();
  std::string said;
  switch (check.result) {
    case SpfResult::pass:
      said = fmt::format("{} designates {} as permitted sender", domain, client);
      break;
    case SpfResult::fail:
      said = fmt::format("{} does not designate {} as permitted sender", domain, client);
      break;
    case SpfResult::softfail:
      said =
          fmt::format("transitioning {} does not designate {} as permitted sender", domain, client);
      break;
    case SpfResult::neutral:
      said = fmt::format("{} is neither permitted nor denied by {}", client, domain);
      break;
    case SpfResult::none:
      said = fmt::format("{} does not designate permitted sender hosts", domain);
      break;
    case SpfResult::temperror:
      said = fmt::format("temporary error in processing {}: {}", domain, check.problem);
      break;
    case SpfResult::permerror:
      said = fmt::format("permanent error in processing {}: {}", domain, check.problem);
      break;
  }
  return query.receiver.empty() ? said : printable(query.receiver) + ": " + said;
}

}  // namespace letterlock::auth
