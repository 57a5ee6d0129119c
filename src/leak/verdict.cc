#include "leak/verdict.h"

#include <algorithm>

#include "dns/registrable_domain.h"
#include "leak/authors.h"
#include "leak/covers.h"
#include "leak/decoded.h"

namespace letterlock::leak {
namespace {

// A good signature proves no more than its key does.
void weigh_key(SignatureVerdict& signature, unsigned min_bits) {
  if (!signature.key || !signature.check.key) return;
  const KeyFacts& key = *signature.key;
  if (signature.check.key->type() == auth::KeyType::rsa && signature.check.key->bits() < min_bits) {
    signature.verdict = Verdict::cannot_tell;
    signature.why = "key_too_short";
  } else if (has_state(key, auth::KeyState::factorable)) {
    signature.verdict = Verdict::cannot_tell;
    signature.why = "key_factorable";
  } else if (has_state(key, auth::KeyState::secret_published)) {
    signature.verdict = Verdict::cannot_tell;
    signature.why = "key_secret_published";
  } else if (!key.recorded_as.empty() && (signature.verdict == Verdict::verified ||
                                          signature.verdict == Verdict::verified_after_repair)) {
    signature.verdict = Verdict::same_key;
    signature.why = "key_of_another_name";
  } else if (key.circular && (signature.verdict == Verdict::verified ||
                              signature.verdict == Verdict::verified_after_repair)) {
    signature.verdict = Verdict::same_key;
    signature.why = "key_only_from_this_material";
  }
}

// Nothing of a body that has something in it is signed (l=0, or bh= over less than a line).
bool signs_no_body(const SignatureVerdict& signature) {
  return signature.body_covered.empty() && !signature.body_not_covered.empty();
}

// The search found all, half or nothing of what was signed.
void after_repair(SignatureVerdict& signature) {
  const RepairOutcome& repair = *signature.repair;
  const bool header =
      repair.header == HeaderRepair::intact || repair.header == HeaderRepair::restored;
  const bool body = repair.body == BodyRepair::intact || repair.body == BodyRepair::restored;
  if (header && body) {
    signature.verdict = Verdict::verified_after_repair;
    signature.why = "repaired";
  } else if (header) {
    signature.verdict = Verdict::header_only;
    if (repair.header == HeaderRepair::restored) signature.why = "header_repaired_body_not";
  } else if (repair.header == HeaderRepair::limit_reached && !repair.header_alone_tried) {
    signature.verdict = Verdict::cannot_tell;
    signature.why = "search_ended_by_limit";
  } else {
    signature.verdict = Verdict::contradicted;
  }
}

// What of a message a reader sees as its author, date and subject, though the good signature is
// not over it (RFC 6376 section 8.15): proven is the message without these fields.
void take_out_unsigned_instances(const mime::Message& message, SignatureVerdict& signature) {
  constexpr mime::FieldName kTaken[] = {mime::FieldName::from, mime::FieldName::date,
                                        mime::FieldName::subject};
  constexpr std::size_t kMostNamed = 16;
  const auto header = message.header();
  std::vector<bool> is_signed(header.size(), false);
  for (const auto& slot : signature.check.slots) {
    if (slot) is_signed[*slot] = true;
  }
  for (const mime::FieldName name : kTaken) {
    const auto of_name = [&](std::size_t i) { return header[i].id == name; };
    bool one_is_signed = false;
    for (std::size_t i = 0; i < header.size(); ++i) one_is_signed |= of_name(i) && is_signed[i];
    if (!one_is_signed) continue;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (!of_name(i) || is_signed[i]) continue;
      if (!signature.repair) {
        signature.repair.emplace();
        signature.repair->header = HeaderRepair::restored;
        signature.repair->body = BodyRepair::intact;
      }
      if (signature.repair->edits.size() >= kMostNamed) break;
      Edit edit;
      edit.change = Change::field_instance_added;
      edit.field = mime::field_name(name);
      edit.where = header[i].whole;
      edit.before = message.octets(header[i].whole);
      signature.repair->edits.push_back(std::move(edit));
    }
  }
  if (signature.repair) after_repair(signature);
}

// Keys on record under other names.
class Elsewhere final : public auth::KeyLookup {
 public:
  explicit Elsewhere(KeyRing& ring) : ring_(ring) {}
  auth::KeyAnswer find(std::string_view domain, std::string_view selector) override {
    return ring_.find_elsewhere(domain, selector);
  }

 private:
  KeyRing& ring_;
};

// Where no key of its own name made a signature, keys of other names are tried.
std::vector<auth::SignatureCheck> check_signatures(const mime::Message& message, KeyRing& keys,
                                                   const auth::DkimOptions& options) {
  std::vector<auth::SignatureCheck> checks = auth::verify_dkim(message, keys, options);
  const auto keyless = [](const auth::SignatureCheck& check) {
    return check.proof == auth::Proof::none &&
           (check.reason == auth::DkimReason::key_not_asked ||
            check.reason == auth::DkimReason::key_not_found ||
            check.reason == auth::DkimReason::made_by_another_key);
  };
  if (keys.size() == 0 || std::none_of(checks.begin(), checks.end(), keyless)) return checks;
  Elsewhere elsewhere(keys);
  std::vector<auth::SignatureCheck> again = auth::verify_dkim(message, elsewhere, options);
  for (std::size_t i = 0; i < checks.size() && i < again.size(); ++i) {
    if (keyless(checks[i]) && again[i].proof != auth::Proof::none) {
      checks[i] = std::move(again[i]);
    }
  }
  return checks;
}

void decide(const mime::Message& message, SignatureVerdict& signature,
            const VerdictOptions& options) {
  const auth::SignatureCheck& check = signature.check;
  signature.why = std::string(to_string(check.reason));
  switch (check.proof) {
    case auth::Proof::header_and_body:
      signature.verdict = signs_no_body(signature) ? Verdict::header_only : Verdict::verified;
      if (signature.verdict == Verdict::header_only) signature.why = "no_body_signed";
      break;
    case auth::Proof::header_only:
      signature.verdict = Verdict::header_only;
      break;
    case auth::Proof::key_only:
      // Handling may have changed the header; only a search that found nothing contradicts.
    case auth::Proof::none:
      signature.verdict = Verdict::cannot_tell;
      break;
  }
  const bool may_repair =
      check.proof == auth::Proof::header_only || check.proof == auth::Proof::key_only;
  // Of an h= cut at the limit no digest can be told.
  const bool cut = check.signature.h.size() >= auth::DkimSignature::kMaxSignedFields;
  if (cut && check.proof == auth::Proof::key_only) {
    signature.why = "signature_invalid";
  } else if (signature.verdict == Verdict::verified) {
    take_out_unsigned_instances(message, signature);
  } else if (may_repair && options.repair) {
    signature.repair = search_repair(message, check, options.repair(message), options.limits);
    signature.repair->restored.clear();
    after_repair(signature);
  }
  weigh_key(signature, options.dkim.min_rsa_bits);
}

// Which of two says more: one that fits the header outweighs one that fits nothing here.
int weight(Verdict verdict) {
  switch (verdict) {
    case Verdict::verified:
      return 6;
    case Verdict::verified_after_repair:
      return 5;
    case Verdict::same_key:
      return 4;
    case Verdict::header_only:
      return 3;
    case Verdict::contradicted:
      return 2;
    case Verdict::cannot_tell:
      return 1;
    case Verdict::unsigned_:
      return 0;
  }
  return 0;
}

void choose(MessageVerdict& result) {
  const auto best = [&](bool author) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < result.signatures.size(); ++i) {
      if (result.signatures[i].author_aligned != author) continue;
      if (!found ||
          weight(result.signatures[i].verdict) > weight(result.signatures[*found].verdict)) {
        found = i;
      }
    }
    return found;
  };
  result.decisive = best(true);
  const bool undecided =
      !result.decisive || result.signatures[*result.decisive].verdict == Verdict::cannot_tell;
  if (undecided) {
    const auto other = best(false);
    if (other && (!result.decisive || result.signatures[*other].verdict != Verdict::cannot_tell)) {
      result.decisive = other;
    }
  }
  result.verdict =
      result.decisive ? result.signatures[*result.decisive].verdict : Verdict::unsigned_;
}

MessageVerdict judge_octets(const mime::Message& message, KeyRing& keys,
                            const VerdictOptions& options) {
  MessageVerdict result;
  const std::vector<std::string> authors = author_domains(message);
  for (auth::SignatureCheck& check : check_signatures(message, keys, options.dkim)) {
    SignatureVerdict signature;
    signature.check = std::move(check);
    const std::string signer = dns::organizational_domain(signature.check.signature.d);
    signature.author_aligned = std::find(authors.begin(), authors.end(), signer) != authors.end();
    if (signature.check.key_origin) signature.key = keys.facts(*signature.check.key_origin);
    describe_cover(message, signature);
    decide(message, signature, options);
    result.signatures.push_back(std::move(signature));
  }
  choose(result);
  if (result.decisive) {
    result.not_signed = fields_not_signed(message, result.signatures[*result.decisive]);
  }
  result.takeover = in_other_hands(message, options.taken_over);
  return result;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::verified:
      return "verified";
    case Verdict::verified_after_repair:
      return "verified_after_repair";
    case Verdict::header_only:
      return "header_only";
    case Verdict::same_key:
      return "same_key";
    case Verdict::contradicted:
      return "contradicted";
    case Verdict::unsigned_:
      return "unsigned";
    case Verdict::cannot_tell:
      return "cannot_tell";
  }
  return "";
}

MessageVerdict judge(const mime::Message& message, KeyRing& keys, const VerdictOptions& options) {
  MessageVerdict result = judge_octets(message, keys, options);
  if (!options.repair || weight(result.verdict) > weight(Verdict::header_only)) return result;
  const DecodedFields decoded = decode_structured_fields(message);
  if (decoded.octets.empty()) return result;
  const auto again = mime::Message::parse_view(decoded.octets);
  if (!again) return result;
  MessageVerdict better = judge_octets(*again, keys, options);
  if (weight(better.verdict) <= weight(result.verdict)) return result;
  tell_as_found(message, decoded, *again, better);
  return better;
}

}  // namespace letterlock::leak
