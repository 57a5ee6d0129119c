#include <algorithm>

#include "base/ascii.h"
#include "content/content.h"
#include "relations/baseline.h"
#include "relations/keys.h"

namespace letterlock::relations {
namespace {

bool takes_no_answers(std::string_view address) {
  const std::string local = lower_ascii(address.substr(0, address.find('@')));
  for (const std::string_view word :
       {"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon",
        "newsletter", "notifications", "bounce"}) {
    if (local.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::string_view sender_of(std::span<const store::AddressFact> addresses) {
  for (const auto& address : addresses) {
    if (address.role == store::AddressRole::from && !address.address.empty()) {
      return address.address;
    }
  }
  return {};
}

std::string_view sender_of(const store::MessageRecord& message) {
  return sender_of(message.addresses);
}

bool is_mass_mail(const store::MessageRecord& message) {
  const auto recipients =
      std::count_if(message.addresses.begin(), message.addresses.end(),
                    [](const store::AddressFact& a) { return is_recipient(a.role); });
  return !message.list_id.empty() || static_cast<std::size_t>(recipients) > kMassRecipients ||
         takes_no_answers(sender_of(message));
}

bool is_shown_link(const store::LinkFact& link) {
  switch (static_cast<content::LinkKind>(link.kind)) {
    case content::LinkKind::href:
    case content::LinkKind::form:
    case content::LinkKind::text:
    case content::LinkKind::refresh:
    case content::LinkKind::code:
    case content::LinkKind::attached:
      // A host without a dot is a name at home or the rest of a link that was cut in wrapping.
      return link.domain.find('.') != std::string::npos ||
             link.domain.find(':') != std::string::npos;
    case content::LinkKind::resource:
    case content::LinkKind::list_field:
      return false;
  }
  return false;
}

bool is_plausible(std::optional<UnixTime> date) {
  return date && *date >= kDay && *date < 4'102'444'800;  // 1970-01-02 to 2100
}

bool shows_domain(const store::LinkFact& link, std::string_view domain) {
  if (!is_shown_link(link)) return false;
  if (link.domain == domain) return true;
  return std::any_of(
      link.carried_domains.begin(), link.carried_domains.end(),
      [&](const std::string& carried) { return carried == domain && !lies_in(link.host, domain); });
}

bool is_own_link(const store::MessageRecord& message, const store::LinkFact& link) {
  if (!link.in_quoted_text || message.claims_forward) return true;
  constexpr std::size_t kMostQuotes = 64;  // so that many links and many quotes stay linear
  const auto end = message.quotes.begin() +
                   static_cast<std::ptrdiff_t>(std::min(message.quotes.size(), kMostQuotes));
  return std::any_of(message.quotes.begin(), end, [&](const store::QuoteFact& quote) {
    return static_cast<content::Quote::Kind>(quote.kind) != content::Quote::Kind::reply &&
           link.where.part == quote.where.part && link.where.offset >= quote.where.offset &&
           link.where.offset < quote.where.offset + quote.where.length;
  });
}

std::size_t length_bin(std::uint32_t new_text_length, bool answers) {
  const std::size_t length = new_text_length < 130   ? 0
                             : new_text_length < 300 ? 1
                             : new_text_length < 900 ? 2
                                                     : 3;
  return length + (answers ? 4 : 0);
}

}  // namespace letterlock::relations
