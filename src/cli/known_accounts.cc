#include "cli/known_accounts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/nearest_word.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kNamed = 3;

// Those that hold what was written, and the one with the fewest letters changed.
std::vector<std::string_view> near_ones(std::string_view written,
                                        std::span<const std::string> known) {
  std::vector<std::string_view> near;
  const std::string lower = lower_ascii(written);
  for (const std::string& account : known) {
    const bool holds = !lower.empty() && lower_ascii(account).find(lower) != std::string::npos;
    if (holds && near.size() < kNamed) near.emplace_back(account);
  }
  const std::vector<std::string_view> words(known.begin(), known.end());
  const auto nearest = nearest_word(written, words);
  if (nearest && std::find(near.begin(), near.end(), *nearest) == near.end()) {
    near.push_back(*nearest);
  }
  return near;
}

}  // namespace

Expected<std::vector<std::string>> known_accounts(casefile::Case& the_case) {
  std::vector<std::string> known;
  if (the_case.has_logs()) {
    auto events = the_case.events();
    if (!events) return fail(std::move(events));
    auto accounts = (*events)->accounts();
    if (!accounts) return fail(std::move(accounts));
    known.reserve(accounts->size());
    for (auto& account : *accounts) known.push_back(std::move(account.account));
  }
  auto mailboxes = the_case.facts().mailboxes();
  if (!mailboxes) return fail(std::move(mailboxes));
  for (auto& mailbox : *mailboxes) {
    known.push_back(std::move(mailbox.mailbox));
    if (!mailbox.owner.empty()) known.push_back(std::move(mailbox.owner));
  }
  return known;
}

Expected<void> check_accounts(std::span<const std::string> asked,
                              std::span<const std::string> known) {
  for (const std::string& account : asked) {
    const bool found = std::any_of(known.begin(), known.end(), [&](const std::string& each) {
      return equals_ignore_case(each, account);
    });
    if (found) continue;
    std::vector<std::string_view> named = near_ones(account, known);
    const bool near = !named.empty();
    for (std::size_t i = 0; !near && i < std::min(known.size(), kNamed); ++i) {
      named.emplace_back(known[i]);
    }
    return fail(ErrorCode::not_found, "--account {}: no log and no mailbox of the case has it{}{}",
                account,
                named.empty() ? ""
                : near        ? "; near it: "
                              : "; they have, among others: ",
                fmt::join(named, ", "));
  }
  return {};
}

}  // namespace letterlock::cli
