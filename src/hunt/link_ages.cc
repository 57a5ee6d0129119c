#include "hunt/link_ages.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "base/counted.h"
#include "hunt/evidence.h"
#include "relations/keys.h"

namespace letterlock::hunt {
namespace {

using store::AddressRole;
using store::Query;

constexpr std::size_t kMostRecipients = 3;
// Messages with links to one domain that are read from the store; the first ones of more.
constexpr std::uint64_t kMostRead = 300;
constexpr std::size_t kMostDomains = 256;  // kept for further questions

// Those in To first.
std::vector<std::string_view> recipients_of(const store::MessageRecord& message,
                                            std::string_view sender) {
  std::vector<std::string_view> found;
  for (const AddressRole role : {AddressRole::to, AddressRole::cc, AddressRole::bcc}) {
    for (const auto& address : message.addresses) {
      if (found.size() == kMostRecipients) return found;
      if (address.role != role || address.address.empty() || address.address == sender) continue;
      if (std::find(found.begin(), found.end(), address.address) != found.end()) continue;
      found.push_back(address.address);
    }
  }
  return found;
}

std::optional<UnixTime> known_time(UnixTime at) {
  return at == 0 ? std::nullopt : std::optional(at);
}

Query condition(Query::Op op, std::string text) {
  Query query;
  query.op = op;
  query.text = std::move(text);
  return query;
}

std::string when(const Sighting& seen, std::optional<UnixTime> at) {
  if (seen.messages == 0) {
    return seen.of == 0 ? std::string("never before (no earlier message)")
                        : fmt::format("never before (none of {})", earlier_messages(seen.of));
  }
  std::string text = seen.first ? "on " + format_utc(*seen.first).substr(0, 10)
                                : std::string("in a message without a date");
  text += " (";
  if (seen.first && at) {
    const UnixTime days = (*at - *seen.first) / relations::kDay;
    text += days >= 0 ? counted(static_cast<std::uint64_t>(days), "day", "days") + " before, "
                      : counted(static_cast<std::uint64_t>(-days), "day", "days") + " after, ";
  }
  return text + fmt::format("in {}{} of {})", seen.messages, seen.more ? " or more" : "",
                            earlier_messages(std::max(seen.of, seen.messages)));
}

}  // namespace

LinkAges ages_of(const Context& context, const store::MessageRecord& message,
                 const relations::Look& look, std::string_view domain) {
  const relations::Baseline& baseline = context.baseline;
  LinkAges ages;
  ages.domain = domain;
  ages.in_case.of = baseline.messages();
  ages.from_sender.of = look.history();
  if (const auto* known = baseline.link_domain(domain)) {
    ages.in_case.messages = known->messages;
    ages.in_case.first = known_time(known->first);
    ages.in_case.first_message = known->first_message;
  }
  if (const auto* own = baseline.linked(look.from, domain)) {
    ages.from_sender.messages = own->messages;
    ages.from_sender.first = known_time(own->first);
  }
  for (const std::string_view address : recipients_of(message, look.from)) {
    LinkAges::ToRecipient to;
    to.address = address;
    if (const auto* known = baseline.correspondent(address)) to.seen.of = known->received;
    ages.to.push_back(std::move(to));
  }
  return ages;
}

std::string ages_sentence(const LinkAges& ages, std::optional<UnixTime> at) {
  std::string text =
      fmt::format("First links to {}: in the case {}, from this sender {}", in_quotes(ages.domain),
                  when(ages.in_case, at), when(ages.from_sender, at));
  for (const auto& to : ages.to) {
    text += fmt::format(", to {} {}", in_quotes(to.address), when(to.seen, at));
  }
  return text + '.';
}

Expected<std::optional<LinkHistory::Met>> LinkHistory::look_at(store::MessageId id,
                                                               const std::string& domain) {
  auto stored = facts_.message(id);
  if (!stored) return fail(std::move(stored));
  if (!*stored) return std::optional<Met>();
  store::MessageFacts& facts = (*stored)->facts;
  const auto link = std::find_if(
      facts.links.begin(), facts.links.end(),
      [&](const store::LinkFact& one) { return relations::shows_domain(one, domain); });
  if (link == facts.links.end()) return std::optional<Met>();
  Met met;
  met.message = id;
  if (relations::is_plausible(facts.date)) met.date = facts.date;
  met.message_id = std::move(facts.message_id);
  met.from = relations::sender_of(facts.addresses);
  for (auto& address : facts.addresses) {
    if (relations::is_recipient(address.role)) met.to.push_back(std::move(address.address));
  }
  met.where = link->where;
  return std::optional(std::move(met));
}

Expected<LinkHistory::History> LinkHistory::read(const Query& query, const std::string& domain) {
  std::uint64_t total = 0;
  auto hits = facts_.search(query, kMostRead, 0, &total);
  if (hits && total > kMostRead) {  // the newest; wanted are the oldest
    hits = facts_.search(query, kMostRead, total - kMostRead, &total);
  }
  if (!hits) return fail(std::move(hits));
  History history;
  history.all = total <= kMostRead;
  std::set<std::tuple<std::string, std::string, std::optional<UnixTime>>> seen;
  for (auto hit = hits->rbegin(); hit != hits->rend(); ++hit) {
    auto met = look_at(hit->message.id, domain);
    if (!met) return fail(std::move(met));
    if (!*met) continue;
    // Copies of one message count once.
    const bool again = !(*met)->message_id.empty() &&
                       !seen.emplace((*met)->message_id, (*met)->from, (*met)->date).second;
    if (!again) history.met.push_back(std::move(**met));
  }
  std::stable_sort(history.met.begin(), history.met.end(), [](const Met& a, const Met& b) {
    constexpr UnixTime kLast = std::numeric_limits<UnixTime>::max();
    return std::pair(a.date.value_or(kLast), a.message) <
           std::pair(b.date.value_or(kLast), b.message);
  });
  return history;
}

Expected<const LinkHistory::History*> LinkHistory::of_domain(const std::string& domain) {
  auto known = domains_.find(domain);
  if (known == domains_.end()) {
    auto history = read(condition(Query::Op::link, domain), domain);
    if (!history) return fail(std::move(history));
    if (domains_.size() == kMostDomains) domains_.clear();
    known = domains_.emplace(domain, std::move(*history)).first;
  }
  return &known->second;
}

// What stands before the message found, of one sender or to one recipient.
Expected<LinkHistory::History> LinkHistory::before(const Finding& finding,
                                                   const std::string& domain, Query::Op whose,
                                                   const std::string& address) {
  auto all = of_domain(domain);
  if (!all) return fail(std::move(all));
  History narrow;
  const History* history = *all;
  if (!history->all) {
    Query both;
    both.op = Query::Op::both;
    both.children = {condition(Query::Op::link, domain), condition(whose, address)};
    auto asked = read(both, domain);
    if (!asked) return fail(std::move(asked));
    narrow = std::move(*asked);
    history = &narrow;
  }
  History found;
  found.all = history->all;
  for (const Met& met : history->met) {
    const bool theirs = whose == Query::Op::from
                            ? met.from == address
                            : std::find(met.to.begin(), met.to.end(), address) != met.to.end();
    if (!theirs || met.message == finding.message) continue;
    if (finding.message != kGuest) {  // which comes after all that the case holds
      const bool copy = !met.message_id.empty() && met.message_id == finding.message_id &&
                        met.date == finding.date && met.from == finding.from_address;
      const bool earlier = met.date && finding.date ? std::pair(*met.date, met.message) <
                                                          std::pair(*finding.date, finding.message)
                                                    : met.date.has_value();
      if (copy || !earlier) continue;
    }
    found.met.push_back(met);
  }
  return found;
}

Expected<void> LinkHistory::add_recipients(const Finding& finding, LinkAges& ages) {
  if (ages.in_case.messages == 0) return {};
  for (auto& to : ages.to) {
    auto found = before(finding, ages.domain, Query::Op::to, to.address);
    if (!found) return fail(std::move(found));
    to.seen.messages = found->met.size();
    to.seen.more = !found->all;
    if (found->met.empty()) continue;
    to.seen.first = found->met.front().date;
    to.seen.first_message = found->met.front().message;
  }
  return {};
}

Expected<void> LinkHistory::add_evidence(const Finding& finding, Reason& reason) {
  LinkAges& ages = *reason.ages;
  if (ages.from_sender.messages > 0) {
    auto found = before(finding, ages.domain, Query::Op::from, finding.from_address);
    if (!found) return fail(std::move(found));
    if (!found->met.empty()) ages.from_sender.first_message = found->met.front().message;
  }
  std::vector<std::pair<store::MessageId, std::string>> firsts;
  const auto note = [&](const Sighting& seen, const std::string& what) {
    if (seen.messages == 0 || seen.first_message == store::kNoMessage) return;
    const auto known = std::find_if(firsts.begin(), firsts.end(), [&](const auto& one) {
      return one.first == seen.first_message;
    });
    if (known == firsts.end()) {
      firsts.emplace_back(seen.first_message, "the first link there " + what);
    } else {
      known->second += " and " + what;
    }
  };
  note(ages.in_case, "in the case");
  note(ages.from_sender, "of this sender");
  for (const auto& to : ages.to) note(to.seen, "to " + in_quotes(to.address));
  for (auto& [message, shows] : firsts) {
    auto met = look_at(message, ages.domain);
    if (!met) return fail(std::move(met));
    if (*met) reason.evidence.push_back(in_text(message, (*met)->where, std::move(shows)));
  }
  return {};
}

Expected<void> LinkHistory::complete(Finding& finding) {
  std::vector<const Reason*> told;  // the first about each domain
  for (Reason& reason : finding.reasons) {
    if (!reason.ages) continue;
    const auto first = std::find_if(told.begin(), told.end(), [&](const Reason* one) {
      return one->ages->domain == reason.ages->domain;
    });
    if (first != told.end()) {
      reason.ages = (*first)->ages;
      continue;
    }
    if (auto added = add_recipients(finding, *reason.ages); !added) return added;
    if (auto added = add_evidence(finding, reason); !added) return added;
    reason.text += ' ' + ages_sentence(*reason.ages, finding.date);
    told.push_back(&reason);
  }
  return {};
}

}  // namespace letterlock::hunt
