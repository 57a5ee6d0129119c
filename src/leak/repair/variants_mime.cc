// Content-Type, Content-Transfer-Encoding, MIME-Version and Date.
#include <algorithm>

#include "base/ascii.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {
namespace {

constexpr std::string_view kEncodings[] = {"7bit",
                                           "8bit",
                                           "quoted-printable",
                                           "base64",
                                           "binary",
                                           "7BIT",
                                           "8BIT",
                                           "QUOTED-PRINTABLE",
                                           "BASE64",
                                           "Quoted-Printable",
                                           "Base64",
                                           "7Bit",
                                           "8Bit"};
constexpr std::string_view kVersions[] = {"1.0", "1.0 (1.0)", "1.0 (Mac OS X Mail)"};
constexpr std::string_view kCharsets[] = {
    "utf-8",        "UTF-8",        "us-ascii",    "US-ASCII",    "iso-8859-1", "ISO-8859-1",
    "windows-1252", "Windows-1252", "iso-8859-15", "ISO-8859-15", "Utf-8",      "utf8"};
constexpr std::string_view kTails[] = {"",
                                       "; format=flowed",
                                       "; format=\"flowed\"",
                                       "; format=flowed; delsp=yes",
                                       "; format=flowed; DelSp=\"yes\"",
                                       "; delsp=yes; format=flowed",
                                       "; format=fixed",
                                       "; reply-type=original",
                                       "; markup=markdown"};

void keep_mime(const HeaderModel& model, FieldGroup& group, std::string_view body, Change change) {
  keep(group, model.with_body(group, body, change, Tier::mime));
  keep(group, model.with_inserted(group, body, Change::field_dropped, Tier::mime));
}

// The field as a part of the body has it: a list that wraps a body moves its fields there.
void add_from_parts(const HeaderModel& model, FieldGroup& group, Change change) {
  const mime::Message& message = model.message();
  std::size_t looked = 0;
  for (const mime::Entity& entity : message.entities().subspan(1)) {
    if (++looked > 32) return;
    if (const mime::HeaderField* field = message.find(entity, group.id)) {
      keep_mime(model, group, trim(message.octets(field->body)), change);
    }
  }
}

void add_charsets(const HeaderModel& model, FieldGroup& group, const std::string& type) {
  for (const std::string_view charset : kCharsets) {
    for (const std::string_view quote : {"", "\""}) {
      for (const std::string_view tail : kTails) {
        std::string parameter = "charset=";
        parameter.append(quote).append(charset).append(quote);
        const std::string rest(tail);
        keep_mime(model, group, type + "; " + parameter + rest, Change::content_type_rewritten);
        if (rest.empty()) {
          keep_mime(model, group, type + ";" + parameter, Change::content_type_rewritten);
          keep_mime(model, group, type + "; " + parameter + ";", Change::content_type_rewritten);
        } else {
          keep_mime(model, group, type + rest + "; " + parameter, Change::content_type_rewritten);
        }
      }
    }
  }
  keep_mime(model, group, type, Change::content_type_rewritten);
}

// Quotes around parameter values, one way for all; order turned around.
void add_quoting(const HeaderModel& model, FieldGroup& group, const std::string& flat) {
  std::vector<std::string> pieces;
  std::string piece;
  bool quoted = false;
  for (const char c : flat) {
    if (c == '"') quoted = !quoted;
    if (c == ';' && !quoted) {
      pieces.emplace_back(trim(piece));
      piece.clear();
    } else {
      piece += c;
    }
  }
  if (!trim(piece).empty()) pieces.emplace_back(trim(piece));
  if (pieces.size() < 2 || pieces.size() > 20) return;
  for (const int quotes : {0, 1, 2}) {
    for (const std::string_view separator : {"; ", ";"}) {
      for (const bool turned : {false, true}) {
        std::string body = pieces[0];
        for (std::size_t i = 1; i < pieces.size(); ++i) {
          std::string_view one = pieces[turned ? pieces.size() - i : i];
          const std::size_t equals = one.find('=');
          body += separator;
          if (quotes == 0 || equals == one.npos) {
            body += one;
            continue;
          }
          const std::string value = without_quotes(trim(one.substr(equals + 1)));
          body += std::string(trim(one.substr(0, equals))) + "=";
          body += quotes == 1 ? "\"" + value + "\"" : value;
        }
        keep_mime(model, group, body, Change::content_type_rewritten);
        keep_mime(model, group, body + ";", Change::content_type_rewritten);
      }
    }
  }
}

void add_content_type(const HeaderModel& model, FieldGroup& group) {
  add_from_parts(model, group, Change::content_type_rewritten);
  const auto body = model.first_body(group);
  const std::string flat = body ? std::string(trim(unfolded(*body))) : "text/plain";
  if (flat.size() > 4'096) return;
  add_quoting(model, group, flat);
  std::string type(trim(std::string_view(flat).substr(0, flat.find(';'))));
  if (!starts_with_ignore_case(type, "multipart/")) {
    add_charsets(model, group, type);
    for (const std::string_view other : {"text/plain", "text/html", "TEXT/PLAIN"}) {
      if (type != other) add_charsets(model, group, std::string(other));
    }
  } else {
    add_charsets(model, group, "text/plain");
    add_charsets(model, group, "text/html");
  }
}

// "1 Jan" and "01 Jan", "(UTC)", zones by name.
void add_dates(const HeaderModel& model, FieldGroup& group) {
  const auto body = model.first_body(group);
  if (!body || body->size() > 200) return;
  const std::string flat(trim(unfolded(*body)));
  std::vector<std::string> forms{flat};
  const auto each = [&](auto change) {
    for (std::size_t i = 0, count = forms.size(); i < count; ++i) {
      const std::string other = change(forms[i]);
      if (other != forms[i]) forms.push_back(other);
    }
  };
  each([](std::string text) {
    const std::size_t comment = text.find(" (");
    return comment == text.npos ? text : text.substr(0, comment);
  });
  each([](std::string text) {
    const std::size_t day = text.find(", ");
    if (day == text.npos || day + 3 >= text.size()) return text;
    if (text[day + 2] == '0') return text.erase(day + 2, 1);
    return is_digit(text[day + 2]) && !is_digit(text[day + 3]) ? text.insert(day + 2, "0") : text;
  });
  each([](std::string text) {
    const std::size_t day = text.find(", ");
    return day == text.npos ? text : text.substr(day + 2);
  });
  const std::vector<std::string> before(forms);
  for (const std::string& form : before) {
    const std::size_t zone = form.rfind(' ');
    if (zone == form.npos) continue;
    for (const std::string_view other :
         {"GMT", "+0000", "-0000", "UT", "UTC", "+0000 (UTC)", "+0000 (GMT)", "Z"}) {
      forms.push_back(form.substr(0, zone + 1) + std::string(other));
    }
  }
  for (const std::string& form : forms) keep_mime(model, group, form, Change::date_rewritten);
}

}  // namespace

void add_mime(const HeaderModel& model, FieldGroup& group) {
  if (group.id == mime::FieldName::content_transfer_encoding) {
    add_from_parts(model, group, Change::transfer_encoding_field_changed);
    for (const std::string_view encoding : kEncodings) {
      keep_mime(model, group, encoding, Change::transfer_encoding_field_changed);
    }
  }
  if (group.id == mime::FieldName::mime_version) {
    for (const std::string_view version : kVersions) {
      keep_mime(model, group, version, Change::mime_version_changed);
    }
  }
  if (group.id == mime::FieldName::content_type) add_content_type(model, group);
  if (group.id == mime::FieldName::date) add_dates(model, group);
}

}  // namespace letterlock::leak
