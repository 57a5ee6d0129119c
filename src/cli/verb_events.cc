#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/event_conditions.h"
#include "cli/event_json.h"
#include "cli/exit_code.h"
#include "cli/known_accounts.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "exposure/same_sign_in.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kMessagesShown = 3;  // of one event

// What the act was on, in a few words.
std::string what_of(const store::Event& event) {
  std::string text;
  for (const store::NamedFolder& folder : event.folders) {
    text += (text.empty() ? "" : ", ") + printable(folder.path.empty() ? folder.id : folder.path);
  }
  std::size_t shown = 0;
  for (const store::NamedMessage& message : event.messages) {
    if (shown++ == kMessagesShown) {
      text += fmt::format(" and {} more", event.messages.size() - kMessagesShown);
      break;
    }
    const bool named = !message.subject.empty() || !message.message_id.empty();
    if (!named) continue;
    text += text.empty() ? "" : " ";
    text += message.subject.empty() ? "<" + printable(message.message_id) + ">"
                                    : "\"" + printable(ellipsize(message.subject, 40)) + "\"";
  }
  if (text.empty()) text = printable(event.query.empty() ? event.target : event.query);
  return ellipsize(text, 160);
}

// The other record of a sign-in that two logs tell, by event.
using Twins = std::unordered_map<store::EventId, store::EventId>;

// Those that the filter may show: one of two may lie outside it.
Expected<Twins> find_twins(store::EventStore& events, const store::EventFilter& filter) {
  constexpr UnixTime kApart = 600;
  const auto is_sign_in = [](store::Act act) {
    return act == store::Act::sign_in || act == store::Act::sign_in_failed;
  };
  Twins twins;
  const bool any =
      filter.acts.empty() || std::any_of(filter.acts.begin(), filter.acts.end(), is_sign_in);
  if (!any) return twins;
  store::EventFilter sign_ins;
  sign_ins.acts = {store::Act::sign_in, store::Act::sign_in_failed};
  sign_ins.undated = false;
  if (filter.from) sign_ins.from = *filter.from - kApart;
  if (filter.until) sign_ins.until = *filter.until + kApart;
  exposure::SameSignIn same;
  std::vector<store::EventId> ids;
  auto scanned =
      events.scan(sign_ins, store::EventOrder::oldest_first, [&](const store::Event& event) {
        const auto handle = static_cast<exposure::SameSignIn::Handle>(ids.size());
        if (const auto twin = same.add(event, handle)) {
          twins.emplace(event.id, ids[twin->handle]);
          twins.emplace(ids[twin->handle], event.id);
        }
        ids.push_back(event.id);
        return true;
      });
  if (!scanned) return fail(std::move(scanned));
  return twins;
}

std::string event_text(const store::Event& event, bool in_two_logs) {
  const std::string when = event.time ? format_utc(event.time->from) : "no time";
  std::string line =
      fmt::format("{:<20}  {:<22} {}", when,
                  event.act == store::Act::other ? printable(ellipsize(event.operation, 22))
                                                 : std::string(store::act_name(event.act)),
                  event.actor.empty() ? "?" : printable(event.actor));
  if (!event.mailbox.empty() && event.mailbox != event.actor) {
    line += " in " + printable(event.mailbox);
  }
  if (event.from.ip) line += " from " + event.from.ip->text();
  if (!event.from.country.empty()) line += " (" + printable(event.from.country) + ")";
  const std::string& app = event.app_name.empty() ? event.client : event.app_name;
  if (!app.empty()) line += " with " + printable(ellipsize(app, 40));
  if (event.outcome == store::Outcome::failed) line += ", failed";
  if (in_two_logs) line += ", in 2 logs";
  if (event.throttled) line += ", throttled";
  if (event.incomplete) line += ", incomplete";
  line += '\n';
  if (const std::string what = what_of(event); !what.empty()) {
    line += fmt::format("{:22}{}\n", "", what);
  }
  return line;
}

std::string totals_text(const store::EventCounts& counts) {
  std::string text = fmt::format(
      "\n{:>12}  {} in the case, of {} in {}{}\n", grouped(counts.events),
      counts.events == 1 ? "event" : "events", counted(counts.records, "record", "records"),
      counted(counts.files, "log", "logs"),
      counts.undated > 0 ? fmt::format(", {} without a time", grouped(counts.undated)) : "");
  for (const auto& [act, events] : counts.acts) {
    text += fmt::format("{:>12}  {}\n", grouped(events), store::act_name(act));
  }
  return text;
}

bool is_unconditional(const Options::EventConditions& conditions) {
  return conditions.accounts.empty() && conditions.ips.empty() && conditions.sessions.empty() &&
         conditions.apps.empty() && conditions.acts.empty() && conditions.operations.empty() &&
         conditions.from.empty() && conditions.to.empty();
}

std::string summary_json(std::uint64_t shown, std::uint64_t total,
                         const store::EventCounts& counts) {
  JsonWriter json;
  json.object().member("shown", shown).member("matching", total);
  json.member("events", counts.events).member("records", counts.records);
  json.member("logs", counts.files).member("undated", counts.undated);
  json.member("other", counts.other);
  json.key("acts").object();
  for (const auto& [act, events] : counts.acts) json.member(store::act_name(act), events);
  json.end().key("operations").object();
  for (const auto& [operation, events] : counts.operations) json.member(operation, events);
  json.end().end();
  return report::summary_line(json.take());
}

}  // namespace

int run_events(const Options& options, const Surroundings& surroundings) {
  auto filter = filter_of(options.events);
  if (!filter) return report(filter.error());
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  auto events = opened->events();
  if (!events) return report(events.error());
  if (!options.events.accounts.empty()) {
    auto known = known_accounts(*opened);
    if (!known) return report(known.error());
    if (auto checked = check_accounts(options.events.accounts, *known); !checked) {
      return report(checked.error());
    }
  }
  const auto twins = find_twins(**events, *filter);
  if (!twins) return report(twins.error());
  bool twice = false;
  std::uint64_t total = 0, shown = 0;
  const auto order = options.events.oldest_first ? store::EventOrder::oldest_first
                                                 : store::EventOrder::newest_first;
  auto scanned = (*events)->scan(*filter, order, [&](const store::Event& event) {
    ++total;
    if (options.limit > 0 && shown == options.limit) return true;
    ++shown;
    const auto twin = twins->find(event.id);
    const bool told_twice = twin != twins->end();
    twice = twice || told_twice;
    print_out(options.json
                  ? report::json_line(
                        "event", event_json(event, told_twice ? twin->second : store::kNoEvent))
                  : event_text(event, told_twice));
    return true;
  });
  if (!scanned) return report(scanned.error());
  auto counts = (*events)->counts();
  if (!counts) return report(counts.error());
  if (options.json) {
    print_out(summary_json(shown, total, *counts));
  } else if (total == 0) {
    print_out(fmt::format("No event meets the conditions; the case holds {}.\n",
                          counted(counts->events, "event", "events")));
  } else {
    print_out(fmt::format("{} of {}{}\n", grouped(shown), counted(total, "event", "events"),
                          shown < total ? " (--limit 0 shows all)" : ""));
    if (twice) print_out("\"in 2 logs\": one sign-in, listed with the record of either log\n");
    if (is_unconditional(options.events)) print_out(totals_text(*counts));
  }
  return total > 0 ? kDone : kAnswerIsNo;
}

}  // namespace letterlock::cli
