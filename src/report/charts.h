// Charts as inline SVG. They carry text, so each is drawn twice, for wide and for narrow screens;
// the style shows one of them. Colours come from the page's style alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exposure/exposure.h"
#include "hunt/finding.h"
#include "report/investigation.h"

namespace letterlock::report {

// Messages by month; by year where there are more than ten years.
std::string chart_months(const std::map<std::string, std::uint64_t>& months);

// Who writes to whom, as a matrix of the busiest people; rows write to columns.
std::string chart_pairs(const std::vector<store::PersonCounts>& people,
                        const std::vector<store::PairCounts>& pairs);

// Mail between two people over time, and where the message found stands in it.
std::string chart_contact(const hunt::Finding& finding, const hunt::Contact& contact);

// What each detector adds to a score; `most` is the longest bar of the page.
std::string chart_score(const hunt::Finding& finding, double most);

// When a mailbox holds mail: sent above, received below.
std::string chart_coverage(const MailboxOverview& mailbox, UnixTime first, UnixTime last);

// An account from before its takeover until after: what was done when, in the intruder's contexts
// and otherwise, and when the log is silent. `lure`: when a message came that question A flags.
std::string chart_story(const exposure::ReachedMailbox& mailbox,
                        const std::vector<exposure::TimelineEntry>& timeline,
                        std::optional<UnixTime> lure);

// The hours of access, and which of them the log cannot speak of. The first 124 days.
std::string chart_hours(const exposure::ReachedMailbox& mailbox);

}  // namespace letterlock::report
