#include "demo/matters.h"

namespace letterlock::demo {

const char* const kMattersThree = R"(
= general
S Question|Short question
O [Quick question|One question|A question], since we talked about it in the corridor.
D I [talked|spoke] to {colleague} about it, who sees it the same way.
D We had the same thing in {month} and it [sorted itself out|went away] after a week.
D I will be on the road until {day} and read mail only in the evening.
D This need not be perfect, it needs to be [done|out] by {day}.
D If it takes more than {n} minutes, leave it and we [talk|speak] on the phone.
D My only worry is the {place} people, they hear everything first and from others.
D There is a longer version of this in my head, I will spare you.
D Nobody has asked for this yet, but somebody will.
D I have put a note in the shared calendar so that it doesn't get lost.
D For once we are early, let us [keep|stay] so.
A Does that [work|work for you]?
A Any [objections|concerns]? Otherwise I go ahead on {day}.
A What am I [missing|overlooking]?
A Who else should [know|be told]?
R I am [fine|happy] with either, as long as somebody decides by {day}.
R Let me [sleep on it|think about it], you get an answer [tomorrow|in the morning].
R Can we [talk|speak] for five minutes at {time}? Easier than writing.
R Good point, I had [not thought of|forgotten] that.
R I see it [differently|a little differently], but it is your call.
R Please go ahead. If it goes wrong it was my idea.
R That is what I feared. Let me ask {colleague} first.
R I would keep it [simple|simpler]. Half of it, twice as fast.
R Not before {day}, sorry, I am [buried|up to my neck] in the {place} papers.
R Somebody from {place} asked me the same [yesterday|this morning]. So there is an interest.
R I have [no opinion|no strong feelings], which is rare enough.
R Yes to the first, no to the second, and the third is above my pay grade.
R Sorry for the late answer, the day [got away from me|was full of other people's plans].
R Sounds right. I have one [small|tiny] correction which I will bring on {day}.
R I checked, and it is {n}, not {n}. Otherwise agreed.
R {colleague} has done this before, I would ask there.
R Let us do that and look at it again in {n} days.
R We should [write|put] that down somewhere, we always forget it.
R If it costs more than {amount} I need a signature, below that just do it.
R [Thank you|Thanks] for not letting this drop.
= press
S Radio on {day}|Interview {day} {time}|Morning show
O The {place} station wants somebody for the morning show on {day}, {n} minutes, live.
O Radio on {day}: they want Helena, they would [take|accept] Marcus.
D The host is friendly but interrupts, so short sentences.
D They open the lines after the first song, and the first caller is always the one with the well.
D Questions will be the fee, the farms and why now.
D We can bring one sound of our own, I would take the {river} in {month}.
A Who can [drive|get] there at that hour?
A Can I have three lines on the farms?
R Marcus does it. He is awake at that hour anyway.
R Three lines: exempt under {n} acres, help above, nobody pays twice.
R Do not let him talk about the pipe. The pipe takes {n} minutes.
R I heard it. Better than the last one, and the caller with the well was charming.
= press
S Video {place}|Shoot in {place}|Rough cut
O The rough cut of the {place} video is up. It is {n} seconds too long and I like all of them.
O Shoot in {place} on {day}: we have the boat for {n} hours and hope for fog.
D The fire chief was wonderful, the mayor read from paper.
D Sound is a problem at the weir, we [need|will need] a voice-over.
D Music is cleared for the web but not for television.
D Subtitles in two languages are [done|finished], the third comes from Berlin.
A Which ending, the bridge or the children?
A Can legal [look at|check] the faces in the crowd?
R The bridge. Children are on the other side's video already.
R Faces are fine, we have {n} signed forms and one refusal, second 48, left.
R I would lose the first {n} seconds. Nobody will miss them but you.
R It made {colleague} cry, which proves nothing but is a start.
F Shot list {place}
= field
S Yard signs|Signs, second order|Sign delivery {place}
O The second order of signs is [late|delayed]: {vendor} says {day}, which last time meant the week after.
O {n} hundred signs arrived in {place}, and all of them say "Twelwe".
D The frames are fine, so we only need the sheets again.
D Somebody collects ours at night in {place}. We have two on camera.
D Corner lots are worth five others, please ask there first.
D The highway department takes down everything within {n} feet of the road.
A Who has room for {n} boxes?
A Do we [report|make a noise about] the missing ones?
R Room for {n} boxes in my garage, if somebody carries them down again.
R No noise. We put up two for each that goes.
R {vendor} reprints free of charge and would like us not to mention it to anyone.
R I drove past on {day}: ours {n}, theirs {n}, and one for a lost cat.
= policy
S Coalition call {day}|Coalition: joint letter|Joint letter, signatures
O The joint letter has {n} signatures, among them two that [do not|don't] talk to each other.
O Coalition call on {day} at {time}. The point is the letter, everything else can wait.
D The anglers want a sentence on access, the farmers want no sentence on access.
D The version of {day} is the one that all of them have seen.
D The unions sign if the jobs paragraph stays where it is.
D We promised the Berlin people to send it to them [before|a day before] it is public.
A Can you live with "reasonable access"?
A Who [calls|rings] the anglers?
R "Reasonable access" is fine, everybody will read into it what they need.
R I call the anglers. I owe them a call since {month}.
R Please, no further versions. This one is tired already.
R We sign. Put us in the middle, alphabetically, where nobody looks.
F Joint letter
= digital
S Voter file update|Data file {place}|File for {place}
O The new file for {place} is loaded: {big} records, {n} of them dead, two of those twice.
O The state sent the update. They changed the columns again, this time they [swapped|mixed up] street and town.
D I matched by birth date where the name was no help.
D Phone numbers are {percent} good, which is [better|more] than last time.
D Please do not take copies home. I mean this, and so does the contract.
D The {place} precinct lines moved by one street, the old packets are wrong.
A Who still has [an old|last month's] export?
A Can I delete everything from before {month}?
R I had one. Shredded, with pleasure.
R Delete it. If we need it again we were doing something wrong.
R The moved street is mine, people there get two visits and are flattered.
R Can the phone bank have the good {percent} first?
F Data note {place}
= digital
S Ad buy, week {n}|Ads: {place}|Media plan
O Media plan for week {n}: {amount} online, {amount} radio, nothing on television yet.
O The ad in {place} was [rejected|refused] by the platform because it mentions a vote. It is about a vote.
D The short one costs us half per view and is watched to the end.
D {vendor} offers a block on {day} evenings at {amount}, take it or leave it by noon.
D The other side has bought the whole week before the vote in {place}.
A Do we [answer|follow], or save it for the last days?
A Who can [approve|sign] by noon?
R Save it. Nobody remembers an ad in week {n}.
R Approved up to {amount}, not a cent more without Owen.
R Appeal the refusal, and run the one with the fish meanwhile.
R I would take the block. We will not get it cheaper.
F Media plan
= donors
S Report to the foundation|Grant report|{month} report
O The foundation wants the report by {day} and in the new form, which has {n} boxes.
O Draft of the grant report is [attached|below]; the boxes for outcomes are empty because I need yours.
D They count "people reached" and want to know how we count.
D The travel line is over by {amount}, with a reason that is true but long.
D Photographs are welcome, logos are compulsory.
D If we are late once they are patient, twice they are not.
A Can each of you send me [three|three honest] sentences?
A Is {percent} for overhead still right?
R My three sentences: we knocked, they opened, most of them listened. More seriously: see below.
R Overhead is {percent} this year. We can show every cent of it.
R The long true reason is better than a short one. Leave it.
R Sent yours back with two commas and one doubt.
F Grant report
= office
S Holiday plans|Who is away when|Leave in {month}
O Please enter your leave until {day}, there are {n} of us and only so many shoulders.
O I would like to take {n} days in {month}, if nobody else from the team is away.
D The week after the vote is free for everybody, this is decided.
D {colleague} covers for me and knows where the keys are.
D Last year three people were away on the same {day} and the printer knew it.
A Does that clash with [yours|anybody's]?
R No clash. Go, and do not read mail.
R I am away the week before, so somebody would be here at all times.
R Entered. It says I have {n} days left from last year, which cannot be right but I like it.
R Could you move it by two days? The auditors come on {day}.
= legal
S Complaint {ref}|Complaint in {place}|Answer to complaint {ref}
O A complaint about our {place} leaflet has been filed, number {ref}. We have until {day}.
O The answer to complaint {ref} is [ready|done], {n} pages and an annex with the receipts.
D The claim is that we forgot the printer's name. It is there, in letters for ants.
D The person who filed it works for the other side's law firm, which is legal and amusing.
D I would not [answer|say] more than what was asked.
D Edmund thinks it will be closed without a hearing.
A Who kept a copy of the [first|first printed] leaflet?
A May I attach the invoice, or does it [say|show] too much?
R I have two copies, one with coffee on it.
R Attach it, but black out the bank line.
R Filed on {day}, stamped copy follows by post.
R Closed. No hearing, no fine, a raised finger.
F Answer to complaint {ref}
)";

}  // namespace letterlock::demo
