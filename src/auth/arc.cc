#include "auth/arc.h"

#include "auth/arc_sets.h"
#include "auth/signature_verifier.h"

namespace letterlock::auth {
namespace {

// A key that could not be had leaves the chain open.
bool is_open(const SignatureCheck& check) {
  return check.reason == DkimReason::key_not_asked || check.reason == DkimReason::key_unavailable;
}

class ChainVerifier {
 public:
  ChainVerifier(const mime::Message& message, KeyLookup& keys, const DkimOptions& options)
      : message_(message), verifier_(message, keys, options) {}

  ArcChain verify() {
    const ArcStructure structure = arc_structure(message_);
    if (structure.reason != ArcReason::good) {
      end(ArcResult::fail, structure.reason, structure.instance);
      return std::move(chain_);
    }
    if (structure.sets.empty()) return std::move(chain_);
    check_all(structure);
    judge();
    return std::move(chain_);
  }

 private:
  void end(ArcResult result, ArcReason reason, std::uint32_t instance) {
    if (chain_.result == ArcResult::fail) return;
    chain_.result = result;
    chain_.reason = reason;
    chain_.instance = instance;
  }
  void fail(ArcReason reason, std::uint32_t instance) { end(ArcResult::fail, reason, instance); }

  void check_all(const ArcStructure& structure) {
    for (const auto& [instance, fields] : structure.sets) {
      ArcSet& set = chain_.sets.emplace_back();
      set.instance = instance;
      set.results_field = fields.results;
      set.cv = fields.seal.cv;
      set.message_signature = verifier_.check(fields.message_signature);
      set.seal = verifier_.check_seal(
          fields.seal, sealed_text(message_, structure.sets, instance, verifier_.ends()));
    }
    for (std::size_t i = chain_.sets.size(); i-- > 0;) {
      if (chain_.sets[i].message_signature.result != DkimResult::pass) break;
      chain_.oldest_pass = chain_.sets[i].instance;
    }
  }

  // RFC 8617 section 5.2, steps 2 to 6; what fails first in that order is the reason.
  void judge() {
    const ArcSet& newest = chain_.sets.back();
    if (newest.cv == ChainValidation::fail) fail(ArcReason::sealed_as_failed, newest.instance);
    for (const ArcSet& set : chain_.sets) {
      if (set.seal.signature.problem != SignatureProblem::none) {
        fail(ArcReason::seal_unreadable, set.instance);
      }
      const auto wanted = set.instance == 1 ? ChainValidation::none : ChainValidation::pass;
      if (set.cv != wanted) fail(ArcReason::chain_validation_wrong, set.instance);
    }
    bool open = false;
    std::uint32_t open_at = 0;
    const auto need = [&](const SignatureCheck& check, ArcReason reason, std::uint32_t instance) {
      if (check.result == DkimResult::pass) return;
      if (!is_open(check)) {
        fail(reason, instance);
      } else if (!open) {
        open = true;
        open_at = instance;
      }
    };
    need(newest.message_signature, ArcReason::message_signature_fails, newest.instance);
    for (std::size_t i = chain_.sets.size(); i-- > 0;) {
      need(chain_.sets[i].seal, ArcReason::seal_fails, chain_.sets[i].instance);
    }
    if (open) {
      end(ArcResult::unknown, ArcReason::key_unavailable, open_at);
    } else {
      end(ArcResult::pass, ArcReason::good, 0);
    }
  }

  const mime::Message& message_;
  SignatureVerifier verifier_;
  ArcChain chain_;
};

}  // namespace

ArcChain verify_arc(const mime::Message& message, KeyLookup& keys, const DkimOptions& options) {
  return ChainVerifier(message, keys, options).verify();
}

}  // namespace letterlock::auth
