// RFC 5322 octets from MAPI properties: the body and its parts. rebuild_header.cc makes the header.
#include <fmt/core.h>

#include <algorithm>

#include "base/ascii.h"
#include "sources/codepage.h"
#include "sources/mapi.h"
#include "sources/mime_writer.h"
#include "sources/rebuild_header.h"
#include "sources/rtf.h"

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

// One rebuilding: the boundaries of all levels are counted, so that no two are the same.
class Rebuilding {
 public:
  void message(const MapiItem& item, unsigned depth, std::string& out);

 private:
  struct Part {
    std::string header;  // Content-* fields
    std::string body;
  };

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
  return part;
}

void Rebuilding::message(const MapiItem& item, unsigned depth, std::string& out) {
  append_header_of(item, out);
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

}  // namespace letterlock::sources
