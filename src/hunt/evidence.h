// Evidence: from a place named by a detector to octets that anybody can cut out and hash again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/attributes.h"
#include "base/expected.h"
#include "hunt/finding.h"
#include "mime/message.h"

namespace letterlock::hunt {

inline constexpr std::size_t kMostShown = 500;  // octets of Evidence::says

// Evidence that a detector starts with; Settler does the rest.
Evidence in_text(store::MessageId message, store::PartText where, std::string shows);
Evidence in_field(store::MessageId message, std::string field, std::string shows);
Evidence in_octets(store::MessageId message, ByteRange where, std::string shows);

// What evidence in one message rests on. The message is read and hashed once, however much it is
// evidence of.
class Settler {
 public:
  explicit Settler(std::string_view octets LL_LIFETIME_BOUND);
  // Fills in hash, raw range and what it says. Where the text stands in the octets as it is,
  // `where` is narrowed to it; else `where` is the encoded body of its part. False where the place
  // does not lie in the message (a field that is not there).
  bool settle(Evidence& evidence);

 private:
  bool place(Evidence& evidence);
  std::optional<std::string_view> decoded_text(const store::PartText& where);

  std::string_view octets_;
  std::optional<mime::Message> message_;  // none where it cannot be read
  Sha256 sha256_;
  std::map<std::uint32_t, std::string_view> texts_;  // by part; of message_
};

struct EvidenceCheck {
  bool holds = false;
  std::string why;  // what does not fit; "" where it holds
  std::string cut;  // the octets of `where`
};
// Cuts the evidence out of a message's octets and compares: hash of the message, hash of the cut,
// and that decoding it gives what it is said to say.
EvidenceCheck check_evidence(std::string_view octets, const Evidence& evidence);

}  // namespace letterlock::hunt
