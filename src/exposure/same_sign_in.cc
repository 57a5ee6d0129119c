#include "exposure/same_sign_in.h"

#include <fmt/format.h>
#include <xxhash.h>

#include "base/ascii.h"
#include "exposure/runs.h"

namespace letterlock::exposure {
namespace {

constexpr UnixTime kWithin = 300;  // of records that name each other
constexpr UnixTime kNearTime = 5;  // of records that only look alike
constexpr std::size_t kMost = 100'000;

std::uint64_t hash_of(const std::string& text) { return XXH3_64bits(text.data(), text.size()) | 1; }

// By which either log names the request.
std::string request_of(const store::Event& event) {
  if (event.provider == store::Provider::entra) return lower_ascii(event.record_id);
  for (const auto& parameter : event.parameters) {
    if (parameter.name == "IntraSystemId") return parameter.value;
  }
  return {};
}

std::uint64_t place_of(const store::Event& event) {
  if (event.session.empty() || !event.from.ip || event.actor.empty()) return 0;
  return hash_of(fmt::format("{}|{}|{}|{}", lower_ascii(event.actor), event.from.ip->text(),
                             event.session, static_cast<int>(event.act)));
}

}  // namespace

void SameSignIn::forget_before(UnixTime at) {
  while (!recent_.empty() && (recent_.front().at < at || recent_.size() > kMost)) {
    const Recent& oldest = recent_.front();
    for (auto* keys : {&ids_, &places_}) {
      const auto known = keys->find(keys == &ids_ ? oldest.by_id : oldest.by_place);
      if (known != keys->end() && known->second == first_) keys->erase(known);
    }
    recent_.pop_front();
    ++first_;
  }
}

std::optional<SameSignIn::Twin> SameSignIn::find(
    std::unordered_map<std::uint64_t, std::uint64_t>& keys, std::uint64_t key,
    const store::Event& event, UnixTime within) {
  const auto known = key == 0 ? keys.end() : keys.find(key);
  if (known == keys.end()) return std::nullopt;
  const Recent& other = recent_[known->second - first_];
  const bool apart = event.time->from - other.at > within;
  if (other.provider == event.provider || apart) return std::nullopt;
  // One record of each log: a third one is another sign-in.
  const Recent taken = other;
  ids_.erase(taken.by_id);
  places_.erase(taken.by_place);
  return Twin{taken.handle, taken.failed || is_failure(event)};
}

std::optional<SameSignIn::Twin> SameSignIn::add(const store::Event& event, Handle handle) {
  const bool signs_in = event.act == store::Act::sign_in || event.act == store::Act::sign_in_failed;
  const bool microsoft =
      event.provider == store::Provider::entra || event.provider == store::Provider::microsoft_365;
  if (!signs_in || !microsoft) return std::nullopt;
  forget_before(event.time->from - kWithin);
  const std::string request = request_of(event);
  const std::uint64_t by_id = request.empty() ? 0 : hash_of(request);
  const std::uint64_t by_place = place_of(event);
  if (const auto same = find(ids_, by_id, event, kWithin)) return same;
  // Of two that name different requests, none repeats the other.
  const bool named = event.provider == store::Provider::microsoft_365 && by_id != 0;
  if (!named) {
    if (const auto same = find(places_, by_place, event, kNearTime)) return same;
  }
  recent_.push_back({event.time->from, event.provider, handle, is_failure(event), by_id, by_place});
  const std::uint64_t number = first_ + recent_.size() - 1;
  if (by_id != 0) ids_[by_id] = number;
  // An audit record that names its request is found by that name alone.
  if (by_place != 0 && !named) places_[by_place] = number;
  return std::nullopt;
}

}  // namespace letterlock::exposure
