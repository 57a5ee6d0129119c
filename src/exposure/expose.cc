// Two passes over the events: who was there when, and what the intruder's part of it touched.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "exposure/blind_times.h"
#include "exposure/contexts.h"
#include "exposure/duplicates.h"
#include "exposure/exposure.h"
#include "exposure/judge.h"
#include "exposure/refusals.h"
#include "exposure/same_sign_in.h"
#include "exposure/seed_match.h"
#include "exposure/signs.h"

namespace letterlock::exposure {
namespace {

constexpr std::uint64_t kStep = 1 << 12;  // events between looks at the progress

// What the first pass gathers.
struct Survey {
  Runs runs;
  BlindTimes blind;
  Signs signs;
  std::vector<Grant> grants;
  std::vector<SeedHit> hits;
  std::vector<SameSignIns> same_sign_ins;
  std::map<std::string, std::uint64_t> unknown;  // operation -> events
  // Orders and changes of accounts, whoever made them: administrators act on mailboxes that the
  // record does not always name.
  std::vector<store::Event> orders;
};

constexpr std::size_t kMostOrders = 50'000;
constexpr std::size_t kMostUnknown = 10'000;  // unknown operations told apart
constexpr std::size_t kUnknownNamed = 5;

bool is_order(store::Act act) {
  using store::Act;
  return (act >= Act::inbox_rule_set && act <= Act::role_removed) && act != Act::token_used;
}

Expected<void> scan(store::EventStore& events, const store::EventFilter& filter,
                    std::string_view what, Progress& progress,
                    const std::function<void(const store::Event&)>& visit) {
  std::uint64_t done = 0;
  bool stopped = false;
  progress.stage(what, "events", 0);
  auto scanned = events.scan(filter, store::EventOrder::oldest_first, [&](const auto& event) {
    if (++done % kStep == 0) {
      progress.advance(done);
      stopped = progress.stop_requested();
    }
    visit(event);
    return !stopped;
  });
  if (!scanned) return scanned;
  if (stopped) return fail(ErrorCode::interrupted, "stopped");
  return {};
}

void note_unknown(const store::Event& event, ExposureResult& result, Survey& gathered) {
  ++result.unknown_events;
  const auto known = gathered.unknown.find(event.operation);
  if (known != gathered.unknown.end()) {
    ++known->second;
  } else if (gathered.unknown.size() < kMostUnknown) {
    gathered.unknown.emplace(event.operation, 1);
  }
}

Expected<void> survey(store::EventStore& events, const ExposureOptions& options,
                      ExposureResult& result, Survey& gathered, Progress& progress) {
  SeedWatch watch(options.seeds);
  Duplicates duplicates;
  SameSignIn same_sign_in;
  auto scanned = scan(events, {}, "who was there", progress, [&](const store::Event& event) {
    ++result.events;
    if (!event.time) {
      ++result.undated;
      return;
    }
    if (duplicates.seen(event)) {
      ++result.duplicates;
      return;
    }
    if (!result.logged) result.logged = *event.time;
    result.logged->until = std::max(result.logged->until, event.time->until);
    const RunId run = gathered.runs.add(event);
    gathered.blind.add(event);
    const auto same = same_sign_in.add(event, run);
    if (same) {
      gathered.same_sign_ins.push_back(
          {std::min(same->handle, run), std::max(same->handle, run), same->failed});
    }
    gathered.signs.add(event, same.has_value());
    if (event.act == store::Act::other) note_unknown(event, result, gathered);
    watch.add(event, run);
    for (Grant& grant : grants_of(event, run)) gathered.grants.push_back(std::move(grant));
    if (is_order(event.act) && gathered.orders.size() <= kMostOrders) {
      gathered.orders.push_back(event);
    }
  });
  if (!scanned) return scanned;
  auto files = events.files();
  if (!files) return fail(std::move(files));
  std::sort(files->begin(), files->end(),
            [](const auto& a, const auto& b) { return a.hash < b.hash; });
  for (const store::LogFile& file : *files) gathered.blind.add(file);
  gathered.hits = watch.take_hits();
  result.unknown.assign(gathered.unknown.begin(), gathered.unknown.end());
  std::stable_sort(result.unknown.begin(), result.unknown.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return {};
}

void choose_seeds(const ExposureOptions& options, ExposureResult& result) {
  result.seeds = options.seeds;
  if (!options.seeds.empty()) return;
  for (const Proposal& proposal : result.proposals) {
    if (proposal.clear) result.seeds.push_back(proposal.seed);
  }
  result.proposed = !result.seeds.empty();
}

// The case's names of the mailbox that the logs call `account`.
std::vector<std::string> held_as(const std::vector<store::MailboxCounts>& mailboxes,
                                 std::string_view account) {
  std::vector<std::string> names;
  for (const auto& mailbox : mailboxes) {
    if (equals_ignore_case(mailbox.mailbox, account) ||
        equals_ignore_case(mailbox.owner, account)) {
      names.push_back(mailbox.mailbox);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Folders that a delegate was let into, where nothing more was granted; else none.
std::vector<std::string> granted_folders(const std::vector<Grant>& grants,
                                         const ExposureResult& result,
                                         const ReachedMailbox& mailbox) {
  std::set<std::string> folders;
  for (const std::uint32_t context : mailbox.contexts) {
    const std::string& actor = result.contexts[context].actor;
    if (equals_ignore_case(actor, mailbox.account)) return {};
    bool granted = false;
    for (const Grant& grant : grants) {
      if (!equals_ignore_case(grant.account, mailbox.account)) continue;
      if (!equals_ignore_case(grant.user, actor)) continue;
      if (grant.folder.empty()) return {};
      folders.insert(grant.folder);
      granted = true;
    }
    if (!granted) return {};
  }
  return {folders.begin(), folders.end()};
}

Expected<void> list_mailboxes(store::FactStore& facts, const ExposureOptions& options,
                              const std::vector<Grant>& grants, ExposureResult& result) {
  auto held = facts.mailboxes();
  if (!held) return fail(std::move(held));
  std::map<std::string, ReachedMailbox> reached;
  for (std::uint32_t i = 0; i < result.contexts.size(); ++i) {
    const AccessContext& context = result.contexts[i];
    const std::string& account = context.mailbox.empty() ? context.actor : context.mailbox;
    if (account.empty() || !context.got_in) continue;
    auto [found, added] = reached.try_emplace(account);
    ReachedMailbox& mailbox = found->second;
    if (added) {
      mailbox.account = account;
      mailbox.case_mailboxes = held_as(*held, account);
      mailbox.entry = context.first_in;
    }
    mailbox.entry = std::min(mailbox.entry, context.first_in);
    mailbox.contexts.push_back(i);
  }
  for (auto& [account, mailbox] : reached) {
    const bool wanted =
        options.accounts.empty() || std::any_of(options.accounts.begin(), options.accounts.end(),
                                                [&, &name = account](const auto& each) {
                                                  return equals_ignore_case(each, name);
                                                });
    if (!wanted) continue;
    mailbox.folders = granted_folders(grants, result, mailbox);
    result.mailboxes.push_back(std::move(mailbox));
  }
  return {};
}

Expected<Placed> load_placed(store::FactStore& facts, const ExposureOptions& options,
                             const ExposureResult& result, Progress& progress) {
  std::map<std::string, std::uint32_t> indexes;
  for (std::uint32_t i = 0; i < result.mailboxes.size(); ++i) {
    for (const std::string& name : result.mailboxes[i].case_mailboxes) indexes.emplace(name, i);
  }
  const std::set<std::string> leaked(options.leaked_mailboxes.begin(),
                                     options.leaked_mailboxes.end());
  return Placed::load(facts, indexes, leaked, progress);
}

// Nothing (all events) where a filter would leave out what matters.
store::EventFilter of_the_reached(const ExposureResult& result, const Survey& gathered) {
  std::set<std::string> accounts;
  for (const auto& context : result.contexts) accounts.insert(context.actor);
  for (const auto& mailbox : result.mailboxes) accounts.insert(mailbox.account);
  store::EventFilter filter;
  const bool few = accounts.size() <= 200 && gathered.orders.size() <= kMostOrders;
  if (!accounts.contains("") && few) {
    filter.accounts.assign(accounts.begin(), accounts.end());
  }
  filter.undated = false;
  return filter;
}

Expected<void> judge_events(store::EventStore& events, const Survey& gathered, const Grown& grown,
                            ExposureResult& result, Judge& judge, Progress& progress) {
  const store::EventFilter filter = of_the_reached(result, gathered);
  const bool filtered = !filter.accounts.empty();
  Duplicates duplicates;
  const auto put = [&](const store::Event& event) {
    const auto run = gathered.runs.run_of(event);
    const std::uint32_t context = run ? grown.context(*run) : kNone;
    if (event.act == store::Act::other && context != kNone) ++result.unknown_in_contexts;
    judge.add(event, context);
  };
  // Orders come from the first pass, in their place by time.
  std::size_t next = 0;
  const auto put_orders = [&](UnixTime until) {
    while (filtered && next < gathered.orders.size() && gathered.orders[next].time->from <= until) {
      put(gathered.orders[next++]);
    }
  };
  auto judged = scan(events, filter, "what it touched", progress, [&](const store::Event& event) {
    if (!event.time || duplicates.seen(event)) return;
    put_orders(event.time->from);
    if (!filtered || !is_order(event.act)) put(event);
  });
  put_orders(kEverUntil);
  return judged;
}

void add_unknown(ExposureResult& result) {
  if (result.unknown_events == 0) return;
  std::string names;
  for (std::size_t i = 0; i < std::min(result.unknown.size(), kUnknownNamed); ++i) {
    names += fmt::format("{}{} ({})", i > 0 ? ", " : "", result.unknown[i].first,
                         result.unknown[i].second);
  }
  if (result.unknown.size() > kUnknownNamed) names += ", ...";
  result.remarks.push_back(fmt::format(
      "{} records are of operations without a known meaning, {} of them in the intruder's "
      "contexts; they are kept, and nothing is concluded from them: {}",
      result.unknown_events, result.unknown_in_contexts, names));
}

void add_remarks(ExposureResult& result) {
  if (result.undated > 0) {
    result.remarks.push_back(
        fmt::format("{} records have no time that can be read and are left out", result.undated));
  }
  for (const ReachedMailbox& mailbox : result.mailboxes) {
    if (mailbox.case_mailboxes.empty()) {
      result.remarks.push_back(fmt::format(
          "the mailbox of {} is not in the case: only messages that records name can be listed",
          mailbox.account));
    }
    if (!mailbox.eviction) {
      result.remarks.push_back(fmt::format(
          "no record shows that the access to {} was ended: what arrived later counts as reachable",
          mailbox.account));
    }
  }
}

}  // namespace

Expected<ExposureResult> expose(store::FactStore& facts, store::EventStore& events,
                                const ExposureOptions& options, Progress& progress) {
  ExposureResult result;
  Survey gathered;
  if (auto done = survey(events, options, result, gathered, progress); !done) {
    return fail(std::move(done));
  }
  result.has_logs = result.events > 0;
  result.proposals = gathered.signs.proposals();
  choose_seeds(options, result);
  result.refused_nothing = Refusals(options.refused).idle(gathered.runs);
  for (const std::string& value : result.refused_nothing) {
    result.remarks.push_back(
        fmt::format("no record has the value {}, so --not with it refuses nothing", value));
  }
  const GrowthOptions growth{result.seeds,  options.refused, options.accounts, options.from,
                             options.until, options.minutes, result.proposed};
  std::vector<SeedHit> hits = match_seeds(gathered.runs, result.seeds);
  hits.insert(hits.end(), gathered.hits.begin(), gathered.hits.end());
  std::sort(hits.begin(), hits.end());
  Grown grown = grow(gathered.runs, hits, gathered.grants, gathered.same_sign_ins, growth);
  result.steps = std::move(grown.steps);
  result.contexts = std::move(grown.contexts);
  result.left_out = std::move(grown.left_out);
  if (result.contexts.empty()) {
    add_unknown(result);
    return result;
  }
  if (auto listed = list_mailboxes(facts, options, gathered.grants, result); !listed) {
    return fail(std::move(listed));
  }
  auto placed = load_placed(facts, options, result, progress);
  if (!placed) return fail(std::move(placed));

  Judge judge(result, *placed);
  if (auto judged = judge_events(events, gathered, grown, result, judge, progress); !judged) {
    return fail(std::move(judged));
  }
  judge.end_of_events();
  for (ReachedMailbox& mailbox : result.mailboxes) {
    mailbox.coverage = gathered.blind.coverage(mailbox.account);
  }
  if (auto done = judge.finish(facts, options); !done) return fail(std::move(done));
  add_remarks(result);
  add_unknown(result);
  return result;
}

}  // namespace letterlock::exposure
