// The step that DKIM and ARC signing share. Internal to src/auth.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "auth/dkim_signature.h"
#include "auth/field_text.h"
#include "auth/signing_key.h"
#include "base/expected.h"
#include "mime/message.h"

namespace letterlock::auth {

using ParseSignature = DkimSignature (*)(const mime::Message& message, std::uint32_t field);
// What is hashed, of a message whose first field is the signature with its b= empty.
using SignedText =
    std::function<std::string(const mime::Message& message, const DkimSignature& signature)>;

// `field` signed as the first field of a message that goes on with `rest`. What a verifier would
// call a SignatureProblem is an error here.
Expected<std::string> sign_field(const FieldText& field, std::string_view rest,
                                 const SigningKey& key, ParseSignature parse,
                                 const SignedText& signed_text);

}  // namespace letterlock::auth
