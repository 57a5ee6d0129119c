// When the incident happened, and the message that was claimed but never written.
#include "demo/story.h"

namespace letterlock::demo {
namespace {

UnixTime at(int year, int month, int day, int hour, int minute) {
  return from_local(year, month, day, hour, minute, kUtc) + (day * 7 + minute * 13) % 60;
}

}  // namespace

Incident incident_times() {
  return {at(2026, 5, 11, 22, 40), at(2026, 6, 12, 18, 0), at(2026, 5, 20, 2, 10),
          at(2026, 6, 12, 13, 0), at(2026, 7, 19, 20, 0)};
}

Quoted invented_original(const Cast& cast) {
  const Person& helena = cast.by_local("helena.brandt");
  const Person& priya = cast.by_local("priya.nair");
  Quoted q;
  q.from = {helena.name, helena.email};
  q.to = {{priya.name, priya.email}};
  q.time = at(2026, 5, 18, 20, 41);
  q.subject = "Wave 9 memo, before the board sees it";
  q.text =
      "Priya,\n\nthe draft of the wave 9 memo is up, Lumen put it behind their reports page:\n\n"
      "https://mailer-delivery.example/t/9f2c/?u=https%3A%2F%2Fwww.lumenpolling.example%2Freports"
      "%2Fwave-9&id=ZC5va2Fmb3I\n\nPlease look at pages 4 and 5 before the board does. If the fee "
      "numbers are what I think they are we have to talk about September.\n\nHelena\n";
  q.message_id = "";
  return q;
}

Quoted outside_original(const Cast& cast) {
  const Person& raj = cast.by_local("raj");
  const Person& imogen = cast.by_local("imogen");
  Quoted q;
  q.time = at(2026, 4, 15, 16, 12);
  q.from = {raj.name, raj.email_at(q.time)};
  q.to = {{imogen.name, imogen.email_at(q.time)}};
  q.subject = "Typeface licence";
  q.text =
      "Hi Imogen,\n\nthe foundry confirmed: print and web are covered by the old licence, "
      "television is extra. I have the invoice if they need it.\n\nRaj\n";
  q.message_id = "<5D2E1B7A-88B0-4C3F-9A21-6A1D5C0E77F4@kestrel-studio.example>";
  return q;
}

}  // namespace letterlock::demo
