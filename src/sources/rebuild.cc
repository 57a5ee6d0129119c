// RFC 5322 octets from MAPI properties.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "mime/charset.h"
#include "mime/encoded_word.h"
#include "sources/codepage.h"
#include "sources/from_line.h"
#include "sources/glimpse.h"
#include "sources/mapi.h"
#include "sources/mime_writer.h"
#include "sources/rtf.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxRtf = std::size_t{64} << 20;
constexpr int kTo = 1, kCc = 2, kBcc = 3;
constexpr int kRecipientTypes = 0x0F;  // without the flag for "resend to"

constexpr std::string_view kMimeVersion = "MIME-Version: 1.0\r\n";
constexpr std::string_view kBoundary = "=_letterlock_";

constexpr std::array kMonths = {"Jan"sv, "Feb"sv, "Mar"sv, "Apr"sv, "May"sv, "Jun"sv,
                                "Jul"sv, "Aug"sv, "Sep"sv, "Oct"sv, "Nov"sv, "Dec"sv};
constexpr std::array kDays = {"Thu"sv, "Fri"sv, "Sat"sv, "Sun"sv, "Mon"sv, "Tue"sv, "Wed"sv};

std::string format_date(UnixTime time) {
  const std::int64_t day = time >= 0 ? time / 86400 : (time - 86399) / 86400;
  const std::int64_t second = time - day * 86400;
  const CivilDate date = civil_from_days(day);
  return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0000", kDays[((day % 7) + 7) % 7],
                     date.day, kMonths[date.month - 1], date.year, second / 3600, second / 60 % 60,
                     second % 60);
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

// Lines that need no encoding, and no boundary of ours among them.
bool is_seven_bit(std::string_view octets) {
  constexpr std::size_t kLongestLine = 998;
  std::size_t line = 0;
  for (char c : octets) {
    line = c == '\n' ? 0 : line + 1;
    if (!is_ascii(c) || c == '\0' || line > kLongestLine) return false;
  }
  return octets.find(kBoundary) == octets.npos;
}

std::string bracketed(std::string_view id) {
  id = trim(id);
  if (id.empty() || id.starts_with('<')) return std::string(id);
  return fmt::format("<{}>", id);
}

// One rebuilding: the boundaries of all levels are counted, so that no two are the same.
class Rebuilding {
 public:
  void message(const MapiItem& item, unsigned depth, std::string& out);

 private:
  struct Part {
    std::string header;  // Content-* fields
    std::string body;
  };

  void header(const MapiItem& item, std::string& out);
  void transport_header(std::string_view headers, std::string& out);
  void property_fields(const MapiItem& item, std::string& out);
  void recipients(const MapiItem& item, int type, std::string_view name, Mapi display,
                  std::string& out);
  void add_missing(std::string_view name, std::string_view value, bool text, std::string& out);
  bool present(std::string_view name) const;
  bool changed_subject(std::string_view own) const;
  bool signed_content(const MapiItem& item, std::string& out);
  std::vector<Part> bodies(const MapiItem& item);
  Part attachment(const MapiAttachment& attached, unsigned depth);
  Part joined(std::vector<Part> parts, std::string_view subtype);
  static void put(const Part& part, std::string& out) {
    out += part.header;
    out += "\r\n";
    out += part.body;
  }

  unsigned boundaries_ = 0;
  std::string subject_;               // the transport headers' Subject field, folded
  std::vector<std::string> present_;  // names of fields that transport headers had, lower case
};

bool Rebuilding::present(std::string_view name) const {
  return std::find(present_.begin(), present_.end(), lower_ascii(name)) != present_.end();
}

void Rebuilding::add_missing(std::string_view name, std::string_view value, bool text,
                             std::string& out) {
  if (present(name) || trim(value).empty()) return;
  if (text) {
    append_text_field(name, value, out);
  } else {
    append_structured_field(name, value, out);
  }
}

// Fields as they came, but for those that describe a body which is ours.
void Rebuilding::transport_header(std::string_view headers, std::string& out) {
  headers = without_preamble(headers);
  bool keeping = false, in_subject = false;
  subject_.clear();
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
      if (name == "content-type" || name == "content-transfer-encoding" ||
          name == "content-disposition" || name == "mime-version" || name == "content-length") {
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
bool Rebuilding::changed_subject(std::string_view own) const {
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

void Rebuilding::recipients(const MapiItem& item, int type, std::string_view name, Mapi display,
                            std::string& out) {
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

void Rebuilding::property_fields(const MapiItem& item, std::string& out) {
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

void Rebuilding::header(const MapiItem& item, std::string& out) {
  present_.clear();
  transport_header(item.properties.text(Mapi::transport_headers), out);
  property_fields(item, out);
}

// S/MIME items keep the whole signed or encrypted entity as their one attachment.
bool Rebuilding::signed_content(const MapiItem& item, std::string& out) {
  const std::string_view kind = item.properties.text(Mapi::message_class);
  if (!starts_with_ignore_case(kind, "IPM.Note.SMIME") || item.attachments.size() != 1) {
    return false;
  }
  const std::string_view octets = item.attachments[0].properties.binary(Mapi::attach_data);
  if (octets.empty()) return false;
  const std::string fields =
      lower_ascii(octets.substr(0, std::min<std::size_t>(octets.find("\r\n\r\n"), 4096)));
  const bool clear = fields.starts_with("content-type: multipart/signed") ||
                     fields.find("\ncontent-type: multipart/signed") != fields.npos;
  if (clear) {
    if (!fields.starts_with("mime-version:")) out += kMimeVersion;
    out += octets;
    return true;
  }
  out += kMimeVersion;
  out += "Content-Type: application/pkcs7-mime; name=\"smime.p7m\"\r\n";
  out += "Content-Transfer-Encoding: base64\r\n\r\n";
  append_base64(octets, out);
  return true;
}

Rebuilding::Part Rebuilding::joined(std::vector<Part> parts, std::string_view subtype) {
  if (parts.size() == 1) return std::move(parts.front());
  // Neither base64 nor quoted-printable can write "=_".
  const std::string boundary = fmt::format("{}{}", kBoundary, ++boundaries_);
  Part whole;
  whole.header =
      fmt::format("Content-Type: multipart/{};\r\n boundary=\"{}\"\r\n", subtype, boundary);
  for (const Part& part : parts) {
    whole.body += fmt::format("--{}\r\n", boundary);
    put(part, whole.body);
    if (!whole.body.ends_with("\r\n")) whole.body += "\r\n";
  }
  whole.body += fmt::format("--{}--\r\n", boundary);
  return whole;
}

std::vector<Rebuilding::Part> Rebuilding::bodies(const MapiItem& item) {
  const auto text_as = [](std::string_view subtype, std::string_view charset,
                          std::string_view text) {
    const auto other = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_ascii(c); }));
    const bool base64 = other > text.size() / 6 || text.find('\0') != text.npos;
    Part part;
    part.header =
        fmt::format("Content-Type: text/{}{}\r\nContent-Transfer-Encoding: {}\r\n", subtype,
                    charset.empty() ? std::string() : fmt::format("; charset=\"{}\"", charset),
                    base64 ? "base64" : "quoted-printable");
    if (base64) {
      append_base64(text, part.body);
    } else {
      append_quoted_printable(text, part.body);
    }
    return part;
  };
  const MapiProperties& p = item.properties;
  std::string_view text = p.text(Mapi::body);
  std::vector<Part> html, rich;
  RtfContent content;
  const auto rtf = decompress_rtf(p.binary(Mapi::rtf_compressed), kMaxRtf);
  if (rtf) content = read_rtf(*rtf);
  if (!p.binary(Mapi::html).empty()) {
    const auto codepage = p.number(Mapi::internet_codepage).value_or(0);
    html.push_back(
        text_as("html", codepage_label(static_cast<unsigned>(codepage)), p.binary(Mapi::html)));
  } else if (!p.text(Mapi::html).empty()) {
    html.push_back(text_as("html", "utf-8", p.text(Mapi::html)));
  } else if (content.kind == RtfContent::Kind::html) {
    html.push_back(text_as("html", "utf-8", content.utf8));
  } else if (rtf && content.kind == RtfContent::Kind::rtf) {
    Part part{"Content-Type: application/rtf\r\nContent-Transfer-Encoding: base64\r\n", ""};
    append_base64(*rtf, part.body);
    rich.push_back(std::move(part));
  }
  if (text.empty() && content.kind != RtfContent::Kind::html) text = content.utf8;
  std::vector<Part> all;
  if (!text.empty() || (html.empty() && rich.empty())) {
    all.push_back(text_as("plain", "utf-8", text));
  }
  std::move(rich.begin(), rich.end(), std::back_inserter(all));
  std::move(html.begin(), html.end(), std::back_inserter(all));
  return all;
}

Rebuilding::Part Rebuilding::attachment(const MapiAttachment& attached, unsigned depth) {
  const MapiProperties& p = attached.properties;
  Part part;
  if (attached.message && depth > 0) {
    std::vector<std::string> outer;
    outer.swap(present_);
    message(*attached.message, depth - 1, part.body);
    outer.swap(present_);
    part.header = "Content-Type: message/rfc822\r\n";
    std::string disposition = "attachment";
    if (!p.text(Mapi::display_name).empty()) {
      disposition +=
          format_parameter("filename", fmt::format("{}.eml", p.text(Mapi::display_name)));
    }
    append_structured_field("Content-Disposition", disposition, part.header);
    return part;
  }
  std::string_view name = p.text(Mapi::attach_long_filename);
  if (name.empty()) name = p.text(Mapi::attach_filename);
  if (name.empty()) name = p.text(Mapi::display_name);
  std::string type;
  for (char c : trim(p.text(Mapi::attach_mime_tag)).substr(0, 100)) {
    if (is_alnum(c) || "/.+-_"sv.find(c) != std::string_view::npos) type += c;
  }
  const std::size_t slash = type.find('/');
  const std::string_view octets = p.binary(Mapi::attach_data);
  // message/* and multipart/* may not be in base64 (RFC 2045 section 6.4). A delivery status is
  // written as it is.
  const bool as_it_is = equals_ignore_case(type, "message/delivery-status") && is_seven_bit(octets);
  if (slash == type.npos || slash == 0 ||
      (starts_with_ignore_case(type, "message/") && !as_it_is) ||
      starts_with_ignore_case(type, "multipart/")) {
    type = "application/octet-stream";
  }
  append_structured_field("Content-Type",
                          type + (name.empty() ? "" : format_parameter("name", name)), part.header);
  const std::string_view id = trim(p.text(Mapi::attach_content_id));
  std::string disposition = id.empty() ? "attachment" : "inline";
  if (!name.empty()) disposition += format_parameter("filename", name);
  append_structured_field("Content-Disposition", disposition, part.header);
  if (!id.empty()) append_structured_field("Content-ID", bracketed(id), part.header);
  if (as_it_is) {
    part.body = octets;
    return part;
  }
  part.header += "Content-Transfer-Encoding: base64\r\n";
  append_base64(octets, part.body);
  return part;
}

void Rebuilding::message(const MapiItem& item, unsigned depth, std::string& out) {
  header(item, out);
  if (signed_content(item, out)) return;
  out += kMimeVersion;
  std::vector<Part> parts;
  parts.push_back(joined(bodies(item), "alternative"));
  for (const MapiAttachment& attached : item.attachments) {
    parts.push_back(attachment(attached, depth));
  }
  put(joined(std::move(parts), "mixed"), out);
}

}  // namespace

std::string rebuild_message(const MapiItem& item, unsigned depth) {
  std::string out;
  Rebuilding().message(item, depth, out);
  return out;
}

std::string_view without_preamble(std::string_view headers) {
  // "Microsoft Mail Internet Headers Version 2.0", as Exchange writes it.
  if (!starts_with_ignore_case(headers, "Microsoft Mail Internet Headers")) return headers;
  const std::size_t newline = headers.find('\n');
  return newline == headers.npos ? std::string_view() : headers.substr(newline + 1);
}

}  // namespace letterlock::sources
