#include "leak/repair.h"

#include <algorithm>
#include <array>

#include "leak/repair/body_search.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {
namespace {

// Lines that lists, gateways and antivirus append.
constexpr unsigned kWholeFooterLines = 250;
// What trying single lines costs besides: heads of 60 lines, with tails.
constexpr std::uint32_t kHeadLines = 160;

std::optional<BodyTarget> body_target(const mime::Message& message,
                                      const auth::DkimSignature& signature) {
  BodyTarget target{.how = signature.body,
                    .ends = auth::line_ends_of(message.octets()),
                    .length = signature.l,
                    .digest = {.algorithm = auth::hash_of(signature.algorithm)}};
  if (signature.bh.size() != target.digest.size()) return std::nullopt;
  std::transform(signature.bh.begin(), signature.bh.end(), target.digest.octets.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return target;
}

// True where a search of the header has something to compare with.
HeaderRepair header_state(const auth::SignatureCheck& check) {
  using enum auth::Proof;
  if (check.proof == header_only || check.proof == header_and_body) return HeaderRepair::intact;
  if (check.proof == key_only && check.signed_digest) return HeaderRepair::not_restored;
  if (check.key == nullptr) return HeaderRepair::key_unknown;
  const bool ed25519 = check.key->type() == auth::KeyType::ed25519;
  if (check.reason == auth::DkimReason::key_type_mismatch) return HeaderRepair::key_unknown;
  // Ed25519 does not tell another key from another header.
  return ed25519 ? HeaderRepair::not_restored : HeaderRepair::other_key;
}

struct BodyResult {
  BodyRepair repair = BodyRepair::not_restored;
  std::vector<Step> steps;
  std::uint32_t hashes = 0;
};

BodyResult search_body(const mime::Message& message, const auth::SignatureCheck& check,
                       const Masked& masked, const RepairContext& context,
                       const RepairLimits& limits) {
  BodyResult result;
  const auto target = body_target(message, check.signature);
  if (!target) return result;
  const ByteRange where = auth::body_of(message);
  const std::string_view body = message.octets(where);
  BodyTrial trial(*target, context, limits);
  trial.attempt(body, {}, kWholeFooterLines);
  // Three hashes for each line of a short body.
  const auto lines = static_cast<std::uint32_t>(std::count(body.begin(), body.end(), '\n'));
  if (!trial.over()) try_line_changes(body, {}, trial);
  trial.hold_back(std::min(3 * lines + kHeadLines, limits.body_hashes / 3));
  if (!trial.over()) try_rewritten_fields(message, where, masked, trial);
  if (!trial.over()) try_part_changes(message, where, trial);
  trial.hold_back(0);
  if (!trial.over()) try_single_lines(body, trial);
  result.hashes = trial.hashes();
  if (trial.found()) {
    result.repair = BodyRepair::restored;
    result.steps = trial.steps();
  } else if (trial.over()) {
    result.repair = BodyRepair::limit_reached;
  }
  return result;
}

// Addresses of fields as found, and those that the header's search put in their place.
Masked masked_addresses(const mime::Message& message, std::span<const Variant> variants) {
  Masked masked;
  for (const Variant& variant : variants) {
    for (const FieldEdit& edit : variant.edits) {
      if (!variant.discloses || edit.kind != FieldEdit::Kind::replace) continue;
      const auto found = address_items(message.octets(message.header()[edit.field].body));
      const auto signed_ = address_items(edit.body);
      if (!found || !signed_ || found->size() != signed_->size()) continue;
      for (std::size_t i = 0; i < found->size(); ++i) {
        if ((*found)[i].address != (*signed_)[i].address) {
          masked.emplace_back((*found)[i].address, (*signed_)[i].address);
        }
      }
    }
  }
  return masked;
}

std::string rebuild(const mime::Message& message, std::span<const Variant> variants,
                    std::span<const Step> steps) {
  const ByteRange where = auth::body_of(message);
  std::string body(message.octets(where));
  for (const Step& step : steps) body = spliced(body, step.splices);
  std::string whole = rebuild_header(message, variants);
  whole.resize(whole.size() - where.length);
  return whole + body;
}

}  // namespace

RepairOutcome search_repair(const mime::Message& message, const auth::SignatureCheck& check,
                            const RepairContext& context, const RepairLimits& limits) {
  RepairOutcome outcome;
  std::vector<Variant> variants;
  std::vector<Step> steps;
  outcome.header = header_state(check);
  if (outcome.header == HeaderRepair::not_restored) {
    HeaderModel model(message, check);
    HeaderResult result = search_header(model, context, limits);
    outcome.header = result.repair;
    outcome.header_hashes = result.hashes;
    outcome.header_alone_tried = result.alone_tried;
    variants = std::move(result.variants);
  }
  outcome.body = BodyRepair::intact;
  if (!check.body_hash_matches) {
    BodyResult result =
        search_body(message, check, masked_addresses(message, variants), context, limits);
    outcome.body = result.repair;
    outcome.body_hashes = result.hashes;
    steps = std::move(result.steps);
  }
  if (variants.empty() && steps.empty()) return outcome;
  outcome.edits = edits_of(message, variants);
  const ByteRange where = auth::body_of(message);
  for (Edit& edit : edits_of(steps, message.octets(where), where.offset)) {
    edit.discloses = edit.change == Change::recipient_masked;
    outcome.edits.push_back(std::move(edit));
  }
  outcome.restored = rebuild(message, variants, steps);
  return outcome;
}

}  // namespace letterlock::leak
