// Links that ask the reader to grant something: an application's access (OAuth 2.0, RFC 6749), or
// the sign-in of another device (RFC 8628). The pages are genuine; what is granted is the harm.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "content/url.h"

namespace letterlock::hunt {

// RFC 6749 section 4.1.1, as it stands in the URL, decoded.
struct ConsentRequest {
  std::string client_id, scope, redirect_uri, prompt, response_type;
  std::string redirect_host;  // "" where the answer goes nowhere that a URL names
};
// nullopt where the URL is no authorization request.
std::optional<ConsentRequest> consent_request(const content::Url& url);

// Pages on which a reader types in the code that another device shows.
bool is_device_login(const content::Url& url);

}  // namespace letterlock::hunt
