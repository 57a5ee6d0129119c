// Two messages, the second what became of the first after it was signed. Whatever the search says
// is restored has the digests that were signed, once more computed from the octets it gives back;
// its edits tell what stands in the message; the limits hold; a second run says the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dkim.h"
#include "base/base64.h"
#include "leak/repair.h"

namespace {

using namespace letterlock;

void check(bool holds) {
  if (!holds) std::abort();
}

class NoKeys final : public auth::KeyLookup {
 public:
  auth::KeyAnswer find(std::string_view, std::string_view) override { return {}; }
};

auth::SignatureCheck verified(const mime::Message& message) {
  NoKeys keys;
  auto checks = auth::verify_dkim(message, keys, {.now = 1'700'000'000});
  check(!checks.empty());
  return checks.front();
}

std::string signature_field(std::string_view octets, char how) {
  const auto message = mime::Message::parse_view(octets);
  const bool relaxed = how & 1;
  const auto body =
      auth::hash_body(relaxed ? auth::Canonicalization::relaxed : auth::Canonicalization::simple,
                      auth::line_ends_of(octets), auth::HashAlgorithm::sha256,
                      message->octets(auth::body_of(*message)), std::nullopt);
  const std::string c =
      std::string(how & 2 ? "relaxed" : "simple") + (relaxed ? "/relaxed" : "/simple");
  return "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; c=" + c +
         "; h=from:to:to:cc:subject:date:sender:list-id:content-type; bh=" +
         base64_encode(body.digest->view()) + "; b=AAAA";
}

std::string with_field(const std::string& field, std::string_view octets) {
  const bool lf = auth::line_ends_of(octets) == auth::LineEnds::lf;
  return field + (lf ? "\n" : "\r\n") + std::string(octets);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = input.find("\n%%\n");
  if (cut == input.npos) return 0;
  const std::string_view before = input.substr(0, cut), after = input.substr(cut + 4);
  const std::string field = signature_field(before, static_cast<char>(data[0]));
  const std::string signed_octets = with_field(field, before), octets = with_field(field, after);
  const auto original = mime::Message::parse_view(signed_octets);
  const auto message = mime::Message::parse_view(octets);
  auth::SignatureCheck found = verified(*message);
  found.signed_digest = verified(*original).header_digest;
  found.key =
      auth::PublicKey::from_rsa(std::string(128, '\xFF'), std::string_view("\x01\x00\x01", 3));
  const bool header = found.header_digest == *found.signed_digest;
  found.proof = !header                   ? auth::Proof::key_only
                : found.body_hash_matches ? auth::Proof::header_and_body
                                          : auth::Proof::header_only;
  const leak::RepairLimits limits{.body_hashes = 300, .header_hashes = 3'000};
  const leak::RepairOutcome outcome = leak::search_repair(*message, found, {}, limits);
  check(outcome.body_hashes <= limits.body_hashes);
  check(outcome.header_hashes <= limits.header_hashes);
  const bool any =
      outcome.header == leak::HeaderRepair::restored || outcome.body == leak::BodyRepair::restored;
  check(any == !outcome.restored.empty());
  check(any == !outcome.edits.empty());
  for (const leak::Edit& edit : outcome.edits) check(edit.where.end() <= octets.size());
  if (any) {
    const auto again = mime::Message::parse_view(outcome.restored);
    // Restoring a field may put it above the signature's; there is one signature still.
    const auth::SignatureCheck now = verified(*again);
    check(outcome.header != leak::HeaderRepair::restored ||
          now.header_digest == *found.signed_digest);
    check(outcome.body != leak::BodyRepair::restored || now.body_hash_matches);
  }
  const leak::RepairOutcome second = leak::search_repair(*message, found, {}, limits);
  check(second.restored == outcome.restored && second.header_hashes == outcome.header_hashes &&
        second.body_hashes == outcome.body_hashes);
  return 0;
}
