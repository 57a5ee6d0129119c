// What a sender controls has a limit here, with its reason. Past one: stop descending, record a
// Defect, go on; only the size of the whole refuses.
#pragma once

#include <cstdint>

namespace letterlock {

struct Limits {
  // Offsets are 32 bits; 1 GiB is far above what any provider accepts (Exchange Online: 150 MB).
  std::uint32_t message_size = 1u << 30;
  // Nested multiparts and message/rfc822. Real mail stays below 20; mail bombs go to thousands.
  std::uint32_t entity_depth = 100;
  // MIME entities in one message. Digests of lists reach a few hundred.
  std::uint32_t entities = 10'000;
  // Header fields in one message, all entities together.
  std::uint32_t header_fields = 100'000;
  // One header field, folded lines included. Long To and X-MS-* fields reach 100 KB.
  std::uint32_t field_length = 4u << 20;
  // Mailboxes in one address field. The largest real Cc lists reach a few thousand.
  std::uint32_t addresses = 20'000;
  // Nested comments in a structured field (RFC 5322 section 3.2.2 allows any depth).
  std::uint32_t comment_depth = 50;
  // Parameters of one Content-Type or Content-Disposition.
  std::uint32_t parameters = 200;
  // Octets out per octet in when decoding (charset conversion at most triples; archives differ).
  std::uint32_t decode_ratio = 8;
  // Links taken from one message; a page-long newsletter has some 200.
  std::uint32_t links = 5'000;
  // Text of one message that goes to the full-text index.
  std::uint32_t indexed_text = 4u << 20;
  // HTML elements open at once; deeper ones are read as if closed.
  std::uint32_t html_depth = 512;
  // Defects recorded of one message; more say nothing new.
  std::uint32_t defects = 200;
};

}  // namespace letterlock
