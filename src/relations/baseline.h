// The Baseline: what is usual in this case, learnt message by message.
//
// Messages are scored only from earlier ones: the caller goes through the case in the order of time
// and for each message asks first and calls observe() then. Everything is a count with its sample
// size; nothing is a probability that stands alone. State is bounded per sender, pair and domain
// (kDomainsPerSender, kLinkersKept, kPairsPerMessage). Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "relations/interned.h"
#include "relations/rhythm.h"
#include "store/fact_store.h"

namespace letterlock::relations {

using AddressId = std::uint32_t;
using DomainId = std::uint32_t;

// Domains remembered of one sender; a newsletter that links more than these is no person.
inline constexpr std::size_t kDomainsPerSender = 1024;
// Senders remembered of one link domain; beyond, only their number matters.
inline constexpr std::size_t kLinkersKept = 8;
// Recipients that make pairs; mail to more says nothing about any one of them.
inline constexpr std::size_t kPairsPerMessage = 50;
// More recipients than this are an audience.
inline constexpr std::size_t kMassRecipients = 20;
// Senders that make a link domain commonplace.
inline constexpr std::uint32_t kCommonplaceSenders = 5;
// A sender's own new domain stays "new" this long, so that one lure to many counts as one.
inline constexpr UnixTime kFreshFor = 14 * kDay;

struct LinkedDomain {
  DomainId domain = 0;
  UnixTime first = 0;
  std::uint32_t messages = 0;
};

struct Correspondent {
  Rhythm sent;
  std::uint32_t received = 0;
  UnixTime last_received = 0;
  std::uint32_t list_messages = 0;
  std::uint32_t mass_messages = 0;
  std::uint32_t replies = 0;                 // claimed by subject or by thread fields
  std::uint32_t replies_without_fields = 0;  // subject says so, nothing else
  std::uint32_t forwards = 0;                // a forwarded block or attached message
  std::uint32_t with_links = 0;              // messages with a link of their own
  std::uint32_t introduced = 0;              // messages with a link domain new to the case
  double introduced_expected = 0;            // the same if this sender were like all others
  std::vector<LinkedDomain> domains;         // by DomainId

  // Sends lists or to audiences and hardly ever answers: newsletters, robots.
  bool broadcasts() const;
};

struct LinkDomain {
  UnixTime first = 0;
  store::MessageId first_message = store::kNoMessage;
  std::uint32_t messages = 0;
  std::uint32_t senders = 0;  // exact up to kLinkersKept, then "many"
  std::array<AddressId, kLinkersKept> who{};
  std::uint32_t carrying = 0;  // messages in which it carried a URL of another domain
  std::uint32_t carrying_senders = 0;
  std::array<AddressId, kLinkersKept> carriers{};
};

// What a link domain is to a sender, before this message.
enum class Standing : std::uint8_t {
  own,            // this sender has linked it before
  own_mail,       // the sender's own mail domain
  commonplace,    // linked by kCommonplaceSenders or more
  correspondent,  // the mail domain of somebody in the case
  rare,           // linked by few others, never by this sender
  fresh,          // linked by this sender alone, first within kFreshFor
  unseen,         // never in the case
};

class Baseline {
 public:
  void observe(const store::MessageRecord& message);

  // nullptr where nothing is known of them.
  const Correspondent* correspondent(std::string_view address) const LL_LIFETIME_BOUND;
  const Rhythm* pair(std::string_view from, std::string_view to) const LL_LIFETIME_BOUND;
  const LinkDomain* link_domain(std::string_view domain) const LL_LIFETIME_BOUND;
  Standing standing(std::string_view sender, std::string_view domain, UnixTime at) const;
  // This sender's own use of a domain, or nullptr.
  const LinkedDomain* linked(std::string_view sender,
                             std::string_view domain) const LL_LIFETIME_BOUND;
  // True where this sender has sent links of `domain` that carried another URL.
  bool carried_by(std::string_view sender, std::string_view domain) const;
  // How often, in 0..1, a message of this sender with this much new text brings a link domain new
  // to the case: the archive's rate for such lengths, corrected by what this sender did so far.
  double introduction_rate(std::string_view sender, std::uint32_t new_text_length) const;
  // The one address that this display name has been seen with; nullopt where none or several.
  std::optional<std::string_view> address_of_name(std::string_view name) const LL_LIFETIME_BOUND;

  std::uint64_t messages() const { return messages_; }
  std::size_t addresses() const { return addresses_.size(); }
  std::size_t pairs() const { return pairs_.size(); }

 private:
  struct LengthBin {  // forgets slowly, so that an archive's first months do not stay
    double messages = 1, introducing = 0.5;
  };
  Correspondent& at(AddressId id);
  void observe_links(const store::MessageRecord& message, AddressId sender, Correspondent& state);
  void observe_pairs(const store::MessageRecord& message, AddressId sender);
  void learn_addresses(const store::MessageRecord& message);

  Interned addresses_, domains_;
  std::vector<Correspondent> correspondents_;  // by AddressId
  std::vector<LinkDomain> link_domains_;       // by DomainId; messages == 0: a mail domain only
  std::vector<bool> mail_domains_;             // by DomainId
  std::unordered_map<std::uint64_t, Rhythm> pairs_;
  std::unordered_map<std::uint64_t, AddressId> names_;  // kSeveral where ambiguous
  std::array<LengthBin, 4> bins_;
  std::uint64_t messages_ = 0;
};

// The From address, "" where there is none.
std::string_view sender_of(const store::MessageRecord& message);
// Sent to an audience, through a list, or by an address that takes no answers.
bool is_mass_mail(const store::MessageRecord& message);
// A link that the message's writer shows to the reader: not one that display fetches by itself, and
// not one of the header.
bool is_shown_link(const store::LinkFact& link);
// Dates before 1970-01-02 and after 2100 come from broken clocks.
bool is_plausible(std::optional<UnixTime> date);

}  // namespace letterlock::relations
