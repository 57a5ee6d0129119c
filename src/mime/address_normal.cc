#include <unicode/uidna.h>

#include <array>
#include <memory>

#include "base/ascii.h"
#include "base/utf8.h"
#include "mime/address.h"

namespace letterlock::mime {
namespace {

// RFC 1035 section 2.3.4: no name is longer; what is longer is compared as written.
constexpr std::size_t kLongestName = 1000;

const UIDNA* idna() {
  // Opened once; never closed, since it serves until the process ends. ICU's is thread-safe.
  static const UIDNA* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
                           &status);
  }();
  return instance;
}

// UTS #46 ToASCII; "" where `domain` is no domain name.
std::string to_a_labels(std::string_view domain) {
  if (domain.size() > kLongestName || !is_valid_utf8(domain) || idna() == nullptr) return {};
  std::array<char, 4 * kLongestName> out;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  const int32_t length =
      uidna_nameToASCII_UTF8(idna(), domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                             static_cast<int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) || info.errors != 0 || length <= 0) return {};
  return std::string(out.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string normalized(const MailboxView& mailbox) {
  if (mailbox.local_part.empty() && mailbox.domain.empty()) return {};
  std::string result = lower_ascii(mailbox.local_part);
  std::string_view domain = mailbox.domain;
  if (domain.empty()) return result;
  result += '@';
  // Without another script and without "xn--" there is nothing to map but case.
  std::string lower = lower_ascii(domain);
  while (lower.ends_with('.')) lower.pop_back();
  std::string name;
  if (!is_ascii_text(lower)) name = to_a_labels(lower);
  if (name.empty()) return result + lower;
  while (name.ends_with('.')) name.pop_back();
  return result + name;
}

}  // namespace letterlock::mime
