#include "relations/profile.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "relations/baseline.h"
#include "relations/copies.h"
#include "relations/keys.h"

namespace letterlock::relations {
namespace {

using store::AddressRole;

struct Tally {
  std::uint64_t count = 0;
  std::optional<UnixTime> first, last;
  void add(std::optional<UnixTime> at) {
    ++count;
    if (!at) return;
    if (!first) first = at;
    last = at;
  }
};
using Tallies = std::unordered_map<std::string, Tally>;

std::string month_of(UnixTime at) { return format_utc(at).substr(0, 7); }

// floor(at / day), for times before 1970 too.
std::int64_t day_of(UnixTime at) { return at >= 0 ? at / kDay : (at - kDay + 1) / kDay; }

std::vector<Seen> by_count(const Tallies& tallies) {
  std::vector<Seen> list;
  list.reserve(tallies.size());
  for (const auto& [value, tally] : tallies) {
    list.push_back({value, tally.count, tally.first, tally.last});
  }
  std::sort(list.begin(), list.end(), [](const Seen& a, const Seen& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return list;
}

class Counting {
 public:
  explicit Counting(const Person& person) {
    profile_.person = &person;
    for (const UsedAddress& used : person.addresses) own_.insert(used.address);
  }

  void observe(const store::MessageRecord& message) {
    const bool copy = copies_.is_copy(message);
    const std::optional<UnixTime> at =
        is_plausible(message.date) ? message.date : std::optional<UnixTime>();
    if (own_.contains(sender_of(message))) {
      if (!copy) sent(message, at);
      habits(message, at);
    } else if (!copy) {
      received(message, at);
    }
  }

  Profile take() {
    for (std::size_t kind = 0; kind < content::kTraitKinds; ++kind) {
      if (shown_[kind] == 0) continue;
      profile_.habits.push_back(
          {static_cast<content::TraitKind>(kind), shown_[kind], by_count(values_[kind])});
    }
    profile_.link_domains = by_count(domains_);
    for (auto& [address, partner] : partners_) profile_.partners.push_back(std::move(partner));
    std::sort(profile_.partners.begin(), profile_.partners.end(),
              [](const Partner& a, const Partner& b) {
                const auto x = a.there + a.back, y = b.there + b.back;
                return x != y ? x > y : a.address < b.address;
              });
    for (const auto& [members, tally] : circles_) {
      profile_.circles.push_back({members, tally.count, tally.last});
    }
    std::stable_sort(profile_.circles.begin(), profile_.circles.end(),
                     [](const Circle& a, const Circle& b) { return a.count > b.count; });
    return std::move(profile_);
  }

 private:
  void sent(const store::MessageRecord& message, std::optional<UnixTime> at) {
    ++profile_.messages;
    if (message.has_references || message.claims_reply) ++profile_.replies;
    if (message.claims_forward) ++profile_.forwards;
    if (!message.list_id.empty()) ++profile_.to_lists;
    if (at) {
      ++profile_.sent_months[month_of(*at)];
      clock(*at, message.zone_minutes);
    }
    recipients(message, at);
    links(message, at);
    for (const store::AskFact& ask : message.writing.asks) {
      if (ask.kind < content::kAskKinds) ++profile_.asks[ask.kind];
    }
  }

  void clock(UnixTime at, std::optional<int> zone_minutes) {
    if (last_sent_ && at - *last_sent_ > kSession && at - *last_sent_ > longest_) {
      longest_ = at - *last_sent_;
      profile_.pause_from = last_sent_;
      profile_.pause_until = at;
    }
    last_sent_ = at;
    if (!zone_minutes) return;
    const UnixTime local = at + UnixTime{*zone_minutes} * 60;
    const std::int64_t day = day_of(local);
    ++profile_.hours[static_cast<std::size_t>((local - day * kDay) / 3600)];
    // 1970-01-01 was a Thursday.
    ++profile_.weekdays[static_cast<std::size_t>(((day + 3) % 7 + 7) % 7)];
    ++profile_.with_clock;
  }

  Partner& partner(const store::AddressFact& address, std::optional<UnixTime> at) {
    Partner& one = partners_[address.address];
    one.address = address.address;
    if (!address.display_name.empty()) one.name = address.display_name;
    if (at && !one.first) one.first = at;
    if (at) one.last = at;
    return one;
  }

  void recipients(const store::MessageRecord& message, std::optional<UnixTime> at) {
    std::set<std::string> everybody;
    for (const store::AddressFact& address : message.addresses) {
      if (!is_recipient(address.role) || address.address.empty()) continue;
      if (own_.contains(address.address)) continue;
      if (everybody.insert(address.address).second) ++partner(address, at).there;
    }
    if (everybody.size() < 2 || everybody.size() > kMassRecipients) return;
    std::vector<std::string> members(everybody.begin(), everybody.end());
    const auto known = circles_.find(members);
    if (known != circles_.end()) {
      known->second.add(at);
    } else if (circles_.size() < kProfileCircles) {
      circles_[std::move(members)].add(at);
    } else {
      ++profile_.beyond;
    }
  }

  // The copy in the folder of sent mail shows no path, the one that arrived does: each kind is
  // taken from the first copy that shows it.
  void habits(const store::MessageRecord& message, std::optional<UnixTime> at) {
    static_assert(content::kTraitKinds <= 64);
    const std::uint64_t before = copies_.note();
    std::set<std::pair<std::uint8_t, std::string_view>> met;
    for (const store::TraitFact& trait : message.traits) {
      if (trait.kind >= content::kTraitKinds) continue;
      const std::uint64_t bit = std::uint64_t{1} << trait.kind;
      if (before & bit) continue;
      if (!(copies_.note() & bit)) ++shown_[trait.kind];
      copies_.note() |= bit;
      if (met.emplace(trait.kind, trait.value).second) add(values_[trait.kind], trait.value, at);
    }
  }

  void links(const store::MessageRecord& message, std::optional<UnixTime> at) {
    std::set<std::string_view> met;
    for (const store::LinkFact& link : message.links) {
      if (!is_shown_link(link) || link.in_quoted_text || link.domain.empty()) continue;
      if (met.insert(link.domain).second) add(domains_, link.domain, at);
    }
    if (!met.empty()) ++profile_.with_links;
  }

  void add(Tallies& tallies, const std::string& value, std::optional<UnixTime> at) {
    const auto known = tallies.find(value);
    if (known != tallies.end()) {
      known->second.add(at);
    } else if (tallies.size() < kProfileValues) {
      tallies[value].add(at);
    } else {
      ++profile_.beyond;
    }
  }

  void received(const store::MessageRecord& message, std::optional<UnixTime> at) {
    bool to_them = false;
    for (const store::AddressFact& address : message.addresses) {
      to_them = to_them || (is_recipient(address.role) && own_.contains(address.address));
    }
    if (!to_them) return;
    ++profile_.received;
    if (at) ++profile_.received_months[month_of(*at)];
    for (const store::AddressFact& address : message.addresses) {
      if (address.role != AddressRole::from || address.address.empty()) continue;
      ++partner(address, at).back;
      return;
    }
  }

  Profile profile_;
  Copies copies_;
  std::set<std::string, std::less<>> own_;
  std::optional<UnixTime> last_sent_;
  UnixTime longest_ = 0;
  std::array<std::uint64_t, content::kTraitKinds> shown_{};
  std::array<Tallies, content::kTraitKinds> values_;
  Tallies domains_;
  std::unordered_map<std::string, Partner> partners_;
  std::map<std::vector<std::string>, Tally> circles_;
};

}  // namespace

Expected<Profile> profile_of(store::FactStore& facts, const Person& person, Progress& progress) {
  progress.stage("counting what is usual", "messages", 0);
  Counting counting(person);
  store::ScanOptions options;
  options.links = options.traits = true;
  std::uint64_t done = 0;
  bool stopped = false;
  auto scanned = facts.scan(options, [&](const store::MessageRecord& message) {
    counting.observe(message);
    progress.advance(++done);
    stopped = progress.stop_requested();
    return !stopped;
  });
  if (!scanned) return fail(std::move(scanned));
  if (stopped) return fail(ErrorCode::interrupted, "stopped while counting what is usual");
  return counting.take();
}

}  // namespace letterlock::relations
