// Our results as Authentication-Results says them (RFC 8601 section 2.7).
#pragma once

#include <string_view>

#include "auth/arc.h"
#include "auth/authentication_results.h"
#include "auth/dkim.h"
#include "auth/dmarc.h"
#include "auth/spf.h"

namespace letterlock::auth {

// spf=... with its comment, reason where it is trouble, smtp.mailfrom or smtp.helo.
AuthResult result_of(const SpfCheck& check, const SpfQuery& query);

// dmarc=... with header.from, the policy that the domain publishes and what is left of it.
AuthResult result_of(const DmarcCheck& check);

// dkim=... with header.d, header.s, header.a and the first octets of b= (RFC 6008), which tell
// several signatures of one domain apart.
AuthResult result_of(const SignatureCheck& check);

// arc=... with the newest sealer. A chain whose keys could not be had is "none" with a reason: RFC
// 8617 has no word for it.
AuthResult result_of(const ArcChain& chain);

// `text` as the fields that we add can hold it: printable (base/printable.h).
AuthProperty property(std::string_view ptype, std::string_view property, std::string_view value);

}  // namespace letterlock::auth
