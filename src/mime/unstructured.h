// Unstructured and identifier fields: decoded text, msg-ids, Received.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mime/date.h"
#include "mime/message.h"

namespace letterlock::mime {

// The field body unfolded, encoded-words decoded (RFC 2047; adjacent ones joined before the charset
// conversion, so that split multi-byte characters survive), raw 8-bit read as UTF-8 where valid,
// else as windows-1252. Leading and trailing white space gone. UTF-8.
std::string_view decode_unstructured(const Message& message, const HeaderField& field);
std::string_view decode_unstructured(std::string_view text, Arena& arena);

// The msg-ids in a Message-ID, In-Reply-To or References field, without angle brackets, comments
// and folding. Reads the broken forms real mail has (no brackets, spaces inside, commas between).
struct MessageIdView {
  std::string_view id;
  ByteRange where;
};
std::vector<MessageIdView> parse_message_ids(const Message& message, const HeaderField& field);

// A trace field (RFC 5321 section 4.4). Every clause as found, or empty.
struct ReceivedView {
  std::string_view from, by, via, with, id, for_;
  std::string_view from_comment;  // "(host [192.0.2.1])": what the receiver saw
  std::string_view from_ip;       // the address in it, if any
  std::optional<DateTime> date;
  ByteRange where;
};
ReceivedView parse_received(const Message& message, const HeaderField& field);

}  // namespace letterlock::mime
