#include "auth/auth_words.h"

#include <fmt/format.h>

#include "base/base64.h"
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

AuthResult result_of(const SignatureCheck& check) {
  AuthResult result;
  result.method = "dkim";
  result.result = to_string(check.result);
  if (check.reason == DkimReason::signature_invalid) {
    result.reason = to_string(check.signature.problem);
  } else if (check.reason == DkimReason::key_invalid) {
    result.reason = to_string(check.key_problem);
  } else if (check.reason != DkimReason::good) {
    result.reason = to_string(check.reason);
  }
  const DkimSignature& signature = check.signature;
  for (const auto& [name, value] : {std::pair<std::string_view, std::string>("d", signature.d),
                                    {"s", signature.s},
                                    {"a", signature.a},
                                    {"b", base64_encode(signature.b).substr(0, 8)}}) {
    if (!value.empty()) result.properties.push_back(property("header", name, value));
  }
  return result;
}

AuthResult result_of(const ArcChain& chain) {
  AuthResult result;
  result.method = "arc";
  result.result = to_string(chain.result == ArcResult::unknown ? ArcResult::none : chain.result);
  if (chain.reason != ArcReason::good) result.reason = to_string(chain.reason);
  if (!chain.sets.empty()) {
    result.properties.push_back(property("header", "d", chain.sets.back().seal.signature.d));
    result.comments.push_back(fmt::format("i={}", chain.sets.back().instance));
  }
  return result;
}

}  // namespace letterlock::auth
