#include "store/sqlite/postings.h"

#include <xxhash.h>

#include <algorithm>
#include <span>
#include <tuple>

#include "store/sqlite/insert_rows.h"

namespace letterlock::store::sqlite {
namespace {

constexpr std::int64_t bit(AddressRole role) { return std::int64_t{1} << static_cast<int>(role); }
constexpr std::int64_t kRecipients =
    bit(AddressRole::to) | bit(AddressRole::cc) | bit(AddressRole::bcc);
constexpr std::int64_t kPeople = kRecipients | bit(AddressRole::from) | bit(AddressRole::sender);

template <class T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

// Sums what falls on one pair or person: how many, first and last plausible date.
struct Span {
  std::int64_t first = kUndated, last = kUndated;

  void add(std::int64_t date) {
    if (date == kUndated || date < kFirstPlausible) return;
    first = std::min(first, date);
    last = last == kUndated ? date : std::max(last, date);
  }
  void bind(Statement& statement, int index) const {
    const auto maybe = [](std::int64_t date) {
      return date == kUndated ? std::nullopt : std::optional(date);
    };
    statement.bind(index, maybe(first)).bind(index + 1, maybe(last));
  }
};

// min() and max() of SQL are NULL if either is: take the other one then.
constexpr char kWidenSpan[] =
    "first = coalesce(min(first, excluded.first), first, excluded.first), "
    "last = coalesce(max(last, excluded.last), last, excluded.last)";

}  // namespace

std::int64_t prefix_of(const Sha256& hash) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | hash.octets[i];
  return static_cast<std::int64_t>(prefix ^ std::uint64_t{1} << 63);
}

Sha256 hash_from(std::string_view octets) {
  Sha256 hash;
  octets.copy(reinterpret_cast<char*>(hash.octets.data()), hash.octets.size());
  return hash;
}

std::uint64_t text_hash(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

bool Postings::add(const PostedMessage& message) {
  last_message_ = message.id;
  dated_.push_back({message.date.value_or(kUndated), message.id, message.flags});
  prefixes_.push_back({message.prefix, message.id});
  entries_ += 4;
  if (!message.message_id.empty()) {
    message_ids_.push_back({static_cast<std::int64_t>(text_hash(message.message_id)), message.id});
  }
  if (!message.base_subject.empty()) {
    subjects_.push_back({static_cast<std::int64_t>(text_hash(message.base_subject)), message.id});
  }
  const std::size_t known_defects = defects_.size();
  bool whole = each_defect(message.defects, [&](std::int64_t name, ByteRange) {
    defects_.push_back({name, message.id});
  });
  entries_ += defects_.size() - known_defects;
  const std::size_t known_hosts = hosts_.size();
  if (!message.links.empty()) {
    const auto host = [&](std::int64_t id) {
      if (id != 0) hosts_.push_back({id, message.body});
    };
    whole = each_link(message.links,
                      [&](const PackedLink& link) {
                        host(link.host);
                        host(link.domain);
                        for (const auto domain : link.carried_domains) host(domain);
                      }) &&
            whole;
    std::sort(hosts_.begin() + static_cast<std::ptrdiff_t>(known_hosts), hosts_.end());
    hosts_.erase(
        std::unique(hosts_.begin() + static_cast<std::ptrdiff_t>(known_hosts), hosts_.end()),
        hosts_.end());
  }
  entries_ += hosts_.size() - known_hosts;
  roles_.clear();
  whole = each_address(message.addresses,
                       [&](const PackedAddress& one, ByteRange) {
                         if (one.address == 0) return;
                         roles_.push_back({one.address, bit(one.role)});
                         if (bit(one.role) & kPeople) add_name(one.address, one.display_name);
                       }) &&
          whole;
  add_people(message);
  return whole;
}

// One row an address with all its roles; a pair for each sender with each recipient.
void Postings::add_people(const PostedMessage& message) {
  std::sort(roles_.begin(), roles_.end());
  std::size_t kept = 0;
  for (const Two& role : roles_) {
    if (kept > 0 && roles_[kept - 1].key == role.key) {
      roles_[kept - 1].item |= role.item;
    } else {
      roles_[kept++] = role;
    }
  }
  roles_.resize(kept);
  const std::int64_t date = message.date.value_or(kUndated);
  std::size_t senders = 0;
  for (const Two& person : roles_) {
    correspondents_.push_back({person.key, date, message.id, person.item});
    if (!(person.item & bit(AddressRole::from)) || ++senders > kMostSenders) continue;
    for (const Two& other : roles_) {
      if (other.item & kRecipients) pairs_.push_back({person.key, other.key, date});
    }
  }
  entries_ += roles_.size() * 3;
}

void Postings::add_name(std::int64_t address, std::string_view name) {
  name = name.substr(0, kLongestName);
  if (name.empty()) return;
  const std::uint64_t key =
      XXH3_64bits_withSeed(name.data(), name.size(), static_cast<std::uint64_t>(address));
  auto [entry, is_new] = names_.try_emplace(key);
  if (is_new) {
    entry->second.address = address;
    entry->second.text = name;
    ++entries_;
  }
  ++entry->second.messages;
}

// A mailbox's owner is who its mail was delivered to; in Sent, who it is from; failing these, who
// it is addressed to.
bool Postings::add(const PostedPlacement& placement) {
  last_placement_ = placement.id;
  static constexpr AddressRole kSent[] = {AddressRole::from};
  static constexpr AddressRole kReceived[] = {AddressRole::delivered_to, AddressRole::to};
  for (const auto role : placement.in_sent_folder ? std::span<const AddressRole>(kSent)
                                                  : std::span<const AddressRole>(kReceived)) {
    candidates_.clear();
    const bool whole = each_address(placement.addresses, [&](const PackedAddress& one, ByteRange) {
      if (one.role == role && one.address != 0) candidates_.push_back(one.address);
    });
    if (!whole) return false;
    if (candidates_.empty()) continue;
    sort_unique(candidates_);
    // A wide distribution names no owner in particular.
    if (candidates_.size() > 10) return true;
    for (const std::int64_t address : candidates_) votes_.push_back({placement.mailbox, address});
    entries_ += candidates_.size();
    break;
  }
  return true;
}

void Postings::flush_simple(Database& database, const std::string& schema) {
  std::sort(dated_.begin(), dated_.end());
  insert_rows(database, fmt::format("INSERT OR REPLACE INTO {}.by_date", schema), 3, dated_,
              [](Statement& row, int at, const Dated& d) {
                row.bind(at, d.date).bind(at + 1, d.message).bind(at + 2, d.flags);
              });
  const auto write = [&](std::vector<Two>& items, std::string_view table) {
    sort_unique(items);
    insert_rows(database, fmt::format("INSERT OR IGNORE INTO {}.{}", schema, table), 2, items,
                [](Statement& row, int at, const Two& two) {
                  row.bind(at, two.key).bind(at + 1, two.item);
                });
  };
  write(prefixes_, "by_prefix");
  write(message_ids_, "by_message_id");
  write(subjects_, "by_subject");
  write(hosts_, "by_host");
  write(defects_, "by_defect");
}

void Postings::flush_votes(Database& database, const std::string& schema) {
  std::sort(votes_.begin(), votes_.end());
  struct Sum {
    Two vote;
    std::int64_t votes;
  };
  std::vector<Sum> sums;
  for (const Two& vote : votes_) {
    if (sums.empty() || sums.back().vote != vote) sums.push_back({vote, 0});
    ++sums.back().votes;
  }
  insert_rows(
      database, fmt::format("INSERT INTO {}.owner_vote", schema), 3, sums,
      [](Statement& row, int at, const Sum& sum) {
        row.bind(at, sum.vote.key).bind(at + 1, sum.vote.item).bind(at + 2, sum.votes);
      },
      "ON CONFLICT DO UPDATE SET votes = votes + excluded.votes");
}

void Postings::flush_people(Database& database, const std::string& schema) {
  std::sort(correspondents_.begin(), correspondents_.end());
  insert_rows(database, fmt::format("INSERT OR REPLACE INTO {}.correspondence", schema), 4,
              correspondents_, [](Statement& row, int at, const Correspondent& c) {
                row.bind(at, c.address).bind(at + 1, c.date);
                row.bind(at + 2, c.message).bind(at + 3, c.roles);
              });
  struct Person {
    std::int64_t address, sent, received;
    Span span;
  };
  std::vector<Person> people;
  for (const Correspondent& c : correspondents_) {
    if (!(c.roles & kPeople)) continue;
    if (people.empty() || people.back().address != c.address) {
      people.push_back({c.address, 0, 0, {}});
    }
    Person& person = people.back();
    person.sent += c.roles & bit(AddressRole::from) ? 1 : 0;
    person.received += c.roles & kRecipients ? 1 : 0;
    person.span.add(c.date);
  }
  insert_rows(
      database, fmt::format("INSERT INTO {}.person", schema), 5, people,
      [](Statement& row, int at, const Person& person) {
        row.bind(at, person.address).bind(at + 1, person.sent).bind(at + 2, person.received);
        person.span.bind(row, at + 3);
      },
      fmt::format("ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, "
                  "received = received + excluded.received, {}",
                  kWidenSpan));
}

void Postings::flush_pairs(Database& database, const std::string& schema) {
  std::sort(pairs_.begin(), pairs_.end());
  struct Sum {
    std::int64_t sender, recipient, messages;
    Span span;
  };
  std::vector<Sum> sums;
  for (const Pair& pair : pairs_) {
    if (sums.empty() || sums.back().sender != pair.sender ||
        sums.back().recipient != pair.recipient) {
      sums.push_back({pair.sender, pair.recipient, 0, {}});
    }
    ++sums.back().messages;
    sums.back().span.add(pair.date);
  }
  insert_rows(
      database, fmt::format("INSERT INTO {}.pair", schema), 5, sums,
      [](Statement& row, int at, const Sum& sum) {
        row.bind(at, sum.sender).bind(at + 1, sum.recipient).bind(at + 2, sum.messages);
        sum.span.bind(row, at + 3);
      },
      fmt::format("ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, {}",
                  kWidenSpan));
}

void Postings::flush_names(Database& database, const std::string& schema) {
  std::vector<const Name*> sorted;
  sorted.reserve(names_.size());
  for (const auto& [key, name] : names_) sorted.push_back(&name);
  std::sort(sorted.begin(), sorted.end(), [](const Name* a, const Name* b) {
    return std::tie(a->address, a->text) < std::tie(b->address, b->text);
  });
  insert_rows(
      database, fmt::format("INSERT INTO {}.person_name", schema), 3, sorted,
      [](Statement& row, int at, const Name* name) {
        row.bind(at, name->address).bind_text(at + 1, name->text).bind(at + 2, name->messages);
      },
      "ON CONFLICT DO UPDATE SET messages = messages + excluded.messages");
}

void Postings::flush(Database& database, const std::string& schema) {
  flush_simple(database, schema);
  flush_votes(database, schema);
  flush_people(database, schema);
  flush_pairs(database, schema);
  flush_names(database, schema);
  if (schema == "main") {
    constexpr char kSetTotal[] =
        "INSERT INTO total VALUES(?1,?2) "
        "ON CONFLICT DO UPDATE SET value = max(value, excluded.value)";
    database.kept(kSetTotal).bind_text(1, "rolled_messages").bind(2, last_message_).run();
    database.kept(kSetTotal).bind_text(1, "rolled_placements").bind(2, last_placement_).run();
  }
  clear();
}

}  // namespace letterlock::store::sqlite
