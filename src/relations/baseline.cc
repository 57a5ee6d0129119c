#include "relations/baseline.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/content.h"

namespace letterlock::relations {
namespace {

constexpr AddressId kSeveral = 0xFFFFFFFF;

std::uint64_t pair_key(AddressId from, AddressId to) { return std::uint64_t{from} << 32 | to; }

// FNV-1a over the name without case and outer space; the same on every machine.
std::uint64_t name_key(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : trim(name)) {
    hash = (hash ^ static_cast<unsigned char>(to_lower(c))) * 0x100000001B3;
  }
  return hash;
}

std::size_t length_bin(std::uint32_t length) {
  return length < 130 ? 0 : length < 300 ? 1 : length < 900 ? 2 : 3;
}

bool is_recipient(store::AddressRole role) {
  return role == store::AddressRole::to || role == store::AddressRole::cc ||
         role == store::AddressRole::bcc;
}

std::string_view mail_domain(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

// "mail.example.org" lies in "example.org"; every domain lies in itself.
bool lies_in(std::string_view domain, std::string_view parent) {
  if (domain == parent) return true;
  return domain.size() > parent.size() && domain.ends_with(parent) &&
         domain[domain.size() - parent.size() - 1] == '.';
}

void remember(std::array<AddressId, kLinkersKept>& who, std::uint32_t& count, AddressId id) {
  const auto end = who.begin() + std::min<std::size_t>(count, kLinkersKept);
  if (std::find(who.begin(), end, id) != end) return;
  if (count < kLinkersKept) who[count] = id;
  if (count <= kLinkersKept) ++count;
}

bool knows(const std::array<AddressId, kLinkersKept>& who, std::uint32_t count, AddressId id) {
  const auto end = who.begin() + std::min<std::size_t>(count, kLinkersKept);
  return std::find(who.begin(), end, id) != end;
}

std::vector<LinkedDomain>::iterator place_of(std::vector<LinkedDomain>& domains, DomainId id) {
  return std::lower_bound(domains.begin(), domains.end(), id,
                          [](const LinkedDomain& d, DomainId want) { return d.domain < want; });
}

bool takes_no_answers(std::string_view address) {
  const std::string local = lower_ascii(address.substr(0, address.find('@')));
  for (const std::string_view word :
       {"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon",
        "newsletter", "notifications", "bounce"}) {
    if (local.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

bool Correspondent::broadcasts() const {
  const std::uint32_t wide = std::max(list_messages, mass_messages);
  return sent.messages >= 3 && 5 * wide >= 4 * sent.messages && 20 * replies < sent.messages;
}

std::string_view sender_of(const store::MessageRecord& message) {
  for (const auto& address : message.addresses) {
    if (address.role == store::AddressRole::from && !address.address.empty()) {
      return address.address;
    }
  }
  return {};
}

bool is_mass_mail(const store::MessageRecord& message) {
  const auto recipients =
      std::count_if(message.addresses.begin(), message.addresses.end(),
                    [](const store::AddressFact& a) { return is_recipient(a.role); });
  return !message.list_id.empty() || static_cast<std::size_t>(recipients) > kMassRecipients ||
         takes_no_answers(sender_of(message));
}

bool is_shown_link(const store::LinkFact& link) {
  switch (static_cast<content::LinkKind>(link.kind)) {
    case content::LinkKind::href:
    case content::LinkKind::form:
    case content::LinkKind::text:
    case content::LinkKind::refresh:
      // A host without a dot is a name at home or the rest of a link that was cut in wrapping.
      return link.domain.find('.') != std::string::npos ||
             link.domain.find(':') != std::string::npos;
    case content::LinkKind::resource:
    case content::LinkKind::list_field:
      return false;
  }
  return false;
}

bool is_plausible(std::optional<UnixTime> date) {
  return date && *date >= kDay && *date < 4'102'444'800;  // 1970-01-02 to 2100
}

Correspondent& Baseline::at(AddressId id) {
  if (id >= correspondents_.size()) correspondents_.resize(id + 1);
  return correspondents_[id];
}

void Baseline::observe(const store::MessageRecord& message) {
  ++messages_;
  learn_addresses(message);
  const std::string_view from = sender_of(message);
  if (from.empty()) return;
  const AddressId sender = addresses_.id(from);
  Correspondent& state = at(sender);
  if (is_plausible(message.date)) state.sent.observe(*message.date);
  if (!message.list_id.empty()) ++state.list_messages;
  if (is_mass_mail(message)) ++state.mass_messages;
  if (message.claims_reply || message.has_references) ++state.replies;
  if (message.claims_reply && !message.has_references) ++state.replies_without_fields;
  const bool forwards =
      std::any_of(message.quotes.begin(), message.quotes.end(), [](const store::QuoteFact& q) {
        return static_cast<content::Quote::Kind>(q.kind) != content::Quote::Kind::reply;
      });
  if (forwards) ++state.forwards;
  observe_links(message, sender, state);
  observe_pairs(message, sender);
}

void Baseline::learn_addresses(const store::MessageRecord& message) {
  for (const auto& address : message.addresses) {
    if (address.address.empty()) continue;
    const AddressId id = addresses_.id(address.address);
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

void Baseline::observe_links(const store::MessageRecord& message, AddressId sender,
                             Correspondent& state) {
  const UnixTime at_time = is_plausible(message.date) ? *message.date : 0;
  bool any = false, introduces = false;
  std::vector<DomainId> done;
  for (const auto& link : message.links) {
    if (!is_shown_link(link)) continue;
    const DomainId id = domains_.id(link.domain);
    if (id >= link_domains_.size()) link_domains_.resize(id + 1);
    LinkDomain& domain = link_domains_[id];
    const bool carries = std::any_of(link.carried_domains.begin(), link.carried_domains.end(),
                                     [&](const std::string& d) { return d != link.domain; });
    if (carries) remember(domain.carriers, domain.carrying_senders, sender);
    if (std::find(done.begin(), done.end(), id) != done.end()) continue;
    done.push_back(id);
    if (carries) ++domain.carrying;
    if (domain.messages == 0) {
      domain.first = at_time;
      domain.first_message = message.id;
      introduces =
          introduces || (!link.in_quoted_text && !(id < mail_domains_.size() && mail_domains_[id]));
    }
    ++domain.messages;
    remember(domain.who, domain.senders, sender);
    if (link.in_quoted_text) continue;
    any = true;
    const auto place = place_of(state.domains, id);
    if (place != state.domains.end() && place->domain == id) {
      ++place->messages;
    } else if (state.domains.size() < kDomainsPerSender) {
      state.domains.insert(place, {id, at_time, 1});
    }
  }
  if (any) ++state.with_links;

  LengthBin& bin = bins_[length_bin(message.new_text_length)];
  state.introduced_expected += bin.introducing / bin.messages;
  if (introduces) ++state.introduced;
  constexpr double kKeep = 0.9995;
  bin.messages = bin.messages * kKeep + 1;
  bin.introducing = bin.introducing * kKeep + (introduces ? 1 : 0);
}

void Baseline::observe_pairs(const store::MessageRecord& message, AddressId sender) {
  if (!is_plausible(message.date)) return;
  std::size_t made = 0;
  for (const auto& address : message.addresses) {
    if (!is_recipient(address.role) || address.address.empty()) continue;
    if (++made > kPairsPerMessage) return;
    const AddressId to = addresses_.id(address.address);
    Correspondent& receiver = at(to);
    ++receiver.received;
    receiver.last_received = std::max(receiver.last_received, *message.date);
    if (to != sender) pairs_[pair_key(sender, to)].observe(*message.date);
  }
}

const Correspondent* Baseline::correspondent(std::string_view address) const {
  const auto id = addresses_.find(address);
  return id && *id < correspondents_.size() ? &correspondents_[*id] : nullptr;
}

const Rhythm* Baseline::pair(std::string_view from, std::string_view to) const {
  const auto a = addresses_.find(from), b = addresses_.find(to);
  if (!a || !b) return nullptr;
  const auto known = pairs_.find(pair_key(*a, *b));
  return known == pairs_.end() ? nullptr : &known->second;
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
  if (known && known->senders >= kCommonplaceSenders) return Standing::commonplace;
  if (own) {
    return known && known->senders == 1 && at - own->first <= kFreshFor ? Standing::fresh
                                                                        : Standing::own;
  }
  const auto id = domains_.find(domain);
  if (id && *id < mail_domains_.size() && mail_domains_[*id]) return Standing::correspondent;
  if (!known) return Standing::unseen;
  const auto who = addresses_.find(sender);
  const bool only_this_sender = known->senders == 1 && who && known->who[0] == *who;
  return only_this_sender && at - known->first <= kFreshFor ? Standing::fresh : Standing::rare;
}

double Baseline::introduction_rate(std::string_view sender, std::uint32_t new_text_length) const {
  const LengthBin& bin = bins_[length_bin(new_text_length)];
  const Correspondent* state = correspondent(sender);
  const double observed = state ? state->introduced : 0;
  const double expected = state ? state->introduced_expected : 0;
  return std::min(0.995, bin.introducing / bin.messages * (observed + 1.5) / (expected + 1.5));
}

std::optional<std::string_view> Baseline::address_of_name(std::string_view name) const {
  if (trim(name).empty()) return std::nullopt;
  const auto known = names_.find(name_key(name));
  if (known == names_.end() || known->second == kSeveral) return std::nullopt;
  return addresses_.text(known->second);
}

}  // namespace letterlock::relations
