#include "demo/matters.h"

namespace letterlock::demo {

// What people write about. A line's first letter says what it is: S subjects, O openings,
// D details, A asks, R replies, F a document's title; see parse_matters().
const char* const kMattersOne = R"(
= field
S {place} office lease|Keys for the {place} office|{place} storefront
O [Quick update|Short update|An update] on the {place} office: the landlord [came back|got back to us] last night and [will|is willing to] take {amount} a month through the vote.
O I [walked|looked at] the storefront in {place} with {colleague} [yesterday|on {day}]. It is [smaller|a bit smaller] than the photos but the location is [great|excellent|very good].
D There is parking for {n} cars behind the building and the bus stops [right|directly] outside.
D The heating needs work, the landlord says he [will fix it|is going to fix it] before the end of the month.
D We would share the back room with the tenants' association on {day} evenings.
D The previous tenant left {n} desks and a printer nobody could [get to work|make work].
D Insurance is about {amount} for the [whole|entire] period, I have the quote in writing.
A Can you [sign off|approve] by {day}? They have another [interested party|offer].
A Do we have the [money|budget] for this or should I keep looking?
R Looks [good|fine] to me. [Please go ahead|Go ahead], but get the repair promise in writing.
R {amount} is [more than|above what] we planned for {place}. Would they come down if we pay three months [up front|in advance]?
R I would [rather|prefer to] wait until the Lakeside numbers are in, but I won't block it.
R Who holds the [keys|second set of keys]? I can be there {day} at {time}.
R Fine from the legal side as long as the termination clause stays [as is|as drafted].
F {place} office lease comparison
= field
S Turf packets for {place}|{place} canvass, {day}|Walk lists {place}
O The walk lists for {place} are [ready|done]: {big} doors in {n} packets.
O We [knocked|did] {big} doors in {place} this weekend, which is {n} percent [over|above] target.
D [About|Roughly|Around] a third were not at home, the flats behind the station are [almost|nearly] impossible to get into.
D The most common question was about the water fees, then about who [pays|is paying] for the treatment plant.
D Two volunteers were asked to leave by a building manager. Both stayed polite and it ended there.
D {colleague} found that the app drops the last packet when the phone goes to sleep, so [please sync|sync] before lunch.
D Support came out at {percent} in the packets we scored, [undecided|don't know] at {percent}.
A Could someone [take|cover] the {street} packets on {day}? I am {n} people short.
A Can we have the [new|updated] script before {day}?
R I can [take|do] the {street} packets with two people from the union hall.
R {percent} support in {place} is [higher|better] than the poll has it. Are we [talking|speaking] to the right doors?
R The new script is with {colleague}, you will have it [tomorrow|by tomorrow] morning.
R Nice work. [Please|Could you] send the refusals as well, I need them for the model.
R Sync bug is known. Work-around: leave the screen on, plug in at lunch.
F Walk lists {place}
F Canvass script
= field
S Regional report {place}|Weekly numbers {place}|{place} week in review
O Here are the [numbers|figures] from {place} for the week.
O [Numbers for|Figures for] {place} are below, the short version: [doors up, phones down|phones up, doors down].
D Doors: {big}. Calls: {big}. Conversations: {big}. New volunteers: {n}.
D We lost {day} to the storm, otherwise we [would have hit|would have made] the goal.
D Yard signs are [gone|out of stock] again, the second delivery went to Lakeside by mistake.
D The farm bureau meeting went [better|much better] than expected, {n} people stayed for questions.
D I am [worried|a little worried] about the phone bank, {n} of the {n} shifts next week are empty.
A Can comms [send|get] somebody to the fair on {day}?
A [Please tell|Let] me [know|if] there is [anything missing|something missing] in the table.
R Thanks. Conversations per door look [low|lowish], is that the heat or the script?
R I [moved|have moved] {n} shifts from Lakeside to you, {colleague} knows.
R We will send {n} hundred signs on {day}. Please do not leave them in the car again.
R Good week. I [added|have added] it to the table for {day}'s call.
F Field report {place}
= budget
S Budget, second draft|Budget line for {place}|Q3 forecast
O I [went through|have gone through] the forecast again and we are {amount} over on print and {amount} under on travel.
O [Attached|Here] is the second draft of the budget. Changes are [marked|in yellow].
D Print is the problem: the {place} mailing cost {percent} more than the quote because of the paper.
D If the autumn appeal brings what it did last year we [end|would end] with {amount} in reserve.
D Payroll is [flat|unchanged] except for the two field hires in {place}.
D I moved the polling invoice to next month, Lumen [agreed|is fine with that].
D Nothing is left for a second television flight unless we find {amount} [somewhere|somewhere else].
A Where would you cut {amount} if you had to?
A [Please check|Could you check] your own lines and [tell me|let me know] by {day}.
R My lines are [right|correct]. Travel will go up again when the debates start, so [please don't|don't] spend it yet.
R Cut the second billboard in {place}, nobody [sees|has ever seen] it.
R I can live with this if the reserve stays above {amount}.
R The {place} print quote was mine, I will [go back|talk] to them. They had agreed a fixed price.
R Please [keep|leave] polling where it is. We [cannot|can't] fly blind in the last six weeks.
F Budget draft
F Cash forecast
= budget
S Invoice {ref}|Invoice {ref} from {vendor}|{vendor} invoice
O {vendor} sent [us an invoice|invoice {ref}] over {amount} that I [cannot|can't] match to an order.
O Does anyone [recognise|know] invoice {ref}? {vendor}, {amount}, dated {day}.
D The purchase number on it belongs to the {place} office supplies.
D They [charge|have charged] {percent} handling, which is not in the contract.
D It would be the third invoice from them this month.
A Who [ordered|signed for] this?
A Is this yours? Otherwise I [send it back|will send it back].
R That is [mine|ours], the folding tables for the volunteer day. Cost centre field.
R Not mine. {colleague} may know.
R Please pay {amount} and [dispute|query] the rest, I will write to them.
R We [had|did have] an order, I attach the confirmation. The handling fee was waived by phone, of course nobody wrote it down.
R Paid today, thanks for [checking|looking].
= polling
S Wave {n} toplines|Toplines, wave {n}|Tracking: {place}
O Wave {n} is [in|back]. Yes {percent}, no {percent}, the rest undecided; the field period was {n} days.
O Toplines from Lumen [arrived|came in] this morning and they are [better|a bit better|worse] than I [expected|had expected].
D The movement is [almost entirely|mostly] among women over {n} in {place}.
D Among those who have heard of the fee question we [trail|are behind], among those who have not we lead [clearly|comfortably].
D I would not [read too much into|make much of] the {place} cell, it is {n} interviews.
D The message about drinking water tests {n} points [ahead of|above] the one about jobs.
D Weighting is by age, sex, region and education; unweighted it would be {n} points [better|closer].
A Can we [talk|speak] about the message order before {day}?
A Who else should see [this|these]? I would keep it to [the five of us|a small circle].
R Small circle please, last time the number was in the Courier [within two days|two days later].
R What was the exact wording of the fee question? [I suspect|My guess is] that it moves the undecided.
R {percent} undecided this late is [odd|strange]. Lumen had a quarter of that in wave {n}.
R So the honest summary is: water good, fees bad, jobs [irrelevant|neutral]. We can work with that.
R Let us not change the message on one wave. Next one in {n} days?
F Toplines wave
F Crosstabs wave
= polling
S Questionnaire for wave {n}|Draft questionnaire|Question order
O Draft questionnaire for wave {n} is [attached|below]. We have room for {n} more questions.
O Anton's team needs the final questionnaire by {day}, otherwise we [lose|slip] a week.
D I moved the fee question behind the ballot question, so that it [does not|doesn't] colour it.
D The list experiment [costs|would cost] {amount} more and gives us the honest number on trust.
D We drop the two questions about the governor, they never [moved|changed].
A Any [objections|comments] to the new order?
A Do we want {place} oversampled again?
R No objection. I would [split|halve] the sample on question {n} and test both names of the measure.
R Oversample {place}, yes, but take the interviews from the north where nothing [moves|happens].
R Question {n} is [leading|a leading question]. Somebody will quote it back at us one day.
R Fine. Please send [the final|the last] version to me as well, I keep losing track.
F Questionnaire wave
= debate
S Debate prep {day}|Prep session {day}|Mock debate {day}
O Prep session on {day} at {time}, [big|large] conference room. {colleague} plays the other side.
O For {day} I would [like to|rather] do the fee question three times in a row until it [bores|tires] us.
D Last time the opening ran {n} seconds [over|too long]. We need a version that survives an interruption.
D The moderator is [known for|fond of] follow-ups on money, so bring one number and one only.
D We have the format now: {n} minutes opening, then alternating, no notes on the lectern.
D The other side will say that the plant costs every household {amount} a year. The answer must be ready in one sentence.
A Who [brings|can bring] the clips from the {place} forum?
A Can you [send|get] me the updated answer sheet before {day}?
R I bring the clips. The one at minute {n} is the one to [watch|look at].
R Answer sheet: version {n} is the current one, please throw the others away.
R One sentence: it costs less than the bottled water people buy now. Then stop.
R Can we start at {time} instead? I have the county people [before|until then].
R I thought the last session was [good|strong] until we started to explain. Less explaining.
F Debate book
F Answer sheet
= debate
S Opening statement|Opening, next version|The first two minutes
O New opening [attached|below]. I took out the third paragraph, it [sounded|read] like a grant application.
O I tried the opening aloud on {colleague} and [stumbled|tripped] twice over the same sentence.
D It begins with the {river} now and the school in {place}.
D The line about our grandchildren is gone. Everyone has a line about grandchildren.
D It is {n} words, which is [just under|about] two minutes at her pace.
A Which ending do you prefer, the [quiet|soft] one or the one with the question?
R The quiet ending. The question [invites|is asking for] an answer from the wrong side.
R Keep the school. [Cut|Drop] the statistics, all of them.
R Better. I would swap the second and third sentence, then it [breathes|flows].
R I read it to my mother. She asked what a tributary is. So: no tributaries.
F Opening statement
= press
S Courier request on {place}|Press request: {place}|Question from the {outlet}
O The {outlet} [asks|is asking] for a comment on the {place} permit by {time} today.
O {outlet} called. They are [writing|working on] a piece about who pays for the treatment plant and want us on record.
D The reporter has [talked|spoken] to the county and to somebody on the other side, I don't know whom.
D They [have|claim to have] a copy of the February letter. It is public, so no harm done.
D On background they said it will run on {day}, below the fold.
A Who [speaks|is our voice] on this, Helena or Marcus?
A Can I [offer|give them] {colleague} for ten minutes?
R Marcus. Two sentences, no adjectives, and nothing about the mayor.
R Give them the fact sheet and [offer|say] ten minutes with Ruth at {time}.
R I would decline [politely|nicely]. We gain nothing from this piece.
R Draft for the quote: "{river} belongs to everybody who drinks from it." Everything else off record, [please|please please].
R Done, they have it. He asked about the polling, I laughed.
F Statement {place}
= press
S Release: {place} endorsement|Draft release {place}|Release for {day}
O Draft release on the {place} endorsement is [below|attached], embargo until {day} {time}.
O {place} council [voted|came out] for us last night, {n} to {n}. I have a release [almost|nearly] ready.
D The quote from the mayor is approved, [the one|that] from the fire chief is not yet.
D I left out the cost figures because finance is [still|not done] checking them.
D Photos are on the drive, the second from the left is the [good|usable] one.
A [Please read|Could you read] it once for facts and once for tone.
A Does legal need to see this?
R Facts [are right|check out]. Tone: one "historic" is enough.
R Legal has seen it. Add the disclaimer line and the committee number.
R Second paragraph says council, it was the [committee|council committee]. They care about that in {place}.
R Good to go. Please hold it until the vote is in the minutes.
F Release {place}
= donors
S Visit to {donor}|{donor}|Notes: {donor}
O I saw {donor} [yesterday|on {day}] in {place}. We talked for an hour, mostly about fishing.
O Notes from the call with {donor}: [warm|friendly], interested in the schools programme, [not|less] in television.
D They gave {amount} last year and would [repeat|renew] it if the foundation's board agrees in {month}.
D There is a family connection to the {river}, the grandfather ran the mill in {place}.
D They asked how much of it goes to staff. I said the truth, which is {percent}.
D No public mention, [please|under any circumstances]. That was said twice.
A Could Helena [write|send] a short personal note this week?
A Who [does|handles] the gift agreement on our side?
R I [write|will write] the note tonight. Was it the brother or the cousin who [was|had been] ill?
R Gift agreement comes from me. If it is above {amount} it must be [reported|disclosed] whatever we promise.
R Please put the "no mention" into the database, not only into this mail.
R [Great|Very good]. I would ask for {amount} next time and settle for half.
F Briefing {donor}
= donors
S Autumn dinner|Seating for the dinner|Dinner: guest list
O We have {n} confirmed for the dinner and {n} who [want|would like] to know who else is coming.
O The venue for the dinner [wants|needs] the final number by {day}.
D The hall in {place} takes {n} at round tables, more only if we drop the band.
D Two tables are still [open|unsold] at {amount} each.
D The caterer can do everything without nuts, we [had|have] three requests.
D The auction has a kayak, a week in a cabin and, once again, the painting.
A Who should [sit|be placed] next to the county people?
A Can you [ask|call] the three from the yacht club?
R Put {colleague} next to the county people, she [talks|speaks] to everyone.
R I [called|have called] two of the three. Both come, one with a very large dog.
R Please no speeches before the soup. Last year we [started|began] with forty minutes of speeches.
R The painting can [stay|remain] in the cellar.
F Guest list
)";

}  // namespace letterlock::demo
