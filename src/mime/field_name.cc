// The names of header fields that have an enumerator, found by a perfect hash made at compile time.
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "mime/message.h"

namespace letterlock::mime {
namespace {

struct Named {
  FieldName id;
  std::string_view name;
};

// In the order of FieldName, so that field_name() is an index.
constexpr Named kNames[] = {
    {FieldName::other, ""},
    {FieldName::from, "From"},
    {FieldName::sender, "Sender"},
    {FieldName::reply_to, "Reply-To"},
    {FieldName::to, "To"},
    {FieldName::cc, "Cc"},
    {FieldName::bcc, "Bcc"},
    {FieldName::date, "Date"},
    {FieldName::subject, "Subject"},
    {FieldName::message_id, "Message-ID"},
    {FieldName::in_reply_to, "In-Reply-To"},
    {FieldName::references, "References"},
    {FieldName::mime_version, "MIME-Version"},
    {FieldName::content_type, "Content-Type"},
    {FieldName::content_transfer_encoding, "Content-Transfer-Encoding"},
    {FieldName::content_disposition, "Content-Disposition"},
    {FieldName::content_id, "Content-ID"},
    {FieldName::content_description, "Content-Description"},
    {FieldName::content_location, "Content-Location"},
    {FieldName::content_language, "Content-Language"},
    {FieldName::received, "Received"},
    {FieldName::return_path, "Return-Path"},
    {FieldName::delivered_to, "Delivered-To"},
    {FieldName::resent_from, "Resent-From"},
    {FieldName::resent_to, "Resent-To"},
    {FieldName::resent_date, "Resent-Date"},
    {FieldName::resent_message_id, "Resent-Message-ID"},
    {FieldName::dkim_signature, "DKIM-Signature"},
    {FieldName::authentication_results, "Authentication-Results"},
    {FieldName::arc_seal, "ARC-Seal"},
    {FieldName::arc_message_signature, "ARC-Message-Signature"},
    {FieldName::arc_authentication_results, "ARC-Authentication-Results"},
    {FieldName::list_id, "List-Id"},
    {FieldName::list_unsubscribe, "List-Unsubscribe"},
    {FieldName::x_mailer, "X-Mailer"},
    {FieldName::user_agent, "User-Agent"},
    {FieldName::x_originating_ip, "X-Originating-IP"},
    {FieldName::thread_index, "Thread-Index"},
    {FieldName::thread_topic, "Thread-Topic"},
    {FieldName::x_gmail_labels, "X-Gmail-Labels"},
    {FieldName::x_gm_thrid, "X-GM-THRID"},
    {FieldName::disposition_notification_to, "Disposition-Notification-To"},
    {FieldName::auto_submitted, "Auto-Submitted"},
    {FieldName::precedence, "Precedence"},
    {FieldName::status, "Status"},
    {FieldName::x_status, "X-Status"},
    {FieldName::x_mozilla_status, "X-Mozilla-Status"},
    {FieldName::x_keywords, "X-Keywords"},
    {FieldName::lines, "Lines"},
    {FieldName::content_length, "Content-Length"},
};
static_assert([] {
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i].id != static_cast<FieldName>(i)) return false;
  }
  return std::size(kNames) == static_cast<std::size_t>(FieldName::content_length) + 1;
}());

constexpr std::size_t kSlots = 512;

// Length, first, middle and last letter tell all known names apart. REQUIRES: not empty.
constexpr std::uint32_t slot_of(std::string_view name, std::uint32_t multiplier) {
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i]) | 0x20u);
  };
  const std::uint32_t key = at(0) | at(name.size() / 2) << 8 | at(name.size() - 1) << 16 |
                            static_cast<std::uint32_t>(name.size()) << 24;
  return key * multiplier >> 23;  // the top nine bits
}

constexpr bool separates_all(std::uint32_t multiplier) {
  std::array<bool, kSlots> taken{};
  for (const Named& named : kNames) {
    if (named.name.empty()) continue;
    bool& slot = taken[slot_of(named.name, multiplier)];
    if (slot) return false;
    slot = true;
  }
  return true;
}

constexpr std::uint32_t kMultiplier = [] {
  std::uint32_t multiplier = 0x9E3779B1;
  while (!separates_all(multiplier)) multiplier += 0x6A09E66A;  // even step: stays odd
  return multiplier;
}();

constexpr std::array<FieldName, kSlots> kTable = [] {
  std::array<FieldName, kSlots> table{};
  for (const Named& named : kNames) {
    if (!named.name.empty()) table[slot_of(named.name, kMultiplier)] = named.id;
  }
  return table;
}();

}  // namespace

std::string_view field_name(FieldName id) { return kNames[static_cast<std::size_t>(id)].name; }

FieldName field_id(std::string_view name) {
  if (name.empty()) return FieldName::other;
  const FieldName id = kTable[slot_of(name, kMultiplier)];
  const std::string_view usual = field_name(id);
  return usual == name || equals_ignore_case(usual, name) ? id : FieldName::other;
}

}  // namespace letterlock::mime
