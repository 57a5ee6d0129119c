#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "report/page.h"
#include "report/verification.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::pair<std::string_view, std::string_view> kReasons[] = {
    {"good", "the signature fits"},
    {"repaired", "the signature fits once the changes below are undone"},
    {"key_not_asked", "no archive has its key, and nobody else was asked"},
    {"key_not_found", "there is no key of that name"},
    {"key_unavailable", "its key could not be had now; try again later"},
    {"key_invalid", "its key record cannot be read"},
    {"key_type_mismatch", "its key is of another kind than the signature"},
    {"key_hash_not_allowed", "its key forbids the hash that the signature uses"},
    {"key_domain_not_allowed", "its key is not for subdomains"},
    {"key_too_short", "its key is so short that others can have computed the private half"},
    {"key_factorable", "the private half of its key can be computed"},
    {"key_secret_published", "the private half of its key is public"},
    {"key_only_from_this_material", "its key is known from this material alone"},
    {"key_of_another_name", "its key is on record under another name"},
    {"algorithm_obsolete", "it uses SHA-1, which RFC 8301 forbids since 2018"},
    {"signature_invalid", "the signature field cannot be read"},
    {"signature_expired", "the signature fits; its x= is past, which says nothing of who made it"},
    {"signature_in_future", "the signature fits; its t= lies in the future"},
    {"body_hash_mismatch", "the header is as signed, the body is not"},
    {"body_shorter_than_l", "the body is shorter than what was signed"},
    {"no_body_signed", "the header is as signed; nothing of the body was"},
    {"header_repaired_body_not",
     "the header is as signed once the changes below are undone; the body is not"},
    {"header_digest_differs", "the key made this signature, over another header"},
    {"octets_rebuilt",
     "it does not fit, but these octets were rebuilt from the properties of a mailbox item and "
     "never "
     "sent so"},
    {"search_ended_by_limit",
     "the key made this signature, over another header; the search for what was changed ended at "
     "a limit"},
    {"made_by_another_key", "none of the known keys of that name made this signature"},
    {"too_many_signatures", "it was not looked at: the message has too many signatures"},
};

}  // namespace

std::string_view reason_words(std::string_view why) {
  const auto* known = std::find_if(std::begin(kReasons), std::end(kReasons),
                                   [&](const auto& reason) { return reason.first == why; });
  return known == std::end(kReasons) ? why : known->second;
}

std::string_view missing_key_advice() {
  return "Keys come from an archive (--keys ARCHIVE; letterlock keys import makes one), from DNS "
         "as "
         "it is today (--dns system), or out of the signatures of several messages themselves "
         "(--recover-keys).";
}

std::string verification_explained() {
  Page page(false, 100);
  for (const leak::Verdict verdict :
       {leak::Verdict::verified, leak::Verdict::verified_after_repair, leak::Verdict::header_only,
        leak::Verdict::same_key, leak::Verdict::contradicted, leak::Verdict::unsigned_,
        leak::Verdict::cannot_tell}) {
    page.paragraph(verdict_meaning(verdict), 23, to_string(verdict));
  }
  page.raw("\nWhy, of a signature:\n");
  for (const auto& [code, words] : kReasons) {
    page.paragraph(fmt::format("{}.", words), 29, code);
  }
  page.raw("\n");
  page.paragraph(missing_key_advice(), 0);
  page.paragraph(never_proven(), 0);
  page.paragraph(publishing_warning(), 0);
  return page.take();
}

std::string_view never_proven() {
  return "No signature proves who typed the message, that the account was in its owner's hands, "
         "that Date is true, or who else got it (Bcc, envelope).";
}

std::string_view verdict_meaning(leak::Verdict verdict) {
  switch (verdict) {
    case leak::Verdict::verified:
      return "A key known from elsewhere signed these header fields and this body.";
    case leak::Verdict::verified_after_repair:
      return "So it did, once the changes listed are undone. They prove the repaired text, not the "
             "text as it stands here.";
    case leak::Verdict::header_only:
      return "The header (From, Date, Subject ...) is as signed; the body is not, or none of it "
             "was "
             "signed.";
    case leak::Verdict::same_key:
      return "Signed, by a key that is known from this material alone: one key holder signed these "
             "messages. Who that is takes something from outside.";
    case leak::Verdict::contradicted:
      return "The key signed another header than stands here, and no known handling "
             "explains the difference, as far as the bounded search went.";
    case leak::Verdict::unsigned_:
      return "No DKIM signature. Usual for copies from a Sent folder; it speaks neither for nor "
             "against.";
    case leak::Verdict::cannot_tell:
      return "No key is known, or it is too weak, or its private half is public: a signature is "
             "there and nothing follows from it yet.";
  }
  return "";
}

std::string recovery_sentence(const leak::Recovery& recovery) {
  std::uint64_t alone = 0, in_vain = 0, known = 0;
  for (const leak::GroupReport& group : recovery.groups) {
    alone += group.outcome == leak::GroupOutcome::single_signature;
    known += group.outcome == leak::GroupOutcome::known_key;
    in_vain += group.outcome == leak::GroupOutcome::gcd_trivial ||
               group.outcome == leak::GroupOutcome::same_message;
  }
  return fmt::format(
      "{} recovered from {}; {} signed with known keys, {} signed once only, {} gave no key.",
      counted(recovery.keys.size(), "key", "keys"),
      counted(recovery.groups.size(), "selector", "selectors"), grouped(known), grouped(alone),
      grouped(in_vain));
}

}  // namespace letterlock::report
