// Services that lead a reader on to an address which the service's own name does not tell.
//
// A documented table (docs/detection.md): hosts with the path or parameter by which they lead on.
// Being listed accuses nobody; being absent clears nothing.
#pragma once

#include <string_view>

#include "content/url.h"

namespace letterlock::hunt {

enum class RedirectKind : std::uint8_t {
  none,
  open,       // leads on to whatever the URL says
  shortener,  // leads on to what its customer once gave it
  counter,    // counts the clicks of a mailing
};

RedirectKind redirect_kind(const content::Url& url);

// True for the hosts of the table, whatever the path: enough to know that a closer look pays.
bool may_redirect(std::string_view host);

bool is_shortener(std::string_view host);

}  // namespace letterlock::hunt
