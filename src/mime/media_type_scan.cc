#include "mime/media_type_scan.h"

#include <array>

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/octet_set.h"

namespace letterlock::mime {
namespace {

// RFC 2045 section 5.1 `token`, with the non-ASCII octets and the tspecials that real values have
// unquoted: only what ends a value for everybody ends it here.
bool ends_value(char c) { return is_space(c) || c == ';'; }
bool ends_name(char c) { return ends_value(c) || c == '=' || c == '"' || c == '(' || c == '/'; }

// Reads the quoted string that the cursor stands at. nullopt-like: odd where it is not plain.
struct Quoted {
  std::string_view text;
  bool plain;
};
Quoted take_quoted(Cursor& cursor) {
  static constexpr OctetSet kStops("\"\\\r\n");
  cursor.take('"');
  const std::string_view rest = cursor.rest();
  const std::size_t stop = kStops.find_in(rest);
  if (stop == std::string_view::npos || rest[stop] != '"') return {{}, false};
  cursor.skip(stop + 1);
  return {rest.substr(0, stop), true};
}

struct NamedEncoding {
  std::string_view word;
  TransferEncoding encoding;
};
constexpr NamedEncoding kEncodings[] = {
    {"7bit", TransferEncoding::seven_bit},
    {"8bit", TransferEncoding::eight_bit},
    {"quoted-printable", TransferEncoding::quoted_printable},
    {"base64", TransferEncoding::base64},
    {"binary", TransferEncoding::binary},
    {"7-bit", TransferEncoding::seven_bit},
    {"8-bit", TransferEncoding::eight_bit},
    {"x-uuencode", TransferEncoding::uuencode},
    {"x-uue", TransferEncoding::uuencode},
    {"x-uu", TransferEncoding::uuencode},
    {"uuencode", TransferEncoding::uuencode},
    {"uue", TransferEncoding::uuencode},
};

std::string_view first_word(std::string_view body) {
  body = trim(body);
  if (body.starts_with('"')) {
    body.remove_prefix(1);
    return trim(body.substr(0, body.find('"')));
  }
  std::size_t end = 0;
  while (end < body.size() && !ends_value(body[end]) && body[end] != '(') ++end;
  return body.substr(0, end);
}

}  // namespace

MediaTypeScan scan_media_type(std::string_view body) {
  Cursor cursor(body);
  MediaTypeScan scan;
  cursor.take_while(is_space);
  const std::string_view type = cursor.take_while([](char c) { return !ends_name(c); });
  cursor.take_while(is_space);
  const bool slash = cursor.take('/');
  cursor.take_while(is_space);
  const std::string_view subtype = cursor.take_while([](char c) { return !ends_name(c); });
  if (cursor.peek() == '(' || cursor.peek() == '"' || type.starts_with('(')) scan.odd = true;
  if (slash && !type.empty() && !subtype.empty()) {
    scan.type = type;
    scan.subtype = subtype;
  } else if (equals_ignore_case(type, "multipart")) {
    scan.type = type;  // with whatever subtype: RFC 2046 section 5.1.7 makes it multipart/mixed
  }
  scan.end = cursor.position();
  return scan;
}

ParameterScan scan_parameter(std::string_view parameters, std::string_view name) {
  Cursor cursor(parameters);
  for (;;) {
    cursor.take_while(ends_value);
    if (cursor.at_end()) return {};
    if (cursor.peek() == '(') return {{}, false, true};
    const std::string_view word = cursor.take_while([](char c) { return !ends_name(c); });
    cursor.take_while(is_space);
    if (!cursor.take('=')) {
      if (word.empty()) cursor.skip(1);
      continue;
    }
    cursor.take_while(is_space);
    std::string_view value;
    bool plain = true;
    if (cursor.peek() == '"') {
      const Quoted quoted = take_quoted(cursor);
      // Where the quotes do not simply close, what follows is the full parser's to sort out.
      if (!quoted.plain) return {{}, false, true};
      value = quoted.text;
    } else {
      value = cursor.take_while([](char c) { return !ends_value(c); });
      plain = value.find('(') == std::string_view::npos;
    }
    if (equals_ignore_case(word, name)) return {value, true, !plain};
    if (starts_with_ignore_case(word, name) && word[name.size()] == '*') return {{}, false, true};
  }
}

MediaClass media_class(std::string_view type, std::string_view subtype) {
  const auto is = [](std::string_view word, std::string_view lower) {
    return equals_ignore_case(word, lower);
  };
  if (is(type, "text")) {
    if (is(subtype, "plain")) return MediaClass::text_plain;
    if (is(subtype, "html")) return MediaClass::text_html;
    if (is(subtype, "rfc822-headers")) return MediaClass::rfc822_headers;
    return MediaClass::text_other;
  }
  if (is(type, "multipart")) return MediaClass::multipart;
  if (!is(type, "message")) return MediaClass::other;
  if (is(subtype, "rfc822") || is(subtype, "global") || is(subtype, "news") ||
      is(subtype, "rfc2822")) {
    return MediaClass::message_rfc822;
  }
  if (is(subtype, "partial")) return MediaClass::message_partial;
  if (is(subtype, "delivery-status") || is(subtype, "global-delivery-status")) {
    return MediaClass::delivery_status;
  }
  if (is(subtype, "disposition-notification") || is(subtype, "global-disposition-notification")) {
    return MediaClass::disposition_notification;
  }
  if (is(subtype, "global-headers")) return MediaClass::rfc822_headers;
  return MediaClass::other;
}

TransferEncoding transfer_encoding(std::string_view body) {
  const std::string_view word = first_word(body);
  for (const NamedEncoding& named : kEncodings) {
    if (equals_ignore_case(word, named.word)) return named.encoding;
  }
  return TransferEncoding::unknown;
}

Disposition disposition_kind(std::string_view body) {
  const std::string_view word = first_word(body);
  if (word.empty()) return Disposition::none;
  if (equals_ignore_case(word, "inline")) return Disposition::inline_;
  if (equals_ignore_case(word, "attachment")) return Disposition::attachment;
  if (equals_ignore_case(word, "form-data")) return Disposition::form_data;
  return Disposition::other;
}

}  // namespace letterlock::mime
