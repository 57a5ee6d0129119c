// A message rewritten for publication: blacked out where asked, and without whatever would let a
// reader test a guess at what is black (docs/verify.md, "Blacked-out names").
//
// A signature left beside a masked word confirms the first right guess to anybody who has the key;
// the body's hash does so without any key; ids, hashes, boundaries and trace fields lead to another
// copy. So nothing of the original's octets is carried over: what comes out is a new message of
// plain text, made of what a reader saw. Two messages that differ only in what is masked, in their
// encoding or in what was left out give the same result, octet for octet.
//
// A search that finds nothing is the likeliest mistake (another spelling, another field): what a
// caller publishes although `not_found` names something, it publishes unmasked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mime/message.h"

namespace letterlock::leak {

struct RedactOptions {
  std::vector<std::string> fields;     // blacked out whole: "To", "Subject", ...
  std::vector<std::string> addresses;  // wherever they stand, and the names beside them
  std::vector<std::string> words;      // passages, wherever they stand (masks.h)
  // Header fields beyond From, Sender, Reply-To, To, Cc, Date and Subject, and "links": these whole
  // (link_tails.h). At the user's own risk. Those that say how the body is written (MIME-Version,
  // Content-Type, Content-Transfer-Encoding) are written anew always.
  std::vector<std::string> keep;
};

struct Redaction {
  std::string octets;  // CRLF
  std::uint64_t masked = 0;
  std::uint64_t links_cut = 0;         // of which only scheme and host are left
  std::vector<std::string> left_out;   // names of header fields, each once, in their order
  std::vector<std::string> not_found;  // what was to be masked and stands nowhere in what is shown
  std::vector<std::string> not_kept;   // names in RedactOptions::keep that it does not have
  std::vector<std::string> warnings;   // sentences; what they quote is as found
};

Redaction redact(const mime::Message& message, const RedactOptions& options);

}  // namespace letterlock::leak
