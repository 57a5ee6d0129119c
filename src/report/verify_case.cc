#include "report/verify_case.h"

#include <algorithm>

namespace letterlock::report {
namespace {

// Keeps the gravest, in MessageId order among equals.
void keep_notable(leak::Examined&& told, std::uint64_t most, VerificationOverview& into) {
  if (gravity(told) == 0) return;
  const auto place =
      std::upper_bound(into.notable.begin(), into.notable.end(), told,
                       [](const auto& a, const auto& b) { return gravity(a) > gravity(b); });
  into.notable.insert(place, std::move(told));
  if (into.notable.size() <= most) return;
  into.notable.pop_back();
  ++into.more_notable;
}

}  // namespace

Expected<std::unordered_set<store::MessageId>> rebuilt_messages(store::FactStore& facts) {
  const auto query = store::parse_query("has:reconstructed");
  if (!query) return fail(query.error().code, "{}", query.error().message);
  auto counts = facts.counts();
  if (!counts) return fail(std::move(counts));
  auto hits = facts.search(*query, counts->messages, 0, nullptr);
  if (!hits) return fail(std::move(hits));
  std::unordered_set<store::MessageId> found;
  for (const store::SearchHit& hit : *hits) found.insert(hit.message.id);
  return found;
}

Expected<VerificationOverview> verify_case(store::FactStore& facts,
                                           const hunt::EvidenceSource& evidence,
                                           const InvestigateOptions& options, Progress& progress) {
  VerificationOverview overview;
  overview.keys = options.keys->size();
  auto counts = facts.counts();
  if (!counts) return fail(std::move(counts));
  auto rebuilt = rebuilt_messages(facts);
  if (!rebuilt) return fail(std::move(rebuilt));
  progress.stage("verifying", "messages", counts->messages);
  leak::Examiner examiner(*options.keys, options.examine, options.threads,
                          [&](leak::Examined&& told) {
                            overview.counts.add(told);
                            keep_notable(std::move(told), options.most_notable, overview);
                          });
  Expected<void> result;
  std::uint64_t done = 0;
  auto scanned = facts.scan_evidence(
      [&](store::MessageId id, const Sha256&, std::uint64_t, const store::EvidenceLocation&) {
        auto octets = evidence(id);
        if (!octets) {
          result = fail(std::move(octets));
          return false;
        }
        leak::Specimen specimen;
        specimen.id = id;
        specimen.octets = std::move(*octets);
        specimen.reconstructed = rebuilt->contains(id);
        examiner.take(std::move(specimen));
        progress.advance(++done);
        if (progress.stop_requested()) result = fail(ErrorCode::interrupted, "stopped as asked");
        return result.has_value();
      });
  examiner.finish();
  if (!scanned) return fail(std::move(scanned));
  if (!result) return fail(std::move(result));
  return overview;
}

}  // namespace letterlock::report
