#include "store/event_filter.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::store {
namespace {

bool is_one_of(const std::vector<std::string>& wanted, std::string_view text) {
  if (text.empty()) return false;
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& one) { return equals_ignore_case(one, text); });
}

bool either(const std::vector<std::string>& wanted, std::string_view a, std::string_view b) {
  return wanted.empty() || is_one_of(wanted, a) || is_one_of(wanted, b);
}

bool in_time(const EventFilter& filter, const std::optional<TimeSpan>& time) {
  if (!filter.from && !filter.until) return time || filter.undated;
  if (!time) return false;
  return (!filter.from || time->until >= *filter.from) &&
         (!filter.until || time->from < *filter.until);
}

bool in_network(const EventFilter& filter, const std::optional<IpAddress>& ip) {
  if (filter.networks.empty()) return true;
  if (!ip) return false;
  return std::any_of(filter.networks.begin(), filter.networks.end(), [&](const auto& network) {
    return ip->shares_prefix(network.address, network.prefix);
  });
}

}  // namespace

bool matches(const EventFilter& filter, const Event& event) {
  if (!filter.acts.empty() &&
      std::find(filter.acts.begin(), filter.acts.end(), event.act) == filter.acts.end()) {
    return false;
  }
  if (filter.file && event.place.file != *filter.file) return false;
  return in_time(filter, event.time) && in_network(filter, event.from.ip) &&
         either(filter.accounts, event.actor, event.mailbox) &&
         either(filter.sessions, event.session, {}) && either(filter.tokens, event.token, {}) &&
         either(filter.apps, event.app_id, event.app_name) &&
         either(filter.user_agents, event.user_agent, event.client) &&
         either(filter.operations, event.operation, {});
}

}  // namespace letterlock::store
