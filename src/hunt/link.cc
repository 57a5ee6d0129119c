#include "hunt/link.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/counted.h"
#include "hunt/evidence.h"
#include "hunt/gateway.h"
#include "hunt/link_ages.h"
#include "hunt/ratio.h"

namespace letterlock::hunt {
namespace {

using relations::LinkClass;
using relations::Standing;

// What the links of an intruder's mail are to the sender whose account it is: a stated model, not
// learnt (docs/detection.md). By LinkClass.
constexpr double kIntruder[relations::kLinkClasses] = {0.20, 0.02, 0.03, 0.01, 0.10, 0.09, 0.55};
constexpr double kMost = 12;
// A new domain alone is everyday.
constexpr double kMostOfClass = 4.5;
constexpr double kOfClass = 1.3, kOfShape = 0.6;
constexpr double kOfTld = 0.7, kOfPopularity = 0.5;
constexpr double kHop = 2.2;            // carries another URL, through a domain that is known
constexpr double kHopThroughNew = 4.5;  // through one that is not
constexpr double kAgain = 0.5;

bool is_strange(Standing standing) {
  return standing == Standing::unseen || standing == Standing::fresh;
}

const std::string* carried_elsewhere(const store::LinkFact& link) {
  for (const auto& domain : link.carried_domains) {
    // "www.shop" in "www.shop.example" is no other place.
    if (!domain.empty() && link.host.find(domain) == std::string::npos) return &domain;
  }
  return nullptr;
}

double hop_weight(const Context& context, const store::MessageRecord& message,
                  const relations::Look& look, const relations::SeenLink& seen) {
  if (!carried_elsewhere(*seen.link) || seen.standing == Standing::own_mail) return 0;
  if (seen.in_thread || is_rewriting_gateway(seen.link->host)) return 0;
  const auto* domain = context.baseline.link_domain(seen.link->domain);
  if (domain && domain->carrying_senders >= relations::kCommonplaceSenders) return 0;
  if (seen.standing != Standing::fresh &&
      context.baseline.carried_by(look.from, seen.link->domain)) {
    return 0;
  }
  double weight = is_strange(seen.standing) ? kHopThroughNew : kHop;
  if (seen.standing == Standing::commonplace) weight = kHop / 2;
  if (look.state->broadcasts() || relations::is_mass_mail(message)) weight *= 0.5;
  return weight;
}

}  // namespace

LinkDetector::Candidate LinkDetector::consider(const Context& context,
                                               const store::MessageRecord& message,
                                               const relations::Look& look,
                                               const relations::SeenLink& seen) const {
  static const relations::LinkRates::Sender kNobody;
  Candidate candidate;
  candidate.seen = &seen;
  const LinkClass of = seen.in_thread ? LinkClass::own : relations::class_of(seen.standing);
  const auto number = static_cast<std::size_t>(of);
  const auto& sender = look.state ? look.state->links : kNobody;
  const double usual = context.baseline.link_rates().share_for(sender, look.bin, number);
  candidate.of_class = kOfClass * std::clamp(ratio(kIntruder[number], usual), 0.0, kMostOfClass);
  if (of != LinkClass::own && of != LinkClass::correspondent) {
    candidate.of_shape = kOfShape * shape_of(*seen.link).weight;
    const double tld = -std::log(context.baseline.tld_share(seen.leads_to));
    const double popularity = -std::log(context.baseline.linkers_share(seen.leads_to));
    candidate.of_rarity =
        kOfTld * std::max(0.0, tld - 2.5) + kOfPopularity * std::max(0.0, popularity - 3);
  }
  if (look.state) candidate.of_hop = hop_weight(context, message, look, seen);
  // The sender brought it days ago and it was told then: the same again says less.
  if (seen.standing == Standing::fresh) {
    candidate.of_class *= kAgain;
    candidate.of_rarity *= kAgain;
  }
  return candidate;
}

Expected<double> LinkDetector::weigh(const Context& context, const store::MessageRecord& message,
                                     const relations::Look& look) {
  worst_.reset();
  part_ = 0;
  for (const auto& seen : look.links) {
    // What is quoted is not this sender's; thread truth compares it with what it quotes.
    if (!seen.own_text) continue;
    const Candidate candidate = consider(context, message, look, seen);
    if (!worst_ || candidate.sum() > worst_->sum()) worst_ = candidate;
  }
  if (worst_) part_ = std::clamp(worst_->sum(), 0.0, kMost);
  return part_;
}

void LinkDetector::parts(std::vector<Term>& into) const {
  const Candidate none;
  const Candidate& worst = worst_ ? *worst_ : none;
  into.push_back({"link_class", worst.of_class});
  into.push_back({"link_shape", worst.of_shape});
  into.push_back({"link_rarity", worst.of_rarity});
  into.push_back({"link_hop", worst.of_hop});
}

void LinkDetector::explain(const Context& context, const store::MessageRecord& message,
                           const relations::Look& look, Assessment& assessment) {
  if (part_ < 0.5) return;
  const double share = part_ / worst_->sum();
  const auto add = [&](Reason reason, double weight, std::string_view domain) {
    reason.detector = "link";
    reason.weight = weight * share;
    reason.n = look.history();
    reason.cause = "link:" + worst_->seen->link->domain;
    reason.ages = ages_of(context, message, look, domain);
    assessment.reasons.push_back(std::move(reason));
  };
  const std::string_view domain = worst_->seen->link->domain;
  if (worst_->of_class + worst_->of_rarity > 0.3) {
    add(new_domain(context, message, look), worst_->of_class + worst_->of_rarity,
        worst_->seen->leads_to);
  }
  if (worst_->of_hop > 0) add(carries(context, message, look), worst_->of_hop, domain);
  if (worst_->of_shape > 0.3) add(looks(message, look), worst_->of_shape, domain);
  assessment.propose(fmt::format("Did you send me a link to {}, and where does it lead?",
                                 in_quotes(worst_->seen->link->host)),
                     part_);
}

namespace {

std::string links_so_far(const relations::Look& look) {
  if (look.history() == 0 || !look.state) return "No earlier message of this sender is known.";
  return fmt::format("Of this sender's {}, {} had links, and {} brought a domain new to the case.",
                     earlier_messages(look.history()), look.state->with_links,
                     look.state->introduced);
}

std::string linked_by(const relations::LinkDomain& domain, bool by_this_one) {
  if (domain.linkers == 0) return "It stood only in quoted text so far.";
  return fmt::format("{} linked it before, {}.",
                     counted(domain.linkers, "sender has", "senders have"),
                     !by_this_one          ? "this one never"
                     : domain.linkers == 1 ? "this one"
                                           : "this one too");
}

// What is true of the link's domain and this sender whatever was learnt of it: by whom it was
// linked before goes by the messages themselves.
std::string_view code_of(Standing standing, const relations::LinkDomain* domain,
                         const relations::LinkedDomain* own) {
  if (standing == Standing::tenant) return "link_place_new_on_shared_host";
  if (domain == nullptr || own == nullptr) {
    return domain == nullptr ? "link_domain_new_to_case" : "link_domain_new_from_sender";
  }
  return domain->linkers == 1 ? "link_domain_of_this_sender_alone" : "link_unusual_for_sender";
}

}  // namespace

Reason LinkDetector::new_domain(const Context& context, const store::MessageRecord& message,
                                const relations::Look& look) const {
  const store::LinkFact& link = *worst_->seen->link;
  const std::string_view leads_to = worst_->seen->leads_to;
  const auto* domain = context.baseline.link_domain(leads_to);
  const auto* own = context.baseline.linked(look.from, leads_to);
  std::string so_far;
  if (domain != nullptr) {
    so_far = ' ' + linked_by(*domain, own != nullptr);
    if (worst_->seen->standing == Standing::unseen) {
      so_far += " The messages that had it were unusual themselves.";
    }
  }
  Reason reason;
  reason.code = code_of(worst_->seen->standing, domain, own);
  reason.text = fmt::format(
      "Links to {}.{}{} {}", in_quotes(link.host),
      leads_to == link.domain
          ? std::string()
          : fmt::format(" From there the reader is sent on to {}.", in_quotes(leads_to)),
      so_far, links_so_far(look));
  reason.innocent =
      "People link to new places for good reasons: a new service, a conference, an article.";
  reason.evidence.push_back(in_text(message.id, link.where, "the link"));
  return reason;
}

Reason LinkDetector::carries(const Context& context, const store::MessageRecord& message,
                             const relations::Look& look) const {
  const store::LinkFact& link = *worst_->seen->link;
  Reason reason;
  reason.code = "link_carries_other_url";
  reason.text = fmt::format(
      "The link leads to {} and carries a URL of {} inside it: a reader who follows it passes "
      "through the first on the way to the second. The address of the last page says nothing about "
      "the one before it.",
      in_quotes(link.host), in_quotes(*carried_elsewhere(link)));
  if (look.history() > 0 && context.baseline.linked(look.from, link.domain) == nullptr) {
    reason.text += fmt::format(" None of this sender's {} had a link to {}.",
                               earlier_messages(look.history()), in_quotes(link.domain));
  }
  reason.innocent =
      "Shorteners, newsletters, mail gateways and click counters wrap links in the same way.";
  reason.evidence.push_back(in_text(message.id, link.where, "the link with the URL it carries"));
  return reason;
}

Reason LinkDetector::looks(const store::MessageRecord& message,
                           const relations::Look& /*look*/) const {
  const store::LinkFact& link = *worst_->seen->link;
  Reason reason;
  reason.code = "link_looks_like_a_lure";
  std::string signs;
  for (const auto& sign : shape_of(link).signs) {
    if (!signs.empty()) signs += ", ";
    signs += sign;
  }
  reason.text = fmt::format("The link to {} has {}, which lures have more often than honest links.",
                            in_quotes(link.host), signs);
  reason.innocent = "Many honest links look like that.";
  reason.evidence.push_back(in_text(message.id, link.where, "the link"));
  return reason;
}

}  // namespace letterlock::hunt
