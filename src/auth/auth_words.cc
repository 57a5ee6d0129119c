#include "auth/auth_words.h"

#include "base/printable.h"

namespace letterlock::auth {

AuthProperty property(std::string_view ptype, std::string_view property, std::string_view value) {
  return {std::string(ptype), std::string(property), printable(value), {}};
}

AuthResult result_of(const SpfCheck& check, const SpfQuery& query) {
  AuthResult result;
  result.method = "spf";
  result.result = to_string(check.result);
  result.comments.push_back(printable(spf_comment(check, query)));
  if (check.reason != SpfReason::matched && check.reason != SpfReason::nothing_matched) {
    result.reason = to_string(check.reason);
  }
  const bool helo = check.identity == SpfIdentity::helo;
  result.properties.push_back(
      property("smtp", helo ? "helo" : "mailfrom", helo ? query.helo : query.mail_from));
  return result;
}

AuthResult result_of(const DmarcCheck& check) {
  AuthResult result;
  result.method = "dmarc";
  result.result = to_string(check.result);
  if (check.reason != DmarcReason::aligned) result.reason = to_string(check.reason);
  if (!check.author_domain.empty()) {
    result.properties.push_back(property("header", "from", check.author_domain));
  }
  if (check.published) {
    result.properties.push_back(
        property("policy", "published-domain-policy", to_string(*check.published)));
    result.properties.push_back(
        property("policy", "applied-disposition",
                 check.result == DmarcResult::fail ? to_string(*check.applied) : "none"));
  }
  return result;
}

}  // namespace letterlock::auth
