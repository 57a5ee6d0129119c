#include "relations/baseline.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/content.h"
#include "relations/keys.h"
#include "relations/link_place.h"

namespace letterlock::relations {
namespace {

void remember(std::array<AddressId, kLinkersKept>& who, std::uint32_t& count, AddressId id) {
  const auto end = who.begin() + std::min<std::size_t>(count, kLinkersKept);
  if (std::find(who.begin(), end, id) != end) return;
  if (count < kLinkersKept) who[count] = id;
  if (count <= kLinkersKept) ++count;
}

std::vector<LinkedDomain>::iterator place_of(std::vector<LinkedDomain>& domains, DomainId id) {
  return std::lower_bound(domains.begin(), domains.end(), id,
                          [](const LinkedDomain& d, DomainId want) { return d.domain < want; });
}

// Once a day, not at every message of a burst.
void decay_rates(Correspondent& state, UnixTime at) {
  if (state.rates_at != 0 && at - state.rates_at < kDay) return;
  const double kept = state.rates_at == 0 ? 1 : kept_after(at - state.rates_at);
  state.links.decay(kept);
  state.asks.decay(kept);
  state.rates_at = std::max(state.rates_at, at);
}

}  // namespace

bool Correspondent::broadcasts() const {
  const std::uint32_t wide = std::max(list_messages, mass_messages);
  return sent.messages >= 3 && 5 * wide >= 4 * sent.messages && 20 * replies < sent.messages;
}

Correspondent& Baseline::at(AddressId id) {
  if (id >= kPersons) {
    if (id - kPersons >= persons_.size()) persons_.resize(id - kPersons + 1);
    return persons_[id - kPersons];
  }
  if (id >= correspondents_.size()) correspondents_.resize(id + 1);
  return correspondents_[id];
}

void Baseline::know(const Roster& roster) {
  roster_ = &roster;
  AddressId next = kPersons;
  number_of_.reserve(roster.people().size());
  for (const RosterPerson& person : roster.people()) {
    number_of_.push_back(person.addresses.size() < 2 ? 0 : next++);
  }
}

AddressId Baseline::number(std::string_view address) {
  const AddressId id = addresses_.id(address);
  if (roster_ != nullptr && id == person_of_.size()) {
    person_of_.push_back(joined(address).value_or(id));
  }
  return id;
}

void Baseline::observe(const store::MessageRecord& message, const Look& look, Learn learn,
                       double trust) {
  ++messages_;
  learn_addresses(message);
  if (look.from.empty()) return;
  const AddressId sender = number(look.from), who = person(sender);
  Correspondent& state = at(sender);
  const std::uint32_t earlier = state.sent.messages;
  if (look.at != 0) state.sent.observe(look.at);
  if (look.at != 0 && who != sender) at(who).sent.observe(look.at);
  count_kinds(message, state);
  count_results(look.keys, state);
  state.habits.observe(look.keys, look.at);
  population_.observe(look.keys, earlier);
  if (learn == Learn::all) {
    decay_rates(state, look.at);
    link_rates_.observe(state.links, look.bin, look.link_classes, earlier, trust);
    ask_rates_.observe(state.asks, look.bin, look.asks, earlier, trust);
    state.words.observe(message.writing.words);
    words_.observe(message.writing.words, earlier, trust);
  } else if (learn == Learn::own) {
    decay_rates(state, look.at);
    link_rates_.observe(state.links, look.bin, look.link_classes, earlier, 0);
    ask_rates_.observe(state.asks, look.bin, look.asks, earlier, 0);
    state.words.observe(message.writing.words);
  }
  const std::vector<DomainId> places = observe_links(message, look, sender, learn, trust);
  const std::vector<AddressId> recipients = observe_pairs(message, who);
  at(who).circles.observe(recipients);
  Spoken spoken{message.id, look.parent_id, who, look.at, recipients, {}, {}};
  if (learn == Learn::all) {
    spoken.words = message.writing.words;
    spoken.places = places;
  }
  conversations_.observe(spoken);
}

void Baseline::count_results(std::span<const HabitKey> keys, Correspondent& state) const {
  for (std::size_t i = 0; i < kResultKinds.size(); ++i) {
    const auto kind = static_cast<std::uint8_t>(kResultKinds[i]);
    if (std::any_of(keys.begin(), keys.end(), [&](HabitKey key) { return kind_of(key) == kind; })) {
      ++state.results[i];
    }
  }
}

void Baseline::observe_results(const store::MessageRecord& copy) {
  const std::string_view from = sender_of(copy);
  std::vector<HabitKey> keys;
  for (const store::TraitFact& trait : copy.traits) {
    if (is_result(trait.kind)) keys.push_back(habit_key(trait.kind, trait.value));
  }
  if (from.empty() || keys.empty()) return;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  Correspondent& state = at(number(from));
  count_results(keys, state);
  state.habits.observe(keys, is_plausible(copy.date) ? *copy.date : 0);
  population_.observe(keys, state.sent.messages);
}

void Baseline::count_kinds(const store::MessageRecord& message, Correspondent& state) const {
  if (!message.list_id.empty()) ++state.list_messages;
  if (is_mass_mail(message)) ++state.mass_messages;
  if (message.claims_reply || message.has_references) ++state.replies;
  if (message.claims_reply && !message.has_references) ++state.replies_without_fields;
  const bool forwards =
      std::any_of(message.quotes.begin(), message.quotes.end(), [](const store::QuoteFact& q) {
        return static_cast<content::Quote::Kind>(q.kind) != content::Quote::Kind::reply;
      });
  if (forwards) ++state.forwards;
}

void Baseline::learn_addresses(const store::MessageRecord& message) {
  for (const auto& address : message.addresses) {
    if (address.address.empty()) continue;
    const AddressId id = number(address.address);
    if (!trim(address.display_name).empty()) {
      const auto [known, added] = names_.try_emplace(name_key(address.display_name), id);
      if (!added && known->second != id) known->second = kSeveral;
    }
    // Every parent of a mail domain, so that a link's registrable domain is found among them.
    std::string_view domain = mail_domain(address.address);
    while (domain.find('.') != std::string_view::npos) {
      const DomainId number = domains_.id(domain);
      if (number >= mail_domains_.size()) mail_domains_.resize(number + 1);
      if (mail_domains_[number]) break;
      mail_domains_[number] = true;
      domain.remove_prefix(domain.find('.') + 1);
    }
  }
}

// Returns the places of links in the sender's own text.
std::vector<DomainId> Baseline::observe_links(const store::MessageRecord& message, const Look& look,
                                              AddressId sender, Learn learn, double trust) {
  std::vector<DomainId> places;
  bool introduces = false;
  std::vector<std::string_view> done;
  for (const SeenLink& seen : look.links) {
    const store::LinkFact& link = *seen.link;
    const bool again = std::find(done.begin(), done.end(), link.domain) != done.end();
    const std::string place = shared_place(link);
    if (again && place.empty() && link.carried_domains.empty()) continue;
    if (!again) {
      done.push_back(link.domain);
      introduces = observe_place(link.domain, link, seen.own_text, look.at, message.id, sender,
                                 learn, trust) ||
                   introduces;
    }
    if (!place.empty()) {
      observe_place(place, link, seen.own_text, look.at, message.id, sender, learn, trust);
    }
    for (const auto& domain : link.carried_domains) {
      if (domain.empty() || lies_in(link.host, domain)) continue;
      if (std::find(done.begin(), done.end(), domain) != done.end()) continue;
      done.push_back(domain);
      observe_place(domain, link, seen.own_text, look.at, message.id, sender, learn, trust);
    }
    if (seen.own_text) places.push_back(domains_.id(place.empty() ? link.domain : place));
  }
  Correspondent& state = at(sender);
  if (introduces) ++state.introduced;
  if (!places.empty() && state.with_links++ == 0) ++linkers_;
  return places;
}

// True where the sender's own text brings a domain that the case has not seen.
bool Baseline::observe_place(std::string_view name, const store::LinkFact& link, bool own_text,
                             UnixTime at_time, store::MessageId id, AddressId sender, Learn learn,
                             double trust) {
  const DomainId number = domains_.id(name);
  if (number >= link_domains_.size()) link_domains_.resize(number + 1);
  LinkDomain& domain = link_domains_[number];
  const bool introduces =
      domain.messages == 0 && own_text && !(number < mail_domains_.size() && mail_domains_[number]);
  if (domain.messages == 0) {
    domain.first = at_time;
    domain.first_message = id;
    if (learn == Learn::all && name == link.domain) {
      tlds_.add(tld_key(name), 1);
      tld_messages_ += 1;
    }
  }
  ++domain.messages;
  if (learn == Learn::all) domain.trusted += static_cast<float>(trust);
  if (!own_text) return false;
  const bool carries = std::any_of(link.carried_domains.begin(), link.carried_domains.end(),
                                   [&](const std::string& d) { return d != link.domain; });
  if (carries) {
    ++domain.carrying;
    if (learn == Learn::all) remember(domain.carriers, domain.carrying_senders, sender);
  }
  if (learn == Learn::all || domain.senders == 0) remember(domain.who, domain.senders, sender);
  auto& domains = at(sender).domains;
  const auto place = place_of(domains, number);
  if (place != domains.end() && place->domain == number) {
    ++place->messages;
  } else if (domains.size() < kDomainsPerSender) {
    domains.insert(place, {at_time, number, 1});
    ++domain.linkers;
    if (learn != Learn::all && domain.wary_senders < kLinkersKept) ++domain.wary_senders;
  }
  return introduces;
}

std::vector<AddressId> Baseline::observe_pairs(const store::MessageRecord& message,
                                               AddressId sender) {
  std::vector<AddressId> recipients;
  for (const auto& address : message.addresses) {
    if (!is_recipient(address.role) || address.address.empty()) continue;
    if (recipients.size() == kPairsPerMessage) break;
    const AddressId own = number(address.address), to = person(own);
    recipients.push_back(to);
    Correspondent& receiver = at(to);
    ++receiver.received;
    if (own != to) ++at(own).received;
    if (!is_plausible(message.date)) continue;
    receiver.last_received = std::max(receiver.last_received, *message.date);
    if (to != sender) pairs_.observe(sender, to, *message.date);
  }
  std::sort(recipients.begin(), recipients.end());
  recipients.erase(std::unique(recipients.begin(), recipients.end()), recipients.end());
  return recipients;
}

}  // namespace letterlock::relations
