#include "hunt/ground.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fnv1a.h"
#include "content/content.h"
#include "hunt/finding.h"
#include "relations/baseline.h"

namespace letterlock::hunt {
namespace {

constexpr UnixTime kWeek = 7 * relations::kDay;
constexpr std::size_t kMostSame = 200;  // groups of one Message-ID that are listed
constexpr std::size_t kOwnerBits = 64;  // mailboxes whose completeness is measured
constexpr std::uint64_t kFewest = 3;    // messages around a time that make a mailbox cover it

std::int32_t week_of(UnixTime at) { return static_cast<std::int32_t>(at / kWeek); }

struct HashedId {
  std::uint64_t hash = 0;
  std::uint32_t id = 0;
  auto operator<=>(const HashedId&) const = default;
};

store::MessageId look_up(const std::vector<HashedId>& ids, std::uint64_t hash) {
  const auto place = std::lower_bound(ids.begin(), ids.end(), HashedId{hash, 0});
  return place != ids.end() && place->hash == hash ? place->id : store::kNoMessage;
}

// Of several texts, with a border after each.
template <typename... Texts>
std::uint64_t hash_of(const Texts&... texts) {
  Fnv1a hash;
  (hash.add(std::string_view(texts)).add(std::uint64_t{0xFF}), ...);
  return hash.value();
}

std::uint64_t count_between(const std::map<std::int32_t, std::uint32_t>& weeks, std::int32_t from,
                            std::int32_t until) {
  std::uint64_t sum = 0;
  for (auto week = weeks.lower_bound(from); week != weeks.end() && week->first <= until; ++week) {
    sum += week->second;
  }
  return sum;
}

bool names_recipient(const store::MessageRecord& message, std::string_view address) {
  return std::any_of(message.addresses.begin(), message.addresses.end(),
                     [&](const store::AddressFact& a) {
                       return a.role == store::AddressRole::to && a.address == address;
                     });
}

}  // namespace

// A reply that says something about a mailbox's completeness; judged when coverage is known.
struct Ground::Pending {
  std::uint32_t mailbox;
  bool sent;  // the parent is claimed to be the owner's own
  store::MessageId parent;
  UnixTime date;
};

// What is needed by MessageId while the ground is built.
struct Ground::Survey {
  // The first message with the same Message-ID: deliveries of one message differ in their octets,
  // and which of them a mailbox holds does not matter.
  std::vector<std::uint32_t> first_copy;
  std::vector<std::uint64_t> held_by;  // by first copy: bits of the first 64 mailboxes
  std::vector<std::uint64_t> looks;    // a hash of From, Date, Subject
  std::vector<Pending> pending;
};

bool covers(const HeldMailbox& mailbox, bool sent, UnixTime from, UnixTime until) {
  const auto& weeks = sent ? mailbox.sent : mailbox.received;
  if (weeks.empty()) return false;
  const std::int32_t first = week_of(from) - 2, last = week_of(until) + 2;
  if (weeks.begin()->first > week_of(from) || weeks.rbegin()->first < week_of(until)) return false;
  return count_between(weeks, first, last) >= 1 &&
         count_between(mailbox.sent, first, last) + count_between(mailbox.received, first, last) >=
             kFewest;
}

Expected<Ground> Ground::survey(store::FactStore& facts, Progress& progress) {
  Ground ground;
  progress.stage("surveying threads and mailboxes", "messages", 0);
  Survey survey;
  if (auto done = ground.read_thread_keys(facts, survey); !done) return fail(std::move(done));
  if (auto done = ground.read_mailboxes(facts); !done) return fail(std::move(done));
  if (auto done = ground.read_messages(facts, survey, progress); !done) {
    return fail(std::move(done));
  }
  ground.judge(survey);
  ground.compare_copies(survey);
  return ground;
}

Expected<void> Ground::read_thread_keys(store::FactStore& facts, Survey& survey) {
  std::vector<HashedId> ids;
  std::vector<std::uint64_t> named;  // parent's hash by MessageId; 0: none
  std::uint32_t last = 0;
  auto done = facts.scan_thread_keys([&](const store::ThreadKey& key) {
    if (key.id >= kNotHeld) return false;  // four thousand million messages
    const auto id = static_cast<std::uint32_t>(key.id);
    if (key.message_id_hash != 0) ids.push_back({key.message_id_hash, id});
    last = std::max(last, id);
    if (named.size() <= key.id) named.resize(key.id + 1);
    if (!key.in_reply_to.empty()) {
      named[key.id] = key.in_reply_to.front();
    } else if (!key.references.empty()) {
      named[key.id] = key.references.back();
    }
    return true;
  });
  if (!done) return fail(std::move(done));
  std::sort(ids.begin(), ids.end());
  auto& first_copy = survey.first_copy;
  first_copy.assign(std::size_t{last} + 1, 0);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool again = i > 0 && ids[i].hash == ids[i - 1].hash;
    first_copy[ids[i].id] = again ? first_copy[ids[i - 1].id] : ids[i].id;
  }
  for (std::uint32_t id = 1; id <= last; ++id) {
    if (first_copy[id] == store::kNoMessage) first_copy[id] = id;
    if (first_copy[id] == id) ++different_;
  }
  parent_.assign(std::size_t{last} + 1, store::kNoMessage);
  for (store::MessageId id = 1; id < named.size(); ++id) {
    if (named[id] == 0) continue;
    const auto parent = static_cast<std::uint32_t>(look_up(ids, named[id]));
    parent_[id] = parent == store::kNoMessage ? kNotHeld : parent;
  }
  return {};
}

Expected<void> Ground::read_mailboxes(store::FactStore& facts) {
  auto counted = facts.mailboxes();
  if (!counted) return fail(std::move(counted));
  for (const auto& mailbox : *counted) {
    HeldMailbox held;
    held.name = mailbox.mailbox;
    held.owner = mailbox.owner;
    held.placements = mailbox.placements;
    by_name_.emplace(held.name, mailboxes_.size());
    if (!held.owner.empty()) by_owner_.emplace(held.owner, mailboxes_.size());
    mailboxes_.push_back(std::move(held));
  }
  return {};
}

Expected<void> Ground::read_messages(store::FactStore& facts, Survey& survey, Progress& progress) {
  survey.held_by.assign(parent_.size(), 0);
  survey.looks.assign(parent_.size(), 0);
  from_.assign(parent_.size(), 0);
  std::uint64_t done = 0;
  bool stopped = false;
  store::ScanOptions holders;
  holders.mailboxes = true;
  auto scanned = facts.scan(holders, [&](const store::MessageRecord& message) {
    for (const auto& name : message.mailboxes) {
      const auto known = by_name_.find(name);
      if (known == by_name_.end()) continue;
      HeldMailbox& mailbox = mailboxes_[known->second];
      if (known->second < kOwnerBits && message.id < parent_.size()) {
        survey.held_by[survey.first_copy[message.id]] |= std::uint64_t{1} << known->second;
      }
      if (!relations::is_plausible(message.date)) continue;
      if (!mailbox.first) mailbox.first = message.date;
      mailbox.last = message.date;
      const bool own = relations::sender_of(message) == mailbox.owner && !mailbox.owner.empty();
      ++(own ? mailbox.sent : mailbox.received)[week_of(*message.date)];
    }
    if (message.has_references) count_record(message, survey.pending);
    if (message.id < parent_.size()) {
      const std::string_view from = relations::sender_of(message);
      from_[message.id] = static_cast<std::uint32_t>(hash_of(from));
      const auto date = fmt::format("{}", message.date.value_or(0));
      survey.looks[message.id] = hash_of(from, date, message.subject);
    }
    progress.advance(++done);
    stopped = progress.stop_requested();
    return !stopped;
  });
  if (!scanned) return fail(std::move(scanned));
  if (stopped) return fail(ErrorCode::interrupted, "stopped while surveying the case");
  return {};
}

void Ground::count_record(const store::MessageRecord& message, std::vector<Pending>& pending) {
  if (!relations::is_plausible(message.date) || message.id >= parent_.size()) return;
  const std::string_view from = relations::sender_of(message);
  const store::MessageId parent = parent_id(message.id);
  for (const auto& name : message.mailboxes) {
    const auto known = by_name_.find(name);
    if (known == by_name_.end() || known->second >= kOwnerBits) continue;
    const auto& owner = mailboxes_[known->second].owner;
    if (owner.empty()) continue;
    const bool by_owner = from == owner;
    if (!by_owner && !names_recipient(message, owner)) continue;
    // Whose the parent was can be told only of a direct answer; the owner's replies show what the
    // mailbox keeps of what came in, answers to the owner what it keeps of what went out.
    pending.push_back(
        {static_cast<std::uint32_t>(known->second), !by_owner, parent, *message.date});
  }
}

void Ground::judge(const Survey& survey) {
  for (const auto& reply : survey.pending) {
    HeldMailbox& mailbox = mailboxes_[reply.mailbox];
    ++parents_held_.expected;
    if (reply.parent != store::kNoMessage) ++parents_held_.found;
    if (!covers(mailbox, reply.sent, reply.date - kWeek, reply.date)) continue;
    Completeness& keeps = reply.sent ? mailbox.keeps_sent : mailbox.keeps_received;
    ++keeps.expected;
    if (survey.held_by[reply.parent] >> reply.mailbox & 1) ++keeps.found;
  }
}

void Ground::compare_copies(const Survey& survey) {
  const auto& first_copy = survey.first_copy;
  std::map<store::MessageId, SameMessageId> groups;  // by first copy
  for (store::MessageId id = 1; id < first_copy.size(); ++id) {
    const store::MessageId first = first_copy[id];
    if (first == id || survey.looks[first] == survey.looks[id]) continue;
    SameMessageId& group = groups[first];
    if (group.messages.empty()) group.messages.push_back(first);
    group.messages.push_back(id);
  }
  same_groups_ = groups.size();
  for (auto& [first, group] : groups) {
    if (same_.size() == kMostSame) break;
    same_.push_back(std::move(group));
  }
}

const HeldMailbox* Ground::mailbox_of(std::string_view address) const {
  const auto known = by_owner_.find(std::string(address));
  return known == by_owner_.end() ? nullptr : &mailboxes_[known->second];
}

void Ground::set_guest(Parent parent, store::MessageId parent_id, std::string_view from) {
  guest_ = {parent, parent_id, static_cast<std::uint32_t>(hash_of(from))};
}

Parent Ground::parent(store::MessageId id) const {
  if (id == kGuest) return guest_.parent;
  if (id >= parent_.size() || parent_[id] == store::kNoMessage) return Parent::none_named;
  return parent_[id] == kNotHeld ? Parent::not_held : Parent::held;
}

store::MessageId Ground::parent_id(store::MessageId id) const {
  if (id == kGuest) return guest_.parent_id;
  return id < parent_.size() && parent_[id] != kNotHeld ? parent_[id] : store::kNoMessage;
}

bool Ground::answers_another(store::MessageId id) const {
  const store::MessageId parent = parent_id(id);
  if (parent == store::kNoMessage) return false;
  return from_[parent] != (id == kGuest ? guest_.from : from_[id]);
}

}  // namespace letterlock::hunt
