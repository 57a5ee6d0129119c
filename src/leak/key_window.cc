#include "leak/key_window.h"

#include <fmt/format.h>

namespace letterlock::leak {
namespace {

// A key goes on being found in DNS a while after signing ended, and mail is delayed.
constexpr UnixTime kSlack = 2 * 86'400;

Observation seen(const SignatureVerdict& signature, const char* name, Severity severity,
                 std::string says) {
  Observation observation;
  observation.name = name;
  observation.severity = severity;
  observation.where.push_back(signature.check.signature.where);
  observation.says = std::move(says);
  return observation;
}

}  // namespace

std::vector<Observation> against_key_window(const SignatureVerdict& signature,
                                            std::optional<UnixTime> date) {
  std::vector<Observation> found;
  const std::optional<UnixTime> told =
      signature.check.signature.t ? signature.check.signature.t : date;
  if (!told || !signature.key || signature.check.proof == auth::Proof::none) return found;
  const std::string day = format_utc(*told).substr(0, 10);
  for (const auth::KeySighting& sighting : signature.key->sightings) {
    // Recovered from signatures: its window is that of the mail it came from.
    if (sighting.channel == auth::KeyChannel::recovered) continue;
    if (sighting.first && *told + kSlack < sighting.first->earliest()) {
      found.push_back(seen(signature, "signed_before_key_was_seen", Severity::note,
                           fmt::format("The signature is dated {}; {} saw its key from {} on. "
                                       "Before that nobody kept what they saw, or the date is not "
                                       "true.",
                                       day, sighting.source, sighting.first->text())));
    }
    if (sighting.last && *told > sighting.last->latest() + kSlack) {
      found.push_back(seen(signature, "signed_after_key_was_seen", Severity::caution,
                           fmt::format("The signature is dated {}; {} saw its key until {}. A key "
                                       "that is no longer in DNS can still sign, for whoever "
                                       "kept it.",
                                       day, sighting.source, sighting.last->text())));
    }
  }
  for (const auth::KeyStatement& statement : signature.key->states) {
    const bool ended =
        statement.state == auth::KeyState::retired || statement.state == auth::KeyState::revoked;
    if (!ended || !statement.from || *told <= statement.from->latest() + kSlack) continue;
    found.push_back(
        seen(signature, "signed_after_key_ended", Severity::caution,
             fmt::format("The signature is dated {}; by {} the key was {} since {}.", day,
                         statement.source, to_string(statement.state), statement.from->text())));
  }
  return found;
}

}  // namespace letterlock::leak
