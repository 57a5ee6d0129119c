#include "hunt/link.h"

#include <fmt/core.h>

#include <algorithm>

#include "content/content.h"
#include "hunt/evidence.h"
#include "hunt/gateway.h"

namespace letterlock::hunt {
namespace {

using relations::Standing;

// How often the mail of an intruder brings a domain that the case has not seen, and one that only
// others have: an attack model stated here, not learnt (docs/investigate.md).
constexpr double kIntruderNew = 0.55;
constexpr double kIntruderRare = 0.09;
// A new domain alone is everyday: it stays below HuntOptions::fewest_points.
constexpr double kMostNew = 2.5;
constexpr double kHop = 1.5;          // carries another URL, through a domain that is known
constexpr double kHopThroughNew = 3;  // through one that is not
// Quoted text brings what others wrote; forwarded text is what this sender puts before the reader.
constexpr double kQuotedShare = 0.6;
// Before this many messages nothing is usual for a sender.
constexpr std::uint32_t kFewestMessages = 5;
// Quoted blocks of one message that links are looked for in: so that many of both stay linear.
constexpr std::size_t kMostQuotes = 64;

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

struct Candidate {
  const store::LinkFact* link = nullptr;
  Standing standing = Standing::own;
  const std::string* carried = nullptr;
  double weight = 0;
};

class Look {
 public:
  Look(const Context& context, const store::MessageRecord& message)
      : context_(context),
        message_(message),
        sender_(relations::sender_of(message)),
        state_(context.baseline.correspondent(sender_)) {}

  void run(Assessment& assessment) const {
    if (sender_.empty() || !relations::is_plausible(message_.date)) return;
    if (!state_ || state_->sent.messages < kFewestMessages) return;
    Candidate newest, hop;
    for (const auto& link : message_.links) {
      if (!relations::is_shown_link(link)) continue;
      const Candidate candidate = consider(link);
      if (candidate.weight > newest.weight) newest = candidate;
      if (hop_weight(candidate) > hop_weight(hop)) hop = candidate;
    }
    if (newest.link && newest.weight >= 0.5) assessment.reasons.push_back(new_domain(newest));
    if (hop.link && hop_weight(hop) > 0) assessment.reasons.push_back(carries(hop));
    const Candidate& worst = newest.link ? newest : hop;
    const double weight = newest.weight + hop_weight(hop);
    if (!worst.link) return;
    assessment.propose(fmt::format("Did you send me a link to {}, and where does it lead?",
                                   in_quotes(worst.link->host)),
                       weight);
  }

 private:
  Candidate consider(const store::LinkFact& link) const {
    Candidate candidate;
    candidate.link = &link;
    candidate.carried = carried_elsewhere(link);
    candidate.standing = context_.baseline.standing(sender_, link.domain, *message_.date);
    const double usual = context_.baseline.introduction_rate(sender_, message_.new_text_length);
    if (is_strange(candidate.standing)) {
      candidate.weight = weight_of_ratio(kIntruderNew, usual, kMostNew);
    } else if (candidate.standing == Standing::rare) {
      candidate.weight = weight_of_ratio(kIntruderRare, usual, 1);
    }
    if (quotes_other(link)) candidate.weight *= kQuotedShare;
    if (state_->broadcasts()) candidate.weight *= 0.5;
    return candidate;
  }

  // In quoted text that is no forward: somebody else wrote it.
  bool quotes_other(const store::LinkFact& link) const {
    if (!link.in_quoted_text || message_.claims_forward) return false;
    const auto end = message_.quotes.begin() +
                     static_cast<std::ptrdiff_t>(std::min(message_.quotes.size(), kMostQuotes));
    return std::none_of(message_.quotes.begin(), end, [&](const store::QuoteFact& quote) {
      const bool forward =
          static_cast<content::Quote::Kind>(quote.kind) != content::Quote::Kind::reply;
      return forward && quote.where.part == link.where.part &&
             link.where.offset >= quote.where.offset &&
             link.where.offset < quote.where.offset + quote.where.length;
    });
  }

  double hop_weight(const Candidate& candidate) const {
    if (!candidate.link || !candidate.carried) return 0;
    if (candidate.standing == Standing::own_mail) return 0;
    if (is_rewriting_gateway(candidate.link->host)) return 0;
    const auto* domain = context_.baseline.link_domain(candidate.link->domain);
    if (domain && domain->carrying_senders >= relations::kCommonplaceSenders) return 0;
    if (candidate.standing != Standing::fresh &&
        context_.baseline.carried_by(sender_, candidate.link->domain)) {
      return 0;
    }
    double weight = is_strange(candidate.standing) ? kHopThroughNew : kHop;
    if (candidate.standing == Standing::commonplace) weight = kHop / 2;
    if (quotes_other(*candidate.link)) weight *= kQuotedShare;
    if (state_->broadcasts() || relations::is_mass_mail(message_)) weight *= 0.5;
    return weight;
  }

  std::string where_seen(const Candidate& candidate) const {
    const auto* domain = context_.baseline.link_domain(candidate.link->domain);
    const auto* own = context_.baseline.linked(sender_, candidate.link->domain);
    if (!domain) {
      return fmt::format("in none of the {} earlier messages of the case",
                         context_.baseline.messages());
    }
    if (candidate.standing == Standing::fresh) {
      return fmt::format("first by this same sender on {}, and by nobody else",
                         format_utc(own ? own->first : domain->first).substr(0, 10));
    }
    return fmt::format("in {} earlier messages of {} other senders, never from this one",
                       domain->messages, domain->senders);
  }

  Reason new_domain(const Candidate& candidate) const {
    Reason reason;
    reason.detector = "link";
    reason.code = candidate.standing == Standing::rare ? "link_domain_new_from_sender"
                                                       : "link_domain_new_to_case";
    reason.weight = candidate.weight;
    reason.n = state_->sent.messages;
    reason.cause = "link:" + candidate.link->domain;
    reason.text = fmt::format(
        "Links to {}. Its domain {} has been seen {}. Of this sender's {} earlier messages, {} had "
        "links, and {} brought a domain new to the case.",
        in_quotes(candidate.link->host), in_quotes(candidate.link->domain), where_seen(candidate),
        state_->sent.messages, state_->with_links, state_->introduced);
    reason.innocent =
        "People link to new places for good reasons: a new service, a conference, an article.";
    reason.evidence.push_back(in_text(message_.id, candidate.link->where, "the link"));
    return reason;
  }

  Reason carries(const Candidate& candidate) const {
    Reason reason;
    reason.detector = "link";
    reason.code = "link_carries_other_url";
    reason.weight = hop_weight(candidate);
    reason.n = state_->sent.messages;
    reason.cause = "link:" + candidate.link->domain;
    reason.text = fmt::format(
        "The link leads to {} and carries a URL of {} inside it: a reader who follows it passes "
        "through the first on the way to the second. The address of the last page says nothing "
        "about "
        "the one before it. None of this sender's {} earlier messages had such a link through {}.",
        in_quotes(candidate.link->host), in_quotes(*candidate.carried), state_->sent.messages,
        in_quotes(candidate.link->domain));
    reason.innocent =
        "Shorteners, newsletters, mail gateways and click counters wrap links in the same way.";
    reason.evidence.push_back(
        in_text(message_.id, candidate.link->where, "the link with the URL it carries"));
    return reason;
  }

  const Context& context_;
  const store::MessageRecord& message_;
  std::string_view sender_;
  const relations::Correspondent* state_;
};

}  // namespace

Expected<void> LinkDetector::assess(const Context& context, const store::MessageRecord& message,
                                    Assessment& assessment) {
  Look(context, message).run(assessment);
  return {};
}

}  // namespace letterlock::hunt
