#include "sources/mapi.h"

#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/ascii.h"
#include "mime/charset.h"
#include "sources/codepage.h"
#include "sources/glimpse.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

constexpr std::int64_t kTicksPerSecond = 10'000'000;
constexpr std::int64_t kSecondsFrom1601 = 11'644'473'600;

}  // namespace

std::string_view MapiProperties::text(Mapi id) const {
  const auto found = texts_.find(static_cast<std::uint16_t>(id));
  return found == texts_.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view MapiProperties::binary(Mapi id) const {
  const auto found = binaries_.find(static_cast<std::uint16_t>(id));
  return found == binaries_.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::int64_t> MapiProperties::number(Mapi id) const {
  const auto found = numbers_.find(static_cast<std::uint16_t>(id));
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<UnixTime> MapiProperties::time(Mapi id) const {
  const auto ticks = number(id);
  // Outlook writes the year 4501 for "none".
  constexpr UnixTime kNone = 79'870'662'000;
  if (!ticks || *ticks <= 0) return std::nullopt;
  const UnixTime time = *ticks / kTicksPerSecond - kSecondsFrom1601;
  return time >= kNone ? std::nullopt : std::optional(time);
}

bool is_known_property(std::uint16_t id) {
  static constexpr std::array kKnown = {Mapi::importance,
                                        Mapi::message_class,
                                        Mapi::subject,
                                        Mapi::client_submit_time,
                                        Mapi::sent_representing_name,
                                        Mapi::sent_representing_type,
                                        Mapi::sent_representing_email,
                                        Mapi::conversation_topic,
                                        Mapi::conversation_index,
                                        Mapi::transport_headers,
                                        Mapi::recipient_type,
                                        Mapi::sender_name,
                                        Mapi::sender_type,
                                        Mapi::sender_email,
                                        Mapi::display_bcc,
                                        Mapi::display_cc,
                                        Mapi::display_to,
                                        Mapi::delivery_time,
                                        Mapi::message_flags,
                                        Mapi::body,
                                        Mapi::rtf_compressed,
                                        Mapi::html,
                                        Mapi::internet_message_id,
                                        Mapi::references,
                                        Mapi::in_reply_to,
                                        Mapi::last_verb,
                                        Mapi::flag_status,
                                        Mapi::creation_time,
                                        Mapi::display_name,
                                        Mapi::address_type,
                                        Mapi::email_address,
                                        Mapi::attach_data,
                                        Mapi::attach_filename,
                                        Mapi::attach_method,
                                        Mapi::attach_long_filename,
                                        Mapi::attach_mime_tag,
                                        Mapi::attach_content_id,
                                        Mapi::smtp_address,
                                        Mapi::internet_codepage,
                                        Mapi::message_codepage,
                                        Mapi::sender_smtp,
                                        Mapi::sent_representing_smtp};
  return std::any_of(kKnown.begin(), kKnown.end(),
                     [&](Mapi known) { return static_cast<std::uint16_t>(known) == id; });
}

void set_stored_value(std::uint16_t id, std::uint16_t type, std::string_view octets,
                      unsigned codepage, MapiProperties& into) {
  const auto integer = [&](std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = std::min(size, octets.size()); i-- > 0;) {
      value = value << 8 | static_cast<unsigned char>(octets[i]);
    }
    return value;
  };
  switch (type) {
    case 0x0002:
      into.set_number(id, static_cast<std::int16_t>(integer(2)));
      break;
    case 0x0003:
      into.set_number(id, static_cast<std::int32_t>(integer(4)));
      break;
    case 0x000B:
      into.set_number(id, integer(1) != 0);
      break;
    case 0x0014:
    case 0x0040:
      into.set_number(id, static_cast<std::int64_t>(integer(8)));
      break;
    case 0x001E: {
      Arena arena;
      while (octets.ends_with('\0')) octets.remove_suffix(1);
      into.set_text(id, std::string(mime::to_utf8(octets, codepage_label(codepage), arena).text));
      break;
    }
    case 0x001F: {
      std::string text = utf16le_to_utf8(octets);
      while (text.ends_with('\0')) text.pop_back();
      into.set_text(id, std::move(text));
      break;
    }
    case 0x0102:
      into.set_binary(id, std::string(octets));
      break;
    default:
      break;
  }
}

bool is_mail_class(std::string_view message_class) {
  constexpr std::array kOthers = {"IPM.Contact"sv,       "IPM.DistList"sv,   "IPM.Appointment"sv,
                                  "IPM.Task"sv,          "IPM.StickyNote"sv, "IPM.Activity"sv,
                                  "IPM.Configuration"sv, "IPM.Microsoft"sv,  "IPM.Conflict"sv,
                                  "IPM.Rule"sv,          "IPM.AbchPerson"sv, "IPM.ExtendedRule"sv};
  if (message_class.empty()) return false;
  return std::none_of(kOthers.begin(), kOthers.end(), [&](std::string_view other) {
    return starts_with_ignore_case(message_class, other);
  });
}

std::string mapi_flags(const MapiProperties& properties) {
  constexpr std::int64_t kRead = 1, kUnsent = 8, kFlagged = 2;
  constexpr std::int64_t kReplied = 102, kRepliedToAll = 103, kForwarded = 104;
  std::string letters;
  const std::int64_t flags = properties.number(Mapi::message_flags).value_or(0);
  const std::int64_t verb = properties.number(Mapi::last_verb).value_or(0);
  if (flags & kRead) letters += 'S';
  if (flags & kUnsent) letters += 'D';
  if (properties.number(Mapi::flag_status) == kFlagged) letters += 'F';
  if (verb == kReplied || verb == kRepliedToAll) letters += 'R';
  if (verb == kForwarded) letters += 'P';
  return sorted_flags(letters);
}

std::optional<UnixTime> mapi_date(const MapiProperties& properties) {
  const auto delivered = properties.time(Mapi::delivery_time);
  if (delivered) return delivered;
  const auto submitted = properties.time(Mapi::client_submit_time);
  return submitted ? submitted : properties.time(Mapi::creation_time);
}

}  // namespace letterlock::sources
