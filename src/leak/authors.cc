#include "leak/authors.h"

#include "dns/registrable_domain.h"
#include "mime/address.h"

namespace letterlock::leak {

std::vector<std::string> author_domains(const mime::Message& message) {
  std::vector<std::string> domains;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id != mime::FieldName::from) continue;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message, field)) {
      const std::string address = mime::normalized(mailbox);
      const std::size_t at = address.rfind('@');
      if (at == std::string::npos) continue;
      domains.push_back(dns::organizational_domain(address.substr(at + 1)));
    }
  }
  return domains;
}

}  // namespace letterlock::leak
