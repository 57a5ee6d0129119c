// RFC 5322 octets from MAPI properties: the body and its parts. rebuild_header.cc makes the header.
#include <fmt/core.h>

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "mime/charset.h"
#include "sources/codepage.h"
#include "sources/mapi.h"
#include "sources/mime_writer.h"
#include "sources/rebuild_header.h"
#include "sources/rtf.h"
#include "sources/sent_body.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxRtf = std::size_t{64} << 20;
constexpr std::string_view kMimeVersion = "MIME-Version: 1.0\r\n";
constexpr std::string_view kBoundary = "=_letterlock_";

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

// The texts that an item has, as far as it has them.
struct Texts {
  std::string text;       // UTF-8
  std::string html;       // octets of `codepage`
  unsigned codepage = 0;  // 0 where nothing says
  std::string rtf;        // where it is not text or HTML in another dress

  bool none() const { return text.empty() && html.empty() && rtf.empty(); }
  std::string html_as_utf8() const {
    Arena arena;
    return std::string(mime::to_utf8(html, codepage_label(codepage), arena).text);
  }
};

constexpr unsigned kUtf8 = 65001;

Texts texts_of(const MapiProperties& p) {
  Texts texts;
  texts.text = p.text(Mapi::body);
  texts.codepage = static_cast<unsigned>(p.number(Mapi::internet_codepage).value_or(0));
  RtfContent content;
  auto rtf = decompress_rtf(p.binary(Mapi::rtf_compressed), kMaxRtf);
  if (rtf) content = read_rtf(*rtf);
  if (!p.binary(Mapi::html).empty()) {
    texts.html = p.binary(Mapi::html);
  } else if (!p.text(Mapi::html).empty()) {
    texts.html = p.text(Mapi::html);
    texts.codepage = kUtf8;
  } else if (content.kind == RtfContent::Kind::html) {
    texts.html = std::move(content.utf8);
    texts.codepage = kUtf8;
  } else if (rtf && content.kind == RtfContent::Kind::rtf) {
    texts.rtf = std::move(*rtf);
  }
  if (texts.text.empty() && content.kind != RtfContent::Kind::html) {
    texts.text = std::move(content.utf8);
  }
  return texts;
}

// The one text that was sent, in the way that `sent` says; nullopt where the item has more to say.
std::optional<std::string> text_as_sent(const SentBody& sent, const Texts& texts) {
  const bool both = !texts.text.empty() && !texts.html.empty();
  if (!texts.rtf.empty()) return std::nullopt;
  if (sent.is("text", "html") && !texts.html.empty()) {
    if (both && !html_has_words_of(texts.html_as_utf8(), texts.text)) return std::nullopt;
    return html_written_as(sent, texts.html, texts.codepage);
  }
  if (!sent.is("text", "plain") || (texts.text.empty() && !texts.html.empty())) {
    return std::nullopt;
  }
  if (both && !text_has_words_of(texts.text, texts.html_as_utf8())) return std::nullopt;
  return written_as(sent, texts.text, texts.codepage);
}

// Of a message that is nothing but one file.
std::optional<std::string> file_as_sent(const SentBody& sent, const MapiItem& item) {
  const MapiAttachment& file = item.attachments.front();
  const std::string_view octets = file.properties.binary(Mapi::attach_data);
  const bool smime =
      starts_with_ignore_case(item.properties.text(Mapi::message_class), "IPM.Note.SMIME") &&
      sent.subtype.ends_with("pkcs7-mime");
  const std::string named = sent.type + "/" + sent.subtype;
  if (!smime && !equals_ignore_case(trim(file.properties.text(Mapi::attach_mime_tag)), named)) {
    return std::nullopt;
  }
  const bool encoded = sent.encoding == mime::TransferEncoding::base64 ||
                       sent.encoding == mime::TransferEncoding::quoted_printable;
  if (file.message || !file.trouble.empty() || sent.type == "message") return std::nullopt;
  if (octets.empty() || (!encoded && !is_seven_bit(octets))) return std::nullopt;
  return transfer_encoded(sent.encoding, octets);
}

// The signed entity that an S/MIME item keeps, without its fields where these say what `sent` says.
std::optional<std::string> entity_as_sent(const SentBody& sent, std::string_view entity) {
  const std::size_t crlf = entity.find("\r\n\r\n"), lf = entity.find("\n\n");
  if (crlf == entity.npos && lf == entity.npos) return std::nullopt;
  const std::size_t end = std::min(crlf, lf);
  const auto own = sent_body_of(entity.substr(0, std::min<std::size_t>(end, 65'536)));
  if (!own || !own->is(sent.type, sent.subtype) || own->boundary != sent.boundary) {
    return std::nullopt;
  }
  return std::string(entity.substr(end + (end == crlf ? 4 : 2)));
}

// One rebuilding: the boundaries of all levels are counted, so that no two are the same.
class Rebuilding {
 public:
  void message(const MapiItem& item, unsigned depth, std::string& out);

 private:
  struct Part {
    std::string header;  // Content-* fields
    std::string body;
    bool ends_line = false;  // its last line end is that before the delimiter
  };

  bool signed_content(const MapiItem& item, std::string& out);
  std::optional<std::string> body_as_sent(const MapiItem& item, const Texts& texts, unsigned depth);
  std::optional<std::string> parts_as_sent(const SentBody& sent, const MapiItem& item,
                                           const Texts& texts, unsigned depth);
  std::vector<Part> bodies(const Texts& texts);
  std::vector<Part> attachments(const MapiItem& item, unsigned depth);
  Part attachment(const MapiAttachment& attached, unsigned depth);
  Part joined(std::vector<Part> parts, std::string_view subtype);
  static void put(const Part& part, std::string& out) {
    out += part.header;
    out += "\r\n";
    out += part.body;
  }

  unsigned boundaries_ = 0;
};

// S/MIME items keep the whole signed or encrypted entity as their one attachment.
bool Rebuilding::signed_content(const MapiItem& item, std::string& out) {
  const std::string_view kind = item.properties.text(Mapi::message_class);
  if (!starts_with_ignore_case(kind, "IPM.Note.SMIME") || item.attachments.size() != 1) {
    return false;
  }
  const std::string_view octets = item.attachments[0].properties.binary(Mapi::attach_data);
  if (octets.empty()) return false;
  const std::size_t blank_line = std::min(octets.find("\r\n\r\n"), octets.find("\n\n"));
  const std::string fields = lower_ascii(octets.substr(0, std::min<std::size_t>(blank_line, 4096)));
  // Without the blank line its fields would take the whole message's body with them.
  const bool clear =
      blank_line != octets.npos && (fields.starts_with("content-type: multipart/signed") ||
                                    fields.find("\ncontent-type: multipart/signed") != fields.npos);
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

std::vector<Rebuilding::Part> Rebuilding::bodies(const Texts& texts) {
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
    part.ends_line = base64 || !text.ends_with('\n');
    if (base64) {
      append_base64(text, part.body);
    } else {
      append_quoted_printable(text, part.body);
    }
    return part;
  };
  std::vector<Part> all;
  if (!texts.text.empty() || texts.none()) all.push_back(text_as("plain", "utf-8", texts.text));
  if (!texts.rtf.empty()) {
    Part part{"Content-Type: application/rtf\r\nContent-Transfer-Encoding: base64\r\n", "", true};
    append_base64(texts.rtf, part.body);
    all.push_back(std::move(part));
  }
  if (!texts.html.empty()) {
    all.push_back(text_as("html", codepage_label(texts.codepage), texts.html));
  }
  return all;
}

Rebuilding::Part Rebuilding::attachment(const MapiAttachment& attached, unsigned depth) {
  const MapiProperties& p = attached.properties;
  Part part;
  if (attached.message && depth > 0) {
    message(*attached.message, depth - 1, part.body);
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
  part.ends_line = true;
  return part;
}

std::vector<Rebuilding::Part> Rebuilding::attachments(const MapiItem& item, unsigned depth) {
  std::vector<Part> parts;
  parts.reserve(item.attachments.size());
  for (const MapiAttachment& attached : item.attachments) {
    parts.push_back(attachment(attached, depth));
  }
  return parts;
}

// What the item holds, between the delimiters that the Content-Type field names.
std::optional<std::string> Rebuilding::parts_as_sent(const SentBody& sent, const MapiItem& item,
                                                     const Texts& texts, unsigned depth) {
  std::vector<Part> parts, files = attachments(item, depth);
  if (!texts.none() || files.empty()) parts = bodies(texts);
  if (sent.subtype == "alternative" && !parts.empty() && !files.empty()) {
    // Beside a text no file is an alternative: they belong to the last one, which readers show.
    files.insert(files.begin(), std::move(parts.back()));
    parts.back() = joined(std::move(files), "mixed");
    files.clear();
  } else if (sent.subtype != "alternative" && parts.size() > 1) {
    Part both = joined(std::move(parts), "alternative");
    parts.assign(1, std::move(both));
  }
  std::move(files.begin(), files.end(), std::back_inserter(parts));
  std::string body;
  for (const Part& part : parts) {
    if (has_delimiter(part.body, sent.boundary)) return std::nullopt;
    body += fmt::format("--{}\r\n", sent.boundary);
    put(part, body);
    if (!part.ends_line) body += "\r\n";
  }
  return body + fmt::format("--{}--\r\n", sent.boundary);
}

// nullopt where the transport headers do not say how, or the item holds what does not fit.
std::optional<std::string> Rebuilding::body_as_sent(const MapiItem& item, const Texts& texts,
                                                    unsigned depth) {
  const auto sent = sent_body_of(item.properties.text(Mapi::transport_headers));
  if (!sent) return std::nullopt;
  if (sent->is("multipart", "signed") && item.attachments.size() == 1 &&
      starts_with_ignore_case(item.properties.text(Mapi::message_class), "IPM.Note.SMIME")) {
    return entity_as_sent(*sent, item.attachments[0].properties.binary(Mapi::attach_data));
  }
  if (sent->type == "multipart") return parts_as_sent(*sent, item, texts, depth);
  if (item.attachments.empty()) return text_as_sent(*sent, texts);
  if (item.attachments.size() > 1 || !texts.none()) return std::nullopt;
  return file_as_sent(*sent, item);
}

void Rebuilding::message(const MapiItem& item, unsigned depth, std::string& out) {
  const Texts texts = texts_of(item.properties);
  if (const auto body = body_as_sent(item, texts, depth)) {
    append_header_of(item, BodyBelow::as_sent, out);
    out += "\r\n";
    out += *body;
    return;
  }
  append_header_of(item, BodyBelow::ours, out);
  if (signed_content(item, out)) return;
  out += kMimeVersion;
  std::vector<Part> parts;
  parts.push_back(joined(bodies(texts), "alternative"));
  std::vector<Part> files = attachments(item, depth);
  std::move(files.begin(), files.end(), std::back_inserter(parts));
  put(joined(std::move(parts), "mixed"), out);
}

}  // namespace

std::string rebuild_message(const MapiItem& item, unsigned depth) {
  std::string out;
  Rebuilding().message(item, depth, out);
  return out;
}

}  // namespace letterlock::sources
