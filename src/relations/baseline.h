// The Baseline: what is usual in this case, learnt message by message.
//
// Messages are scored only from earlier ones: the caller goes through the case in the order of time
// and for each message asks look() first and calls observe() then. Everything is a count with its
// sample size; nothing is a probability that stands alone. State is bounded per sender, pair and
// domain (the limits below and in habits.h, words.h, circles.h, conversations.h). Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "relations/circles.h"
#include "relations/conversations.h"
#include "relations/habits.h"
#include "relations/interned.h"
#include "relations/pairs.h"
#include "relations/rates.h"
#include "relations/rhythm.h"
#include "relations/roster.h"
#include "relations/words.h"
#include "store/fact_store.h"

namespace letterlock::relations {

using DomainId = std::uint32_t;

// Domains remembered of one sender; a newsletter that links more than these is no person.
inline constexpr std::size_t kDomainsPerSender = 1024;
// Senders remembered of one link domain; beyond, only their number matters.
inline constexpr std::size_t kLinkersKept = 8;
// Recipients that make pairs; mail to more says nothing about any one of them.
inline constexpr std::size_t kPairsPerMessage = 50;
// More recipients than this are an audience.
inline constexpr std::size_t kMassRecipients = 20;
// Senders that make a link domain commonplace, and how old it has to be: one lure sent from many
// accounts in a week makes nothing commonplace.
inline constexpr std::uint32_t kCommonplaceSenders = 5;
inline constexpr UnixTime kCommonplaceAfter = 7 * kDay;
// A domain counts as seen for others after messages learnt from in such an amount, or once so many
// senders have linked it over such a time: a lure that goes to many accounts makes itself no name.
inline constexpr float kFewestTrusted = 0.5F;
inline constexpr std::uint32_t kAdoptedSenders = 3;
inline constexpr UnixTime kAdoptedAfter = 30 * kDay;
// A sender's own new domain stays "new" this long, so that one lure to many counts as one.
inline constexpr UnixTime kFreshFor = 14 * kDay;

struct LinkedDomain {
  UnixTime first = 0;
  DomainId domain = 0;
  std::uint32_t messages = 0;
};

// What the links of a message's own text are to its sender, at their strangest; in this order.
enum class LinkClass : std::uint8_t { none, own, commonplace, correspondent, tenant, rare, fresh };
inline constexpr std::size_t kLinkClasses = 7;
using LinkRates = Rates<kLinkClasses>;
using AskRates = Rates<content::kAskKinds>;

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
  std::vector<LinkedDomain> domains;         // by DomainId
  // Of the messages, those that show a receiver's result of each of kResultKinds.
  std::array<std::uint32_t, kResultKinds.size()> results{};
  Habits habits;
  SenderWords words;
  Circles circles;
  LinkRates::Sender links;
  AskRates::Sender asks;
  UnixTime rates_at = 0;  // to when the rates are decayed

  // Sends lists or to audiences and hardly ever answers: newsletters, robots.
  bool broadcasts() const;
};

struct LinkDomain {
  UnixTime first = 0;
  store::MessageId first_message = store::kNoMessage;
  std::uint32_t messages = 0;
  float trusted = 0;          // of these, by how far they were learnt from
  std::uint32_t senders = 0;  // exact up to kLinkersKept, then "many"
  std::array<AddressId, kLinkersKept> who{};
  std::uint32_t wary_senders =
      0;  // who first brought it in a guarded message; at most kLinkersKept
  // All senders in whose own text it stood, whatever was learnt of that; but for one who has linked
  // kDomainsPerSender others.
  std::uint32_t linkers = 0;
  std::uint32_t carrying = 0;  // messages in which it carried a URL of another domain
  std::uint32_t carrying_senders = 0;
  std::array<AddressId, kLinkersKept> carriers{};
};

// What a link domain, or a tenant's place on a shared host, is to a sender before this message.
enum class Standing : std::uint8_t {
  own,            // this sender has linked it before
  own_mail,       // the sender's own mail domain
  commonplace,    // linked by kCommonplaceSenders or more
  correspondent,  // the mail domain of somebody in the case
  tenant,         // a place never seen, on a shared host that is known
  rare,           // linked by few others, never by this sender
  fresh,          // linked by this sender alone, first within kFreshFor
  unseen,         // never in the case
};
LinkClass class_of(Standing standing);

// How a message stands to the conversation it says that it belongs to.
enum class ThreadClass : std::uint8_t {
  start,
  claims_only,     // the subject says "Re:", no thread field does
  unknown_parent,  // what it answers has not been seen
  mine,            // the sender wrote in this conversation before
  to_me,           // the sender was written to in it
  other,           // neither
};
inline constexpr std::size_t kThreadClasses = 6;
HabitKey thread_key(ThreadClass thread);

struct SeenLink {
  const store::LinkFact* link = nullptr;
  Standing standing = Standing::own;
  bool own_text = false;   // written or put forward by this sender, not quoted from another
  bool in_thread = false;  // this conversation had it before
  // The domain that `standing` is of: its own, or one whose URL it carries and that is stranger.
  std::string_view leads_to;
};

// What the Baseline can tell of a message before it learns from it. Views and pointers are good
// until the next observe(), and as long as the message.
struct Look {
  std::string_view from;
  std::optional<AddressId> sender;
  const Correspondent* state = nullptr;  // nullptr where nothing is known of the sender
  // Who the sender is by all addresses that the roster gives them: `sent`, `circles` and `received`
  // are of these. The same as the two above for everybody else.
  std::optional<AddressId> person;
  const Correspondent* person_state = nullptr;
  UnixTime at = 0;              // 0: no plausible date
  bool answers = false;         // by thread fields or subject
  std::size_t bin = 0;          // length_bin()
  std::vector<HabitKey> keys;   // of its traits, with its thread class
  std::vector<SeenLink> links;  // shown ones
  LinkRates::Shown link_classes{};
  AskRates::Shown asks{};
  ThreadClass thread = ThreadClass::start;
  store::MessageId parent_id = store::kNoMessage;
  const Conversation* conversation = nullptr;  // of the parent, where that has been seen
  std::vector<AddressId> recipients;           // known ones, as persons: sorted, distinct
  std::size_t unknown_recipients = 0;
  std::size_t new_pairs = 0, all_pairs = 0;  // recipients this sender never wrote to; all

  std::uint32_t history() const { return state ? state->sent.messages : 0; }
  // By any of their addresses.
  std::uint32_t history_of_person() const { return person_state ? person_state->sent.messages : 0; }
};

// What may be learnt of a message: all; that its links, words and asks are usual for this sender
// now, for nobody else; or only that it happened and by which client.
enum class Learn : std::uint8_t { all, own, guarded };

class Baseline {
 public:
  // From now on who writes to whom, how often and since when is counted by person, for the people
  // to whom the roster (which must outlive this) gives several addresses. Habits, words and links
  // stay those of an address: another account is another client, and an intruder in one of them
  // must not pass for the other. REQUIRES: nothing was observed yet.
  void know(const Roster& roster);

  // `parent`: the message that this one says it answers, where that is held.
  Look look(const store::MessageRecord& message, store::MessageId parent = store::kNoMessage) const;
  // `trust`, 0 to 1: how much of a whole message it counts for what is usual in the case.
  void observe(const store::MessageRecord& message, const Look& look, Learn learn = Learn::all,
               double trust = 1);
  void observe(const store::MessageRecord& message) { observe(message, look(message)); }
  // The results of a receiver in another copy of a message that was observed without any: what the
  // sender keeps shows none. Nothing where there are none.
  void observe_results(const store::MessageRecord& copy);

  // nullptr where nothing is known of them.
  const Correspondent* correspondent(std::string_view address) const LL_LIFETIME_BOUND;
  // Between the persons that the two addresses are of.
  std::optional<Rhythm> pair(std::string_view from, std::string_view to) const;
  const LinkDomain* link_domain(std::string_view domain) const LL_LIFETIME_BOUND;
  Standing standing(std::string_view sender, std::string_view domain, UnixTime at) const;
  Standing standing(std::string_view sender, const store::LinkFact& link, UnixTime at) const;
  // This sender's own use of a domain, or nullptr.
  const LinkedDomain* linked(std::string_view sender,
                             std::string_view domain) const LL_LIFETIME_BOUND;
  // True where this sender has sent links of `domain` that carried another URL.
  bool carried_by(std::string_view sender, std::string_view domain) const;
  // The share of senders who ever linked this domain or place, among those who linked any.
  double linkers_share(std::string_view domain) const;
  double tld_share(std::string_view domain) const;
  // The one address that this display name has been seen with; nullopt where none or several.
  std::optional<std::string_view> address_of_name(std::string_view name) const LL_LIFETIME_BOUND;

  const Population& population() const LL_LIFETIME_BOUND { return population_; }
  const CommonWords& words() const LL_LIFETIME_BOUND { return words_; }
  const LinkRates& link_rates() const LL_LIFETIME_BOUND { return link_rates_; }
  const AskRates& ask_rates() const LL_LIFETIME_BOUND { return ask_rates_; }

  std::uint64_t messages() const { return messages_; }
  std::size_t addresses() const { return addresses_.size(); }
  std::size_t pairs() const { return pairs_.size(); }

 private:
  Correspondent& at(AddressId id);
  void count_results(std::span<const HabitKey> keys, Correspondent& state) const;
  AddressId number(std::string_view address);
  // The number that stands for all addresses of a person; that of the address itself for others.
  AddressId person(AddressId id) const { return id < person_of_.size() ? person_of_[id] : id; }
  const Correspondent* state_of(std::optional<AddressId> id) const;
  std::optional<AddressId> joined(std::string_view address) const;  // by the roster
  std::optional<AddressId> find_person(std::string_view address) const;
  void follow(std::string_view sender, SeenLink& seen, UnixTime at) const;
  void look_at_links(const store::MessageRecord& message, Look& look) const;
  void look_at_people(const store::MessageRecord& message, Look& look) const;
  void look_at_thread(const store::MessageRecord& message, store::MessageId parent,
                      Look& look) const;
  void count_kinds(const store::MessageRecord& message, Correspondent& state) const;
  std::vector<DomainId> observe_links(const store::MessageRecord& message, const Look& look,
                                      AddressId sender, Learn learn, double trust);
  bool observe_place(std::string_view name, const store::LinkFact& link, bool own_text, UnixTime at,
                     store::MessageId id, AddressId sender, Learn learn, double trust);
  std::vector<AddressId> observe_pairs(const store::MessageRecord& message, AddressId sender);
  void learn_addresses(const store::MessageRecord& message);

  // Numbers from here on stand for people with several addresses; below are addresses.
  static constexpr AddressId kPersons = AddressId{1} << 30;
  const Roster* roster_ = nullptr;
  std::vector<AddressId> number_of_;  // by place in the roster; 0: one address only
  Interned addresses_, domains_;
  std::vector<AddressId> person_of_;   // by AddressId; empty without a roster
  std::deque<Correspondent> persons_;  // by number less kPersons
  // Deques: growing, a vector of records this large would need half as much again.
  std::deque<Correspondent> correspondents_;  // by AddressId
  std::deque<LinkDomain> link_domains_;       // by DomainId; messages == 0: a mail domain only
  std::vector<bool> mail_domains_;            // by DomainId
  Pairs pairs_;
  std::unordered_map<std::uint64_t, AddressId> names_;  // kSeveral where ambiguous
  Population population_;
  CommonWords words_;
  LinkRates link_rates_;
  AskRates ask_rates_;
  Conversations conversations_;
  FlatCounts tlds_{1 << 16};
  double tld_messages_ = 0;
  std::uint32_t linkers_ = 0;  // senders who ever linked anything
  std::uint64_t messages_ = 0;
};

// The From address, "" where there is none.
std::string_view sender_of(std::span<const store::AddressFact> addresses);
std::string_view sender_of(const store::MessageRecord& message);
// Sent to an audience, through a list, or by an address that takes no answers.
bool is_mass_mail(const store::MessageRecord& message);
// A link that the message's writer shows to the reader: not one that display fetches by itself, and
// not one of the header.
bool is_shown_link(const store::LinkFact& link);
// A link that is_shown_link(), to this registrable domain or with a URL of it inside.
bool shows_domain(const store::LinkFact& link, std::string_view domain);
// Stands in text that its sender wrote or puts before the reader (a forward), not in text quoted
// from the message that is answered.
bool is_own_link(const store::MessageRecord& message, const store::LinkFact& link);
// Dates before 1970-01-02 and after 2100 come from broken clocks.
bool is_plausible(std::optional<UnixTime> date);

}  // namespace letterlock::relations
