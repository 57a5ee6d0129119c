#include "sources/sent_body.h"

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "mime/charset.h"
#include "mime/charset_writer.h"
#include "sources/codepage.h"
#include "sources/mime_writer.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;
using mime::TransferEncoding;

// RFC 2046 section 5.1.1.
bool is_boundary(std::string_view text) {
  constexpr std::size_t kLongest = 70;
  return !text.empty() && text.size() <= kLongest && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alnum(c) || "'()+_,-./:=? "sv.find(c) != std::string_view::npos;
         });
}

bool once_or_never(const mime::Message& headers, mime::FieldName name) {
  const auto fields = headers.header();
  return std::count_if(fields.begin(), fields.end(),
                       [&](const mime::HeaderField& field) { return field.id == name; }) <= 1;
}

// SMTP knows no other line ends.
std::string with_crlf(std::string_view octets) {
  std::string out;
  out.reserve(octets.size() + octets.size() / 32);
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) out += '\r';
    out += octets[i];
  }
  return out;
}

// A line end that is no CRLF never stood in a message: it was encoded.
void append_lines_quoted(std::string_view octets, std::string& out) {
  while (!octets.empty()) {
    std::size_t end = octets.find('\n');
    while (end != octets.npos && end > 0 && octets[end - 1] == '\r')
      end = octets.find('\n', end + 1);
    append_quoted_printable(octets.substr(0, end), out);
    if (end == octets.npos) return;
    out.replace(out.size() - 2, 2, "=0A=\r\n");
    octets.remove_prefix(end + 1);
  }
}

bool is_identity(TransferEncoding encoding) {
  return encoding != TransferEncoding::quoted_printable && encoding != TransferEncoding::base64;
}

bool reads_as(std::string_view octets, std::string_view label, std::string_view utf8) {
  Arena arena;
  const mime::Converted read = mime::to_utf8(octets, label, arena);
  return read.undecodable == 0 && read.text == utf8;
}

// What reads as `utf8` under the label that was sent. Where that label says little, octets of the
// item's own code page come first.
std::optional<std::string> octets_for(const SentBody& sent, std::string_view utf8,
                                      unsigned codepage) {
  for (const std::string& label : {codepage_label(codepage), std::string("utf-8")}) {
    if (!sent.charset.empty() && !equals_ignore_case(sent.charset, "us-ascii")) break;
    auto octets = mime::in_charset(utf8, label);
    if (octets && reads_as(*octets, sent.charset, utf8)) return octets;
  }
  if (auto octets = mime::in_charset(utf8, sent.charset)) return octets;
  if (reads_as(utf8, sent.charset, utf8)) return std::string(utf8);  // a label that nobody knows
  return std::nullopt;
}

}  // namespace

std::optional<SentBody> sent_body_of(std::string_view transport_headers) {
  const std::string whole = with_crlf(without_preamble(transport_headers)) + "\r\n\r\n";
  const auto headers = mime::Message::parse_view(whole);
  if (!headers || headers->header().empty()) return std::nullopt;
  for (const auto name : {mime::FieldName::content_type, mime::FieldName::mime_version,
                          mime::FieldName::content_transfer_encoding}) {
    if (!once_or_never(*headers, name)) return std::nullopt;
  }
  SentBody sent;
  const mime::Entity& root = headers->entities()[0];
  sent.encoding = root.encoding;
  if (sent.encoding == TransferEncoding::unknown || sent.encoding == TransferEncoding::uuencode) {
    return std::nullopt;
  }
  const mime::ContentTypeView& type = headers->content_type(root);
  sent.type = type.type;
  sent.subtype = type.subtype;
  sent.charset = type.parameter("charset").value_or("");
  sent.boundary = type.parameter("boundary").value_or("");
  if (sent.type == "multipart" && !is_boundary(sent.boundary)) return std::nullopt;
  return sent;
}

std::string transfer_encoded(TransferEncoding encoding, std::string_view octets) {
  std::string out;
  if (encoding == TransferEncoding::base64) {
    append_base64(octets, out);
  } else if (encoding == TransferEncoding::quoted_printable) {
    append_lines_quoted(octets, out);
  } else {
    out = with_crlf(octets);
  }
  return out;
}

std::optional<std::string> written_as(const SentBody& sent, std::string_view utf8,
                                      unsigned codepage) {
  const std::string text = with_crlf(utf8);
  const auto octets = octets_for(sent, text, codepage);
  if (!octets || (is_identity(sent.encoding) && octets->find('\0') != octets->npos)) {
    return std::nullopt;
  }
  return transfer_encoded(sent.encoding, *octets);
}

std::optional<std::string> html_written_as(const SentBody& sent, std::string_view html,
                                           unsigned codepage) {
  Arena arena;
  const mime::Converted read = mime::to_utf8(html, codepage_label(codepage), arena);
  // Octets that no charset has stay what they are.
  if (mime::to_utf8(html, sent.charset, arena).text == read.text) {
    if (is_identity(sent.encoding) && html.find('\0') != html.npos) return std::nullopt;
    return transfer_encoded(sent.encoding, html);
  }
  if (read.undecodable > 0) return std::nullopt;
  return written_as(sent, read.text, codepage);
}

bool has_delimiter(std::string_view octets, std::string_view boundary) {
  const std::string delimiter = "--" + std::string(boundary);
  for (std::size_t at = octets.find(delimiter); at != octets.npos;
       at = octets.find(delimiter, at + 1)) {
    if (at == 0 || octets[at - 1] == '\n') return true;
  }
  return false;
}

}  // namespace letterlock::sources
