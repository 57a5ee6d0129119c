#include "sources/rebuild_header.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "mime/encoded_word.h"
#include "sources/from_line.h"
#include "sources/mime_writer.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

constexpr int kTo = 1, kCc = 2, kBcc = 3;
constexpr int kRecipientTypes = 0x0F;  // without the flag for "resend to"

constexpr std::array kMonthNames = {"Jan"sv, "Feb"sv, "Mar"sv, "Apr"sv, "May"sv, "Jun"sv,
                                    "Jul"sv, "Aug"sv, "Sep"sv, "Oct"sv, "Nov"sv, "Dec"sv};
constexpr std::array kDayNames = {"Thu"sv, "Fri"sv, "Sat"sv, "Sun"sv, "Mon"sv, "Tue"sv, "Wed"sv};

std::string format_date(UnixTime time) {
  const std::int64_t day = time >= 0 ? time / 86400 : (time - 86399) / 86400;
  const std::int64_t second = time - day * 86400;
  const CivilDate date = civil_from_days(day);
  return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0000", kDayNames[((day % 7) + 7) % 7],
                     date.day, kMonthNames[date.month - 1], date.year, second / 3600,
                     second / 60 % 60, second % 60);
}

// MS-OXOABK's encapsulation of an address that is not of the Internet: "/" is "_", octets other
// than letters and digits are "+" and two hexadecimal digits.
std::string encapsulated(std::string_view type, std::string_view address) {
  std::string local = fmt::format("IMCEA{}-", type);
  for (char c : address) {
    if (is_alnum(c) || c == '=' || c == '-' || c == '.') {
      local += c;
    } else if (c == '/') {
      local += '_';
    } else {
      local += fmt::format("+{:02X}", static_cast<unsigned char>(c));
    }
  }
  return local + "@exchange.invalid";
}

struct Party {
  std::string_view name, type, email, smtp;

  std::string address() const {
    if (smtp.find('@') != smtp.npos) return std::string(smtp);
    const bool internet = type.empty() || equals_ignore_case(type, "SMTP");
    if (internet || email.find('@') != email.npos) return std::string(email);
    return email.empty() ? std::string() : encapsulated(type, email);
  }
  std::string mailbox() const {
    const std::string own = address();
    // Outlook repeats the address as the name, or puts it in apostrophes.
    std::string_view shown = name;
    if (shown.size() > 2 && shown.front() == '\'' && shown.back() == '\'') {
      shown = shown.substr(1, shown.size() - 2);
    }
    return format_mailbox(shown == own ? std::string_view() : shown, own);
  }
};

// The header of one item.
class HeaderRebuilding {
 public:
  void header(const MapiItem& item, BodyBelow body, std::string& out);

 private:
  void transport_header(std::string_view headers, BodyBelow body, std::string& out);
  void property_fields(const MapiItem& item, std::string& out);
  void recipients(const MapiItem& item, int type, std::string_view name, Mapi display,
                  std::string& out);
  void add_missing(std::string_view name, std::string_view value, bool text, std::string& out);
  bool present(std::string_view name) const;
  bool changed_subject(std::string_view own) const;

  std::string subject_;               // the transport headers' Subject field, folded
  std::vector<std::string> present_;  // names of fields that transport headers had, lower case
};

bool HeaderRebuilding::present(std::string_view name) const {
  return std::find(present_.begin(), present_.end(), lower_ascii(name)) != present_.end();
}

void HeaderRebuilding::add_missing(std::string_view name, std::string_view value, bool text,
                                   std::string& out) {
  if (present(name) || trim(value).empty()) return;
  if (text) {
    append_text_field(name, value, out);
  } else {
    append_structured_field(name, value, out);
  }
}

// Fields as they came, but for those that describe another body than the one below.
void HeaderRebuilding::transport_header(std::string_view headers, BodyBelow body,
                                        std::string& out) {
  headers = without_preamble(headers);
  bool keeping = false, in_subject = false;
  while (!headers.empty()) {
    const std::size_t newline = std::min(headers.find('\n'), headers.size());
    std::string_view line = headers.substr(0, newline);
    headers.remove_prefix(std::min(headers.size(), newline + 1));
    while (!line.empty() && (line.back() == '\r' || line.back() == '\0')) line.remove_suffix(1);
    if (trim(line).empty()) continue;
    if (!is_wsp(line.front())) {
      keeping = is_field_line(line);
      const std::string name = lower_ascii(trim(line.substr(0, line.find(':'))));
      if (keeping) present_.push_back(name);
      in_subject = keeping && name == "subject";
      if (body == BodyBelow::ours &&
          (name == "content-type" || name == "content-transfer-encoding" ||
           name == "content-disposition" || name == "mime-version" || name == "content-length")) {
        if (keeping) out += "X-Transport-";
        if (keeping) present_.pop_back();
      }
    }
    if (!keeping) continue;
    if (in_subject) subject_.append(line).append("\r\n");
    for (char c : line) out += c == '\r' || c == '\0' ? ' ' : c;
    out += "\r\n";
  }
}

// True where the item's subject is not the one that the transport headers have: it was edited, or
// the item was put together of two.
bool HeaderRebuilding::changed_subject(std::string_view own) const {
  const auto squeezed = [](std::string_view text) {
    std::string dense;
    for (char c : text) {
      if (!is_space(c)) dense += c;
    }
    return dense;
  };
  if (trim(own).empty()) return false;
  Arena arena;
  const std::size_t colon = std::min(subject_.find(':'), subject_.size() - 1);
  const std::string_view field = std::string_view(subject_).substr(colon + 1);
  return squeezed(mime::decode_text(field, arena).text) != squeezed(own);
}

void HeaderRebuilding::recipients(const MapiItem& item, int type, std::string_view name,
                                  Mapi display, std::string& out) {
  std::string list;
  for (const MapiProperties& r : item.recipients) {
    const auto its = r.number(Mapi::recipient_type).value_or(kTo);
    if ((its & kRecipientTypes) != type) continue;
    const Party party{r.text(Mapi::display_name), r.text(Mapi::address_type),
                      r.text(Mapi::email_address), r.text(Mapi::smtp_address)};
    const std::string mailbox = party.mailbox();
    if (mailbox.empty()) continue;
    if (!list.empty()) list += ", ";
    list += mailbox;
  }
  // A list of names only is all that some items keep.
  if (list.empty()) {
    std::string_view names = item.properties.text(display);
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(';'), names.size());
      const std::string_view one = trim(names.substr(0, end));
      if (!one.empty()) {
        const bool address = one.find('@') != one.npos && one.find(' ') == one.npos;
        list += fmt::format("{}{}", list.empty() ? "" : ", ",
                            address ? format_mailbox("", one) : format_mailbox(one, ""));
      }
      names.remove_prefix(std::min(names.size(), end + 1));
    }
  }
  add_missing(name, list, false, out);
}

void HeaderRebuilding::property_fields(const MapiItem& item, std::string& out) {
  const MapiProperties& p = item.properties;
  Party author{p.text(Mapi::sent_representing_name), p.text(Mapi::sent_representing_type),
               p.text(Mapi::sent_representing_email), p.text(Mapi::sent_representing_smtp)};
  const Party sender{p.text(Mapi::sender_name), p.text(Mapi::sender_type),
                     p.text(Mapi::sender_email), p.text(Mapi::sender_smtp)};
  // One person under one Exchange name has one address.
  if (author.smtp.empty() && !author.email.empty() && author.email == sender.email) {
    author.smtp = sender.smtp;
  }
  const std::string from = author.mailbox().empty() ? sender.mailbox() : author.mailbox();
  add_missing("From", from, false, out);
  if (!author.address().empty() && !sender.address().empty() &&
      !equals_ignore_case(author.address(), sender.address())) {
    add_missing("Sender", sender.mailbox(), false, out);
  }
  recipients(item, kTo, "To", Mapi::display_to, out);
  recipients(item, kCc, "Cc", Mapi::display_cc, out);
  recipients(item, kBcc, "Bcc", Mapi::display_bcc, out);
  add_missing("Subject", p.text(Mapi::subject), true, out);
  if (present("Subject") && changed_subject(p.text(Mapi::subject))) {
    append_text_field("X-MAPI-Subject", p.text(Mapi::subject), out);
  }
  if (const auto date = p.time(Mapi::client_submit_time)) {
    add_missing("Date", format_date(*date), false, out);
  } else if (const auto delivered = p.time(Mapi::delivery_time)) {
    add_missing("Date", format_date(*delivered), false, out);
  }
  add_missing("Message-ID", bracketed(p.text(Mapi::internet_message_id)), false, out);
  add_missing("In-Reply-To", bracketed(p.text(Mapi::in_reply_to)), false, out);
  add_missing("References", p.text(Mapi::references), false, out);
  add_missing("Thread-Topic", p.text(Mapi::conversation_topic), true, out);
  const std::string_view index = p.binary(Mapi::conversation_index).substr(0, 4096);
  add_missing("Thread-Index", base64_encode(index), false, out);
  const auto importance = p.number(Mapi::importance);
  if (importance == 0 || importance == 2) {
    add_missing("Importance", *importance == 0 ? "low" : "high", false, out);
  }
}

void HeaderRebuilding::header(const MapiItem& item, BodyBelow body, std::string& out) {
  transport_header(item.properties.text(Mapi::transport_headers), body, out);
  property_fields(item, out);
}

}  // namespace

void append_header_of(const MapiItem& item, BodyBelow body, std::string& out) {
  HeaderRebuilding().header(item, body, out);
}

std::string bracketed(std::string_view id) {
  id = trim(id);
  if (id.empty() || id.starts_with('<')) return std::string(id);
  return fmt::format("<{}>", id);
}

std::string_view without_preamble(std::string_view headers) {
  // "Microsoft Mail Internet Headers Version 2.0", as Exchange writes it.
  if (!starts_with_ignore_case(headers, "Microsoft Mail Internet Headers")) return headers;
  const std::size_t newline = headers.find('\n');
  return newline == headers.npos ? std::string_view() : headers.substr(newline + 1);
}

}  // namespace letterlock::sources
