#include "auth/other_signatures.h"

#include <array>

#include "base/ascii.h"

namespace letterlock::auth {
namespace {

struct Name {
  std::string_view name;
  OtherScheme scheme;
};
constexpr std::array<Name, 4> kNames{{{"DomainKey-Signature", OtherScheme::domainkeys},
                                      {"DKIM2-Signature", OtherScheme::dkim2},
                                      {"Message-Instance", OtherScheme::dkim2},
                                      {"Mail-Version", OtherScheme::dkim2}}};

}  // namespace

std::string_view to_string(OtherScheme scheme) {
  switch (scheme) {
    case OtherScheme::domainkeys:
      return "DomainKeys signature present, not verified";
    case OtherScheme::dkim2:
      return "DKIM2 draft fields present, not verified";
  }
  return "";
}

std::vector<OtherSignature> other_signatures(const mime::Message& message) {
  std::vector<OtherSignature> found;
  const std::span<const mime::HeaderField> header = message.header();
  for (std::uint32_t field = 0; field < header.size(); ++field) {
    if (header[field].id != mime::FieldName::other) continue;
    const std::string_view text = message.octets(header[field].name);
    for (const Name& name : kNames) {
      if (equals_ignore_case(text, name.name)) found.push_back({name.scheme, field});
    }
  }
  return found;
}

}  // namespace letterlock::auth
