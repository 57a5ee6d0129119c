#include "hunt/confusable.h"

#include <unicode/uidna.h>
#include <unicode/uspoof.h>

#include <array>

#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::hunt {
namespace {

// Longer names are cut; DNS allows 253 octets.
constexpr std::size_t kLongestName = 512;
constexpr std::size_t kRoom = 4 * kLongestName;

// Opened once a process (5 ms) and never closed; const use is thread-safe.
const USpoofChecker* checker() {
  static const USpoofChecker* const opened = [] {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker* made = uspoof_open(&error);
    if (U_FAILURE(error)) return static_cast<USpoofChecker*>(nullptr);
    uspoof_setRestrictionLevel(made, USPOOF_MODERATELY_RESTRICTIVE);
    uspoof_setChecks(made, USPOOF_RESTRICTION_LEVEL, &error);
    return made;
  }();
  return opened;
}

const UIDNA* names() {
  static const UIDNA* const opened = [] {
    UErrorCode error = U_ZERO_ERROR;
    UIDNA* made = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE, &error);
    return U_FAILURE(error) ? nullptr : made;
  }();
  return opened;
}

// Without U+0300 to U+036F: a reader takes "é" for "e".
void drop_accents(std::string& text) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (octet == 0xCC || (octet == 0xCD && next <= 0xAF)) {
      ++i;
    } else {
      text[kept++] = text[i];
    }
  }
  text.resize(kept);
}

std::string skeleton_of(std::string_view name) {
  std::array<char, kRoom> buffer{};
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t length =
      uspoof_getSkeletonUTF8(checker(), 0, name.data(), static_cast<std::int32_t>(name.size()),
                             buffer.data(), static_cast<std::int32_t>(buffer.size()), &error);
  if (U_FAILURE(error) || length < 0 || static_cast<std::size_t>(length) > buffer.size()) return {};
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string name_in_its_script(std::string_view host) {
  host = host.substr(0, kLongestName);
  if (host.find("xn--") == std::string_view::npos || names() == nullptr) return std::string(host);
  std::array<char, kRoom> buffer{};
  UErrorCode error = U_ZERO_ERROR;
  UIDNAInfo about = UIDNA_INFO_INITIALIZER;
  const std::int32_t length = uidna_nameToUnicodeUTF8(
      names(), host.data(), static_cast<std::int32_t>(host.size()), buffer.data(),
      static_cast<std::int32_t>(buffer.size()), &about, &error);
  if (U_FAILURE(error) || length <= 0 || static_cast<std::size_t>(length) > buffer.size()) {
    return std::string(host);
  }
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

bool mixes_scripts(std::string_view name) {
  name = name.substr(0, kLongestName);
  if (is_ascii_text(name) || checker() == nullptr) return false;
  while (!name.empty()) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::string_view label = name.substr(0, dot);
    name.remove_prefix(std::min(dot + 1, name.size()));
    if (label.empty() || is_ascii_text(label)) continue;
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t found = uspoof_checkUTF8(
        checker(), label.data(), static_cast<std::int32_t>(label.size()), nullptr, &error);
    if (U_SUCCESS(error) && found != 0) return true;
    // "аррӏе", all Cyrillic: its skeleton is all ASCII, though it has no ASCII letter.
    if (is_ascii_text(skeleton_of(label)) && ascii_prefix(label) == 0) return true;
  }
  return false;
}

std::string skeleton(std::string_view name) {
  const std::string lower = lower_ascii(name.substr(0, kLongestName));
  if (checker() == nullptr) return lower;
  std::string made = skeleton_of(lower);
  drop_accents(made);
  return made.empty() ? lower : made;
}

}  // namespace letterlock::hunt
