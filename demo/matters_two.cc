#include "demo/matters.h"

namespace letterlock::demo {

const char* const kMattersTwo = R"(
= legal
S Disclaimer on the {place} mailing|Disclaimer wording|Committee line
O The {place} mailing went out with the old disclaimer. It is [probably|most likely] harmless, but the clerk may ask.
O The county clerk wants the committee line in {n} point type. Ours is [smaller|below that].
D The rule changed in {month}; the printer used last year's file.
D There are {big} pieces in the second batch, not [yet printed|printed yet].
D A short letter to the clerk now is [better|cheaper] than a complaint later.
A Can the second batch be [stopped|held]?
A Who has the [correct|current] file?
R Stopped. The printer charges {amount} for the plate, I said yes.
R I [draft|will draft] the letter. Two paragraphs, no excuses.
R The current file is on the drive under "print, final, really". I am not making this up.
R From counsel: self-report, correct, move on. Edmund agrees.
F Letter to the clerk
= legal
S Records request {ref}|Public records: {place}|Records request
O Our records request to {place} came back with {n} pages, {n} of them black.
O The county [answered|has answered] records request {ref}: they need another {n} days.
D The permit file seems complete, the correspondence [does not|doesn't].
D They claim attorney privilege for a letter that was read aloud in a public meeting.
D An appeal costs nothing but has to be in by {day}.
A Do we appeal?
A Could somebody who was at the meeting write down what was [read|said]?
R Yes, appeal. I have [drafted|a draft of] the grounds, see attached.
R I was there and took notes, I will type them up [tonight|this evening].
R Let us wait for the second batch, then appeal once, for everything.
R Careful: what they send us we may have to share when asked. Please keep the log.
F Appeal {ref}
F Privilege log
= legal
S Contract with {vendor}|{vendor} agreement|Redline {vendor}
O Redline of the {vendor} agreement [attached|is attached]. Clauses {n} and {n} are the ones that matter.
O {vendor} [returned|sent back] the contract and took out the data clause without saying so.
D They want to keep the contact data for {n} months after the vote. I [said|wrote] thirty days.
D Liability is capped at {amount}, which is [less|far less] than what a bad mailing would cost us.
D Otherwise this is the usual paper.
A Is there [anyone|somebody] else who can do this if we walk away?
A [Please don't|Do not] sign anything until I say so, whatever their sales person writes.
R We can walk away, Kestrel [offered|quoted] the same for {amount} more.
R They gave in on the data clause, see the [attached|new version].
R Not signed. He has called four times.
R Sign it. I have read it twice and it is now merely [bad|mediocre].
F Agreement {vendor}
= travel
S Trip to {place}|{place}, {day}|Travel {place}
O For {place} on {day} I suggest the train at {time}, it [arrives|gets in] an hour before the meeting.
O Flights to {place} have gone up to {amount}. I would [book|take] the early one now.
D Hotel is the one by the station, the nice one is [full|booked out] because of the fair.
D {colleague} drives back the same evening, there is [a seat|room for two].
D We need someone to carry the banner tubes. They do not [fit|go] under the seat, I have tried.
A Window or aisle? And do you [need|want] a receipt in your own name?
A Who is [coming|joining] besides the two of us?
R Train please. I get [nothing|no work] done in airports.
R I come with {colleague}, separate rooms, one [receipt|invoice].
R Could we stay [until|through] {day}? The Lakeside people asked for an hour.
R Booked, confirmation is in your calendar. Seat {n}, by the window.
= volunteers
S Volunteer day {place}|{day} training|Training in {place}
O {n} people have signed up for the training in {place} on {day}, we have chairs for {n}.
O The volunteer day in {place} was [lovely|great]: {n} people, two dogs, no rain.
D About half are new. [Most|Many] come through the river clean-up, not through us.
D The role play works better when the difficult neighbour is played by a really [nice|kind] person.
D We ran out of stickers and nearly out of coffee.
D A few asked for a shorter shift, {n} hours is [long|too long] with children.
A Could someone bring the [second|big] banner?
A Can I [offer|give] them two-hour shifts?
R Two hours is fine. Better two hours than no [hours|shift].
R The banner is in my car and has been since {month}. I [bring|will bring] it.
R Please write to the new ones within two days, after that they [forget|have forgotten] us.
R I can do the first hour, then I must [run|leave] for the school.
F Training handout
F Shift plan {place}
= volunteers
S Phone bank numbers|Phone bank {day}|Empty shifts
O We have {n} empty seats at the phone bank on {day} and {n} on the day after.
O The phone bank made {big} calls last week with {n} people, which is [a record|our best week].
D The dialler hangs when two people use the same headset login, please use your own.
D Calls before {time} annoy [everybody|everyone], including us.
D The script is two minutes now. The best callers use half of it.
A Who can take [one|a] shift, even a short one?
A Could staff [fill|take] {n} seats, just this once?
R I take {day}, {time} to nine.
R Put me down, and {colleague} who doesn't know it yet.
R We said "just this once" in {month} as well. I come anyway.
R My students would do {day} if there is [pizza|food].
F Phone script
= policy
S Fact sheet: fees|Water fees fact sheet|Fee figures
O The fact sheet on fees is [ready|done] except for the one figure everybody asks about.
O Three different figures for the household fee are [going around|in use] and all of them are from us.
D The county's own study says {amount} a year for a family of four, with a range of {percent} either way.
D The {amount} in the old leaflet was for the version with the second basin, which was dropped.
D Small farms are exempt under {n} acres, this is [always|usually] forgotten.
A Can we agree on one figure and one source?
A Who [updates|changes] the web page?
R One figure: the county's. One source: the county's. No rounding.
R Web page is [changed|updated], the old leaflet is gone from the download page.
R Please add the exemption for small farms, in large type, for Leila's sake.
R The range matters. "About" is an honest word, let us use it.
F Fact sheet water fees
= policy
S Comment on the draft plan|Draft basin plan|Basin plan, our comment
O Our comment on the basin plan is due {day}. I have {n} pages and would like to have {n}.
O I read the draft basin plan so that you don't have to. It is [better|less bad] than its summary.
D Chapter {n} moves the gauge at {place} upstream, which makes the numbers look [nicer|better] without a drop less in the river.
D The colleagues at Flussbund had the same fight and won it with one photograph.
D There is nothing about the {river} at all after page {n}.
A Who could read chapter {n} with a [cold|fresh] eye?
A Should we sign with the others or [alone|on our own]?
R With the others, but with our own annex on the gauge.
R I read chapter {n}. You are too polite about the gauge.
R Could we put the photograph on page one? And the {place} table next to it.
R Two pages. Nobody ever changed his mind on page three.
F Comment basin plan
F Annex gauge {place}
= policy
S Literature on {place}|Studies you asked for|Research note {place}
O Here is what I found on {place}: {n} studies, of which {n} are [any good|worth reading].
O The research note on nitrate in the {river} is [done|finished], summary below.
D The long series shows a fall until 2012 and then nothing, which fits the {place} closures.
D The often quoted figure of {percent} comes from a single summer.
D I wrote to one of the authors, she answered within an hour and [sent|shared] the raw data.
A Is that [enough|sufficient] for the brief, or do you need the appendix?
R More than enough. May I quote the single summer?
R Please keep the raw data off the shared drive until she [says|agrees] in writing.
R So our own leaflet is wrong. Good that we found it and not the Courier.
R Appendix yes, but in English, [please|if you can].
F Research note {place}
= digital
S Password manager, again|Two-factor for everyone|Security keys
O {n} of us still have no second factor. You know who you are, and so do I.
O The security keys [arrived|are here]. Please come by with your laptop and {n} minutes.
D It works with the phone too, but the key is [safer|better] against the kind of page that asks for the code.
D Nobody from IT will ever ask you for a password by mail. If a mail does, [bring|forward] it to me.
D The partner accounts are a separate matter, we have no [say|control] over them.
A Can you do it before {day}?
A Who travels next week and needs a second key?
R Done. It took four minutes, most of it finding the port.
R I travel on {day}, please [give|leave] me two.
R Does this work with the old tablet? It is [all I have|what I use] on trains.
R I keep pressing the wrong button. Coming by at {time}.
= digital
S Web page down in {place}|Sign-up form|Form errors
O The sign-up form [loses|drops] every address with an apostrophe. Patrick noticed, for reasons of his own.
O We had {n} sign-ups on {day} and {big} visits, so something on the page [puts people off|is wrong].
D It is the second field. Phones show the wrong keyboard and people give up.
D The new version loads in half the time, I cut the video.
D The map still says {place} where it should say Lakeside.
A Could you test it on [your|an old] phone?
A May I switch over on {day} evening?
R Tested on three phones and a refrigerator. Works.
R Switch over {day}, but not during the phone bank.
R The apostrophe is fixed, I [can|could] sign up as myself at last.
R Map is right now. Lakeside will be relieved.
= digital
S Appeal {month}: results|Mailing results|Subject line test
O Results of the {month} mailing: opened {percent}, clicked {percent}, {n} gifts, {amount} [in total|together].
O Subject line test: the [short|plain] one won again, by {n} points.
D Unsubscribes are up a little, mostly people from the 2019 petition.
D The version signed by Helena brought more than the one signed by the team.
D {day} mornings beat evenings for the third time in a row.
A Next one on {day}. Who [writes|drafts]?
A Can I try one without any picture?
R I [write|draft] it. One story, one sum, one link.
R Try it without pictures in {place} only, then we know.
R Please leave out those who gave this month, they [complain|write to me].
R What did the long one bring? I liked the long one.
F Mailing results
= office
S Parking on {day}|Kitchen|Office move, {day}
O The building closes the car park on {day} for cleaning. If your car is [in it|there] it will be very clean.
O The dishwasher is [broken|dead] again. Until {day} please wash your own cup, and at least one more.
D The technician comes between {time} and some later time.
D The meeting room on the second floor is taken all {day} for the auditors.
D Found: one umbrella, one child's shoe, one very good pen.
A Who has the [spare|second] key to the store room?
A Can somebody [let in|wait for] the technician?
R I am in from eight and [let|will let] him in.
R The pen is mine. The shoe is not.
R Key is with Hugo, as it was last time, and the time before.
R Thank you for doing this, Gwen.
= office
S Interview {day}, {time}|Candidate for {place}|Organiser position {place}
O We have {n} applications for the {place} position, {n} of them [serious|strong].
O I [spoke|talked] to the candidate for {place} this morning and would [like|be happy] to have her.
D She ran the school board campaign in {place} with no money and won by {n} votes.
D References are good. One of them called me back from a ladder.
D She could start on the first of {month}, at {amount} a month.
A Who else should [meet|see] her?
A Do we have the [line|post] in the budget?
R Let me talk to her for twenty minutes on {day}.
R The post is in the budget from {month} on, not earlier.
R Two of the applications have the same covering letter, word for word. [Amusing|Funny].
R Yes. Make the offer before somebody else does.
F Application summary {place}
= office
S Minutes {day}|Notes from {day}|Action points {day}
O [Short notes|Notes] from {day}, please correct me where I am wrong.
O Action points from the meeting, names in brackets.
D Lease in {place} goes ahead if legal agrees (Leila, Priya).
D Poll: wave {n} in the field from {day}, questionnaire closed (Wei-Lin).
D Money: forecast is {amount} short, list of cuts until {day} (Owen, all).
D Press: nobody comments on {place} except Marcus (Grace).
D Next meeting {day}, {time}, same room.
A Anything [missing|I missed]?
R One correction: the forecast is {amount} short before the dinner, not after.
R My point is done already, please strike it.
R I was not there but seem to have [agreed|volunteered] to something. Which is fine.
R Correct. Thanks for writing it up so [quickly|fast].
F Minutes
= office
S Lunch?|Coffee {day}|{time}?
O [Lunch|Coffee] on {day}? I owe you one since the dinner.
O Are you [around|in] on {day}? I need half an hour and advice.
D Nothing urgent. It is about {colleague} and the {place} people.
D The place by the bridge has reopened, same cook, fewer chairs.
A {time} downstairs?
R {time} works, I [book|will book] the table by the window.
R {day} is bad, day after?
R Yes. Bring the gossip.
R I can do a short one between the county call and the phone bank.
)";

}  // namespace letterlock::demo
