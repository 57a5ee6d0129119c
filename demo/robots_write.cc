#include "demo/robots_write.h"

#include <fmt/format.h>

#include "demo/clients.h"
#include "demo/container.h"
#include "demo/encode.h"
#include "demo/mime_build.h"

namespace letterlock::demo {
namespace {

struct Writer {
  const Story& story;
  const Plan& plan;
  Random& random;
  Sent sent;
  const Person& from;
  const Person& to;

  Writer(const Story& s, const Plan& p, int index, Random& r)
      : story(s),
        plan(p),
        random(r),
        from(s.cast.people[static_cast<std::size_t>(p.sender)]),
        to(s.cast.people[static_cast<std::size_t>(p.to.front())]) {
    sent.index = index;
    sent.content.time = p.time;
    sent.content.from = {from.name, from.email};
    sent.content.to = {{to.name, to.email}};
  }

  void start(const std::string& subject, const std::string& id, const std::string& from_field) {
    sent.content.subject = subject;
    sent.content.message_id = id;
    sent.references = {id};
    add(sent.header, "Date", rfc5322_date(plan.time, *from.zone));
    add(sent.header, "From", from_field);
    add(sent.header, "To", to.email);
    add(sent.header, "Subject", encoded_words(subject, "utf-8", 'Q'));
    add(sent.header, "Message-ID", id);
    add(sent.header, "MIME-Version", "1.0");
  }

  void content(Entity top) {
    for (const Field& field : top.fields) sent.header.push_back(field);
    sent.body = render_body(top);
  }
};

Entity leaf(const std::string& type, const std::string& text, const char* encoding = "7bit") {
  Entity entity;
  add(entity.fields, "Content-Type", type);
  add(entity.fields, "Content-Transfer-Encoding", encoding);
  const std::string_view how = encoding;
  entity.body = how == "base64"             ? base64_lines(text) + "\r\n"
                : how == "quoted-printable" ? quoted_printable(text)
                                            : with_crlf(text);
  return entity;
}

Entity group(const std::string& type, const std::string& boundary, std::vector<Entity> parts) {
  Entity entity;
  add(entity.fields, "Content-Type", type + ";\r\n boundary=\"" + boundary + "\"");
  entity.boundary = boundary;
  entity.parts = std::move(parts);
  return entity;
}

struct Item {
  std::string title, text, link;
};

std::vector<Item> newsletter_items(const Story& story, const Plan& plan) {
  // The same for every reader of an issue.
  Random issue(story.seed, story.cast.people[static_cast<std::size_t>(plan.sender)].local,
               plan.number);
  constexpr const char* kSites[] = {"www.tidewater-courier.example/politics",
                                    "www.riverdesk.example/notes", "www.basinwatch.example/data",
                                    "www.campaigncraft.example/how-to"};
  std::vector<Item> items;
  for (int i = 0; i < 4; ++i) {
    const Matter* matter = &news_matter();
    Words words;
    const Person& voice = story.cast.people.front();
    Item item;
    item.title = expand(issue.pick(matter->subjects), voice, words, issue);
    item.text = expand(issue.pick(matter->details), voice, words, issue);
    item.text += ' ' + expand(issue.pick(matter->details), voice, words, issue);
    item.link = std::string("https://") + issue.pick(kSites);
    item.link += fmt::format("/{}-{}", plan.number, issue.between(100, 999));
    items.push_back(std::move(item));
  }
  return items;
}

std::string percent_encoded(const std::string& url) {
  return replace_all(replace_all(url, ":", "%3A"), "/", "%2F");
}

void newsletter(Writer& w) {
  const std::string list = w.from.local;
  const std::string reader = w.random.hex(12);
  const auto tracked = [&](const std::string& url) {
    return fmt::format("https://click.sendwell.example/c/{}/{}?u={}", reader, w.plan.number,
                       percent_encoded(url));
  };
  const std::vector<Item> items = newsletter_items(w.story, w.plan);
  w.start(fmt::format("{} #{}: {}", w.from.name, w.plan.number, items.front().title),
          fmt::format("<{}.{}.{}@sendwell.example>", list, w.plan.number, reader),
          fmt::format("{} <{}>", w.from.name, w.from.email));
  add(w.sent.header, "Reply-To", fmt::format("reply-{}@sendwell.example", list));
  add(w.sent.header, "List-Id", fmt::format("{} <{}.lists.sendwell.example>", w.from.name, list));
  add(w.sent.header, "List-Unsubscribe",
      fmt::format("<https://click.sendwell.example/u/{0}>,\r\n <mailto:u-{0}@sendwell.example>",
                  reader));
  add(w.sent.header, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  add(w.sent.header, "Feedback-ID", fmt::format("{}:{}:sendwell", w.plan.number, list));
  add(w.sent.header, "X-Mailer", "Sendwell 4.2");
  std::string text = fmt::format("{}, issue {}\n\n", w.from.name, w.plan.number);
  std::string html = fmt::format(
      "<!doctype html>\n<html><head><meta "
      "charset=\"utf-8\"><title>{}</title>\n<style>body{{font-family:"
      "Georgia,serif;color:#222}}h2{{font-size:18px;margin:24px 0 6px}}a{{color:#0a5a7a}}"
      ".foot{{font-size:11px;color:#777}}</style></head>\n<body><table width=\"600\" "
      "align=\"center\" "
      "role=\"presentation\"><tr><td>\n<h1>{}</h1>\n",
      html_escape(w.sent.content.subject), html_escape(w.from.name));
  for (const Item& item : items) {
    text += item.title + "\n" + wrap(item.text, 72) + "\n" + tracked(item.link) + "\n\n";
    html += fmt::format("<h2>{}</h2>\n<p>{}</p>\n<p><a href=\"{}\">Read on</a></p>\n",
                        html_escape(item.title), html_escape(item.text),
                        html_escape(tracked(item.link)));
  }
  html += fmt::format(
      "<p class=\"foot\">You get this because you asked for it. <a "
      "href=\"https://click.sendwell.example/u/{0}\">Unsubscribe</a></p>\n<img "
      "src=\"https://click.sendwell.example/o/{0}.gif\" width=\"1\" height=\"1\" alt=\"\">"
      "\n</td></tr></table></body></html>\n",
      reader);
  text += "Unsubscribe: https://click.sendwell.example/u/" + reader + "\n";
  w.content(group("multipart/alternative", "_sw_" + w.random.hex(24),
                  {leaf("text/plain; charset=utf-8", text, "quoted-printable"),
                   leaf("text/html; charset=utf-8", html, "quoted-printable")}));
  w.sent.content.text = text;
}

void invitation(Writer& w) {
  constexpr const char* kWhat[] = {"Field call", "Prep session", "Budget review", "Press huddle",
                                   "One to one", "Legal hour",   "Team lunch"};
  const std::string what = w.random.pick(kWhat);
  std::int64_t day = w.plan.time / 86400 + w.random.between(1, 6);
  while ((day + 4) % 7 == 0 || (day + 4) % 7 == 6) ++day;  // nobody meets on weekends
  const UnixTime start = day * 86400 + w.random.between(28, 40) * 1800;
  const LocalTime t = local_time(start, kUtc);
  const auto stamp = [](UnixTime time) {
    const LocalTime s = local_time(time, kUtc);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", s.year, s.month, s.day, s.hour, s.minute,
                       s.second);
  };
  const std::string uid =
      w.random.text(26, "abcdefghijklmnopqrstuv0123456789") + "@meridian.example";
  w.start(fmt::format("Invitation: {} @ {} {} {}", what, weekday_name(t.weekday),
                      month_name(t.month), t.day),
          fmt::format("<calendar-{}@meridian.example>", w.random.uuid()),
          "Meridian Calendar <calendar-notification@meridian.example>");
  add(w.sent.header, "Auto-Submitted", "auto-generated");
  const std::string calendar = fmt::format(
      "BEGIN:VCALENDAR\nPRODID:-//Meridian//Calendar 1.0//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\n"
      "METHOD:REQUEST\nBEGIN:VEVENT\nDTSTART:{}\nDTEND:{}\nDTSTAMP:{}\nORGANIZER;CN=Gwen Harper:"
      "mailto:gwen.harper@meridian.example\nUID:{}\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-"
      "PARTICIPANT;"
      "PARTSTAT=NEEDS-ACTION;RSVP=TRUE\n "
      ";CN={}:mailto:{}\nSEQUENCE:0\nSTATUS:CONFIRMED\nSUMMARY:{}\n"
      "TRANSP:OPAQUE\nEND:VEVENT\nEND:VCALENDAR\n",
      stamp(start), stamp(start + 3600), stamp(w.plan.time), uid, w.to.email, w.to.email, what);
  const std::string text = fmt::format(
      "You have been invited to the following event.\n\n{}\nWhen: {}\nOrganizer: Gwen Harper\n",
      what, rfc5322_date(start, kUtc));
  Entity alternative =
      group("multipart/alternative", w.random.hex(28),
            {leaf("text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes", text),
             leaf("text/html; charset=\"UTF-8\"",
                  "<p>" + replace_all(html_escape(text), "\n", "<br>\n") + "</p>\n"),
             leaf("text/calendar; charset=\"UTF-8\"; method=REQUEST", calendar)});
  Entity file = leaf("application/ics; name=\"invite.ics\"", with_crlf(calendar), "base64");
  add(file.fields, "Content-Disposition", "attachment; filename=\"invite.ics\"");
  w.content(group("multipart/mixed", w.random.hex(28), {std::move(alternative), std::move(file)}));
  w.sent.content.text = text;
}

void scan(Writer& w) {
  const unsigned pages = static_cast<unsigned>(w.random.between(1, 9));
  w.start(fmt::format("Scan from 2F ({} pages)", pages),
          fmt::format("<{}.{}@scanner-2f.meridian.example>", w.plan.time, w.random.below(100000)),
          "scanner-2f@meridian.example");
  add(w.sent.header, "X-Mailer", "MFP Network Scan 2.11");
  DocumentText page;
  page.title = fmt::format("SCAN_{:04}", w.plan.number);
  page.author = "scanner-2f";
  page.created = page.modified = w.plan.time - 30;
  for (unsigned i = 0; i < pages; ++i)
    page.paragraphs.push_back(fmt::format("(image of page {})", i + 1));
  Entity file = leaf(fmt::format("application/pdf; name=\"{}.pdf\"", page.title),
                     pdf_document(page), "base64");
  add(file.fields, "Content-Disposition",
      fmt::format("attachment; filename=\"{}.pdf\"", page.title));
  w.content(group(
      "multipart/mixed", fmt::format("----=_Part_{}_{}", w.plan.number, w.random.below(1000000)),
      {leaf("text/plain; charset=us-ascii", "Please find the scanned document attached.\n"),
       std::move(file)}));
}

std::string original_header(const Sent* about) {
  if (about != nullptr) return with_lf(render_fields(about->header));
  return "Subject: (no copy kept)\n";
}

// RFC 3464.
void bounce(Writer& w, const Sent* about) {
  const std::string who = about ? about->content.to.front().address : "lost@nowhere.example";
  w.start("Delivery Status Notification (Failure)",
          w.random.fill("<################.mr########@mx.hostedmail.example>"),
          "Mail Delivery Subsystem <mailer-daemon@hostedmail.example>");
  add(w.sent.header, "Auto-Submitted", "auto-replied");
  if (about) {
    add(w.sent.header, "References", about->content.message_id);
    add(w.sent.header, "In-Reply-To", about->content.message_id);
    add(w.sent.header, "X-Failed-Recipients", who);
  }
  const std::string text = fmt::format(
      "Your message to {} could not be delivered.\n\nThe response was:\n\n452 4.2.2 The mailbox is "
      "over its quota.\n",
      who);
  const std::string status = fmt::format(
      "Reporting-MTA: dns; mx.hostedmail.example\nArrival-Date: {}\n\nFinal-Recipient: rfc822; "
      "{}\nAction: failed\n"
      "Status: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 The mailbox is over its "
      "quota.\nLast-Attempt-Date: {}\n",
      rfc5322_date(w.plan.time - 172800, kUtc), who, rfc5322_date(w.plan.time - 5, kUtc));
  w.content(
      group("multipart/report; report-type=delivery-status", w.random.hex(28),
            {leaf("text/plain; charset=\"UTF-8\"", text), leaf("message/delivery-status", status),
             leaf("text/rfc822-headers", original_header(about))}));
}

// RFC 8098.
void receipt(Writer& w, const Sent* about) {
  const std::string subject = about ? about->content.subject : "your message";
  w.start("Read: " + subject, fmt::format("<{}@EXCH01.harrowgate-law.example>", w.random.hex(32)),
          fmt::format("{} <{}>", w.from.name, w.from.email));
  if (about) {
    add(w.sent.header, "In-Reply-To", about->content.message_id);
    add(w.sent.header, "References", about->content.message_id);
  }
  const std::string text = fmt::format(
      "Your message\n\n  To: {}\n  Subject: {}\n\nwas read on {}.\n", w.from.name,
      is_ascii_text(subject) ? subject : "your message", rfc5322_date(w.plan.time, kEastern));
  const std::string notice = fmt::format(
      "Final-Recipient: RFC822; {}\nOriginal-Message-ID: {}\nDisposition: "
      "automatic-action/MDN-sent-automatically; displayed\n",
      w.from.email, about ? about->content.message_id : "<unknown@meridian.example>");
  w.content(group("multipart/report; report-type=disposition-notification",
                  "_000_" + w.random.hex(32) + "EXCH01_",
                  {leaf("text/plain; charset=\"us-ascii\"", text),
                   leaf("message/disposition-notification", notice)}));
}

// What devices and web forms of a certain age produce.
void malformed(Writer& w) {
  w.start(fmt::format("Web form {}", w.plan.number),
          fmt::format("<form{}.{}@forms.meridian.example>", w.plan.number, w.random.hex(8)),
          "webform@forms.meridian.example");
  std::string body = "Name: Anna Lindgren\nTown: Alder Falls\nI would like to help on weekends.\n";
  switch (w.plan.number % 10) {
    case 0:  // a closing boundary that never comes
      add(w.sent.header, "Content-Type", "multipart/mixed; boundary=\"=_form\"");
      body = "--=_form\nContent-Type: text/plain\n\n" + body;
      break;
    case 1:  // octets above 127 in the header
      w.sent.header[3].value = "Anmeldung f\xFCr M\xFCnchen";
      break;
    case 2:  // a date that is none
      w.sent.header[0].value = "Tu, 31 Feb 2026 25:61:00";
      break;
    case 3:  // two From fields
      add(w.sent.header, "From", "form-mailer@forms.meridian.example");
      break;
    case 4:  // a charset that nobody knows
      add(w.sent.header, "Content-Type", "text/plain; charset=x-user-defined");
      body +=
          "Stra\xDF"
          "e\n";
      break;
    case 5:  // base64 that is not
      add(w.sent.header, "Content-Type", "text/plain");
      add(w.sent.header, "Content-Transfer-Encoding", "base64");
      body = "TmFtZTogQW5uYSBM*aW5kZ3Jlbg=\n=TG93bjogQWxkZXI\n";
      break;
    case 6:  // a boundary that is used nowhere
      add(w.sent.header, "Content-Type", "multipart/alternative; boundary=never");
      break;
    case 7:  // a NUL
      body += std::string("Phone: \0 555 0100\n", 18);
      break;
    case 8:  // a header line without a colon
      add(w.sent.header, "X-Form", "17\r\nthis line has lost its name");
      break;
    default:  // an address list with an unclosed comment
      w.sent.header[2].value = w.to.email + " (office";
  }
  w.sent.body = with_crlf(body);
}

}  // namespace

Sent write_robot_mail(const Story& story, const Plan& plan, int index, const Sent* about,
                      Random& random) {
  Writer w(story, plan, index, random);
  switch (plan.kind) {
    case Kind::newsletter:
      newsletter(w);
      break;
    case Kind::calendar:
      invitation(w);
      break;
    case Kind::scanner:
      scan(w);
      break;
    case Kind::bounce:
      bounce(w, about);
      break;
    case Kind::receipt:
      receipt(w, about);
      break;
    default:
      malformed(w);
  }
  return std::move(w.sent);
}

}  // namespace letterlock::demo
