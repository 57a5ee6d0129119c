#include "leak/shape/known_formats.h"

#include <array>

namespace letterlock::leak {
namespace {

using enum ShapeAspect;

constexpr std::array<KnownFormat, 14> kFormats = {{
    {"Gmail", boundary, "gmail", "observed in Gmail's web and mobile mail since 2010", 57, 100},
    {"Thunderbird", message_id, "uuid thunderbird",
     "comm-central: nsMsgCompUtils.cpp, msg_generate_message_id", 6089, 99.97F},
    {"Thunderbird", boundary, "thunderbird",
     "comm-central: nsMsgCompUtils.cpp, mime_make_separator", 149, 80.5F},
    {"Apple Mail", message_id, "uuid_upper", "observed in Apple Mail since Mac OS X 10.3", 89, 100},
    {"Apple Mail", boundary, "apple apple_old", "observed in Apple Mail since Mac OS X 10.3", 1,
     100},
    {"Microsoft Outlook", boundary, "outlook", "observed in Outlook since 1997", 2, 0},
    {"git-send-email", message_id, "git git_epoch git_series b4",
     "git: git-send-email.perl, make_message_id", 14144, 99.3F},
    {"Mutt", message_id, "mutt mutt_base64 neomutt git_series", "mutt: sendlib.c and messageid.c",
     1555, 98.6F},
    {"NeoMutt", message_id, "mutt neomutt", "neomutt: send/send.c, gen_msgid", 351, 96.3F},
    {"Gnus", message_id, "gnus", "Gnus: message.el, message-unique-id", 231, 100},
    {"Alpine", message_id, "alpine", "alpine: pith/mimedesc.c, generate_message_id", 210, 98.1F},
    {"Alpine", boundary, "alpine", "alpine: imap/src/c-client/rfc822.c", 9, 100},
    {"Claws Mail", message_id, "claws", "claws-mail: src/compose.c", 477, 99.6F},
    {"Evolution", message_id, "camel evolution",
     "evolution-data-server: camel-mime-message.c, camel-mime-utils.c", 1245, 100},
}};

}  // namespace

std::span<const KnownFormat> known_formats() { return kFormats; }

}  // namespace letterlock::leak
