#include "report/sample_test.h"

#include "base/sha256.h"

namespace letterlock::report {
namespace {

constexpr UnixTime kFirst = 1'683'000'000, kFound = 1'718'200'000, kLast = 1'719'500'000;

hunt::Finding finding() {
  hunt::Finding found;
  found.message = 9411;
  found.sha256 = sha256("message");
  found.message_id = "f1@ward-advice.example";
  found.from_address = "paul@ward-advice.example";
  found.from_name = "<script>alert(1)</script>";
  found.to = {"ada@meridian.example"};
  found.subject = "Fwd: figures \u202Egpj.exe & <b>more</b> https://mail-relay.example/x";
  found.date = kFound;
  found.verdict = hunt::Verdict::contradicted;
  found.outside_budget = true;
  found.score = 7.6;
  found.history = 64;

  hunt::Reason absent;
  absent.detector = "thread_truth";
  absent.code = "forwarded_original_absent";
  absent.text = "Forwards a message said to come from “Ben Tarr”. No such message is in the case.";
  absent.n = 218;
  absent.weight = 4.6;
  absent.contradicts = true;
  absent.innocent = "The original was deleted.";
  hunt::Evidence evidence;
  evidence.message = 9411;
  evidence.sha256 = found.sha256;
  evidence.where = {1401, 62};
  evidence.says = "From: Ben\r\nSubject: figures\r\n\r\n</pre><img src=x> \x1b[31m\xff";
  evidence.cut_sha256 = sha256(evidence.says);
  evidence.shows = "what the block claims";
  absent.evidence.push_back(evidence);

  hunt::Reason link;
  link.detector = "link";
  link.code = "link_domain_new_to_case";
  link.text = "Links to “mail-relay.example”. Seen in none of the 9410 earlier messages.";
  link.n = 64;
  link.weight = 3;
  evidence.where = {2000, 400};
  evidence.decoded = store::PartText{1, 120, 33};
  evidence.says = "https://mail-relay.example/r?u=1";
  evidence.shows = "the link";
  link.evidence.push_back(evidence);

  found.reasons = {absent, link};
  found.repeats = {9412};
  hunt::Contact contact;
  contact.with = "ada@meridian.example";
  contact.there = {kFirst, kFirst + 900'000, kFound};
  contact.back = {kFirst + 1'000'000};
  contact.there_total = 3;
  contact.back_total = 1;
  found.contacts.push_back(contact);
  found.innocent = "The original was deleted.";
  found.ask = "Did you send me a link to “mail-relay.example”?";
  return found;
}

}  // namespace

Investigation sample() {
  Investigation all;
  all.case_directory = "cases/meridian";
  all.tool = "letterlock 0.1.0";
  all.made_at = 1'720'000'000;
  all.counts.messages = 12'034;
  all.counts.placements = 31'877;
  all.different_messages = 12'000;
  all.counts.mailboxes = 2;
  all.counts.people = 3;
  all.counts.same_message_id = 1;
  all.counts.first = kFirst;
  all.counts.last = kLast;
  all.months = {{"2023-05", 120}, {"2023-07", 400}};
  all.people = {{"ada@meridian.example", "Ada \"<Moss>\"", 900, 1200, kFirst, kLast},
                {"ben@meridian.example", "Ben", 800, 700, kFirst, kLast}};
  all.pairs = {{"ada@meridian.example", "ben@meridian.example", 300, kFirst, kLast}};
  MailboxOverview mailbox;
  mailbox.counts.mailbox = "ada";
  mailbox.counts.owner = "ada@meridian.example";
  mailbox.counts.placements = 900;
  mailbox.first = kFirst;
  mailbox.last = kLast;
  mailbox.sent[2800] = 4;
  mailbox.received[2801] = 9;
  mailbox.keeps_sent = {220, 218};
  all.mailboxes.push_back(mailbox);
  all.defects = {{"bare_cr", "a CR that no LF follows", 12}};
  all.hunt.messages = 12'034;
  all.hunt.budget = 12;
  all.hunt.cannot_say = 611;
  all.hunt.truth = {500, 490, 1, 1, 1, 7};
  all.hunt.findings = {finding()};
  return all;
}

}  // namespace letterlock::report
