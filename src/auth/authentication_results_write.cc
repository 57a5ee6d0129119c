#include <algorithm>

#include "auth/authentication_results.h"
#include "base/ascii.h"
#include "base/printable.h"
#include "mime/header_writer.h"

namespace letterlock::auth {
namespace {

// RFC 8601 section 2.2: Keyword, which is RFC 5321's ldh-str; results and properties may also have
// underscores in practice.
bool is_keyword(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

bool is_lower(std::string_view text) { return text == lower_ascii(text); }

// RFC 2045 section 5.1.
bool is_token(std::string_view text) {
  constexpr std::string_view kSpecial = "()<>@,;:\\\"/[]?=";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_ascii(c) && !is_control(c) && c != ' ' && kSpecial.find(c) == kSpecial.npos;
  });
}

// "a.b@letter.example", "@letter.example": stands without quotes.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || !is_token(text.substr(at + 1))) return false;
  return at == 0 || is_token(text.substr(0, at));
}

std::string value_of(std::string_view text) {
  return is_token(text) || is_address(text) ? std::string(text) : mime::quoted_string(text);
}

std::string comments_of(const std::vector<std::string>& comments) {
  std::string out;
  for (const std::string& one : comments) out += " " + mime::comment(one);
  return out;
}

std::string what_is_wrong(const AuthResult& result) {
  if (!is_keyword(result.method) || !is_lower(result.method)) return "method";
  if (!is_keyword(result.result) || !is_lower(result.result)) return "result";
  for (const AuthProperty& one : result.properties) {
    const bool typed = is_keyword(one.ptype) || (one.ptype.empty() && one.property != "reason");
    if (!typed || !is_lower(one.ptype)) return "ptype";
    if (!is_keyword(one.property) || !is_lower(one.property)) return "property";
  }
  return {};
}

std::string text_of(const AuthResult& result) {
  std::string text = result.method;
  if (result.method_version) text += "/" + std::to_string(*result.method_version);
  text += "=" + result.result + comments_of(result.comments);
  if (result.reason) text += " reason=" + value_of(*result.reason);
  for (const AuthProperty& one : result.properties) {
    text += " ";
    if (!one.ptype.empty()) text += one.ptype + ".";
    text += one.property + "=" + value_of(one.value);
  }
  return text;
}

}  // namespace

Expected<std::string> write_authentication_results(const AuthenticationResults& results,
                                                   AuthField field) {
  const bool arc = field == AuthField::arc_authentication_results;
  mime::HeaderWriter out(arc ? "ARC-Authentication-Results" : "Authentication-Results");
  if (arc != results.instance.has_value()) {
    return fail(ErrorCode::corrupt, "an instance stands in ARC-Authentication-Results, only there");
  }
  if (arc) out.append("i=" + std::to_string(*results.instance) + "; ");
  if (results.authserv_id.empty()) return fail(ErrorCode::corrupt, "an authserv-id is missing");
  out.append(is_token(results.authserv_id) ? results.authserv_id
                                           : mime::quoted_string(results.authserv_id));
  if (results.version) out.append(" " + std::to_string(*results.version));
  out.append(comments_of(results.comments));
  if (results.results.empty()) out.append("; none");
  for (const AuthResult& result : results.results) {
    if (const std::string wrong = what_is_wrong(result); !wrong.empty()) {
      return fail(ErrorCode::corrupt, "a {} of \"{}\" cannot be written", wrong,
                  printable(result.method));
    }
    out.append("; " + text_of(result));
  }
  return out.finish();
}

}  // namespace letterlock::auth
