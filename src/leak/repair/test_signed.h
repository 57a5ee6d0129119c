// Messages signed on the spot, for tests of the repair search.
#pragma once

#include <string>
#include <string_view>

#include "auth/dkim.h"
#include "base/base64.h"
#include "leak/repair.h"
#include "leak/test_rsa.h"

namespace letterlock::leak {

inline const TestRsa& test_key() {
  static const TestRsa key(1024, 65537);
  return key;
}

// Knows the test key as a.example's.
class TestKeyLookup final : public auth::KeyLookup {
 public:
  auth::KeyAnswer find(std::string_view domain, std::string_view) override {
    auth::KeyAnswer answer;
    if (domain != "a.example") return answer;
    answer.status = auth::KeyAnswer::Status::found;
    auth::KeyCandidate candidate;
    candidate.record.key =
        auth::PublicKey::from_rsa(test_key().modulus(), std::string_view("\x01\x00\x01", 3));
    answer.candidates.push_back(std::move(candidate));
    return answer;
  }
};

inline auth::SignatureCheck checked(const mime::Message& message) {
  TestKeyLookup keys;
  return auth::verify_dkim(message, keys, {.now = 1'700'000'000}).front();
}

// `octets` (CRLF) with a DKIM-Signature of a.example above. `c` and `h` as in the tags.
inline std::string with_signature(std::string_view octets, std::string_view c, std::string_view h) {
  const auto plain = mime::Message::parse(mime::RawMessage::copy_of(octets));
  const bool relaxed_body = c.ends_with("/relaxed");
  const auto body = auth::hash_body(
      relaxed_body ? auth::Canonicalization::relaxed : auth::Canonicalization::simple,
      auth::line_ends_of(octets), auth::HashAlgorithm::sha256, plain->octets(auth::body_of(*plain)),
      std::nullopt);
  std::string field = "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; c=" + std::string(c) +
                      "; h=" + std::string(h) + "; bh=" + base64_encode(body.digest->view()) +
                      "; b=";
  const auto prepared =
      mime::Message::parse(mime::RawMessage::copy_of(field + "AAAA\r\n" + std::string(octets)));
  const auto check = checked(*prepared);
  return field + base64_encode(test_key().sign(check.header_digest)) + "\r\n" + std::string(octets);
}

}  // namespace letterlock::leak
