#include "exposure/refusals.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

constexpr std::string_view kAddress = "address:";

}  // namespace

Refusals::Refusals(std::span<const std::string> values) : values_(values) {
  networks_.reserve(values.size());
  for (const std::string_view value : values) {
    const bool named = value.size() >= kAddress.size() &&
                       equals_ignore_case(value.substr(0, kAddress.size()), kAddress);
    networks_.push_back(Network::parse(named ? value.substr(kAddress.size()) : value));
  }
}

bool Refusals::covers(std::size_t index, std::string_view kind, std::string_view value) const {
  if (value.empty()) return false;
  const std::string_view refused = values_[index];
  if (equals_ignore_case(refused, value)) return true;
  if (networks_[index] && kind == "address" && networks_[index]->contains(value)) return true;
  const auto colon = refused.find(':');
  return colon != std::string_view::npos && refused.substr(0, colon) == kind &&
         equals_ignore_case(refused.substr(colon + 1), value);
}

bool Refusals::covers(std::size_t index, const Runs& runs, const WayKey& key) const {
  return covers(index, "address", runs.name(key.address)) ||
         covers(index, "session", runs.name(key.session)) ||
         covers(index, "app", runs.name(key.app)) ||
         covers(index, "client", runs.name(key.client)) ||
         covers(index, "client", runs.name(key.user_agent)) ||
         covers(index, "account", runs.name(key.actor)) ||
         covers(index, "account", runs.name(key.mailbox));
}

bool Refusals::covers(std::string_view kind, std::string_view value) const {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (covers(i, kind, value)) return true;
  }
  return false;
}

bool Refusals::covers(const Runs& runs, const WayKey& key) const {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (covers(i, runs, key)) return true;
  }
  return false;
}

std::vector<std::string> Refusals::idle(const Runs& runs) const {
  std::vector<std::string> idle;
  if (values_.empty()) return idle;
  const std::vector<Runs::TokenUse> tokens = runs.token_uses();
  for (std::size_t i = 0; i < values_.size(); ++i) {
    bool found = std::any_of(tokens.begin(), tokens.end(), [&](const Runs::TokenUse& use) {
      return covers(i, "token", runs.name(use.token));
    });
    for (WayId way = 0; way < runs.ways() && !found; ++way) {
      found = covers(i, runs, runs.way(way).key);
    }
    if (!found) idle.push_back(values_[i]);
  }
  return idle;
}

}  // namespace letterlock::exposure
