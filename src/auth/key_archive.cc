#include "auth/key_archive.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

#include "auth/key_record.h"
#include "auth/record_summary.h"
#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::auth {
namespace {

// RFC 1035 section 2.3.4: a name has up to 255 octets, "._domainkey." among them.
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestRemark = 4096;
// Sightings and statements of one key; a resolver that looks every day extends one window.
constexpr std::size_t kMostRemarks = 1'000;
// Keys of one name and texts of one key. A selector that changes its key each week for ten years
// has 520; each of a name's keys is tried on every signature that names it.
constexpr std::size_t kMostKeys = 1'000;
constexpr std::size_t kMostTexts = 1'000;
constexpr const char* kTooManySightings = "over 1,000 sightings of one record";

constexpr std::array<std::string_view, 4> kChannels = {"dns", "published", "found", "recovered"};
constexpr std::array<std::string_view, 6> kStates = {"live",      "retired",    "revoked",
                                                     "too_short", "factorable", "secret_published"};

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestName) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    return c == ' ' || is_control(c) || c == '"' || c == '\\' || c == '#';
  });
}

std::string name_key(std::string_view domain, std::string_view selector) {
  std::string key = lower_ascii(domain);
  key += ' ';
  key += lower_ascii(selector);
  return key;
}

// Where the text stands or belongs.
auto place_of(std::vector<ArchivedRecord>& records, std::string_view text) {
  return std::lower_bound(
      records.begin(), records.end(), text,
      [](const ArchivedRecord& old, std::string_view wanted) { return old.text < wanted; });
}

// The window of the same observer in DNS, which a further look extends; nullptr where there is
// none.
KeySighting* same_observer(std::vector<KeySighting>& sightings, const KeySighting& sighting) {
  if (sighting.channel != KeyChannel::dns || !sighting.first || !sighting.last) return nullptr;
  for (KeySighting& old : sightings) {
    if (old.channel == KeyChannel::dns && old.source == sighting.source &&
        old.where == sighting.where && old.dnssec == sighting.dnssec && old.note == sighting.note &&
        old.first && old.last) {
      return &old;
    }
  }
  return nullptr;
}

KeyAddition::Outcome insert_sighting(std::vector<KeySighting>& sightings,
                                     const KeySighting& sighting) {
  using Outcome = KeyAddition::Outcome;
  const auto place = std::lower_bound(sightings.begin(), sightings.end(), sighting);
  if (place != sightings.end() && *place == sighting) return Outcome::unchanged;
  if (KeySighting* old = same_observer(sightings, sighting)) {
    const bool earlier = sighting.first->earliest() < old->first->earliest();
    const bool later = sighting.last->latest() > old->last->latest();
    if (earlier) old->first = sighting.first;
    if (later) old->last = sighting.last;
    std::sort(sightings.begin(), sightings.end());
    return earlier || later ? Outcome::extended : Outcome::unchanged;
  }
  if (sightings.size() >= kMostRemarks) return Outcome::refused;
  sightings.insert(place, sighting);
  return Outcome::new_sighting;
}

std::string why_refused(const KeySighting& sighting) {
  if (sighting.source.empty()) return "a sighting names no source";
  for (const std::string* text : {&sighting.source, &sighting.where, &sighting.note}) {
    if (text->size() > kLongestRemark) return "source, place or note of over 4096 octets";
  }
  if (sighting.first && sighting.last && certainly_before(*sighting.last, *sighting.first)) {
    return "the last sighting is before the first";
  }
  return "";
}

}  // namespace

std::string_view to_string(KeyChannel channel) {
  return kChannels[static_cast<std::size_t>(channel)];
}
std::optional<KeyChannel> key_channel(std::string_view word) {
  const auto* found = std::find(kChannels.begin(), kChannels.end(), word);
  if (found == kChannels.end()) return std::nullopt;
  return static_cast<KeyChannel>(found - kChannels.begin());
}
std::string_view to_string(KeyState state) { return kStates[static_cast<std::size_t>(state)]; }
std::optional<KeyState> key_state(std::string_view word) {
  const auto* found = std::find(kStates.begin(), kStates.end(), word);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<KeyState>(found - kStates.begin());
}

std::vector<KeyWindow> windows(const ArchivedKey& key) {
  std::vector<KeyWindow> all;
  for (const ArchivedRecord& record : key.records) {
    for (const KeySighting& sighting : record.sightings) all.push_back({&record, &sighting});
  }
  std::stable_sort(all.begin(), all.end(), [](const KeyWindow& a, const KeyWindow& b) {
    return *a.sighting < *b.sighting;
  });
  return all;
}

std::size_t KeyArchive::FingerprintHash::operator()(const Sha256& value) const {
  std::size_t hash = 0;
  std::memcpy(&hash, value.octets.data(), sizeof hash);
  return hash;
}

std::optional<std::uint32_t> KeyArchive::find_or_make(const std::string& name, ArchivedKey&& key,
                                                      bool& made) {
  std::vector<std::uint32_t>& same_name = by_name_[name];
  for (const std::uint32_t index : same_name) {
    const ArchivedKey& old = keys_[index];
    if (old.fingerprint == key.fingerprint && old.problem == key.problem) return index;
  }
  if (same_name.size() >= kMostKeys) return std::nullopt;
  made = true;
  const auto index = static_cast<std::uint32_t>(keys_.size());
  same_name.push_back(index);
  if (key.fingerprint) by_fingerprint_[*key.fingerprint].push_back(index);
  keys_.push_back(std::move(key));
  return index;
}

KeyAddition KeyArchive::add(std::string_view domain, std::string_view selector,
                            std::string_view record, std::span<const KeySighting> sightings) {
  if (record.size() > kLongestKeyRecord) {
    return {KeyAddition::Outcome::refused, 0, "a record of over 64 KiB"};
  }
  return add_summarized(domain, selector, record, summarize_record(record), sightings);
}

KeyAddition KeyArchive::add_summarized(std::string_view domain, std::string_view selector,
                                       std::string_view record, const RecordSummary& summary,
                                       std::span<const KeySighting> sightings) {
  using Outcome = KeyAddition::Outcome;
  if (!is_name(domain)) return {Outcome::refused, 0, "the domain is no domain name"};
  if (!is_name(selector)) return {Outcome::refused, 0, "the selector is no selector"};
  for (const KeySighting& sighting : sightings) {
    if (std::string why = why_refused(sighting); !why.empty()) {
      return {Outcome::refused, 0, std::move(why)};
    }
  }
  ArchivedKey key{lower_ascii(domain), lower_ascii(selector), summary.type, summary.bits,
                  summary.fingerprint, summary.problem,       {},           {}};
  KeyAddition added;
  bool made = false;
  const auto index = find_or_make(name_key(domain, selector), std::move(key), made);
  if (!index) return {Outcome::refused, 0, "over 1,000 keys of one name"};
  added.key = *index;
  std::vector<ArchivedRecord>& records = keys_[added.key].records;
  auto place = place_of(records, record);
  if (place == records.end() || place->text != record) {
    if (records.size() >= kMostTexts) return {Outcome::refused, 0, "over 1,000 texts of one key"};
    place = records.insert(place, {std::string(record), {}});
    added.outcome = made ? Outcome::new_key : Outcome::new_sighting;
  }
  for (const KeySighting& sighting : sightings) {
    const Outcome outcome = insert_sighting(place->sightings, sighting);
    if (outcome == Outcome::refused) added.reason = kTooManySightings;
    if (added.outcome == Outcome::unchanged || outcome == Outcome::refused) added.outcome = outcome;
  }
  return added;
}

KeyAddition KeyArchive::add_sighting(std::uint32_t key, std::string_view record,
                                     const KeySighting& sighting) {
  using Outcome = KeyAddition::Outcome;
  if (std::string why = why_refused(sighting); !why.empty()) {
    return {Outcome::refused, key, std::move(why)};
  }
  std::vector<ArchivedRecord>& records = keys_[key].records;
  const auto place = place_of(records, record);
  if (place == records.end() || place->text != record) {
    return {Outcome::refused, key, "no such record of this key"};
  }
  const Outcome outcome = insert_sighting(place->sightings, sighting);
  return {outcome, key, outcome == Outcome::refused ? kTooManySightings : ""};
}

bool KeyArchive::add_state(std::uint32_t key, KeyStatement statement) {
  std::vector<KeyStatement>& states = keys_[key].states;
  const auto place = std::lower_bound(states.begin(), states.end(), statement);
  if (place != states.end() && *place == statement) return false;
  if (states.size() >= kMostRemarks) return false;
  states.insert(place, std::move(statement));
  return true;
}

std::size_t KeyArchive::merge(const KeyArchive& other) {
  std::size_t changed = 0;
  for (const std::uint32_t index : other.sorted()) {
    const ArchivedKey& key = other.keys_[index];
    const RecordSummary summary{key.problem, key.type, key.bits, key.fingerprint};
    std::optional<std::uint32_t> mine;  // where the key lies here
    for (const ArchivedRecord& record : key.records) {
      const KeyAddition added =
          add_summarized(key.domain, key.selector, record.text, summary, record.sightings);
      if (added.outcome == KeyAddition::Outcome::refused) continue;
      mine = added.key;
      if (added.outcome != KeyAddition::Outcome::unchanged) ++changed;
    }
    for (const KeyStatement& state : key.states) {
      if (mine && add_state(*mine, state)) ++changed;
    }
  }
  return changed;
}

std::vector<std::uint32_t> KeyArchive::sorted() const {
  std::vector<std::uint32_t> order(keys_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    const ArchivedKey& x = keys_[a];
    const ArchivedKey& y = keys_[b];
    return std::tie(x.domain, x.selector, x.problem, x.fingerprint) <
           std::tie(y.domain, y.selector, y.problem, y.fingerprint);
  });
  return order;
}

std::span<const std::uint32_t> KeyArchive::named(std::string_view domain,
                                                 std::string_view selector) const {
  const auto found = by_name_.find(name_key(domain, selector));
  if (found == by_name_.end()) return {};
  return found->second;
}

std::span<const std::uint32_t> KeyArchive::with_fingerprint(const Sha256& fingerprint) const {
  const auto found = by_fingerprint_.find(fingerprint);
  if (found == by_fingerprint_.end()) return {};
  return found->second;
}

}  // namespace letterlock::auth
