#include "hunt/held.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace letterlock::hunt {
namespace {

// Between the first and the last message of the mailboxes.
UnixTime days_of(const Ground& ground) {
  std::optional<UnixTime> first, last;
  for (const HeldMailbox& mailbox : ground.mailboxes()) {
    if (mailbox.first) first = std::min(first.value_or(*mailbox.first), *mailbox.first);
    if (mailbox.last) last = std::max(last.value_or(*mailbox.last), *mailbox.last);
  }
  return first && last ? (*last - *first) / relations::kDay + 1 : 0;
}

}  // namespace

Held::Held(const HuntOptions& options, const Ground& ground, std::set<std::size_t> only)
    : options_(options), only_(std::move(only)) {
  constexpr std::uint64_t kMostLikely = 1'000'000'000;
  const std::uint64_t budget =
      std::min(kMostLikely, budget_of(options, ground.messages(), days_of(ground)));
  likely_ = budget + budget / 4;
  most_ = options.held_at_most.value_or(4 * likely_ + 2 * options.contradictions_at_most + 500);
}

std::size_t Held::add(Finding finding) {
  const std::size_t place = notes_.all().size();
  notes_.add(finding);
  if (!only_.empty()) {
    if (only_.contains(place)) whole_.emplace(place, std::move(finding));
    return place;
  }
  if (most_ == 0) return place;
  whole_.emplace(place, std::move(finding));
  if (whole_.size() > most_) give_up_the_hopeless();
  return place;
}

void Held::give_up_the_hopeless() {
  const Shortlist list = shortlist(notes_, options_, likely_);
  std::unordered_map<std::size_t, Finding> hopeful;
  for (const auto* choices : {&list.findings, &list.besides}) {
    for (const Choice& choice : *choices) {
      if (hopeful.size() > most_ / 2 + 1) break;  // or this would have to be done at every message
      hopeful.insert(whole_.extract(choice.place));
    }
  }
  whole_ = std::move(hopeful);
}

std::set<std::size_t> Held::missing(const Shortlist& list) const {
  std::set<std::size_t> places;
  for (const auto* choices : {&list.findings, &list.besides}) {
    for (const Choice& choice : *choices) {
      if (!whole_.contains(choice.place)) places.insert(choice.place);
    }
  }
  return places;
}

std::vector<Finding> Held::take(std::vector<Choice>& choices) {
  std::vector<Finding> findings;
  findings.reserve(choices.size());
  for (Choice& choice : choices) {
    Finding& finding = findings.emplace_back(std::move(whole_.at(choice.place)));
    finding.outside_budget = choice.outside_budget;
    finding.repeats = std::move(choice.repeats);
    if (auto copies = copies_.extract(choice.place)) finding.copies = std::move(copies.mapped());
  }
  return findings;
}

}  // namespace letterlock::hunt
