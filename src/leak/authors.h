// The domains of a message's authors, in the form in which they are compared with signers.
#pragma once

#include <string>
#include <vector>

#include "mime/message.h"

namespace letterlock::leak {

// dns::organizational_domain() of every mailbox in every From field, in order, repeats kept.
std::vector<std::string> author_domains(const mime::Message& message);

}  // namespace letterlock::leak
