// What an operation's name means, in the one vocabulary of store/event.h.
#pragma once

#include <string_view>

#include "store/event.h"

namespace letterlock::audit {

// Of Microsoft 365 and Entra ID; Act::other for one that is not known. Case, blanks and the dot at
// the end that some records have and others lack do not count. Those whose meaning depends on
// their parameters (Set-Mailbox, MailItemsAccessed) come back as what they are without any.
store::Act microsoft_act(std::string_view operation);
// Of Google's `application` (login, drive, ...).
store::Act google_act(std::string_view application, std::string_view event);

}  // namespace letterlock::audit
