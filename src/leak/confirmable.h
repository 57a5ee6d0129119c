// What a published signature would confirm to anybody who guesses.
//
// Masking a recipient or a word before publication hides nothing while the DKIM signature over it
// stands and the key is public: each guess can be put in its place and tested. Whoever prints or
// exports a message with something masked asks here first, and strips the signature or warns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dkim.h"
#include "mime/message.h"

namespace letterlock::leak {

struct Confirmable {
  std::uint32_t signature_field = 0;  // index into message.header(): what is to be stripped
  std::string d, s;
  // Fields, as h= names them, of which a guess can be tested; "body" where bh= does.
  std::vector<std::string> what;
  bool key_known = false;  // with the keys at hand; others may know keys that we do not
};

// For each signature (DKIM and ARC) what guesses at `masked` it would confirm. `masked`: names of
// fields that were or will be masked or left out, any case; "body" for the body. A field that h=
// does not name is confirmed by nothing. The body is confirmed by bh= alone, without any key.
std::vector<Confirmable> confirmable_by_guessing(const mime::Message& message,
                                                 const std::vector<std::string>& masked,
                                                 auth::KeyLookup& keys);

// Fields that h= names, that a key is known for, and that are absent or look masked in the message
// as found: nothing but "x"s, blocks, "[redacted]" and the like. What a report warns of unasked.
std::vector<std::string> fields_that_look_masked(const mime::Message& message,
                                                 const auth::SignatureCheck& check);

}  // namespace letterlock::leak
