#include "demo/matters.h"

namespace letterlock::demo {

// What newsletters write about; nobody in the story does.
const char* const kMattersNews = R"(
= news
S What the gauges say|Five numbers on drinking water|The quiet return of the otter
S A town that bought its river back|Fees and fairness|How three cities pay for pipes
S Ballot measures to watch|The week in committees|Who funds the other side
S The art of the door|Subject lines that work|What volunteers want
S Reading a poll in ten minutes|When to say nothing|The undecided, again
O A look at what happened on the rivers and in the rooms this week.
D The regional council put off its decision on the basin plan until {month}, for the third time.
D Two towns published their own measurements, which differ from the state's by {percent}.
D A study of {n} treatment plants finds that the cheapest year to repair is always the last one.
D Readers in {place} sent photographs of the low water, the best of them are on our page.
D The ministry answered our question about the missing figures with a copy of our question.
D Turnout in the by-election was {percent}, which both sides call encouraging.
D We asked {n} organisers what they would do with one more hour a day. Most would sleep.
D The short version: a personal note beats a perfect design, every single time.
D In {place} a school class counted fish for a month and ended up in the official record.
D Rain is expected from {day} on, and with it the usual pictures of flooded cellars.
D The court will hear the case of the two wells in {month}.
D A reader asks why we never write about lakes. We do now, see below.
D Nobody likes the new form, and {n} people have told us why.
D Budget season: the table of who asks for what is longer than last year by {n} lines.
D An interview with a lock keeper who has seen {n} floods and four directors.
D Our archive now goes back to the first issue, errors included.
R Write to us.
)";

}  // namespace letterlock::demo
