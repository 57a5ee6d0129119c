#include "demo/quoting.h"

#include <fmt/format.h>

#include "demo/encode.h"

namespace letterlock::demo {
namespace {

constexpr std::size_t kLongQuote = 9000;  // past it people cut the tail off
constexpr std::size_t kKeptQuote = 4000;

std::string joined(const std::vector<Mailbox>& list) {
  std::string out;
  for (const Mailbox& mailbox : list) out += (out.empty() ? "" : ", ") + plain_mailbox(mailbox);
  return out;
}

struct Clock12 {
  int hour;
  const char* half;
};
Clock12 clock12(int hour) { return {hour % 12 == 0 ? 12 : hour % 12, hour < 12 ? "AM" : "PM"}; }

// "Tue, Jun 3, 2025 at 9:14 AM"; Gmail sets a narrow no-break space before AM.
std::string gmail_date(UnixTime time, const Zone& zone, const char* space) {
  const LocalTime t = local_time(time, zone);
  const Clock12 c = clock12(t.hour);
  return fmt::format("{}, {} {}, {} at {}:{:02}{}{}", weekday_name(t.weekday), month_name(t.month),
                     t.day, t.year, c.hour, t.minute, space, c.half);
}

std::string long_date(UnixTime time, const Zone& zone, bool seconds) {
  const LocalTime t = local_time(time, zone);
  const Clock12 c = clock12(t.hour);
  if (seconds) {  // Apple Mail
    return fmt::format("{} {}, {} at {}:{:02}:{:02}\xE2\x80\xAF{} {}", full_month(t.month), t.day,
                       t.year, c.hour, t.minute, t.second, c.half,
                       zone.is_summer(time) ? zone.summer_name : zone.name);
  }
  return fmt::format("{}, {} {}, {} {}:{:02} {}", full_weekday(t.weekday), full_month(t.month),
                     t.day, t.year, c.hour, t.minute, c.half);
}

const char* zone_name(const Draft& draft) {
  return draft.zone->is_summer(draft.quoted->time) ? draft.zone->summer_name : draft.zone->name;
}

std::string thunderbird_attribution(const Draft& draft, const LocalTime& t) {
  const std::string& name = draft.quoted->from.name;
  const Clock12 c = clock12(t.hour);
  switch (draft.from->language) {
    case Language::german:
      return fmt::format("Am {:02}.{:02}.{:02} um {:02}:{:02} schrieb {}:", t.day, t.month,
                         t.year % 100, t.hour, t.minute, name);
    case Language::spanish:
      return fmt::format("El {}/{}/{} a las {}:{:02}, {} escribi\xC3\xB3:", t.day, t.month,
                         t.year % 100, t.hour, t.minute, name);
    case Language::russian:
      return fmt::format("{:02}.{:02}.{} {}:{:02}, {} пишет:", t.day, t.month, t.year, t.hour,
                         t.minute, name);
    case Language::japanese:
      return fmt::format("On {}/{:02}/{:02} {}:{:02}, {} wrote:", t.year, t.month, t.day, t.hour,
                         t.minute, name);
    default:
      return fmt::format("On {}/{}/{:02} {}:{:02} {}, {} wrote:", t.month, t.day, t.year % 100,
                         c.hour, t.minute, c.half, name);
  }
}

std::string attribution(const Draft& draft) {
  const Quoted& q = *draft.quoted;
  const LocalTime t = local_time(q.time, *draft.zone);
  const Clock12 c = clock12(t.hour);
  switch (draft.client) {
    case Client::gmail_web:
    case Client::gmail_android:
      return fmt::format("On {} {} wrote:", gmail_date(q.time, *draft.zone, "\xE2\x80\xAF"),
                         plain_mailbox(q.from));
    case Client::apple_mail:
    case Client::iphone:
      if (draft.from->language == Language::french) {
        return fmt::format(
            "Le {} {} {} \xC3\xA0 {:02}:{:02}, {} a \xC3\xA9"
            "crit :",
            t.day, month_name(t.month), t.year, t.hour, t.minute, plain_mailbox(q.from));
      }
      return fmt::format("On {} {}, {}, at {}:{:02}\xE2\x80\xAF{}, {} wrote:", month_name(t.month),
                         t.day, t.year, c.hour, t.minute, c.half, plain_mailbox(q.from));
    case Client::thunderbird:
      return thunderbird_attribution(draft, t);
    case Client::k9:
      return draft.from->language == Language::german
                 ? fmt::format("Am {}. {} {} {:02}:{:02}:{:02} schrieb {}:", t.day,
                               month_name(t.month), t.year, t.hour, t.minute, t.second,
                               plain_mailbox(q.from))
                 : fmt::format("On {} {} {} {:02}:{:02}:{:02} {}, {} wrote:", t.day,
                               full_month(t.month), t.year, t.hour, t.minute, t.second,
                               zone_name(draft), plain_mailbox(q.from));
    case Client::mutt:
      return fmt::format("On {}, {} {:02}, {} at {:02}:{:02}:{:02}{} {}, {} wrote:",
                         weekday_name(t.weekday), month_name(t.month), t.day, t.year, c.hour,
                         t.minute, t.second, c.half, offset_text(t.offset_minutes), q.from.name);
    default:
      return draft.from->language == Language::french
                 ? fmt::format(
                       "Le {}-{:02}-{:02} {:02}:{:02}, {} a \xC3\xA9"
                       "crit :",
                       t.year, t.month, t.day, t.hour, t.minute, q.from.name)
                 : fmt::format("On {}-{:02}-{:02} {:02}:{:02}, {} wrote:", t.year, t.month, t.day,
                               t.hour, t.minute, q.from.name);
  }
}

// Label and value of each line of a forwarded block, in the program's order.
std::vector<std::pair<const char*, std::string>> block_lines(const Draft& draft) {
  const Quoted& q = *draft.quoted;
  const std::string from = plain_mailbox(q.from);
  const std::string to = joined(q.to);
  std::vector<std::pair<const char*, std::string>> lines;
  switch (draft.client) {
    case Client::gmail_web:
    case Client::gmail_android:
      lines = {{"From", from},
               {"Date", gmail_date(q.time, *draft.zone, "\xE2\x80\xAF")},
               {"Subject", q.subject},
               {"To", to}};
      break;
    case Client::apple_mail:
    case Client::iphone:
      lines = {{"From", from},
               {"Subject", q.subject},
               {"Date", long_date(q.time, *draft.zone, true)},
               {"To", to}};
      break;
    case Client::outlook:
    case Client::exchange:
      lines = {{"From", from}, {"Sent", long_date(q.time, *draft.zone, false)}, {"To", to}};
      if (!q.cc.empty()) lines.push_back({"Cc", joined(q.cc)});
      lines.push_back({"Subject", q.subject});
      return lines;
    case Client::roundcube: {
      const LocalTime t = local_time(q.time, *draft.zone);
      lines = {{"Subject", q.subject},
               {"Date", fmt::format("{}-{:02}-{:02} {:02}:{:02}", t.year, t.month, t.day, t.hour,
                                    t.minute)},
               {"From", from},
               {"To", to}};
      break;
    }
    default:
      lines = {{"Subject", q.subject},
               {"Date", rfc5322_date(q.time, *draft.zone)},
               {"From", from},
               {"To", to}};
  }
  if (!q.cc.empty()) lines.push_back({"Cc", joined(q.cc)});
  return lines;
}

const char* forward_mark(Client client) {
  switch (client) {
    case Client::gmail_web:
    case Client::gmail_android:
      return "---------- Forwarded message ---------";
    case Client::apple_mail:
    case Client::iphone:
      return "Begin forwarded message:";
    case Client::roundcube:
      return "-------- Original Message --------";
    case Client::mutt:
      return "----- Forwarded message -----";
    default:
      return "-------- Forwarded Message --------";
  }
}

std::string kept(const std::string& text) {
  if (text.size() <= kLongQuote) return text;
  return text.substr(0, text.rfind('\n', kKeptQuote) + 1);
}

std::string prefixed(std::string_view text) {
  std::string out;
  for (std::string_view line : lines_of(text)) {
    out += line.empty() ? ">" : line.starts_with('>') ? ">" : "> ";
    out += line;
    out += '\n';
  }
  return out;
}

// Bottom-posters quote what they answer, not what that had quoted.
std::string first_lines(const std::string& text, std::size_t count) {
  std::string out;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size() && count > 0; ++i) {
    const bool introduces =
        i + 1 < lines.size() && lines[i].ends_with(':') && lines[i + 1].starts_with('>');
    if (lines[i].starts_with('>') || introduces || (out.empty() && lines[i].empty())) continue;
    out += lines[i];
    out += '\n';
    --count;
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

bool is_outlook(Client client) { return client == Client::outlook || client == Client::exchange; }

std::string html_of(const Quoted& quoted) {
  if (!quoted.html.empty() && quoted.html.size() <= 3 * kLongQuote) return quoted.html;
  return replace_all(html_escape(kept(quoted.text)), "\n", "<br>\n");
}

std::string html_block(const Draft& draft, const char* bold, const char* bold_end) {
  std::string out;
  for (const auto& [label, value] : block_lines(draft)) {
    out += fmt::format("{}{}:{} {}<br>\n", bold, label, bold_end, html_escape(value));
  }
  return out;
}

}  // namespace

std::string plain_mailbox(const Mailbox& mailbox) {
  return mailbox.name.empty() ? mailbox.address : mailbox.name + " <" + mailbox.address + ">";
}

bool writes_below_quote(const Person& person, Client client) {
  return client == Client::mutt ||
         (client == Client::thunderbird && hash_text(person.email) % 3 != 0);
}

std::string quoted_text(const Draft& draft) {
  if (draft.quoted == nullptr) return "";
  const bool outlook = is_outlook(draft.client);
  if (draft.relation == Relation::reply && !outlook) {
    const bool below = writes_below_quote(*draft.from, draft.client);
    const std::string text = below ? first_lines(draft.quoted->text, 9) : kept(draft.quoted->text);
    const bool flush = draft.client != Client::mutt && draft.client != Client::thunderbird;
    return attribution(draft) + (flush ? "\n\n" : "\n") + prefixed(text);
  }
  std::string block;
  for (const auto& [label, value] : block_lines(draft)) {
    block += std::string(label) + ": " + value + '\n';
  }
  if (outlook) return "\n" + block + "\n" + kept(draft.quoted->text);
  std::string out = std::string(forward_mark(draft.client)) + '\n';
  const bool apple = draft.client == Client::apple_mail || draft.client == Client::iphone;
  if (apple) return out + '\n' + prefixed(block + '\n' + draft.quoted->text);
  out += block + "\n\n" + draft.quoted->text;
  if (draft.client == Client::mutt) out += "\n----- End forwarded message -----\n";
  return out;
}

std::string quoted_html(const Draft& draft) {
  if (draft.quoted == nullptr) return "";
  const Quoted& q = *draft.quoted;
  const std::string inner = html_of(q);
  const bool reply = draft.relation == Relation::reply;
  const std::string said = html_escape(attribution(draft));
  switch (draft.client) {
    case Client::gmail_web:
    case Client::gmail_android:
      if (!reply) {
        return fmt::format(
            "<br><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" "
            "class=\"gmail_attr\">---------- Forwarded message ---------<br>{}</div><br><br>{}"
            "</div>\n",
            html_block(draft, "", ""), inner);
      }
      return fmt::format(
          "<br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" "
          "class=\"gmail_attr\">{}<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px "
          "0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">{}"
          "</blockquote></div>\n",
          said, inner);
    case Client::apple_mail:
    case Client::iphone:
      return fmt::format(
          "<div><br><blockquote type=\"cite\"><div>{}</div><br "
          "class=\"Apple-interchange-newline\"><div>{}</div></blockquote></div><br>",
          reply ? said : "Begin forwarded message:<br><br>" + html_block(draft, "<b>", "</b>"),
          inner);
    case Client::outlook:
    case Client::exchange:
      return fmt::format(
          "<div>\r\n<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in "
          "0in\">\r\n<p class=\"MsoNormal\">{}<o:p></o:p></p>\r\n</div>\r\n</div>\r\n<p "
          "class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>\r\n{}\r\n",
          html_block(draft, "<b>", "</b>"), inner);
    case Client::thunderbird:
      return fmt::format(
          "    <div class=\"moz-cite-prefix\">{}<br>\n    </div>\n    <blockquote type=\"cite\"\n"
          "      cite=\"mid:{}\">\n{}\n    </blockquote>\n",
          reply ? said : "-------- Forwarded Message --------<br>" + html_block(draft, "", ""),
          q.message_id.empty() ? "" : q.message_id.substr(1, q.message_id.size() - 2), inner);
    default:
      return fmt::format(
          "<div class=\"gmail_quote\"><div dir=\"auto\">{}</div>\n<blockquote "
          "class=\"gmail_quote\" style=\"margin: 0pt 0pt 0pt 0.8ex; border-left: 1px solid "
          "rgb(204, 204, 204); padding-left: 1ex;\">\n{}</blockquote></div>\n",
          reply ? said
                : std::string(forward_mark(draft.client)) + "<br>" + html_block(draft, "", ""),
          inner);
  }
}

}  // namespace letterlock::demo
