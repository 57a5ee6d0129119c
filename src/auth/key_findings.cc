#include "auth/key_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace letterlock::auth {
namespace {

using What = KeyFinding::What;

constexpr std::array<std::string_view, 15> kNames = {
    "windows_differ", "windows_overlap", "seen_after_end", "states_contradict", "too_short",
    "weak_by_today",  "small_factor",    "shared_prime",   "close_primes",      "roca",
    "odd_exponent",   "revoked",         "testing",        "shared_by_names",   "no_sighting"};

// More than so many windows in one sentence say nothing more.
constexpr std::size_t kMostSaid = 8;

bool states_a_window(const KeySighting& sighting) {
  return sighting.channel == KeyChannel::published || sighting.channel == KeyChannel::found;
}

std::string who(const KeySighting& sighting) {
  return sighting.where.empty() ? sighting.source
                                : fmt::format("{}, {}", sighting.source, sighting.where);
}

// The dates that sources give for one end of a key's window, where two of them certainly differ.
std::string differing(const std::vector<KeyWindow>& seen,
                      std::optional<PartialDate> KeySighting::* end, std::string_view name) {
  std::optional<PartialDate> earliest;
  std::optional<PartialDate> latest;
  std::string said;
  std::size_t count = 0;
  for (const KeyWindow& window : seen) {
    const auto& date = window.sighting->*end;
    if (!states_a_window(*window.sighting) || !date) continue;
    if (!earliest || date->latest() < earliest->latest()) earliest = date;
    if (!latest || date->earliest() > latest->earliest()) latest = date;
    if (++count > kMostSaid) continue;
    said += fmt::format("{}{} ({})", said.empty() ? "" : ", ", date->text(), who(*window.sighting));
  }
  if (!earliest || !certainly_before(*earliest, *latest)) return "";
  return fmt::format("{}: {}{}", name, said, count > kMostSaid ? ", and others" : "");
}

void add(std::vector<KeyFinding>& findings, What what, std::uint32_t key, std::string says,
         std::vector<std::uint32_t> others = {}) {
  findings.push_back({what, key, std::move(others), std::move(says)});
}

void windows_of_one_key(std::uint32_t index, const ArchivedKey& key,
                        std::vector<KeyFinding>& findings) {
  const std::vector<KeyWindow> seen = windows(key);
  if (seen.empty()) add(findings, What::no_sighting, index, "nobody is named who saw it");
  std::string differ = differing(seen, &KeySighting::first, "begins");
  const std::string last = differing(seen, &KeySighting::last, "ends");
  if (!differ.empty() && !last.empty()) differ += "; ";
  differ += last;
  if (!differ.empty()) add(findings, What::windows_differ, index, std::move(differ));
}

// The sighting that is certainly the latest of those that are no statements of a window.
const KeySighting* last_seen(const std::vector<KeyWindow>& seen) {
  const KeySighting* latest = nullptr;
  for (const KeyWindow& window : seen) {
    const KeySighting& sighting = *window.sighting;
    if (states_a_window(sighting) || !sighting.last) continue;
    if (latest == nullptr || sighting.last->earliest() > latest->last->earliest()) {
      latest = &sighting;
    }
  }
  return latest;
}

void states_of_one_key(std::uint32_t index, const ArchivedKey& key,
                       std::vector<KeyFinding>& findings) {
  const KeySighting* latest = last_seen(windows(key));
  const KeyStatement* live = nullptr;
  const KeyStatement* end = nullptr;
  for (const KeyStatement& statement : key.states) {
    if (statement.state == KeyState::live && (live == nullptr || !statement.from))
      live = &statement;
    if (statement.state != KeyState::retired && statement.state != KeyState::revoked) continue;
    if (end == nullptr || !statement.from) end = &statement;
    if (latest != nullptr && statement.from && certainly_before(*statement.from, *latest->last)) {
      add(findings, What::seen_after_end, index,
          fmt::format("{} since {} ({}), but seen until {} ({}: {})", to_string(statement.state),
                      statement.from->text(), statement.source, latest->last->text(),
                      to_string(latest->channel), who(*latest)));
    }
  }
  if (live != nullptr && end != nullptr && (!live->from || !end->from)) {
    add(findings, What::states_contradict, index,
        fmt::format("live ({}) and {} ({}), and it is not said which came later", live->source,
                    to_string(end->state), end->source));
  }
}

struct Interval {
  UnixTime begin, end;  // certainly within the window
  std::uint32_t key;
  const KeySighting* sighting;
};

// One sweep over the certain parts of all windows of a name.
void overlaps_of_one_name(const KeyArchive& archive, std::span<const std::uint32_t> keys,
                          std::vector<KeyFinding>& findings) {
  std::vector<Interval> intervals;
  for (const std::uint32_t key : keys) {
    for (const KeyWindow& window : windows(archive.keys()[key])) {
      const KeySighting& sighting = *window.sighting;
      if (!sighting.first || !sighting.last) continue;
      const UnixTime begin = sighting.first->latest();
      const UnixTime end = sighting.last->earliest();
      if (begin < end) intervals.push_back({begin, end, key, &sighting});
    }
  }
  std::stable_sort(intervals.begin(), intervals.end(),
                   [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
  std::set<std::pair<std::uint32_t, std::uint32_t>> told;
  const Interval* widest = nullptr;
  for (const Interval& one : intervals) {
    if (widest != nullptr && widest->key != one.key && one.begin < widest->end &&
        told.insert({widest->key, one.key}).second) {
      add(findings, What::windows_overlap, widest->key,
          fmt::format("seen {}..{} ({}), and another key of the name {}..{} ({})",
                      widest->sighting->first->text(), widest->sighting->last->text(),
                      who(*widest->sighting), one.sighting->first->text(),
                      one.sighting->last->text(), who(*one.sighting)),
          {one.key});
    }
    if (widest == nullptr || one.end > widest->end) widest = &one;
  }
}

}  // namespace

std::string_view to_string(KeyFinding::What what) { return kNames[static_cast<std::size_t>(what)]; }

KeyFindingKind kind(KeyFinding::What what) {
  if (what <= What::states_contradict) return KeyFindingKind::conflict;
  return what <= What::odd_exponent ? KeyFindingKind::weakness : KeyFindingKind::remark;
}

std::vector<KeyFinding> find_conflicts(const KeyArchive& archive,
                                       const std::vector<std::uint32_t>& keys) {
  std::vector<KeyFinding> findings;
  for (const std::uint32_t index : keys) {
    const ArchivedKey& key = archive.keys()[index];
    windows_of_one_key(index, key, findings);
    states_of_one_key(index, key, findings);
    const auto same_name = archive.named(key.domain, key.selector);
    if (same_name.size() > 1 && same_name.front() == index) {
      overlaps_of_one_name(archive, same_name, findings);
    }
    if (!key.fingerprint) continue;
    const auto names = archive.with_fingerprint(*key.fingerprint);
    if (names.size() < 2 || names.front() != index) continue;
    add(findings, What::shared_by_names, index,
        fmt::format("the same key stands under {} names", names.size()),
        {names.begin() + 1, names.end()});
  }
  return findings;
}

std::vector<KeyStatement> states_of(const ArchivedKey& key) {
  std::vector<KeyStatement> states = key.states;
  const std::string ours = "the record itself";
  if (key.problem == KeyProblem::key_revoked) {
    states.push_back({KeyState::revoked, std::nullopt, ours, "p= is empty"});
  }
  if (key.type == KeyType::rsa && key.bits < 1024) {
    states.push_back({KeyState::too_short, std::nullopt, ours, fmt::format("{} bits", key.bits)});
  }
  return states;
}

}  // namespace letterlock::auth
