// The entities below a message's header: text, HTML, pictures and attachments, nested and encoded
// as each program does it.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "demo/clients.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

using enum Client;

bool is_gmail(Client c) { return c == gmail_web || c == gmail_android; }

std::string charset_for(const Draft& draft, std::string_view text) {
  const bool ascii = is_ascii_text(text);
  // A program that writes an old charset falls back to UTF-8 where that does not suffice.
  const bool fits = draft.charset == "iso-2022-jp" || fits_charset(text, draft.charset);
  switch (draft.client) {
    case gmail_web:
    case gmail_android:
      return "UTF-8";
    case thunderbird:
      return draft.charset == "utf-8" || draft.from->is_staff() || !fits ? "UTF-8" : draft.charset;
    case outlook:
    case exchange:
      if (ascii) return "us-ascii";
      return fits_charset(text, "iso-8859-1") ? "iso-8859-1" : "utf-8";
    case roundcube:
      return ascii ? "US-ASCII" : draft.charset == "utf-8" || !fits ? "UTF-8" : draft.charset;
    case k9:
      return "utf-8";
    default:
      return ascii ? "us-ascii" : "utf-8";
  }
}

bool has_long_line(std::string_view text) {
  for (std::string_view line : lines_of(text)) {
    if (line.size() > 900) return true;
  }
  return false;
}

std::string content_type(Client client, const char* type, const std::string& charset) {
  const bool flowed = std::string_view(type) == "text/plain";
  switch (client) {
    case gmail_web:
    case gmail_android:
    case exchange:
      return fmt::format("{}; charset=\"{}\"", type, charset);
    case outlook:
      return fmt::format("{};\r\n\tcharset=\"{}\"", type, charset);
    case apple_mail:
    case iphone:
      return fmt::format("{};\r\n\tcharset={}", type, charset);
    case thunderbird:
    case roundcube:
      return fmt::format("{}; charset={}{}", type, charset, flowed ? "; format=flowed" : "");
    case k9:
      return fmt::format("{};\r\n charset={}", type, charset);
    default:
      return fmt::format("{}; charset={}", type, charset);
  }
}

Entity text_leaf(const Draft& draft, const char* type, const std::string& utf8,
                 const std::string& charset) {
  const std::string octets = to_charset(utf8, charset);
  Entity entity;
  add(entity.fields, "Content-Type", content_type(draft.client, type, charset));
  const bool ascii = is_ascii_text(octets);
  const bool long_line = has_long_line(octets);
  const bool base64 = is_gmail(draft.client) && (draft.from->language == Language::japanese ||
                                                 draft.from->language == Language::russian);
  std::string encoding;
  if (ascii && !long_line && draft.client != outlook && draft.client != exchange &&
      draft.client != k9) {
    encoding = is_gmail(draft.client) || draft.client == mutt ? "" : "7bit";
    entity.body = with_crlf(octets);
  } else if (!ascii && base64) {
    encoding = "base64";
    entity.body = base64_lines(with_crlf(octets)) + "\r\n";
  } else if (!ascii && !long_line && (draft.client == thunderbird || draft.client == mutt)) {
    encoding = "8bit";
    entity.body = with_crlf(octets);
  } else {
    encoding = "quoted-printable";
    entity.body = quoted_printable(octets);
  }
  if (draft.client == mutt) add(entity.fields, "Content-Disposition", "inline");
  if (!encoding.empty()) add(entity.fields, "Content-Transfer-Encoding", encoding);
  return entity;
}

std::string boundary(const Draft& draft, Random& random, int level) {
  switch (draft.client) {
    case gmail_web:
    case gmail_android:
      return gmail_boundary(draft.time, random);
    case apple_mail:
    case iphone: {
      std::string id = random.uuid();
      for (char& c : id) c = to_upper(c);
      return (draft.client == iphone ? "Apple-Mail-" : "Apple-Mail=_") + id;
    }
    case outlook: {
      const std::uint64_t stamp =
          file_time(draft.time, static_cast<std::uint32_t>(random.below(10000000)));
      return fmt::format("----=_NextPart_00{}_{:04X}_{:08X}.{:08X}", level, random.below(0x400),
                         stamp >> 32, stamp & 0xFFFFFFFF);
    }
    case exchange: {
      const std::string& email = draft.from->email;
      std::string host = replace_all(email.substr(email.find('@') + 1), ".", "");
      host = replace_all(std::move(host), "-", "");
      return fmt::format("_00{}_{}EXCH01{}_", level, random.hex(32), host);
    }
    case thunderbird:
      return "------------" +
             random.text(24, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    case k9:
      return "----" + random.upper_hex(30);
    case mutt:
      return random.text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    default:
      return "=_" + random.hex(32);
  }
}

Entity multipart(const Draft& draft, Random& random, const char* kind, std::vector<Entity> parts,
                 int level) {
  Entity entity;
  entity.boundary = boundary(draft, random, level);
  const std::string type = std::string("multipart/") + kind;
  std::string value;
  switch (draft.client) {
    case gmail_web:
    case gmail_android:
    case k9:
    case mutt:
      value = fmt::format("{}; boundary=\"{}\"", type, entity.boundary);
      break;
    case iphone:
      value = fmt::format("{};\r\n\tboundary={}", type, entity.boundary);
      break;
    case thunderbird:
    case roundcube:
      value = fmt::format("{};\r\n boundary=\"{}\"", type, entity.boundary);
      break;
    default:
      value = fmt::format("{};\r\n\tboundary=\"{}\"", type, entity.boundary);
  }
  add(entity.fields, "Content-Type", value);
  if (draft.client == outlook)
    entity.preamble = "This is a multipart message in MIME format.\r\n\r\n";
  if (draft.client == thunderbird && level == 0)
    entity.preamble = "This is a multi-part message in MIME format.\r\n";
  entity.parts = std::move(parts);
  return entity;
}

Entity attachment_leaf(const Draft& draft, const Attachment& item, const std::string& id,
                       Random& random) {
  Entity entity;
  const char* fold = draft.client == thunderbird || draft.client == k9 ? "\r\n " : "\r\n\t";
  const char* disposition = item.is_inline ? "inline" : "attachment";
  add(entity.fields, "Content-Type", fmt::format("{};{}name=\"{}\"", item.type, fold, item.name));
  if (is_gmail(draft.client)) {
    add(entity.fields, "Content-Disposition",
        fmt::format("{}; filename=\"{}\"", disposition, item.name));
    add(entity.fields, "Content-Transfer-Encoding", "base64");
    const std::string key = "f_" + random.text(9, "abcdefghijklmnopqrstuvwxyz0123456789");
    add(entity.fields, "Content-ID", "<" + (id.empty() ? key : id) + ">");
    add(entity.fields, "X-Attachment-Id", id.empty() ? key : id);
  } else {
    if (!id.empty()) add(entity.fields, "Content-ID", "<" + id + ">");
    add(entity.fields, "Content-Transfer-Encoding", "base64");
    const std::string extra =
        draft.client == exchange
            ? fmt::format("; size={};{}creation-date=\"{}\"", item.content.size(), fold,
                          rfc5322_date(draft.time - 60, kUtc))
            : "";
    add(entity.fields, "Content-Disposition",
        fmt::format("{};{}filename=\"{}\"{}", disposition, fold, item.name, extra));
  }
  entity.body = base64_lines(item.content) + "\r\n";
  return entity;
}

}  // namespace

Entity build_content(const Draft& draft, const std::string& text, const std::string& html,
                     const std::string& image_id, Random& random, std::string& text_type) {
  int level = 0;
  Entity top = text_leaf(draft, "text/plain", text, charset_for(draft, text));
  text_type = top.fields.front().value;
  if (!html.empty()) {
    const std::string charset = charset_for(draft, html);
    Entity leaf =
        text_leaf(draft, "text/html", html_document(draft.client, html, charset), charset);
    top = multipart(draft, random, "alternative", {std::move(top), std::move(leaf)}, level++);
  }
  std::vector<Entity> related, mixed;
  for (const Attachment& item : draft.attachments) {
    if (item.is_inline && html.empty()) continue;
    auto& where = item.is_inline ? related : mixed;
    where.push_back(attachment_leaf(draft, item, item.is_inline ? image_id : "", random));
  }
  if (!related.empty()) {
    related.insert(related.begin(), std::move(top));
    top = multipart(draft, random, "related", std::move(related), level++);
  }
  if (!mixed.empty()) {
    mixed.insert(mixed.begin(), std::move(top));
    top = multipart(draft, random, "mixed", std::move(mixed), level++);
  }
  return top;
}

}  // namespace letterlock::demo
