#include "leak/confirmable.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

constexpr std::string_view kMasks[] = {
    "redacted",    "masked",       "removed",    "withheld",
    "anonymous",   "hidden",       "anonymised", "anonymized",
    "undisclosed", "phishing@pot", "xxxx",       "\xE2\x96\x88" /* full block */,
    "***"};

bool contains(const std::vector<std::string>& names, std::string_view wanted) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return equals_ignore_case(name, wanted); });
}

bool looks_masked(std::string_view body) {
  const std::string lower = lower_ascii(body);
  return std::any_of(std::begin(kMasks), std::end(kMasks),
                     [&](std::string_view mask) { return lower.find(mask) != std::string::npos; });
}

void add_names(const auth::DkimSignature& signature, const std::vector<std::string>& masked,
               Confirmable& confirmable) {
  for (const std::string& name : signature.h) {
    if (contains(masked, name) && !contains(confirmable.what, name)) {
      confirmable.what.push_back(name);
    }
  }
  const bool whole_body = !signature.l || *signature.l > 0;
  if (contains(masked, "body") && !signature.bh.empty() && whole_body) {
    confirmable.what.emplace_back("body");
  }
}

}  // namespace

std::vector<Confirmable> confirmable_by_guessing(const mime::Message& message,
                                                 const std::vector<std::string>& masked,
                                                 auth::KeyLookup& keys) {
  std::vector<Confirmable> all;
  for (std::uint32_t i = 0; i < message.header().size(); ++i) {
    const mime::FieldName id = message.header()[i].id;
    const bool dkim = id == mime::FieldName::dkim_signature;
    if (!dkim && id != mime::FieldName::arc_message_signature) continue;
    const auth::DkimSignature signature = dkim ? auth::parse_dkim_signature(message, i)
                                               : auth::parse_arc_message_signature(message, i);
    Confirmable confirmable;
    confirmable.signature_field = i;
    confirmable.d = signature.d;
    confirmable.s = signature.s;
    add_names(signature, masked, confirmable);
    if (confirmable.what.empty()) continue;
    const auth::KeyAnswer answer = keys.find(signature.d, signature.s);
    confirmable.key_known =
        std::any_of(answer.candidates.begin(), answer.candidates.end(),
                    [](const auth::KeyCandidate& one) { return one.record.key != nullptr; });
    all.push_back(std::move(confirmable));
  }
  return all;
}

std::vector<std::string> fields_that_look_masked(const mime::Message& message,
                                                 const auth::SignatureCheck& check) {
  std::vector<std::string> names;
  if (check.proof != auth::Proof::key_only || !check.signed_digest) return names;
  for (std::size_t slot = 0; slot < check.slots.size() && slot < check.signature.h.size(); ++slot) {
    const std::string& name = check.signature.h[slot];
    if (contains(names, name)) continue;
    if (!check.slots[slot]) {
      // Over-signing names a field once more than it is there; only one never there may be gone.
      if (message.find(name) == nullptr) names.push_back(name);
      continue;
    }
    const mime::HeaderField& field = message.header()[*check.slots[slot]];
    if (looks_masked(message.octets(field.body))) names.push_back(name);
  }
  return names;
}

}  // namespace letterlock::leak
