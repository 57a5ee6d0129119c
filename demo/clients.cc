#include "demo/clients.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/ascii.h"
#include "base/base64.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

using enum Client;

// The header fields of each program in its order and spelling.
constexpr const char* kGmailOrder[] = {"MIME-Version", "References",   "In-Reply-To",
                                       "From",         "Date",         "X-Gm-Features",
                                       "Message-ID",   "Subject",      "To",
                                       "Cc",           "Content-Type", "Content-Transfer-Encoding"};
constexpr const char* kAppleOrder[] = {"From",         "Content-Type", "Content-Transfer-Encoding",
                                       "Mime-Version", "Subject",      "Message-Id",
                                       "References",   "In-Reply-To",  "Date",
                                       "To",           "Cc",           "X-Mailer"};
constexpr const char* kAppleReplyOrder[] = {"Content-Type", "Content-Transfer-Encoding",
                                            "Mime-Version", "Subject",
                                            "From",         "In-Reply-To",
                                            "Date",         "Cc",
                                            "Message-Id",   "References",
                                            "To",           "X-Mailer"};
constexpr const char* kPhoneOrder[] = {"Content-Type", "Content-Transfer-Encoding",
                                       "From",         "Mime-Version",
                                       "Subject",      "Date",
                                       "Message-Id",   "References",
                                       "Cc",           "In-Reply-To",
                                       "To",           "X-Mailer"};
constexpr const char* kOutlookOrder[] = {"From",
                                         "To",
                                         "Cc",
                                         "References",
                                         "In-Reply-To",
                                         "Subject",
                                         "Date",
                                         "Message-ID",
                                         "MIME-Version",
                                         "Content-Type",
                                         "Content-Transfer-Encoding",
                                         "X-Mailer",
                                         "Thread-Index",
                                         "Content-Language"};
constexpr const char* kExchangeOrder[] = {"From",
                                          "To",
                                          "CC",
                                          "Subject",
                                          "Thread-Topic",
                                          "Thread-Index",
                                          "Date",
                                          "Message-ID",
                                          "References",
                                          "In-Reply-To",
                                          "Accept-Language",
                                          "Content-Language",
                                          "X-MS-Has-Attach",
                                          "X-MS-TNEF-Correlator",
                                          "x-originating-ip",
                                          "Content-Type",
                                          "Content-Transfer-Encoding",
                                          "MIME-Version"};
constexpr const char* kThunderbirdOrder[] = {"Content-Type",
                                             "Message-ID",
                                             "Date",
                                             "MIME-Version",
                                             "User-Agent",
                                             "Subject",
                                             "Content-Language",
                                             "To",
                                             "Cc",
                                             "References",
                                             "From",
                                             "In-Reply-To",
                                             "Content-Transfer-Encoding"};
constexpr const char* kK9Order[] = {"Date",         "From",         "To",
                                    "CC",           "Subject",      "User-Agent",
                                    "In-Reply-To",  "References",   "Message-ID",
                                    "MIME-Version", "Content-Type", "Content-Transfer-Encoding"};
constexpr const char* kMuttOrder[] = {"Date",
                                      "From",
                                      "To",
                                      "Cc",
                                      "Subject",
                                      "Message-ID",
                                      "References",
                                      "MIME-Version",
                                      "Content-Type",
                                      "Content-Disposition",
                                      "Content-Transfer-Encoding",
                                      "In-Reply-To",
                                      "User-Agent"};
constexpr const char* kRoundcubeOrder[] = {"MIME-Version",
                                           "Date",
                                           "From",
                                           "To",
                                           "Cc",
                                           "Subject",
                                           "In-Reply-To",
                                           "References",
                                           "User-Agent",
                                           "Message-ID",
                                           "X-Sender",
                                           "Content-Type",
                                           "Content-Transfer-Encoding"};

std::span<const char* const> order_of(const Draft& draft) {
  switch (draft.client) {
    case gmail_web:
    case gmail_android:
      return kGmailOrder;
    case apple_mail:
      return draft.relation == Relation::reply ? std::span<const char* const>(kAppleReplyOrder)
                                               : std::span<const char* const>(kAppleOrder);
    case iphone:
      return kPhoneOrder;
    case outlook:
      return kOutlookOrder;
    case exchange:
      return kExchangeOrder;
    case thunderbird:
      return kThunderbirdOrder;
    case k9:
      return kK9Order;
    case mutt:
      return kMuttOrder;
    default:
      return kRoundcubeOrder;
  }
}

bool is_gmail(Client c) { return c == gmail_web || c == gmail_android; }

std::string mailer(Client client, UnixTime time) {
  // Programs get their updates during the story.
  const bool later = format_utc(time) >= "2025-12-01";
  switch (client) {
    case apple_mail:
      return later ? "Apple Mail (2.3864.100.1.1.5)" : "Apple Mail (2.3826.600.51.1.1)";
    case iphone:
      return later ? "iPhone Mail (23B85)" : "iPhone Mail (22F76)";
    case outlook:
      return "Microsoft Outlook 16.0";
    case thunderbird:
      return "Mozilla Thunderbird";
    case k9:
      return "K-9 Mail for Android";
    case mutt:
      return "Mutt/2.2.13 (2024-03-09)";
    case roundcube:
      return later ? "Roundcube Webmail/1.6.11" : "Roundcube Webmail/1.6.9";
    default:
      return "";
  }
}

std::string mime_version(Client client, UnixTime time) {
  if (client == iphone) return "1.0 (1.0)";
  if (client != apple_mail) return "1.0";
  return format_utc(time) >= "2025-12-01" ? "1.0 (Mac OS X Mail 16.0 \\(3864.100.1.1.5\\))"
                                          : "1.0 (Mac OS X Mail 16.0 \\(3826.600.51.1.1\\))";
}

const char* language_tag(Language language) {
  constexpr const char* kTags[] = {"en-US", "de-DE", "fr-FR", "es-ES", "ja-JP", "ru-RU"};
  return kTags[static_cast<std::size_t>(language)];
}

std::string reference_field(const Draft& draft) {
  if (draft.parent == nullptr || draft.relation == Relation::fresh) return "";
  std::string out;
  const char* fold = is_gmail(draft.client) || draft.client == mutt ? " " : "\r\n ";
  std::size_t column = 0;
  for (const std::string& id : draft.parent->references) {
    if (!out.empty()) out += column + id.size() > 900 || draft.client != mutt ? fold : "\r\n ";
    if (is_gmail(draft.client) && !out.empty() && out.back() == ' ' && column > 0) {
      out.pop_back();
      out += "\r\n ";
    }
    out += id;
    column += id.size();
  }
  return out;
}

std::vector<Field> known_fields(const Draft& draft, const Sent& sent, Random& random) {
  std::vector<Field> f;
  const std::string& charset = draft.charset;
  const char encoding =
      draft.from->language == Language::japanese || draft.from->language == Language::russian ? 'B'
                                                                                              : 'Q';
  const std::string header_charset = is_gmail(draft.client)  ? "UTF-8"
                                     : charset == "us-ascii" ? "iso-8859-1"
                                                             : charset;
  add(f, "From", address_list({sent.content.from}, draft.client, header_charset));
  add(f, "To", address_list(draft.to, draft.client, header_charset));
  if (!draft.cc.empty()) add(f, "Cc", address_list(draft.cc, draft.client, header_charset));
  add(f, "Subject", encoded_words(draft.subject, header_charset, encoding));
  add(f, "Date", rfc5322_date(draft.time, *draft.zone, draft.client == mutt));
  add(f, "Message-ID", sent.content.message_id);
  add(f, "MIME-Version", mime_version(draft.client, draft.time));
  const std::string references = reference_field(draft);
  // A forward names its original in most programs, but not in Gmail's or Apple's.
  const bool names_parent = draft.relation == Relation::reply || draft.client == thunderbird;
  if (!references.empty() && names_parent) {
    add(f, "References", references);
    if (draft.relation == Relation::reply) add(f, "In-Reply-To", draft.parent->content.message_id);
  }
  if (is_gmail(draft.client)) {
    add(f, "X-Gm-Features",
        "A" + random.text(60, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"));
  }
  const char* agent =
      draft.client == outlook || draft.client == apple_mail || draft.client == iphone
          ? "X-Mailer"
          : "User-Agent";
  const std::string version = mailer(draft.client, draft.time);
  if (!version.empty()) add(f, agent, version);
  if (!sent.thread_index.empty()) add(f, "Thread-Index", base64_encode(sent.thread_index));
  std::string_view topic = sent.content.subject;
  while (topic.size() > 4 &&
         (starts_with_ignore_case(topic, "re: ") || starts_with_ignore_case(topic, "fw: "))) {
    topic.remove_prefix(4);
  }
  add(f, "Thread-Topic", encoded_words(topic, header_charset, encoding));
  add(f, "Content-Language",
      draft.client == outlook ? "en-us" : language_tag(draft.from->language));
  add(f, "Accept-Language", language_tag(draft.from->language));
  add(f, "X-MS-Has-Attach", draft.attachments.empty() ? "" : "yes");
  add(f, "X-MS-TNEF-Correlator", "");
  add(f, "x-originating-ip",
      fmt::format("[10.1.{}.{}]", hash_text(draft.from->email) % 8,
                  20 + hash_text(draft.from->email) % 200));
  add(f, "X-Sender", sent.content.from.address);
  return f;
}

}  // namespace

Sent send_with_client(const Draft& draft, Random& random) {
  Sent sent;
  sent.index = draft.index;
  Quoted& content = sent.content;
  content.from = {draft.from->name, draft.from->email_at(draft.time)};
  content.to = draft.to;
  content.cc = draft.cc;
  content.time = draft.time;
  content.subject = draft.subject;
  content.message_id = make_message_id(draft, random);
  if (draft.relation == Relation::reply && draft.parent) sent.references = draft.parent->references;
  if (sent.references.size() > 12) {  // long threads lose their middle
    sent.references.erase(sent.references.begin() + 1, sent.references.end() - 10);
  }
  sent.references.push_back(content.message_id);
  if (draft.client == outlook || draft.client == exchange) {
    sent.thread_index = conversation_index(
        draft.relation == Relation::reply && draft.parent ? draft.parent->thread_index : "",
        draft.time, random);
  }
  std::string image_id;
  for (const Attachment& item : draft.attachments) {
    if (item.is_inline) image_id = item.name + random.fill("@01DC%%%%.%%%%%%%%");
  }
  content.text = text_of(draft);
  if (writes_html(draft)) content.html = with_lf(html_of_draft(draft, image_id));
  const Entity top =
      build_content(draft, content.text, content.html, image_id, random, sent.text_type);
  std::vector<Field> known = known_fields(draft, sent, random);
  known.insert(known.end(), top.fields.begin(), top.fields.end());
  for (const char* name : order_of(draft)) {
    for (const Field& field : known) {
      if (equals_ignore_case(field.name, name)) add(sent.header, name, field.value);
    }
  }
  for (const Field& field : draft.extra) sent.header.push_back(field);
  sent.body = render_body(top);
  return sent;
}

}  // namespace letterlock::demo
