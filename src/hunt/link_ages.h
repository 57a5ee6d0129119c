// First-seen ages of a link's domain: since when the case, the sender and the recipients know it.
//
// What the Baseline keeps (case and sender) goes into a Reason at once. Who was sent links to what
// would be too much to keep of everybody; the fact store is asked for it, and for the messages that
// show the first ones, once a Finding is to be read.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hunt/detector.h"

namespace letterlock::hunt {

// Of the recipients only who they are and how much they received.
LinkAges ages_of(const Context& context, const store::MessageRecord& message,
                 const relations::Look& look, std::string_view domain);

// Completes the ages of Findings: recipients, evidence for the first sightings, a sentence at the
// end of the first Reason about each domain. Keeps what the store said of a domain. Not
// thread-safe.
class LinkHistory {
 public:
  explicit LinkHistory(store::FactStore& facts) : facts_(facts) {}
  Expected<void> complete(Finding& finding);

 private:
  struct Met {
    store::MessageId message = store::kNoMessage;
    std::optional<UnixTime> date;
    std::string message_id, from;
    std::vector<std::string> to;  // and Cc, Bcc
    store::PartText where;        // the first such link in it
  };
  struct History {
    std::vector<Met> met;  // by date and number, undated ones last
    bool all = true;       // false: only the first ones
  };
  Expected<const History*> of_domain(const std::string& domain);
  Expected<History> read(const store::Query& query, const std::string& domain);
  Expected<std::optional<Met>> look_at(store::MessageId id, const std::string& domain);
  Expected<History> before(const Finding& finding, const std::string& domain,
                           store::Query::Op whose, const std::string& address);
  Expected<void> add_evidence(const Finding& finding, Reason& reason);
  Expected<void> add_recipients(const Finding& finding, LinkAges& ages);

  store::FactStore& facts_;
  std::map<std::string, History, std::less<>> domains_;
};

// "First links to “x.example”: in the case on 2024-05-03 (12 days before, in 7 of 1200 earlier
// messages), from this sender never before (none of 40 earlier messages), to ...".
std::string ages_sentence(const LinkAges& ages, std::optional<UnixTime> at);

}  // namespace letterlock::hunt
