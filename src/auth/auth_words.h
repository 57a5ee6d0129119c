// Our results as Authentication-Results says them (RFC 8601 section 2.7).
#pragma once

#include <string_view>

#include "auth/authentication_results.h"
#include "auth/dmarc.h"
#include "auth/spf.h"

namespace letterlock::auth {

// spf=... with its comment, reason where it is trouble, smtp.mailfrom or smtp.helo.
AuthResult result_of(const SpfCheck& check, const SpfQuery& query);

// dmarc=... with header.from, the policy that the domain publishes and what is left of it.
AuthResult result_of(const DmarcCheck& check);

// `text` as the fields that we add can hold it: printable (base/printable.h).
AuthProperty property(std::string_view ptype, std::string_view property, std::string_view value);

}  // namespace letterlock::auth
