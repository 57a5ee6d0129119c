// The readable part of a message, as text and as HTML, in each program's markup.
#include <fmt/format.h>

#include "demo/clients.h"
#include "demo/encode.h"
#include "demo/quoting.h"

namespace letterlock::demo {
namespace {

constexpr const char* kOfficeStyle =
    "<style><!--\r\n/* Font Definitions */\r\n@font-face\r\n\t{font-family:\"Cambria Math\";\r\n"
    "\tpanose-1:2 4 5 3 5 4 6 3 2 4;}\r\n@font-face\r\n\t{font-family:Calibri;\r\n"
    "\tpanose-1:2 15 5 2 2 2 4 3 2 4;}\r\n@font-face\r\n\t{font-family:Aptos;}\r\n"
    "/* Style Definitions */\r\np.MsoNormal, li.MsoNormal, div.MsoNormal\r\n\t{margin:0in;\r\n"
    "\tfont-size:12.0pt;\r\n\tfont-family:\"Aptos\",sans-serif;}\r\na:link, span.MsoHyperlink\r\n"
    "\t{mso-style-priority:99;\r\n\tcolor:#467886;\r\n\ttext-decoration:underline;}\r\n"
    "span.EmailStyle18\r\n\t{mso-style-type:personal-compose;\r\n"
    "\tfont-family:\"Aptos\",sans-serif;\r\n\tcolor:windowtext;}\r\n.MsoChpDefault\r\n"
    "\t{mso-style-type:export-only;\r\n\tfont-size:10.0pt;}\r\n@page WordSection1\r\n"
    "\t{size:8.5in 11.0in;\r\n\tmargin:1.0in 1.0in 1.0in 1.0in;}\r\ndiv.WordSection1\r\n"
    "\t{page:WordSection1;}\r\n--></style>";

bool is_gmail(Client c) { return c == Client::gmail_web || c == Client::gmail_android; }
bool is_apple(Client c) { return c == Client::apple_mail || c == Client::iphone; }
bool is_office(Client c) { return c == Client::outlook || c == Client::exchange; }

bool has_signature_mark(Client client) {
  return client == Client::gmail_web || client == Client::thunderbird || client == Client::mutt ||
         client == Client::k9 || client == Client::roundcube;
}

std::string signature_text(const Draft& draft) {
  const std::string& own = draft.body.signature;
  switch (draft.client) {
    case Client::iphone:
      return "Sent from my iPhone";
    case Client::k9:
      return draft.from->language == Language::german
                 ? "-- \nDiese Nachricht wurde von meinem Android-Ger\xC3\xA4t gesendet."
                 : "-- \nSent from my Android device.";
    case Client::gmail_android:
      return "";
    default:
      break;
  }
  if (own.empty()) return "";
  return has_signature_mark(draft.client) ? "-- \n" + own : own;
}

// One block of text lines as HTML.
std::string block(const Draft& draft, std::string_view text) {
  const std::string escaped = replace_all(html_escape(text), "\n", "<br>");
  if (is_office(draft.client)) return "<p class=\"MsoNormal\">" + escaped + "<o:p></o:p></p>\r\n";
  if (draft.client == Client::thunderbird) return "    <p>" + escaped + "</p>\n";
  if (draft.client == Client::gmail_android) return "<div dir=\"auto\">" + escaped + "</div>";
  if (is_apple(draft.client) || is_gmail(draft.client)) return "<div>" + escaped + "</div>";
  return escaped + "<br>\n";
}

std::string blank(const Draft& draft) {
  if (is_office(draft.client)) return "<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>\r\n";
  if (draft.client == Client::thunderbird) return "";
  if (draft.client == Client::gmail_android) return "<div dir=\"auto\"><br></div>";
  if (is_apple(draft.client) || is_gmail(draft.client)) return "<div><br></div>";
  return "<br>\n";
}

std::string own_html(const Draft& draft, const std::string& image_id) {
  const Body& body = draft.body;
  std::string out;
  const auto append = [&](const std::string& piece) {
    if (!out.empty()) out += blank(draft);
    out += piece;
  };
  if (!body.greeting.empty()) append(block(draft, body.greeting));
  for (const std::string& paragraph : body.paragraphs) append(block(draft, paragraph));
  if (!body.link.empty()) {
    const std::string anchor =
        fmt::format("<a href=\"{}\">{}</a>", html_escape(body.link),
                    html_escape(body.link_text.empty() ? body.link : body.link_text));
    append(replace_all(block(draft, "\x01"), "\x01", anchor));
  }
  if (!body.closing.empty()) append(block(draft, body.closing));
  const std::string signature = signature_text(draft);
  if (!signature.empty()) {
    if (draft.client == Client::gmail_web) {
      out +=
          "<br clear=\"all\"><div><br></div><span class=\"gmail_signature_prefix\">-- "
          "</span><br><div dir=\"ltr\" class=\"gmail_signature\" "
          "data-smartmail=\"gmail_signature\"><div dir=\"ltr\">" +
          replace_all(html_escape(body.signature), "\n", "<br>") + "</div></div>";
    } else if (draft.client == Client::thunderbird) {
      out += "    <div class=\"moz-signature\">" +
             replace_all(html_escape(signature), "\n", "<br>\n") + "</div>\n";
    } else {
      append(block(draft, signature));
    }
  }
  if (!image_id.empty()) {
    append("<img src=\"cid:" + image_id + "\" width=\"96\" height=\"32\" alt=\"Meridian\">");
  }
  return out;
}

}  // namespace

std::string text_of(const Draft& draft) {
  const Body& body = draft.body;
  std::string own;
  const auto append = [&](const std::string& piece, const char* gap) {
    if (piece.empty()) return;
    if (!own.empty()) own += gap;
    own += piece;
  };
  append(body.greeting, "\n\n");
  for (const std::string& paragraph : body.paragraphs) append(paragraph, "\n\n");
  if (!body.link.empty()) {
    append(body.link_text.empty() || draft.client == Client::mutt
               ? body.link
               : body.link_text + " <" + body.link + ">",
           "\n\n");
  }
  append(body.closing, "\n\n");
  const bool below = draft.relation == Relation::reply && draft.quoted != nullptr &&
                     writes_below_quote(*draft.from, draft.client);
  const std::string quote = quoted_text(draft);
  std::string text = below ? quote + '\n' + own : own;
  const std::string signature = signature_text(draft);
  if (!signature.empty()) {
    text += (has_signature_mark(draft.client) || body.closing.empty() ? "\n\n" : "\n") + signature;
  }
  if (!below && !quote.empty()) text += "\n\n" + quote;
  if (!text.ends_with('\n')) text += '\n';
  const bool flowed = draft.client == Client::thunderbird;
  if (is_gmail(draft.client)) return wrap(text, 77);
  if (flowed || draft.client == Client::mutt || draft.client == Client::roundcube) {
    return wrap(text, 72, flowed);
  }
  return text;
}

std::string html_of_draft(const Draft& draft, const std::string& image_id) {
  const std::string own = own_html(draft, image_id);
  const std::string quote = quoted_html(draft);
  const bool below = draft.relation == Relation::reply && draft.quoted != nullptr &&
                     writes_below_quote(*draft.from, draft.client);
  if (is_gmail(draft.client)) {
    const char* open =
        draft.client == Client::gmail_web ? "<div dir=\"ltr\">" : "<div dir=\"auto\">";
    return open + own + "</div>" + quote;
  }
  return below ? quote + own : own + quote;
}

std::string html_document(Client client, std::string_view inner, std::string_view charset) {
  switch (client) {
    case Client::gmail_web:
    case Client::gmail_android:
      return std::string(inner) + '\n';
    case Client::apple_mail:
    case Client::iphone:
      return fmt::format(
          "<html{}><head><meta http-equiv=\"content-type\" content=\"text/html; charset={}\">"
          "</head><body {}>{}</body></html>",
          client == Client::iphone ? "" : " aria-label=\"message body\"", charset,
          client == Client::iphone
              ? "dir=\"auto\""
              : "style=\"overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: "
                "after-white-space;\"",
          inner);
    case Client::outlook:
    case Client::exchange:
      return fmt::format(
          "<html xmlns:v=\"urn:schemas-microsoft-com:vml\" "
          "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
          "xmlns:w=\"urn:schemas-microsoft-com:office:word\" "
          "xmlns=\"http://www.w3.org/TR/REC-html40\">\r\n<head>\r\n<meta "
          "http-equiv=\"Content-Type\" content=\"text/html; charset={}\">\r\n<meta "
          "name=\"Generator\" content=\"Microsoft Word 15 (filtered medium)\">\r\n{}\r\n</head>\r\n"
          "<body lang=\"EN-US\" link=\"#467886\" vlink=\"#96607D\" "
          "style=\"word-wrap:break-word\">\r\n<div class=\"WordSection1\">\r\n{}</div>\r\n</body>"
          "\r\n</html>\r\n",
          charset, kOfficeStyle, inner);
    case Client::thunderbird:
      return fmt::format(
          "<!DOCTYPE html>\n<html>\n  <head>\n    <meta http-equiv=\"Content-Type\" "
          "content=\"text/html; charset={}\">\n  </head>\n  <body>\n{}  </body>\n</html>\n",
          charset, inner);
    case Client::roundcube:
      return fmt::format(
          "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={}\" />"
          "</head><body style='font-size: 10pt; font-family: Verdana,Geneva,sans-serif'>\n{}\n"
          "</body></html>\n",
          charset, inner);
    default:
      return fmt::format("<!DOCTYPE html><html><body>{}</body></html>", inner);
  }
}

bool writes_html(const Draft& draft) {
  if (draft.plain_only || draft.client == Client::mutt) return false;
  const bool parent_html = draft.quoted != nullptr && !draft.quoted->html.empty();
  switch (draft.client) {
    case Client::apple_mail:
      return parent_html || !draft.body.link_text.empty() || hash_text(draft.from->email) % 2 == 0;
    case Client::thunderbird:
      return !draft.from->is_staff() ? false : hash_text(draft.from->email) % 2 == 0;
    case Client::roundcube:
      return false;
    default:
      return true;
  }
}

}  // namespace letterlock::demo
