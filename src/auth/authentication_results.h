// Authentication-Results (RFC 8601), and the same payload in ARC-Authentication-Results (RFC 8617
// section 4.1.1): what a receiver says it has checked.
//
// Reading never fails: what is against the grammar becomes a problem with its place, and the rest
// is read. Whether a field may be believed is not decided here; anybody can write one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/expected.h"

namespace letterlock::auth {

struct AuthProperty {
  std::string ptype;     // "smtp", "header", "body", "policy"; "" where it is missing
  std::string property;  // lower case, as ptype
  std::string value;     // quotes undone
  ByteRange where;
};

struct AuthResult {
  std::string method;  // "spf"; lower case, as result
  std::optional<std::uint32_t> method_version;
  std::string result;  // "pass"
  std::optional<std::string> reason;
  std::vector<AuthProperty> properties;
  std::vector<std::string> comments;  // anywhere in it, without the outer parentheses
  ByteRange where;

  // Of several, the first; nullptr where there is none.
  const AuthProperty* find(std::string_view ptype, std::string_view property) const;
};

enum class AuthProblemKind : std::uint8_t {
  authserv_id_missing,
  instance_missing,  // ARC only
  semicolon_missing,
  result_missing,     // nothing after the authserv-id, not even "none"
  method_unreadable,  // up to the next semicolon
  word_unreadable,    // neither reason nor property
  ptype_missing,      // "action=none"
  comment_unclosed,
  quote_unclosed,
  too_many,  // what is over is left out
};
std::string_view to_string(AuthProblemKind kind);

struct AuthProblem {
  AuthProblemKind kind;
  ByteRange where;
};

struct AuthenticationResults {
  std::optional<std::uint32_t> instance;  // ARC only
  std::string authserv_id;
  std::optional<std::uint32_t> version;
  std::vector<std::string> comments;  // beside the authserv-id
  std::vector<AuthResult> results;    // empty: "none"
  std::vector<AuthProblem> problems;
};

// The same content: everything but places and problems.
bool same_content(const AuthenticationResults& a, const AuthenticationResults& b);

enum class AuthField : std::uint8_t { authentication_results, arc_authentication_results };

// `body`: of the field, folding included, which begins at `base` in the message.
AuthenticationResults parse_authentication_results(
    std::string_view body, std::uint32_t base = 0,
    AuthField field = AuthField::authentication_results);

// The whole field with its line ending. Reading it gives `results` again. Fails where something
// cannot be said in the grammar: CR, LF or NUL anywhere, a method that is no keyword, no result.
Expected<std::string> write_authentication_results(
    const AuthenticationResults& results, AuthField field = AuthField::authentication_results);

}  // namespace letterlock::auth
