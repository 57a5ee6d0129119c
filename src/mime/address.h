// Address fields (RFC 5322 sections 3.4 and 4.4, RFC 6532, RFC 6854).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/message.h"

namespace letterlock::mime {

// Views live as long as the Message (octets or Arena).
struct MailboxView {
  std::string_view display_name;  // decoded to UTF-8 (RFC 2047), comments left out; may be empty
  std::string_view local_part;    // quotes undone
  std::string_view domain;        // as written, without comments and folding; may be empty
  std::string_view comment;       // decoded; where old mail keeps the name: "a@b.example (Name)"
  std::string_view group;         // the group's display name; empty outside a group
  ByteRange where;                // the whole mailbox
};

// The mailboxes of one field; what cannot be read becomes a Defect of `message` and the rest goes
// on. An empty group yields nothing. REQUIRES: `field` comes from `message`.
std::vector<MailboxView> parse_addresses(const Message& message, const HeaderField& field);

// The same for text that stands in no message (a user's query, a display name that holds another
// address). Views live as long as `text` and `arena`.
std::vector<MailboxView> parse_addresses(std::string_view text, Arena& arena,
                                         const Limits& limits = {});

// The form by which addresses are compared: local-part as written but ASCII lower case, domain as
// UTS #46 A-label, lower case, no trailing dot. "" where there is no local-part and no domain.
// (RFC 5321 lets hosts treat local-parts case-sensitively; none in use does.)
std::string normalized(const MailboxView& mailbox);

}  // namespace letterlock::mime
