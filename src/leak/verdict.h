// What the signatures of one message prove, in words that a reporter can print.
//
// A Verdict never says "authentic" and is never a number. It says which octets a signature covers,
// by whose key, what is not covered; what could not be decided is `cannot_tell`, never rounded to
// either side (docs/verify.md).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dkim.h"
#include "base/byte_range.h"
#include "base/clock.h"
#include "leak/key_ring.h"
#include "leak/repair.h"
#include "leak/taken_over.h"
#include "mime/message.h"

namespace letterlock::leak {

enum class Verdict : std::uint8_t {
  verified,               // header and body are as a known key signed them
  verified_after_repair,  // so they are once named changes are undone
  header_only,            // the header is as signed; the body is not, or nothing of it was signed
  same_key,               // as signed, by a key that only this material shows
  contradicted,           // the key signed something else than stands here
  unsigned_,              // no DKIM signature
  cannot_tell,
};
// "verified", "unsigned", ... as in --json.
std::string_view to_string(Verdict verdict);

// What a repair search may go by for one message.
using RepairContexts = std::function<RepairContext(const mime::Message& message)>;

struct SignedField {
  std::string name;                // as h= writes it
  std::optional<ByteRange> where;  // nullopt: h= signs that there is none (more)
};

struct SignatureVerdict {
  auth::SignatureCheck check;
  Verdict verdict = Verdict::cannot_tell;
  std::string why;  // stable snake_case: the check's reason, or why a good one proves less
  std::optional<KeyFacts> key;
  bool author_aligned = false;  // d= and the From domain share an Organizational Domain
  std::vector<SignedField> fields;
  ByteRange body_covered, body_not_covered;
  // Fields that h= names only as often as they are there: another could be put before them unseen.
  std::vector<std::string> could_be_prepended;
  // What a search found; absent where none was made. `restored` is left empty.
  std::optional<RepairOutcome> repair;
};

struct MessageVerdict {
  Verdict verdict = Verdict::unsigned_;
  std::optional<std::size_t> decisive;       // index into `signatures`
  std::vector<SignatureVerdict> signatures;  // topmost field first
  std::vector<SignedField> not_signed;       // header fields that the decisive signature leaves out
  // The author's account was in other hands at that time, or is proposed to have been.
  std::optional<InOtherHands> takeover;
  // As the user said or confirmed.
  bool taken_over() const { return takeover && !takeover->window.proposed; }
};

struct VerdictOptions {
  auth::DkimOptions dkim;
  RepairContexts repair;  // empty: nothing is searched
  RepairLimits limits;
  std::vector<TakenOver> taken_over;
};

// Signatures of the author's domain decide; others only where those decide nothing.
MessageVerdict judge(const mime::Message& message, KeyRing& keys, const VerdictOptions& options);

}  // namespace letterlock::leak
