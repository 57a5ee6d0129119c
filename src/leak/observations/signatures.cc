// How each signature was made: algorithm, key, identity, whose domain.
#include <fmt/format.h>

#include "base/ascii.h"
#include "dns/registrable_domain.h"
#include "leak/observations/observer.h"
#include "mime/address.h"

namespace letterlock::leak {
namespace {

using auth::DkimReason;
using auth::SignatureCheck;
using mime::FieldName;

void observe_key(Observer& observer, const SignatureCheck& check) {
  const auth::DkimSignature& signature = check.signature;
  const bool rsa = check.key != nullptr && check.key->type() == auth::KeyType::rsa;
  if (rsa && check.key->bits() < 1024) {
    observer.add("key_under_1024_bits", Severity::caution, {observer.tag(check, "s")},
                 fmt::format("The key \"{}\" of {} has {} bits; keys that short have been broken "
                             "for a few dollars, so that others than its owner may have signed.",
                             signature.s, signature.d, check.key->bits()));
  } else if (rsa && check.key->bits() < 2048) {
    observer.add("key_1024_bits", Severity::note, {observer.tag(check, "s")},
                 fmt::format("The key \"{}\" of {} has {} bits; a state could break it.",
                             signature.s, signature.d, check.key->bits()));
  }
  if (check.key_testing) {
    observer.add("key_testing", Severity::note, {observer.tag(check, "s")},
                 fmt::format("The record of key \"{}\" says that {} only tests signing (t=y).",
                             signature.s, signature.d));
  }
}

void observe_identity(Observer& observer, const SignatureCheck& check) {
  const auth::DkimSignature& signature = check.signature;
  const std::size_t at = signature.i.rfind('@');
  const std::string domain =
      lower_ascii(at == std::string::npos ? std::string_view(signature.i)
                                          : std::string_view(signature.i).substr(at + 1));
  if (!domain.empty() && domain != lower_ascii(signature.d)) {
    observer.add("identity_in_other_domain", Severity::note, {observer.tag(check, "i")},
                 fmt::format("The signature of {} was made on behalf of \"{}\", another name.",
                             signature.d, signature.i));
  }
}

// d= of no signature belongs to From's domain.
void observe_alignment(Observer& observer) {
  const mime::HeaderField* from = observer.message.find(FieldName::from);
  if (from == nullptr || observer.checks.empty()) return;
  std::vector<std::string> authors;
  for (const mime::MailboxView& mailbox : mime::parse_addresses(observer.message, *from)) {
    if (!mailbox.domain.empty()) authors.push_back(dns::organizational_domain(mailbox.domain));
  }
  if (authors.empty()) return;
  std::vector<ByteRange> where = {from->whole};
  std::string signers;
  for (const SignatureCheck& check : observer.checks) {
    if (check.signature.d.empty()) continue;
    const std::string signer = dns::organizational_domain(check.signature.d);
    for (const std::string& author : authors) {
      if (author == signer) return;
    }
    if (where.size() > 10) continue;
    where.push_back(observer.tag(check, "d"));
    signers += (signers.empty() ? "" : ", ") + check.signature.d;
  }
  if (where.size() == 1) return;
  observer.add("signer_not_author", Severity::caution, std::move(where),
               fmt::format("No signature is by the domain in From ({}); signed by {}.", authors[0],
                           signers));
}

void observe_dkim2(Observer& observer) {
  std::vector<ByteRange> where;
  for (const mime::HeaderField& field : observer.message.header()) {
    const std::string_view name = observer.message.octets(field.name);
    if (equals_ignore_case(name, "DKIM2-Signature") ||
        equals_ignore_case(name, "Message-Instance")) {
      if (where.size() < 20) where.push_back(field.whole);
    }
  }
  if (where.empty()) return;
  observer.add("dkim2_fields", Severity::note, std::move(where),
               "Fields of DKIM2, a draft whose signatures name recipients; they are not verified.");
}

}  // namespace

void observe_signatures(Observer& observer) {
  for (const SignatureCheck& check : observer.checks) {
    const auth::DkimSignature& signature = check.signature;
    if (check.reason == DkimReason::too_many_signatures) continue;
    if (signature.problem != auth::SignatureProblem::none) {
      observer.add("signature_unreadable", Severity::note, {signature.where},
                   fmt::format("A signature cannot be used as it is written ({}).",
                               auth::to_string(signature.problem)));
      continue;
    }
    if (signature.algorithm == auth::SignatureAlgorithm::rsa_sha1) {
      observer.add("rsa_sha1", Severity::caution, {observer.tag(check, "a")},
                   fmt::format("The signature of {} uses rsa-sha1, which is obsolete: two texts "
                               "with one SHA-1 value can be made.",
                               signature.d));
    }
    observe_key(observer, check);
    observe_identity(observer, check);
  }
  observe_alignment(observer);
  observe_dkim2(observer);
}

}  // namespace letterlock::leak
