// A DKIM key record: the TXT record at <selector>._domainkey.<domain> (RFC 6376 section 3.6.1, RFC
// 8301, RFC 8463).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/public_key.h"

namespace letterlock::auth {

enum class KeyProblem : std::uint8_t {
  none,
  key_syntax_error,   // no tag list, a tag twice, p= missing or not base64
  key_wrong_version,  // v= is there and is not "DKIM1", or is not the first tag
  key_unknown_type,   // k= is neither rsa nor ed25519
  key_revoked,        // p= is empty
  key_unusable,       // the octets of p= make no key
  key_not_for_email,  // s= names neither "*" nor "email"
};
std::string_view to_string(KeyProblem problem);

struct KeyRecord {
  KeyProblem problem = KeyProblem::none;
  std::shared_ptr<const PublicKey> key;  // nullptr where `problem` says why
  std::vector<std::string> h;            // acceptable hash algorithms; empty: all
  bool testing = false;                  // t=y
  bool strict_domain = false;            // t=s: i= must have d='s very domain
  std::string notes;                     // n=
  std::string text;                      // the record as found
};

// What is longer is no key record: read, key_syntax_error; for an archive, refused.
inline constexpr std::size_t kLongestKeyRecord = std::size_t{64} * 1024;

KeyRecord parse_key_record(std::string_view text);

}  // namespace letterlock::auth
