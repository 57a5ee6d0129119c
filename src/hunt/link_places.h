// Whose place a link leads to, as far as the name of the host tells. The tables of such hosts stand
// here and, of those that lead on, in redirectors.h; who needs them asks there.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::hunt {

// Hosts that anybody gets at once and without a name: "x.pages.dev", "x.web.app", tunnels, dynamic
// DNS.
bool is_free_hosting(std::string_view host);

// Services that show what their customers upload: "docs.google.com", "x.sharepoint.com".
bool is_file_share(std::string_view host, std::string_view path);

// The part of the mail system, the shortener or the service that `host` is named like without being
// it; "" where none. `domain`: its registrable domain.
std::string_view imitated_mail_service(std::string_view domain);
std::string_view imitated_shortener(std::string_view domain);
std::string_view imitated_service(std::string_view host, std::string_view domain);

}  // namespace letterlock::hunt
