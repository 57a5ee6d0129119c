// How mail programs carry an earlier message along: attribution lines and forwarded blocks, each in
// its program's wording, date format and markup.
#pragma once

#include <string>

#include "demo/message.h"

namespace letterlock::demo {

// The carried message as it stands below (or, for bottom-posters, above) the new text.
std::string quoted_text(const Draft& draft);
std::string quoted_html(const Draft& draft);

bool writes_below_quote(const Person& person, Client client);

// "Helena Brandt <helena@...>"
std::string plain_mailbox(const Mailbox& mailbox);

}  // namespace letterlock::demo
