#include "relations/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/ascii.h"
#include "relations/baseline.h"
#include "relations/copies.h"
#include "relations/interned.h"
#include "relations/keys.h"

namespace letterlock::relations {
namespace {

using store::AddressRole;

// A name that this many addresses write under is a title ("Support Team"), not a person.
constexpr std::size_t kMostAddressesOfAName = 4;
constexpr std::uint32_t kFewestForSilence = 5;
constexpr UnixTime kShortestSilence = 30 * kDay;

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) out += to_lower(c);
  return out;
}

struct Address {
  std::vector<UnixTime> sent_at;  // plausible dates, in order
  std::uint64_t sent = 0, received = 0;
  std::optional<UnixTime> last_received;
  std::map<std::string, std::uint64_t> names;  // at most kMostNames
};
constexpr std::size_t kMostNames = 16;

class Survey {
 public:
  explicit Survey(const Roster& roster) : roster_(roster) {}

  void observe(const store::MessageRecord& message) {
    if (copies_.is_copy(message)) return;
    const std::string_view from = sender_of(message);
    if (from.empty()) return;
    const bool dated = is_plausible(message.date);
    if (dated) dates_.push_back(*message.date);
    const std::uint32_t sender = number(from);
    ++addresses_[sender].sent;
    if (dated) addresses_[sender].sent_at.push_back(*message.date);
    met_.assign(1, sender);
    for (const store::AddressFact& address : message.addresses) {
      if (address.address.empty()) continue;
      if (address.role == AddressRole::from && address.address == from) {
        add_name(sender, address.display_name);
      }
      // Envelopes and traces (bounce-17@...) name no person.
      const bool recipient = is_recipient(address.role);
      if (!recipient && address.role != AddressRole::reply_to) continue;
      const std::uint32_t other = number(address.address);
      if (std::find(met_.begin(), met_.end(), other) != met_.end()) continue;
      met_.push_back(other);
      ++named_[pair_key(sender, other)];
      if (!recipient) continue;
      ++addresses_[other].received;
      if (dated) addresses_[other].last_received = message.date;
      if (addresses_[other].sent == 0) add_name(other, address.display_name);
    }
  }

  UnixTime end() {
    if (dates_.empty()) return 0;
    const std::size_t last = dates_.size() - 1 - dates_.size() / 1000;
    std::nth_element(dates_.begin(), dates_.begin() + static_cast<std::ptrdiff_t>(last),
                     dates_.end());
    return dates_[last];
  }

  std::vector<Person> settle() {
    leader_.resize(addresses_.size());
    because_.resize(addresses_.size());
    for (std::uint32_t i = 0; i < leader_.size(); ++i) leader_[i] = i;
    join_by_roster();
    join_by_name();
    std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
    for (std::uint32_t i = 0; i < leader_.size(); ++i) groups[leader_of(i)].push_back(i);
    std::vector<Person> people;
    people.reserve(groups.size());
    for (auto& [leader, group] : groups) {
      Person person = person_of(std::move(group));
      // Where only replies were to go (reply-17@...) nobody was seen yet.
      if (person.sent + person.received > 0 || person.roster) people.push_back(std::move(person));
    }
    std::stable_sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
      return std::pair(a.sent, a.received) > std::pair(b.sent, b.received);
    });
    return people;
  }

 private:
  std::uint32_t number(std::string_view address) {
    const std::uint32_t id = ids_.id(address);
    if (id == addresses_.size()) addresses_.emplace_back();
    return id;
  }

  void add_name(std::uint32_t id, const std::string& name) {
    auto& names = addresses_[id].names;
    if (name.empty()) return;
    const auto known = names.find(name);
    if (known != names.end()) {
      ++known->second;
    } else if (names.size() < kMostNames) {
      names.emplace(name, 1);
    }
  }

  std::uint32_t leader_of(std::uint32_t id) const {
    while (leader_[id] != id) id = leader_[id];
    return id;
  }
  void join(std::uint32_t one, std::uint32_t other, std::string because) {
    const std::uint32_t a = leader_of(one), b = leader_of(other);
    if (a == b) return;
    leader_[b] = a;
    because_[other] = because;
    if (because_[one].empty()) because_[one] = std::move(because);
  }

  void join_by_roster() {
    for (const RosterPerson& person : roster_.people()) {
      std::optional<std::uint32_t> first;
      for (const std::string& address : person.addresses) {
        const auto id = ids_.find(address);
        if (!id) continue;
        if (first) {
          join(*first, *id, fmt::format("the roster (line {}) says so", person.line));
        } else {
          first = id;
        }
      }
    }
  }

  void join_by_name() {
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_name;
    for (std::uint32_t i = 0; i < addresses_.size(); ++i) {
      if (addresses_[i].sent == 0) continue;
      for (const auto& [name, count] : addresses_[i].names) {
        std::string key = folded(name);
        if (key.find(' ') == std::string::npos || key.find('@') != std::string::npos) continue;
        auto& list = by_name[std::move(key)];
        if (list.empty() || list.back() != i) list.push_back(i);
      }
    }
    for (std::uint32_t i = 0; i < addresses_.size(); ++i) {
      for (const auto& [name, count] : addresses_[i].names) {
        const auto list = by_name.find(folded(name));
        if (list == by_name.end() || list->second.size() > kMostAddressesOfAName) continue;
        for (const std::uint32_t other : list->second) {
          if (other > i) join_where_mutual(i, other, name);
        }
      }
    }
  }

  void join_where_mutual(std::uint32_t one, std::uint32_t other, const std::string& name) {
    const auto* a = roster_.find(ids_.text(one));
    const auto* b = roster_.find(ids_.text(other));
    if (a && b && a != b) return;  // the roster knows better
    const auto there = named_.find(pair_key(one, other));
    const auto back = named_.find(pair_key(other, one));
    if (there == named_.end() || back == named_.end()) return;
    join(
        one, other,
        fmt::format("both write as \"{}\", and mail from each names the other ({} and {} messages)",
                    name, there->second, back->second));
  }

  Person person_of(std::vector<std::uint32_t> group) {
    std::stable_sort(group.begin(), group.end(), [&](std::uint32_t a, std::uint32_t b) {
      return addresses_[a].sent > addresses_[b].sent;
    });
    Person person;
    std::vector<UnixTime> times;
    std::map<std::string, std::uint64_t> names;
    for (const std::uint32_t id : group) {
      Address& address = addresses_[id];
      person.addresses.push_back({std::string(ids_.text(id)),
                                  person.addresses.empty() ? std::string() : because_[id],
                                  address.sent, address.received});
      if (!person.roster) person.roster = roster_.find(ids_.text(id));
      person.sent += address.sent;
      person.received += address.received;
      person.last_received = std::max(person.last_received, address.last_received);
      for (const auto& [name, count] : address.names) names[name] += count;
      times.insert(times.end(), address.sent_at.begin(), address.sent_at.end());
    }
    std::sort(times.begin(), times.end());
    for (const UnixTime at : times) person.rhythm.observe(at);
    const auto most =
        std::max_element(names.begin(), names.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (person.roster) person.name = person.roster->name;
    if (person.name.empty() && most != names.end()) person.name = most->first;
    return person;
  }

  const Roster& roster_;
  Copies copies_;
  Interned ids_;
  std::vector<Address> addresses_;
  std::unordered_map<std::uint64_t, std::uint32_t> named_;  // sender and other: messages
  std::vector<std::uint32_t> met_;                          // in the message at hand
  std::vector<UnixTime> dates_;
  std::vector<std::uint32_t> leader_;
  std::vector<std::string> because_;
};

}  // namespace

bool Person::went_silent(UnixTime end) const {
  if (rhythm.messages < kFewestForSilence) return false;
  const UnixTime silence = end - rhythm.last;
  return silence >= kShortestSilence && silence > 4 * rhythm.typical_pause() &&
         2 * silence > 3 * rhythm.longest_pause;
}

Expected<People> People::survey(store::FactStore& facts, const Roster& roster, Progress& progress) {
  progress.stage("reading who wrote to whom", "messages", 0);
  Survey survey(roster);
  std::uint64_t done = 0;
  bool stopped = false;
  auto scanned = facts.scan({}, [&](const store::MessageRecord& message) {
    survey.observe(message);
    progress.advance(++done);
    stopped = progress.stop_requested();
    return !stopped;
  });
  if (!scanned) return fail(std::move(scanned));
  if (stopped) return fail(ErrorCode::interrupted, "stopped while reading who wrote to whom");
  People result;
  result.people_ = survey.settle();
  result.end_ = survey.end();
  return result;
}

std::vector<const Person*> People::find(std::string_view who) const {
  const std::string wanted = folded(who);
  std::vector<const Person*> exact, part;
  if (wanted.empty()) return {};
  for (const Person& person : people_) {
    const std::string name = folded(person.name);
    bool is = name == wanted, holds = name.find(wanted) != std::string::npos;
    for (const UsedAddress& used : person.addresses) {
      is = is || used.address == wanted;
      holds = holds || used.address.find(wanted) != std::string::npos;
    }
    if (is) exact.push_back(&person);
    if (holds) part.push_back(&person);
  }
  return exact.empty() ? part : exact;
}

}  // namespace letterlock::relations
