// The Authenticated Received Chain (RFC 8617): what each handler of a message says it saw, sealed.
//
// A chain that passes shows that the sealers' keys sealed these results and that the newest seal's
// message signature still holds. Whether a sealer is to be believed is nobody's to say here, and a
// chain proves nothing of what happened before its first sealer. Verifying never errs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dkim.h"
#include "auth/dkim_signature.h"
#include "auth/key_lookup.h"
#include "auth/signing_key.h"
#include "base/clock.h"
#include "base/expected.h"
#include "mime/message.h"

namespace letterlock::auth {

// RFC 8601's results of the method "arc", and one more: `unknown`, where a key could not be had, so
// that neither pass nor fail is true.
enum class ArcResult : std::uint8_t { none, pass, fail, unknown };
std::string_view to_string(ArcResult result);

enum class ArcReason : std::uint8_t {
  good,
  field_unreadable,         // an ARC field without a usable i=
  too_many_sets,            // an instance over 50 (section 4.2.1)
  instance_repeated,        // two fields of one kind with the same i=
  set_incomplete,           // one of the three fields is missing
  instance_missing,         // a gap in the numbers
  seal_unreadable,          // SealCheck says what is wrong
  sealed_as_failed,         // the newest cv= is fail: an earlier handler saw the chain broken
  chain_validation_wrong,   // cv= is not none at 1, or not pass above
  message_signature_fails,  // of the newest set
  seal_fails,
  key_unavailable,  // a key could not be had, or nobody was asked
};
std::string_view to_string(ArcReason reason);

// One ARC Set. Fields are indices into message.header().
struct ArcSet {
  std::uint32_t instance = 0;
  std::uint32_t results_field = 0;  // ARC-Authentication-Results
  ChainValidation cv = ChainValidation::unknown;
  SignatureCheck message_signature;
  SignatureCheck seal;  // its body members say nothing
};

struct ArcChain {
  static constexpr std::uint32_t kMaxInstance = 50;

  ArcResult result = ArcResult::none;
  ArcReason reason = ArcReason::good;
  std::uint32_t instance = 0;  // the set `reason` speaks of; 0 where it is none's
  // The lowest instance whose message signature, and every later one's, still holds: who sealed
  // before it saw the message in another form (section 5.2, step 5). nullopt where the newest
  // fails.
  std::optional<std::uint32_t> oldest_pass;
  // Instance 1 first. Empty where the structure is broken: then no signature was looked at.
  std::vector<ArcSet> sets;
};

ArcChain verify_arc(const mime::Message& message, KeyLookup& keys, const DkimOptions& options);

// The instance that an ARC-Authentication-Results field begins with; nullopt where it has none.
std::optional<std::uint32_t> arc_results_instance(std::string_view body);

struct ArcSealing {
  std::string d, s;
  std::string authserv_id;
  // What was found, in the syntax of Authentication-Results behind the authserv-id: "spf=pass
  // smtp.mfrom=a@b.example; dkim=pass". merged_results() takes it from the message.
  std::string results;
  std::vector<std::string> h;  // what ARC-Message-Signature signs; required
  UnixTime t = 0;
};

// The next ARC Set (section 5.1): ARC-Seal, ARC-Message-Signature and ARC-Authentication-Results,
// to put before the message, with its line ends. `chain` is what verify_arc() says of the message;
// a broken one is sealed as cv=fail once, and then "" comes back: it is not to be sealed again.
Expected<std::string> seal_arc(const mime::Message& message, const SigningKey& key,
                               const ArcSealing& options, const ArcChain& chain);

// The results of every Authentication-Results field that `authserv_id` added, newest first, joined
// by "; ". For a host that seals what its own filters wrote.
std::string merged_results(const mime::Message& message, std::string_view authserv_id);

}  // namespace letterlock::auth
