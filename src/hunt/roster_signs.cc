#include "hunt/roster_signs.h"

#include <fmt/format.h>

#include "base/printable.h"
#include "hunt/evidence.h"

namespace letterlock::hunt {
namespace {

// Stated, not learnt: mail after a role has ended is rare, and an account that nobody uses any more
// is a good one to take. Less where the person went on writing anyway.
constexpr double kLapsed = 1.5, kLapsedBefore = 0.3;
constexpr double kFirstToVip = 0.7;

struct Lapsed {
  const relations::RosterPerson* person = nullptr;
  double weight = 0;
};

Lapsed lapsed(const Context& context, const relations::Look& look) {
  const relations::RosterPerson* person = context.roster->find(look.from);
  if (!person || look.at == 0 || !person->has_lapsed(look.at)) return {};
  const bool wrote_since = look.person_state && look.person_state->sent.last >= *person->until;
  return {person, wrote_since ? kLapsedBefore : kLapsed};
}

// The first recipient in To who is a VIP and has never exchanged mail with the sender.
const relations::RosterPerson* approached(const Context& context,
                                          const store::MessageRecord& message,
                                          const relations::Look& look) {
  if (relations::is_mass_mail(message)) return nullptr;
  const relations::RosterPerson* sender = context.roster->find(look.from);
  for (const store::AddressFact& address : message.addresses) {
    if (address.role != store::AddressRole::to) continue;
    const relations::RosterPerson* to = context.roster->find(address.address);
    if (!to || !to->vip || to == sender) continue;
    // By any address of the two.
    const bool known = context.baseline.pair(look.from, address.address) ||
                       context.baseline.pair(address.address, look.from);
    if (!known) return to;
  }
  return nullptr;
}

std::string name_of(const relations::RosterPerson& person) {
  return in_quotes(person.name.empty() ? person.addresses.front() : person.name);
}

}  // namespace

double roster_weight(const Context& context, const store::MessageRecord& message,
                     const relations::Look& look) {
  if (!context.roster || context.roster->empty()) return 0;
  return lapsed(context, look).weight + (approached(context, message, look) ? kFirstToVip : 0);
}

RosterSigns roster_signs(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) {
  RosterSigns signs;
  if (!context.roster || context.roster->empty()) return signs;
  const auto add = [&](std::string_view code, double weight, std::string text, std::string innocent,
                       std::string_view field, std::string shows) {
    Reason reason;
    reason.detector = "relationship";
    reason.code = code;
    reason.weight = weight;
    reason.n = look.history_of_person();
    reason.text = std::move(text);
    reason.innocent = std::move(innocent);
    reason.evidence.push_back(in_field(message.id, std::string(field), std::move(shows)));
    signs.weight += weight;
    signs.reasons.push_back(std::move(reason));
  };
  if (const Lapsed found = lapsed(context, look); found.person) {
    const UnixTime ago = look.at - *found.person->until;
    add("role_lapsed", found.weight,
        fmt::format("The roster says that the role of {}{} ended on {}: {} days before this "
                    "message{}.",
                    name_of(*found.person),
                    found.person->role.empty()
                        ? std::string()
                        : fmt::format(" ({})", in_quotes(found.person->role)),
                    format_utc(*found.person->until - 1).substr(0, 10), ago / relations::kDay,
                    found.weight == kLapsedBefore ? "; others have come since" : ""),
        "People keep in touch after they leave, and rosters are late.", "From", "the sender");
  }
  if (const auto* vip = approached(context, message, look)) {
    add("first_approach_to_vip", kFirstToVip,
        fmt::format("{} is marked as VIP in the roster, and no earlier mail between them and this "
                    "sender is in the case.",
                    name_of(*vip)),
        "Everybody writes to somebody for the first time.", "To", "the recipients");
  }
  return signs;
}

}  // namespace letterlock::hunt
