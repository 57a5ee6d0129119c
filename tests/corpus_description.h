// What our parser makes of a message, as JSON, for comparison with what is expected of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace letterlock::corpus {

// A message with its line endings changed, and where each octet stood before.
struct Variant {
  std::string octets;
  std::vector<std::size_t> origin;  // one more than octets: the end
};
Variant as_is(std::string_view octets);
Variant with_lf(std::string_view octets);
Variant with_crlf(std::string_view octets);

// Addresses, date, subject, parts with their text and defects with their ranges. Offsets are those
// of the message as it was before its line endings were changed, texts have LF: all variants of a
// message have one description.
std::string describe(const Variant& variant);

}  // namespace letterlock::corpus
