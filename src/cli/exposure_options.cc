#include "cli/exposure_options.h"

#include "cli/hunt_budget.h"
#include "cli/known_accounts.h"

namespace letterlock::cli {
namespace {

using exposure::Seed;

constexpr UnixTime kAroundMessage = 600;  // between a message's Date and the record of its sending
constexpr UnixTime kDay = 86'400;
constexpr std::size_t kMailboxesNamed = 8;

// A message of the case that the intruder sent, or a Message-ID that only logs may know.
Expected<Seed> message_seed(casefile::Case& the_case, const std::string& name) {
  auto id = the_case.resolve(name);
  if (!id) {
    if (id.error().code != ErrorCode::not_found || name.find('@') == std::string::npos) {
      return fail(std::move(id));
    }
    return exposure::make_seed(Seed::Kind::message, name);
  }
  auto found = the_case.facts().summaries(std::span(&*id, 1));
  if (!found) return fail(std::move(found));
  if (found->empty()) return fail(ErrorCode::not_found, "{}: no such message", name);
  const store::MessageSummary& message = found->front();
  Seed seed;
  seed.kind = Seed::Kind::message;
  seed.value = message.message_id;
  seed.account = message.from_address;
  seed.subject = message.subject;
  if (message.date) {
    seed.time = store::TimeSpan{*message.date - kAroundMessage, *message.date + kAroundMessage};
  }
  return seed;
}

Expected<std::vector<Seed>> seeds_of(casefile::Case& the_case, const Options::Exposure& asked) {
  std::vector<Seed> seeds;
  const auto add = [&](Seed::Kind kind, const std::vector<std::string>& values) -> Expected<void> {
    for (const std::string& value : values) {
      auto seed = kind == Seed::Kind::message ? message_seed(the_case, value)
                                              : exposure::make_seed(kind, value);
      if (!seed) return fail(std::move(seed));
      seeds.push_back(std::move(*seed));
    }
    return {};
  };
  const std::pair<Seed::Kind, const std::vector<std::string>*> kinds[] = {
      {Seed::Kind::address, &asked.addresses}, {Seed::Kind::session, &asked.sessions},
      {Seed::Kind::token, &asked.tokens},      {Seed::Kind::app, &asked.apps},
      {Seed::Kind::client, &asked.clients},    {Seed::Kind::rule, &asked.rules},
      {Seed::Kind::message, &asked.messages}};
  for (const auto& [kind, values] : kinds) {
    if (auto done = add(kind, *values); !done) return fail(std::move(done));
  }
  return seeds;
}

// A mailbox that the case does not hold would leave every class as it is without a word.
Expected<void> check_leaked(casefile::Case& the_case, const std::vector<std::string>& leaked) {
  if (leaked.empty()) return {};
  auto held = the_case.facts().mailboxes();
  if (!held) return fail(std::move(held));
  for (const std::string& name : leaked) {
    std::string some;
    std::size_t listed = 0;
    bool found = false;
    for (const auto& mailbox : *held) {
      found = found || mailbox.mailbox == name;
      if (listed++ < kMailboxesNamed) some += (some.empty() ? "" : ", ") + mailbox.mailbox;
    }
    if (found) continue;
    return fail(ErrorCode::not_found, "--leaked {}: no such mailbox in the case; it holds {}{}",
                name, some, listed > kMailboxesNamed ? ", ..." : "");
  }
  return {};
}

}  // namespace

Expected<exposure::ExposureOptions> exposure_options_of(casefile::Case& the_case,
                                                        const Options::Exposure& asked) {
  exposure::ExposureOptions options;
  auto seeds = seeds_of(the_case, asked);
  if (!seeds) return fail(std::move(seeds));
  options.seeds = std::move(*seeds);
  options.refused = asked.refused;
  options.accounts = asked.accounts;
  if (!asked.accounts.empty()) {
    auto known = known_accounts(the_case);
    if (!known) return fail(std::move(known));
    if (auto checked = check_accounts(asked.accounts, *known); !checked) {
      return fail(std::move(checked));
    }
  }
  if (auto checked = check_leaked(the_case, asked.leaked); !checked) {
    return fail(std::move(checked));
  }
  options.leaked_mailboxes = asked.leaked;
  if (!asked.from.empty()) {
    auto from = beginning_of(asked.from, "--from");
    if (!from) return fail(std::move(from));
    options.from = *from;
  }
  if (!asked.to.empty()) {
    auto to = beginning_of(asked.to, "--to");
    if (!to) return fail(std::move(to));
    options.until = *to + kDay;  // the day named is part of it
  }
  return options;
}

bool names_access(const Options::Exposure& asked) {
  return !asked.addresses.empty() || !asked.sessions.empty() || !asked.tokens.empty() ||
         !asked.apps.empty() || !asked.clients.empty() || !asked.rules.empty() ||
         !asked.messages.empty() || !asked.refused.empty() || !asked.accounts.empty() ||
         !asked.from.empty() || !asked.to.empty();
}

}  // namespace letterlock::cli
