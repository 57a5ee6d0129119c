// The messages whose wording the story fixes: the incident, and the honest mail that looks like it.
#include <algorithm>

#include "demo/story.h"

namespace letterlock::demo {
namespace {

// Networks of the intruder: a hosting company's, in documentation space like all others.
constexpr const char* kIntruderOne = "192.0.2.143";
constexpr const char* kIntruderTwo = "192.0.2.77";

UnixTime at(int year, int month, int day, int hour, int minute) {
  return from_local(year, month, day, hour, minute, kUtc) + (day * 7 + minute * 13) % 60;
}

struct SceneMaker {
  Story& story;

  int person(std::string_view local) const { return story.cast.by_local(local).id; }

  // Adds the scene as a message and returns its index among the plans.
  int add(Scene scene, std::string_view from, std::vector<std::string_view> to, UnixTime time,
          int parent = -1, Relation relation = Relation::fresh) {
    Plan plan;
    plan.kind = Kind::scene;
    plan.time = time;
    plan.sender = person(from);
    for (std::string_view local : to) plan.to.push_back(person(local));
    plan.parent = parent;
    plan.relation = relation;
    plan.scene = static_cast<int>(story.scenes.size());
    story.scenes.push_back(std::move(scene));
    story.plans.push_back(std::move(plan));
    return static_cast<int>(story.plans.size()) - 1;
  }

  void adviser_before();
  void lure();
  void strategist_account();
  void ordinary_day();
  void discovery();
  void newsroom();
  void look_alikes();
  void partner_moves();
};

void SceneMaker::adviser_before() {
  Scene s;
  s.key = "adviser leaves";
  s.subject = "Last day";
  s.to_name = "Daniel";
  s.paragraphs = {
      "My contract ends today and for once I have read the fine print, so this is goodbye in the "
      "official sense. I will be on the lake for most of October and badly reachable, which is "
      "the point of it.",
      "The notes on the county forums are with Aaron. The debate book is yours; argue with it.",
      "If you need a second opinion you know where I live."};
  const int last = add(s, "margaret", {"daniel.okafor", "helena.brandt"}, at(2025, 9, 30, 19, 12));
  Scene r;
  r.key = "adviser leaves, answer";
  r.to_name = "Margaret";
  r.paragraphs = {"We will miss you, and the red pencil. Lunch when you are back on land?"};
  add(r, "daniel.okafor", {"margaret"}, at(2025, 9, 30, 21, 40), last, Relation::reply);
  Scene n;
  n.key = "adviser's last before the silence";
  n.subject = "Forum transcripts";
  n.to_name = "Daniel";
  n.paragraphs = {
      "Found these in a box: the transcripts of the spring forums. I put them in the post, real "
      "paper, you will have them by Friday.",
      "No need to answer. The lake is frozen at the edges and I am writing a book that nobody "
      "will read."};
  add(n, "margaret", {"daniel.okafor"}, at(2025, 11, 13, 15, 3));
}

void SceneMaker::lure() {
  Scene s;
  s.key = "lure";
  s.intruder = true;
  s.client = Client::roundcube;
  s.zone = &kUtc;
  s.address = kIntruderOne;
  s.subject = "Fwd: Wave 9 memo, before the board sees it";
  s.own_words = false;
  s.paragraphs = {
      "Dear Daniel,", "I hope you are well.",
      "Helena asked me to take a quiet look at this before it goes to the board, and to ask you "
      "for your view as well. The draft is at the link in her mail below. Please read pages 4 "
      "and 5 and tell me today if you can, I do not want to answer her before I have heard from "
      "you. Kindly keep it between us for now.",
      "Best regards,\nMargaret"};
  s.has_invented_original = true;
  const int lure =
      add(s, "margaret", {"daniel.okafor"}, at(2026, 5, 19, 13, 52), -1, Relation::forward);

  Scene r;
  r.key = "lure, answer";
  r.to_name = "Margaret";
  r.paragraphs = {
      "Good to hear from you after all this time! I signed in but the link only takes me to "
      "Lumen's public page, no draft to be seen. Which pages do you mean?",
      "And how is the book?"};
  const int reply =
      add(r, "daniel.okafor", {"margaret"}, at(2026, 5, 19, 15, 10), lure, Relation::reply);

  Scene t;
  t.key = "lure, second message";
  t.intruder = true;
  t.client = Client::roundcube;
  t.zone = &kUtc;
  t.address = kIntruderOne;
  t.own_words = false;
  t.paragraphs = {"Dear Daniel,",
                  "That is strange, it opens for me. They may have moved it. Never mind, I will "
                  "ask Helena directly. The book is fine, thank you.",
                  "Best regards,\nMargaret"};
  add(t, "margaret", {"daniel.okafor"}, at(2026, 5, 19, 16, 2), reply, Relation::reply);
}

void SceneMaker::strategist_account() {
  Scene a;
  a.intruder = true;
  a.sender_copy_removed = true;
  a.client = Client::gmail_web;
  a.zone = &kUtc;
  a.address = kIntruderTwo;
  a.own_words = false;

  Scene first = a;
  first.key = "strategist's account: asks for documents";
  first.subject = "latest crosstabs";
  first.paragraphs = {"Hi Wei-Lin,",
                      "Could you send me the latest crosstabs and the debate book in one mail? I "
                      "am travelling and can not reach the drive.",
                      "Thanks\nDaniel"};
  const int asked = add(first, "daniel.okafor", {"weilin.tran"}, at(2026, 5, 26, 3, 12));
  Scene answer;
  answer.key = "strategist's account: documents sent";
  answer.to_name = "Daniel";
  answer.receiver_copy_removed = true;
  answer.paragraphs = {
      "Both attached. The crosstabs are final, the book is what Jack has as of "
      "last night."};
  answer.attach = {"Crosstabs wave", "Debate book"};
  add(answer, "weilin.tran", {"daniel.okafor"}, at(2026, 5, 26, 12, 21), asked, Relation::reply);

  Scene second = a;
  second.key = "strategist's account: link to the communications director";
  second.subject = "Courier piece on the measure";
  second.paragraphs = {"Hi Sofia,",
                       "Please look at this before tomorrow, they quote an internal number. You "
                       "have to sign in to see the whole text.",
                       "Daniel"};
  second.link =
      "https://short-ln.example/x/4kd9?to=https%3A%2F%2Fwww.tidewater-courier.example%2Fpolitics%2F"
      "measure-12-fees";
  second.link_text = "tidewater-courier.example/politics/measure-12-fees";
  add(second, "daniel.okafor", {"sofia.marchetti"}, at(2026, 6, 2, 2, 47));

  Scene third = a;
  third.key = "strategist's account: asks for the director's calendar";
  third.subject = "Helena next two weeks";
  third.paragraphs = {"Hi Gwen,",
                      "Can you send me Helena's calendar for the next two weeks, with the private "
                      "appointments? I need it to plan the donor calls. No need to mention it to "
                      "her.",
                      "Thanks\nDaniel"};
  const int calendar = add(third, "daniel.okafor", {"gwen.harper"}, at(2026, 6, 4, 4, 5));
  Scene refused;
  refused.key = "strategist's account: calendar refused";
  refused.to_name = "Daniel";
  refused.receiver_copy_removed = true;
  refused.paragraphs = {
      "Good morning! I can do the office ones but not the private ones, she "
      "would have my head. Shall I ask her?"};
  add(refused, "gwen.harper", {"daniel.okafor"}, at(2026, 6, 4, 12, 31), calendar, Relation::reply);
}

// A real mail of the director's: the forged one borrows its signature.
void SceneMaker::ordinary_day() {
  Scene s;
  s.key = "ordinary: director to strategist";
  s.subject = "Thursday";
  s.to_name = "Daniel";
  s.paragraphs = {
      "I am in Alder Falls on Thursday until four. Can we move the prep session to "
      "five? Jack says the room is free.",
      "And please bring the answer sheet on paper this time."};
  add(s, "helena.brandt", {"daniel.okafor"}, at(2026, 5, 27, 18, 22));
}

void SceneMaker::discovery() {
  Scene a;
  a.key = "discovery: question";
  a.subject = "The crosstabs";
  a.to_name = "Daniel";
  a.paragraphs = {
      "You asked on the phone for the crosstabs again. I sent them on the 26th, in "
      "answer to your mail from the night before. Did they not arrive? I have your "
      "mail here, there is no copy in your Sent folder?"};
  const int asked = add(a, "weilin.tran", {"daniel.okafor"}, at(2026, 6, 11, 14, 20));
  Scene b;
  b.key = "discovery: answer";
  b.to_name = "Wei-Lin";
  b.paragraphs = {
      "I never wrote that. I have nothing from you on the 26th either. Please print "
      "it and come down, I am calling Sam."};
  add(b, "daniel.okafor", {"weilin.tran"}, at(2026, 6, 11, 14, 34), asked, Relation::reply);
  Scene c;
  c.key = "discovery: notice to staff";
  c.subject = "Daniel's account, please read";
  c.paragraphs = {
      "Somebody other than Daniel has been in Daniel's mail account, at least since late May. The "
      "password and all sessions were reset this morning at nine.",
      "If you had a mail from him since the 20th of May that asked you for documents, or to open "
      "something: do not delete it, do not open it again, tell me. On paper, if you like.",
      "Do not write to Margaret Whitlock's address until we have reached her by phone."};
  add(c, "sam.whitaker", {"all"}, at(2026, 6, 12, 13, 45));
  Scene d;
  d.key = "discovery: director and counsel";
  d.subject = "Margaret";
  d.to_name = "Priya";
  d.paragraphs = {
      "I reached Margaret by phone. She has not written to any of us since November "
      "and thought we were being polite.",
      "And for the record: there never was a mail from me to you about a wave 9 memo."};
  const int told = add(d, "helena.brandt", {"priya.nair"}, at(2026, 6, 12, 17, 5));
  Scene e;
  e.key = "discovery: counsel answers";
  e.to_name = "Helena";
  e.paragraphs = {
      "Confirmed, I looked: nothing of that kind in my mailbox. Please keep everything "
      "as it is. Edmund is informed."};
  add(e, "priya.nair", {"helena.brandt"}, at(2026, 6, 12, 17, 41), told, Relation::reply);
}

void SceneMaker::newsroom() {
  Scene a;
  a.key = "newsroom asks";
  a.subject = "Documents we were sent";
  a.to_name = "Grace";
  a.paragraphs = {
      "We have been sent what claims to be mail and documents from your campaign, by somebody who "
      "calls himself Callum and answers no questions. Two other newsrooms seem to have it too.",
      "We will not print anything we cannot verify. Would Meridian comment on whether this is "
      "genuine? I am especially interested in a mail about the Harbour Trust."};
  const int asked = add(a, "nicholas.vane", {"grace.mbeki"}, at(2026, 7, 20, 14, 8));
  Scene b;
  b.key = "newsroom, passed on";
  b.to_name = "Helena";
  b.paragraphs = {
      "From the Courier, just now. They want an answer by tomorrow noon. Is any of it "
      "real? I know nothing about a Harbour Trust mail."};
  const int passed = add(b, "grace.mbeki", {"helena.brandt", "priya.nair", "sofia.marchetti"},
                         at(2026, 7, 20, 14, 16), asked, Relation::forward);
  Scene c;
  c.key = "newsroom, director answers";
  c.to_name = "Grace";
  c.paragraphs = {
      "I never wrote a mail about the Harbour Trust. Some of the rest may be real. We "
      "say nothing until we can say which."};
  add(c, "helena.brandt", {"grace.mbeki", "priya.nair"}, at(2026, 7, 20, 15, 2), passed,
      Relation::reply);
}

void SceneMaker::look_alikes() {
  // A former colleague, silent for months, from a new address, with a first link to a new domain.
  Scene a;
  a.key = "benign: former colleague returns";
  a.subject = "Hello from the other side of the table";
  a.to_name = "Helena";
  a.paragraphs = {
      "It has been eight months and I owe you both a sign of life. I am settled at Brightwater, "
      "the coffee is better and the parking is worse.",
      "We have just opened the call for river programmes. I may not advise you on it, but I may "
      "tell you that it exists and that the deadline is real."};
  a.link = "https://www.brightwater-fund.example/programmes/rivers-2026";
  const int hello =
      add(a, "joanna.pike.bw", {"helena.brandt", "marcus.lindqvist"}, at(2026, 6, 2, 15, 0));
  Scene b;
  b.key = "benign: former colleague, answer";
  b.to_name = "Joanna";
  b.paragraphs = {
      "What a nice surprise. Mei will fall off her chair. I pass it on and we follow "
      "the rules to the letter. Lunch?"};
  add(b, "marcus.lindqvist", {"joanna.pike.bw"}, at(2026, 6, 2, 16, 25), hello, Relation::reply);

  // A real forward between the same two people whom the fake one names.
  Scene c;
  c.key = "benign: original of a real forward";
  c.subject = "Board: order of items";
  c.to_name = "Priya";
  c.paragraphs = {
      "For the board I would take the polling before the money, so that they have "
      "something to be cheerful about when the money comes.",
      "Could you check that item 6 does not need a formal vote?"};
  const int item = add(c, "helena.brandt", {"priya.nair"}, at(2026, 4, 28, 13, 30));
  Scene d;
  d.key = "benign: real forward";
  d.to_name = "Owen";
  d.paragraphs = {"See Helena below. Item 6 is yours: vote or no vote?"};
  add(d, "priya.nair", {"owen.gallagher"}, at(2026, 4, 29, 12, 4), item, Relation::forward);

  // A forward whose original was never in a mailbox of the case: it went between two outsiders.
  Scene e;
  e.key = "benign: forward of a mail between outsiders";
  e.subject = "Fwd: Typeface licence";
  e.to_name = "Sofia";
  e.paragraphs = {
      "From our art director, for your files. You are covered for print and web, not "
      "for television."};
  e.outside_original = true;
  add(e, "imogen", {"sofia.marchetti"}, at(2026, 4, 16, 10, 22), -1, Relation::forward);

  // A forward that its sender shortened by hand.
  Scene f;
  f.key = "benign: original of a shortened forward";
  f.subject = "Firmas y calendario";
  f.to_name = "Diego";
  f.paragraphs = {"Ya tenemos 41.200 firmas y faltan dos semanas.",
                  "Lo personal: mi hermana se casa en mayo y no tengo traje.",
                  "El pleno vota el 14 de mayo a las diez."};
  const int signatures = add(f, "lucia.ortega", {"diego.santoro"}, at(2026, 4, 21, 9, 15));
  Scene g;
  g.key = "benign: shortened forward";
  g.to_name = "Ruth";
  g.paragraphs = {
      "From Luc\xC3\xAD"
      "a: 41,200 signatures with two weeks to go, and the vote is on "
      "14 May at ten. I left out the private part."};
  g.keeps = {0, 2};
  add(g, "diego.santoro", {"ruth.abelson"}, at(2026, 4, 21, 14, 50), signatures, Relation::forward);

  Scene h;
  h.key = "benign: back from leave";
  h.subject = "Back on Monday";
  h.to_name = "Ruth";
  h.paragraphs = {
      "I am back from leave on Monday, with a daughter and no sleep. Where do we stand "
      "with the European comparison?"};
  add(h, "camille.laurent", {"ruth.abelson", "tobias.kern"}, at(2026, 2, 16, 9, 20));
}

void SceneMaker::partner_moves() {
  Scene a;
  a.key = "benign: partner announces its move";
  a.subject = "We are moving: Kestrel Studio";
  a.to_name = "Sofia";
  a.paragraphs = {
      "From Monday next week Kestrel Creative is Kestrel Studio: same people, same "
      "street, new name on the door. Our addresses change to kestrel-studio.example; "
      "the old ones will be forwarded for a year."};
  a.link = "https://www.kestrel-studio.example/hello";
  add(a, "imogen", {"sofia.marchetti", "ingrid.solberg", "felix.amsel"}, at(2026, 3, 2, 11, 5));
  Scene b;
  b.key = "benign: partner's first mail from the new domain";
  b.subject = "First mail from the new house";
  b.to_name = "Sofia";
  b.paragraphs = {
      "If you can read this the new server works. The invoice for February has the "
      "new bank details of the new company; please ring me before you change anything, "
      "I would."};
  add(b, "imogen", {"sofia.marchetti"}, at(2026, 3, 9, 9, 41));
}

}  // namespace

void add_scenes(Story& story) {
  SceneMaker maker{story};
  // Documents that scenes attach by title.
  const int weilin = story.cast.by_local("weilin.tran").id;
  const int jack = story.cast.by_local("jack.tremblay").id;
  story.documents.push_back({"Crosstabs wave", "polling", "pdf", weilin, 0, 0});
  story.documents.push_back({"Debate book", "debate", "docx", jack, 0, 0});
  maker.adviser_before();
  maker.lure();
  maker.strategist_account();
  maker.ordinary_day();
  maker.discovery();
  maker.newsroom();
  maker.look_alikes();
  maker.partner_moves();
}

}  // namespace letterlock::demo
