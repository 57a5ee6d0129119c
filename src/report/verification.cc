#include "report/verification.h"

#include "base/printable.h"
#include "report/wording.h"

namespace letterlock::report {

void VerificationCounts::add(const leak::Examined& message) {
  const leak::MessageVerdict& verdict = message.verdict;
  ++messages;
  signatures += verdict.signatures.size();
  if (verdict.takeover) ++(verdict.taken_over() ? taken_over : taken_over_proposed);
  ++verdicts[verdict.verdict];
  if (!verdict.decisive) return;
  const leak::SignatureVerdict& decisive = verdict.signatures[*verdict.decisive];
  ++why[decisive.why];
  if (verdict.verdict == leak::Verdict::verified_after_repair) {
    for (const leak::Edit& edit : edits_of(decisive))
      ++changes[std::string(to_string(edit.change))];
  }
}

std::string_view publishing_warning() {
  return "A signature is a test for guesses: if you publish a signed message with a name or a word "
         "blacked out, whoever has the key can confirm what stands there. `letterlock redact` "
         "writes messages without signatures, hashes and ids.";
}

std::span<const leak::Edit> edits_of(const leak::SignatureVerdict& told) {
  return told.repair ? std::span(told.repair->edits) : std::span<const leak::Edit>();
}

int gravity(const leak::Examined& message) {
  if (message.verdict.takeover) return message.verdict.taken_over() ? 6 : 5;
  switch (message.verdict.verdict) {
    case leak::Verdict::contradicted:
      return 4;
    case leak::Verdict::header_only:
      return 3;
    case leak::Verdict::verified_after_repair:
      return 2;
    case leak::Verdict::same_key:
      return 1;
    case leak::Verdict::verified:
    case leak::Verdict::unsigned_:
    case leak::Verdict::cannot_tell:
      return 0;
  }
  return 0;
}

namespace {

bool holder_unknown(const leak::SignatureVerdict* told) {
  return told != nullptr && told->key && (told->key->circular || !told->key->recorded_as.empty());
}

std::string same_key_words(const leak::SignatureVerdict* told) {
  return told != nullptr && told->key && !told->key->recorded_as.empty()
             ? "igned by the same key as " + printable(told->key->recorded_as)
             : "igned by the same key as other messages of this material";
}

std::string after_undoing(const leak::SignatureVerdict* told) {
  return " after undoing " +
         counted(told == nullptr ? 0 : edits_of(*told).size(), "named change", "named changes");
}

}  // namespace

std::string verdict_words(const leak::MessageVerdict& verdict) {
  const leak::SignatureVerdict* decisive =
      verdict.decisive ? &verdict.signatures[*verdict.decisive] : nullptr;
  switch (verdict.verdict) {
    case leak::Verdict::verified:
      return "Verified";
    case leak::Verdict::verified_after_repair:
      return "Verified" + after_undoing(decisive);
    case leak::Verdict::header_only:
      // The header is proven to be a domain's only where the key is known to be that domain's.
      return holder_unknown(decisive) ? "Header s" + same_key_words(decisive) + ", body not"
                                      : "Header proven, body not";
    case leak::Verdict::same_key:
      return "S" + same_key_words(decisive) +
             (decisive == nullptr || edits_of(*decisive).empty() ? "" : after_undoing(decisive));
    case leak::Verdict::contradicted:
      return "Contradicted";
    case leak::Verdict::unsigned_:
      return "Unsigned";
    case leak::Verdict::cannot_tell:
      return "Cannot tell";
  }
  return "";
}

}  // namespace letterlock::report
