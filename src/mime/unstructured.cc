#include "mime/unstructured.h"

#include "base/ascii.h"
#include "mime/encoded_word.h"
#include "mime/field_input.h"

namespace letterlock::mime {

std::string_view decode_unstructured(const Message& message, const HeaderField& field) {
  const DecodedText decoded = decode_text(trim(message.octets(field.body)), message.arena());
  if (decoded.malformed) message.add_defect(DefectKind::encoded_word_malformed, field.body);
  return trim(decoded.text);
}

std::string_view decode_unstructured(std::string_view text, Arena& arena) {
  return trim(decode_text(trim(text), arena).text);
}

}  // namespace letterlock::mime
