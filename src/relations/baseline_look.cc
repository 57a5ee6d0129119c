#include <algorithm>

#include "content/content.h"
#include "relations/baseline.h"
#include "relations/keys.h"
#include "relations/link_place.h"

// What the Baseline can tell: questions only, nothing is learnt here.
namespace letterlock::relations {
HabitKey thread_key(ThreadClass thread) {
  const char value = static_cast<char>('a' + static_cast<int>(thread));
  return habit_key(kThreadClassKind, {&value, 1});
}

std::optional<AddressId> Baseline::joined(std::string_view address) const {
  const RosterPerson* person = roster_ ? roster_->find(address) : nullptr;
  if (person == nullptr || person->addresses.size() < 2) return std::nullopt;
  return number_of_[static_cast<std::size_t>(person - roster_->people().data())];
}

const Correspondent* Baseline::state_of(std::optional<AddressId> id) const {
  if (!id) return nullptr;
  const auto& states = *id < kPersons ? correspondents_ : persons_;
  const std::size_t place = *id < kPersons ? *id : *id - kPersons;
  return place < states.size() ? &states[place] : nullptr;
}

std::optional<AddressId> Baseline::find_person(std::string_view address) const {
  if (const auto id = addresses_.find(address)) return person(*id);
  // Known by another address.
  const auto id = joined(address);
  const Correspondent* state = state_of(id);
  return state && state->sent.messages + state->received > 0 ? id : std::nullopt;
}

Look Baseline::look(const store::MessageRecord& message, store::MessageId parent) const {
  Look look;
  look.from = sender_of(message);
  if (is_plausible(message.date)) look.at = *message.date;
  look.answers = message.claims_reply || message.has_references;
  look.bin = length_bin(message.writing.length, look.answers);
  look.sender = addresses_.find(look.from);
  if (look.from.empty()) look.sender.reset();
  look.state = state_of(look.sender);
  if (!look.from.empty()) look.person = find_person(look.from);
  look.person_state = state_of(look.person);
  for (const auto& ask : message.writing.asks) {
    if (ask.kind < look.asks.size()) look.asks[ask.kind] = true;
  }
  look_at_people(message, look);
  look_at_thread(message, parent, look);
  look_at_links(message, look);
  look.keys = habit_keys(message.traits);
  look.keys.push_back(thread_key(look.thread));
  return look;
}

void Baseline::look_at_people(const store::MessageRecord& message, Look& look) const {
  for (const auto& address : message.addresses) {
    if (!is_recipient(address.role) || address.address.empty()) continue;
    if (++look.all_pairs > kPairsPerMessage) break;
    const auto id = find_person(address.address);
    if (!id) {
      ++look.unknown_recipients;
      ++look.new_pairs;
      continue;
    }
    look.recipients.push_back(*id);
    // To another address of one's own nobody writes for the first time.
    if (id == look.person && address.address != look.from) continue;
    if (!look.person || !pairs_.contains(*look.person, *id)) ++look.new_pairs;
  }
  std::sort(look.recipients.begin(), look.recipients.end());
  look.recipients.erase(std::unique(look.recipients.begin(), look.recipients.end()),
                        look.recipients.end());
}

void Baseline::look_at_thread(const store::MessageRecord& message, store::MessageId parent,
                              Look& look) const {
  look.parent_id = parent;
  look.conversation = conversations_.of(parent);
  if (!message.has_references) {
    look.thread = message.claims_reply ? ThreadClass::claims_only : ThreadClass::start;
  } else if (look.conversation == nullptr) {
    look.thread = ThreadClass::unknown_parent;
  } else if (look.person && look.conversation->has_author(*look.person)) {
    look.thread = ThreadClass::mine;
  } else if (look.person && look.conversation->has_recipient(*look.person)) {
    look.thread = ThreadClass::to_me;
  } else {
    look.thread = ThreadClass::other;
  }
}

void Baseline::look_at_links(const store::MessageRecord& message, Look& look) const {
  for (const auto& link : message.links) {
    if (!is_shown_link(link)) continue;
    SeenLink seen;
    seen.link = &link;
    seen.standing = standing(look.from, link, look.at);
    seen.own_text = is_own_link(message, link);
    seen.leads_to = link.domain;
    follow(look.from, seen, look.at);
    if (look.conversation != nullptr) {
      const std::string place = shared_place(link);
      const auto id = domains_.find(place.empty() ? link.domain : place);
      seen.in_thread = id && look.conversation->has_place(*id);
    }
    if (seen.own_text) {
      const LinkClass of = seen.in_thread ? LinkClass::own : class_of(seen.standing);
      look.link_classes[static_cast<std::size_t>(of)] = true;
    }
    look.links.push_back(seen);
  }
  const bool any = std::any_of(look.link_classes.begin(), look.link_classes.end(),
                               [](bool shown) { return shown; });
  look.link_classes[static_cast<std::size_t>(LinkClass::none)] = !any;
}

const Correspondent* Baseline::correspondent(std::string_view address) const {
  return state_of(addresses_.find(address));
}

std::optional<Rhythm> Baseline::pair(std::string_view from, std::string_view to) const {
  const auto a = find_person(from), b = find_person(to);
  if (!a || !b) return std::nullopt;
  return pairs_.of(*a, *b);
}

const LinkDomain* Baseline::link_domain(std::string_view domain) const {
  const auto id = domains_.find(domain);
  if (!id || *id >= link_domains_.size() || link_domains_[*id].messages == 0) return nullptr;
  return &link_domains_[*id];
}

const LinkedDomain* Baseline::linked(std::string_view sender, std::string_view domain) const {
  const Correspondent* who = correspondent(sender);
  const auto id = domains_.find(domain);
  if (!who || !id) return nullptr;
  const auto place =
      std::lower_bound(who->domains.begin(), who->domains.end(), *id,
                       [](const LinkedDomain& d, DomainId want) { return d.domain < want; });
  return place != who->domains.end() && place->domain == *id ? &*place : nullptr;
}

bool Baseline::carried_by(std::string_view sender, std::string_view domain) const {
  const auto id = addresses_.find(sender);
  const LinkDomain* known = link_domain(domain);
  return id && known && knows(known->carriers, known->carrying_senders, *id);
}

Standing Baseline::standing(std::string_view sender, std::string_view domain, UnixTime at) const {
  if (lies_in(mail_domain(sender), domain)) return Standing::own_mail;
  const LinkDomain* known = link_domain(domain);
  const LinkedDomain* own = linked(sender, domain);
  if (known && known->senders >= kCommonplaceSenders && at - known->first > kCommonplaceAfter) {
    return Standing::commonplace;
  }
  if (own) {
    return known && known->senders <= 1 && at - own->first <= kFreshFor ? Standing::fresh
                                                                        : Standing::own;
  }
  const auto id = domains_.find(domain);
  if (id && *id < mail_domains_.size() && mail_domains_[*id]) return Standing::correspondent;
  if (!known) return Standing::unseen;
  // Others brought it only in messages that nothing was learnt from.
  const bool adopted = std::max(known->senders, known->wary_senders) >= kAdoptedSenders &&
                       at - known->first > kAdoptedAfter;
  if (known->trusted < kFewestTrusted && !adopted) return Standing::unseen;
  const auto who = addresses_.find(sender);
  const bool only_this_sender = known->senders == 1 && who && known->who[0] == *who;
  return only_this_sender && at - known->first <= kFreshFor ? Standing::fresh : Standing::rare;
}

Standing Baseline::standing(std::string_view sender, const store::LinkFact& link,
                            UnixTime at) const {
  const std::string place = shared_place(link);
  if (place.empty()) return standing(sender, link.domain, at);
  const Standing of_place = standing(sender, place, at);
  return of_place == Standing::unseen && link_domain(link.domain) ? Standing::tenant : of_place;
}

double Baseline::linkers_share(std::string_view domain) const {
  const LinkDomain* known = link_domain(domain);
  return ((known ? known->senders : 0) + 0.5) / (linkers_ + 1.0);
}

double Baseline::tld_share(std::string_view domain) const {
  const double seen = tlds_.of(tld_key(domain));
  return (seen + 0.5) / (tld_messages_ + 10);
}

// A link that passes through a known place leads to where it leads: the strangest counts.
void Baseline::follow(std::string_view sender, SeenLink& seen, UnixTime at) const {
  for (const auto& domain : seen.link->carried_domains) {
    if (domain.empty() || lies_in(seen.link->host, domain)) continue;
    const Standing of = standing(sender, domain, at);
    if (class_of(of) <= class_of(seen.standing)) continue;
    seen.standing = of;
    seen.leads_to = domain;
  }
}

LinkClass class_of(Standing standing) {
  switch (standing) {
    case Standing::own:
    case Standing::own_mail:
      return LinkClass::own;
    case Standing::commonplace:
      return LinkClass::commonplace;
    case Standing::correspondent:
      return LinkClass::correspondent;
    case Standing::tenant:
      return LinkClass::tenant;
    case Standing::rare:
      return LinkClass::rare;
    case Standing::fresh:
    case Standing::unseen:
      return LinkClass::fresh;
  }
  return LinkClass::none;
}

std::optional<std::string_view> Baseline::address_of_name(std::string_view name) const {
  if (trim(name).empty()) return std::nullopt;
  const auto known = names_.find(name_key(name));
  if (known == names_.end() || known->second == kSeveral) return std::nullopt;
  return addresses_.text(known->second);
}

}  // namespace letterlock::relations
