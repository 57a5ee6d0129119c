#include "dns/idna.h"

#include <unicode/uidna.h>

#include <memory>

#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::dns {
namespace {

// Names end at 253 octets (RFC 1035); Punycode is quadratic in a label's length.
constexpr std::size_t kLongestUnicodeDomain = 2000;

const UIDNA* idna() {
  struct Close {
    void operator()(UIDNA* handle) const { uidna_close(handle); }
  };
  static const std::unique_ptr<UIDNA, Close> handle = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<UIDNA, Close>(uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                                             UIDNA_NONTRANSITIONAL_TO_ASCII |
                                                             UIDNA_NONTRANSITIONAL_TO_UNICODE,
                                                         &status));
  }();
  return handle.get();
}

// The standard sets VerifyDnsLength and CheckHyphens to false.
constexpr std::uint32_t kIgnoredIdnaErrors =
    UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

bool needs_idna(std::string_view domain) {
  for (std::size_t at = 0; at < domain.size(); ++at) {
    if (!is_ascii(domain[at])) return true;
    if ((at == 0 || domain[at - 1] == '.') && starts_with_ignore_case(domain.substr(at), "xn--")) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  if (!needs_idna(domain)) return lower_ascii(domain);
  if (domain.size() > kLongestUnicodeDomain || !is_valid_utf8(domain) || idna() == nullptr) {
    return std::nullopt;
  }
  UIDNAInfo outcome = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  std::string out(domain.size() * 6 + 64, '\0');
  const std::int32_t length =
      uidna_nameToASCII_UTF8(idna(), domain.data(), static_cast<std::int32_t>(domain.size()),
                             out.data(), static_cast<std::int32_t>(out.size()), &outcome, &status);
  if (U_FAILURE(status) || length < 0 || static_cast<std::size_t>(length) > out.size() ||
      (outcome.errors & ~kIgnoredIdnaErrors) != 0) {
    return std::nullopt;
  }
  out.resize(static_cast<std::size_t>(length));
  return out;
}

}  // namespace letterlock::dns
