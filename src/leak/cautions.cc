#include "leak/cautions.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "leak/authors.h"
#include "leak/confirmable.h"

namespace letterlock::leak {
namespace {

// Changes that leave to the reader what the signer showed.
bool is_only_form(Change change) {
  switch (change) {
    case Change::subject_tagged:
    case Change::subject_prefixed:
    case Change::field_respaced:
    case Change::field_name_respelled:
    case Change::addresses_restyled:
    case Change::encoded_words_changed:
    case Change::encoded_words_in_structured_field:
    case Change::empty_field_dropped:
    case Change::list_fields_added:
      return true;
    default:
      return false;
  }
}

bool is_shown(std::string_view name) {
  constexpr std::string_view kShown[] = {"from", "sender", "to", "cc", "date", "subject"};
  return std::any_of(std::begin(kShown), std::end(kShown),
                     [&](std::string_view shown) { return equals_ignore_case(shown, name); });
}

// A field that people read, that stands here otherwise than it was signed.
void add_shown_fields(const SignatureVerdict& signature, std::vector<Observation>& found) {
  if (!signature.repair || signature.verdict == Verdict::contradicted) return;
  for (const Edit& edit : signature.repair->edits) {
    if (!is_shown(edit.field) || is_only_form(edit.change)) continue;
    found.push_back({"shown_field_was_not_signed",
                     Severity::caution,
                     {edit.where},
                     "The signature fits only with another " + edit.field +
                         " than stands here: what is read here was not signed."});
  }
}

// Known from signatures alone: if this message was among them, the circle is closed.
void add_recovered_key(const SignatureVerdict& signature, std::vector<Observation>& found) {
  if (!signature.key || signature.key->circular || signature.key->sightings.empty()) return;
  const auto& sightings = signature.key->sightings;
  const bool alone = std::all_of(sightings.begin(), sightings.end(), [](const auto& sighting) {
    return sighting.channel == auth::KeyChannel::recovered;
  });
  if (!alone) return;
  found.push_back({"key_known_from_signatures_alone",
                   Severity::caution,
                   {signature.check.signature.where},
                   "The key is on record only as recovered from signatures in " +
                       sightings.front().source +
                       ". If this message, or the mail it was leaked with, was part of that, it "
                       "shows one key holder and nothing more."});
}

void add_masked(const mime::Message& message, const SignatureVerdict& signature,
                std::vector<Observation>& found) {
  const std::vector<std::string> masked = fields_that_look_masked(message, signature.check);
  if (masked.empty()) return;
  std::string names;
  for (const std::string& name : masked) names += (names.empty() ? "" : ", ") + name;
  found.push_back({"masked_field_can_be_guessed",
                   Severity::caution,
                   {signature.check.signature.where},
                   "These fields look masked or left out, and the signature of " +
                       signature.check.signature.d +
                       " lets anybody who has its key confirm a guess at them: " + names +
                       ". Strip the signature before this is published."});
}

// With several authors, one of them can have signed for all.
void add_authors(const mime::Message& message, std::vector<Observation>& found) {
  const std::vector<std::string> authors = author_domains(message);
  if (std::set<std::string>(authors.begin(), authors.end()).size() < 2) return;
  std::vector<ByteRange> where;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id == mime::FieldName::from) where.push_back(field.whole);
  }
  found.push_back({"authors_of_several_domains", Severity::caution, where,
                   "From names authors of several domains: a signature of one of them says nothing "
                   "of the others."});
}

}  // namespace

std::vector<Observation> cautions_of(const mime::Message& message, const MessageVerdict& verdict) {
  std::vector<Observation> found;
  if (verdict.decisive) {
    add_shown_fields(verdict.signatures[*verdict.decisive], found);
    add_recovered_key(verdict.signatures[*verdict.decisive], found);
    add_authors(message, found);
  }
  for (const SignatureVerdict& signature : verdict.signatures) {
    add_masked(message, signature, found);
  }
  return found;
}

}  // namespace letterlock::leak
