#include "cli/event_conditions.h"

#include <algorithm>

#include "auth/partial_date.h"
#include "base/ascii.h"

namespace letterlock::cli {
namespace {

std::optional<unsigned> two_digits(std::string_view text, unsigned below) {
  if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  const unsigned value =
      static_cast<unsigned>(text[0] - '0') * 10 + static_cast<unsigned>(text[1] - '0');
  return value < below ? std::optional(value) : std::nullopt;
}

// "13:05" or "13:05:30", as its first second of the day and how many seconds it means.
std::optional<std::pair<UnixTime, UnixTime>> clock_of(std::string_view text) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  if (text.size() != 5 && text.size() != 8) return std::nullopt;
  const auto hour = two_digits(text.substr(0, 2), 24), minute = two_digits(text.substr(3, 2), 60);
  if (!hour || !minute || text[2] != ':') return std::nullopt;
  const UnixTime begin = *hour * 3600 + *minute * 60;
  if (text.size() == 5) return std::pair<UnixTime, UnixTime>(begin, 60);
  const auto second = two_digits(text.substr(6, 2), 60);
  if (!second || text[5] != ':') return std::nullopt;
  return std::pair<UnixTime, UnixTime>(begin + *second, 1);
}

}  // namespace

Expected<UnixTime> edge_of(const std::string& option, const std::string& text, Edge edge) {
  const std::size_t t = text.find_first_of("T ");
  const auto date = auth::PartialDate::parse(text.substr(0, t));
  if (date && t == std::string::npos) {
    return edge == Edge::beginning ? date->earliest() : date->latest() + 1;
  }
  const auto clock = t == std::string::npos ? std::nullopt : clock_of(text.substr(t + 1));
  if (date && clock && t == 10) {
    return date->earliest() + clock->first + (edge == Edge::end ? clock->second : 0);
  }
  return fail(ErrorCode::usage,
              "{} {}: give a time such as 2024-06, 2024-06-15 or 2024-06-15T13:05", option, text);
}

Expected<store::EventFilter::Network> network_of(const std::string& option,
                                                 const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(std::string_view(text).substr(0, slash));
  unsigned prefix = 128;
  bool good = address.has_value();
  if (good && slash != std::string::npos) {
    const std::string digits = text.substr(slash + 1);
    good = !digits.empty() && digits.size() <= 3 &&
           std::all_of(digits.begin(), digits.end(), is_digit);
    prefix = good ? static_cast<unsigned>(std::stoul(digits)) : 0;
    good = good && prefix <= address->size() * 8;
  }
  if (!good) {
    return fail(ErrorCode::usage, "{} {}: give an address or a network such as 192.0.2.0/24",
                option, text);
  }
  return store::EventFilter::Network{address->unmapped(), prefix};
}

Expected<store::EventFilter> filter_of(const Options::EventConditions& conditions) {
  store::EventFilter filter;
  filter.accounts = conditions.accounts;
  filter.sessions = conditions.sessions;
  filter.apps = conditions.apps;
  filter.operations = conditions.operations;
  for (const std::string& ip : conditions.ips) {
    auto network = network_of("--ip", ip);
    if (!network) return fail(std::move(network));
    filter.networks.push_back(*network);
  }
  for (const std::string& name : conditions.acts) {
    const auto act = store::act_of(name);
    if (!act) {
      return fail(ErrorCode::usage, "--act {}: there is no such act (docs/logs.md lists them)",
                  name);
    }
    filter.acts.push_back(*act);
  }
  if (!conditions.from.empty()) {
    auto from = edge_of("--from", conditions.from, Edge::beginning);
    if (!from) return fail(std::move(from));
    filter.from = *from;
  }
  if (!conditions.to.empty()) {
    auto to = edge_of("--to", conditions.to, Edge::end);
    if (!to) return fail(std::move(to));
    filter.until = *to;
  }
  return filter;
}

}  // namespace letterlock::cli
