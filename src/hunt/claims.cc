#include "hunt/claims.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "hunt/evidence.h"
#include "hunt/expectation.h"
#include "hunt/gateway.h"
#include "hunt/original.h"
#include "hunt/thread_fields.h"

namespace letterlock::hunt {
namespace {

constexpr std::size_t kMostClaims = 4;  // quoted blocks of one message that are looked up
// Mail gateways rewrite links in passing; a domain that carries other links for this many senders
// is taken for one.
constexpr std::uint32_t kGatewaySenders = relations::kCommonplaceSenders;

// What the case itself speaks against is asked about before what is merely unusual.
constexpr double kContradictionAsks = 10;
// Below this a block and a message have little to do with each other, and their links nothing.
constexpr double kSomethingInCommon = 0.5;

using Kind = content::Quote::Kind;

Kind kind_of(const store::QuoteFact& quote) { return static_cast<Kind>(quote.kind); }

bool inside(const store::PartText& part, const store::PartText& whole) {
  return part.part == whole.part && part.offset >= whole.offset &&
         part.offset + part.length <= whole.offset + whole.length;
}

store::PartText place_of(const content::TextRange& where) {
  return {where.entity, where.offset, where.length};
}

std::string when(const Claim& claim) {
  if (!claim.date) return "";
  std::string text = format_utc(*claim.date).substr(0, 16);
  if (text.size() == 16) text[10] = ' ';
  return " on " + text + (claim.date_has_zone ? " UTC" : " (zone not given)");
}

std::string party(const Claim& claim) {
  if (claim.from_name.empty()) return in_quotes(claim.from_address);
  if (claim.from_address.empty()) return in_quotes(claim.from_name);
  return in_quotes(claim.from_name) + " <" + claim.from_address + ">";
}

// The work on one message.
class Examination {
 public:
  Examination(const Context& context, const store::MessageRecord& message, Assessment& assessment,
              TruthCounts& counts)
      : context_(context), message_(message), assessment_(assessment), counts_(counts) {}

  Expected<void> run() {
    std::size_t examined = 0;
    bool reply_seen = false;
    const store::PartText* settled = nullptr;  // a block that the held parent accounts for
    for (const auto& quote : message_.quotes) {
      if (examined == kMostClaims) break;
      if (settled && inside(quote.where, *settled)) continue;
      const bool reply = kind_of(quote) == Kind::reply;
      if (reply && reply_seen) continue;  // what the quoted message quoted in turn
      reply_seen = reply_seen || reply;
      ++examined;
      auto by_thread = examine(quote);
      if (!by_thread) return fail(std::move(by_thread));
      if (*by_thread == Step::settled_by_thread) settled = &quote.where;
    }
    if (message_.quotes.empty()) check_thread_fields(context_, message_, assessment_);
    return {};
  }

 private:
  enum class Step { settled_by_thread, examined };

  Expected<Step> examine(const store::QuoteFact& quote) {
    const Claim claim = claim_of(quote, context_.baseline, message_);
    if (claim.from_address.empty() && claim.from_name.empty() && claim.message_id.empty()) {
      return Step::examined;  // names nobody: claims nothing
    }
    const bool again = is_alternative(quote);
    auto parent = parent_accounts_for(quote, claim);
    if (!parent) return fail(std::move(parent));
    if (*parent == ByParent::yes) {
      if (!again) count(counts_.held);
      return Step::settled_by_thread;
    }
    if (!is_checkable(quote, claim)) {
      if (!again) count(counts_.cannot_say);
      return Step::examined;
    }
    auto quoting = read_quoting(quote);
    if (!quoting) return fail(std::move(quoting));
    if (!quoting->quote) return Step::examined;
    auto original = *parent == ByParent::compare
                        ? compare_with_parent(*quoting)
                        : find_original(context_, message_, claim, *quoting);
    if (!original) return fail(std::move(original));
    judge(quote, claim, *original, again);
    return Step::examined;
  }

  void count(std::uint64_t& outcome) {
    ++counts_.claims;
    ++outcome;
  }

  // The same block in the other alternative of a multipart/alternative: looked at, as it may
  // differ, and counted once.
  bool is_alternative(const store::QuoteFact& quote) const {
    for (const auto& earlier : message_.quotes) {
      if (&earlier == &quote) return false;
      if (earlier.kind == quote.kind && earlier.where.part != quote.where.part &&
          earlier.from_address == quote.from_address && earlier.from_name == quote.from_name) {
        return true;
      }
    }
    return false;
  }

  // A name alone, as a cut quotation leaves it, can be true of any message.
  static bool is_checkable(const store::QuoteFact& quote, const Claim& claim) {
    return claim.date || !claim.message_id.empty() || !quote.subject.empty();
  }

  enum class ByParent { yes, compare, no };

  // Answers whose parent is held are true as far as thread fields tell. Their text is compared only
  // where a quoted link leads to a domain that the case has never seen: the parent cannot have it.
  Expected<ByParent> parent_accounts_for(const store::QuoteFact& quote, const Claim& claim) const {
    const store::MessageId parent = context_.ground.parent_id(message_.id);
    if (parent == store::kNoMessage || message_.claims_forward) return ByParent::no;
    if (kind_of(quote) != Kind::reply) {
      auto stored = context_.facts.message(parent);
      if (!stored) return fail(std::move(stored));
      if (!*stored || !is_or_quotes((*stored)->facts, claim)) return ByParent::no;
    }
    const bool strange =
        std::any_of(message_.links.begin(), message_.links.end(), [&](const store::LinkFact& link) {
          return link.in_quoted_text && relations::is_shown_link(link) &&
                 inside(link.where, quote.where) && !context_.baseline.link_domain(link.domain);
        });
    return strange ? ByParent::compare : ByParent::yes;
  }

  // The parent comes from who the block names, or has the block itself.
  bool is_or_quotes(const store::MessageFacts& parent, const Claim& claim) const {
    const auto names = [&](std::string_view address) {
      return !address.empty() && address == claim.from_address;
    };
    return std::any_of(parent.addresses.begin(), parent.addresses.end(),
                       [&](const store::AddressFact& a) {
                         return a.role == store::AddressRole::from && names(a.address);
                       }) ||
           std::any_of(parent.quotes.begin(), parent.quotes.end(),
                       [&](const store::QuoteFact& q) { return names(q.from_address); });
  }

  Expected<QuotingContent> read_quoting(const store::QuoteFact& quote) const {
    auto content = read_content(context_, message_.id);
    if (!content) return fail(std::move(content));
    QuotingContent quoting{std::move(*content), nullptr};
    for (const auto& candidate : quoting.content.quotes) {
      if (candidate.where.entity == quote.where.part &&
          candidate.where.offset == quote.where.offset) {
        quoting.quote = &candidate;
        break;
      }
    }
    return quoting;
  }

  Expected<Original> compare_with_parent(const QuotingContent& quoting) const {
    Original original;
    original.outcome = Outcome::held;
    original.how = FoundBy::thread;
    original.message = context_.ground.parent_id(message_.id);
    auto content = read_content(context_, original.message);
    if (!content) return fail(std::move(content));
    original.content = std::make_shared<content::Content>(std::move(*content));
    original.comparison = compare(quoting.content, *quoting.quote, *original.content);
    // An answer in a long thread quotes more than its parent; only a text that is mostly there can
    // be compared link by link.
    if (original.comparison->contained < 0.7) original.comparison.reset();
    return original;
  }

  void judge(const store::QuoteFact& quote, const Claim& claim, const Original& original,
             bool again) {
    const std::size_t before = assessment_.reasons.size();
    std::uint64_t* outcome = &counts_.held;
    if (original.outcome == Outcome::held) {
      if (original.comparison) judge_difference(quote, claim, original);
      if (assessment_.reasons.size() > before) outcome = &counts_.differs;
    } else if (original.outcome == Outcome::quoted_elsewhere) {
      outcome = &counts_.quoted_elsewhere;
    } else if (!original.searched) {
      outcome = &counts_.cannot_say;
      if (!again) ++counts_.not_searched;
    } else {
      const Expectation expectation = expectation_of(context_.ground, claim);
      outcome = expectation.any ? &counts_.absent : &counts_.cannot_say;
      if (expectation.any) add_absent(quote, claim, expectation);
    }
    if (!again) count(*outcome);
    drop_doubles(before);
  }

  // Both alternatives give the same reason: once is enough.
  void drop_doubles(std::size_t from) {
    auto& reasons = assessment_.reasons;
    for (std::size_t i = from; i < reasons.size(); ++i) {
      const bool known =
          std::any_of(reasons.begin(), reasons.begin() + static_cast<std::ptrdiff_t>(from),
                      [&](const Reason& r) {
                        return r.code == reasons[i].code && r.cause == reasons[i].cause;
                      });
      if (known) reasons.erase(reasons.begin() + static_cast<std::ptrdiff_t>(i--));
    }
  }

  void add_absent(const store::QuoteFact& quote, const Claim& claim,
                  const Expectation& expectation) {
    const bool forward = kind_of(quote) != Kind::reply;
    Reason reason;
    reason.detector = "thread_truth";
    reason.code = forward ? "forwarded_original_absent" : "answered_original_absent";
    reason.weight = expectation.weight;
    reason.n = expectation.n;
    reason.contradicts = expectation.telling() && forward;
    reason.cause = fmt::format("original:{}:{}", claim.from_address, claim.base_subject);
    reason.text = fmt::format(
        "{} a message said to come from {}{}{}. No such message is in the case: not by sender and "
        "time, not by subject, not by its text. It should be: {}.",
        forward ? "Forwards" : "Answers", party(claim), when(claim),
        claim.subject.empty() ? "" : " with the subject " + in_quotes(claim.subject),
        expectation.because);
    reason.innocent =
        "The original was deleted from these mailboxes before they were exported, was sent from or "
        "to another account, or the export leaves it out.";
    reason.evidence.push_back(in_text(message_.id, quote.claim, "what the block claims"));
    reason.evidence.push_back(in_text(message_.id, quote.where, "the whole quoted block"));
    assessment_.propose(
        fmt::format("Did you {} a message from {}{}? Who sent it to you, and can you send the "
                    "original as an attachment?",
                    forward ? "forward" : "answer", party(claim), when(claim)),
        kContradictionAsks + reason.weight);
    assessment_.reasons.push_back(std::move(reason));
  }

  // Rewritten on its way by a mail gateway: one that is known, or that many senders' links go
  // through.
  bool is_gateway(const ChangedLink& changed) const {
    const auto* domain = context_.baseline.link_domain(changed.quoted->registrable_domain);
    const bool usual = domain && domain->carrying_senders >= kGatewaySenders;
    if (!usual && !is_rewriting_gateway(changed.quoted->host)) return false;
    const auto& carried = changed.quoted->carried_domains;
    return !changed.original ||
           std::any_of(carried.begin(), carried.end(), [&](const std::string& inner) {
             // A carried URL that was cut in wrapping leaves the beginning of its host.
             return changed.original->registrable_domain == inner ||
                    changed.original->host.starts_with(inner);
           });
  }

  void judge_difference(const store::QuoteFact& quote, const Claim& claim,
                        const Original& original) {
    const Comparison& comparison = *original.comparison;
    for (const auto& changed : comparison.links) {
      if (is_gateway(changed) || comparison.contained < kSomethingInCommon) continue;
      add_changed_link(quote, changed, claim, original);
      return;  // one changed link says it all; the others stand in the block
    }
    if (comparison.words < 20 || comparison.contained >= 0.9 || comparison.added.empty()) return;
    Reason reason;
    reason.detector = "thread_truth";
    reason.code = "quoted_text_differs";
    reason.weight = std::min(2.0, 4 * (1 - comparison.contained));
    reason.n = 1;
    reason.cause = fmt::format("differs:{}", original.message);
    reason.text = fmt::format(
        "The quoted block repeats message #{} (found {}), but {:.0f} % of its words are not in it, "
        "among them {}.",
        original.message, found_by_words(original.how), 100 * (1 - comparison.contained),
        in_quotes(comparison.added.front()));
    reason.innocent =
        "Whoever quoted it shortened, translated or commented on it inside the block.";
    reason.evidence.push_back(in_text(message_.id, quote.where, "the block as quoted"));
    reason.evidence.push_back(in_field(original.message, "Message-ID", "the original it repeats"));
    assessment_.propose("Did you change the text that you quoted?", 0.5);
    assessment_.reasons.push_back(std::move(reason));
  }

  void add_changed_link(const store::QuoteFact& quote, const ChangedLink& changed,
                        const Claim& claim, const Original& original) {
    const bool forward = kind_of(quote) != Kind::reply;
    // An answer found by its words alone may repeat a neighbour in the thread.
    const bool sure = original.how != FoundBy::text && original.how != FoundBy::subject &&
                      original.comparison->own >= kSomethingInCommon;
    const bool same_text = original.comparison->contained >= 0.8 && (sure || forward);
    Reason reason;
    reason.detector = "thread_truth";
    reason.code = changed.original ? "quoted_link_changed" : "quoted_link_added";
    // List footers and banners of mail systems add links; they replace none.
    reason.weight = !same_text ? 1.5 : changed.original ? 5 : forward ? 3 : 1.5;
    reason.n = 1;
    reason.contradicts = same_text && changed.original;
    reason.cause = "link:" + changed.quoted->registrable_domain;
    reason.text = fmt::format(
        "The quoted block repeats message #{} (found {}), but its link leads to {}{}. In the "
        "original {}.",
        original.message, found_by_words(original.how), in_quotes(changed.quoted->host),
        changed.quoted->carried_domains.empty()
            ? std::string()
            : " and carries a link to " + in_quotes(changed.quoted->carried_domains.front()),
        changed.original ? "the link leads to " + in_quotes(changed.original->host)
                         : std::string("there is no link to that domain"));
    reason.innocent =
        "A mail gateway or mailing-list system rewrote the link on its way, or whoever quoted it "
        "corrected a link.";
    reason.evidence.push_back(
        in_text(message_.id, place_of(changed.quoted->where), "the link as quoted"));
    if (changed.original) {
      reason.evidence.push_back(
          in_text(original.message, place_of(changed.original->where), "the link in the original"));
    } else {
      reason.evidence.push_back(in_field(original.message, "Message-ID", "the original"));
    }
    assessment_.propose(
        fmt::format("Which link did the message from {} have when you received it?", party(claim)),
        kContradictionAsks + reason.weight);
    assessment_.reasons.push_back(std::move(reason));
  }

  const Context& context_;
  const store::MessageRecord& message_;
  Assessment& assessment_;
  TruthCounts& counts_;
};

}  // namespace

Expected<void> examine_claims(const Context& context, const store::MessageRecord& message,
                              Assessment& assessment, TruthCounts& counts) {
  return Examination(context, message, assessment, counts).run();
}

}  // namespace letterlock::hunt
