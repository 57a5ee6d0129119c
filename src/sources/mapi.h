// A message as Outlook keeps it: properties (MS-OXPROPS), recipients and attachments, read from a
// PST item or a .msg file; and the RFC 5322 octets rebuilt from them.
//
// The rebuilt octets are ours and the same for the same properties: transport headers where the
// item has them, else fields made of properties. Below transport headers the body is written the
// way these say (charset, transfer encoding, boundary) where the item's content fits that, so that
// a signature may fit. Else text, HTML and RTF bodies are alternatives, and the headers' own fields
// about the body are kept as X-Transport-...; attachments in base64, messages in messages as
// message/rfc822. A sender or recipient known only
// by an Exchange name gets an address as Exchange itself encapsulates such names, under the
// reserved domain "exchange.invalid", so that one person stays one address. Where the item's
// subject is not that of its transport headers, X-MAPI-Subject has it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/clock.h"

namespace letterlock::sources {

// Property identifiers (MS-OXPROPS section 2).
enum class Mapi : std::uint16_t {
  importance = 0x0017,
  message_class = 0x001A,
  subject = 0x0037,
  client_submit_time = 0x0039,
  sent_representing_name = 0x0042,
  sent_representing_type = 0x0064,
  sent_representing_email = 0x0065,
  conversation_topic = 0x0070,
  conversation_index = 0x0071,
  transport_headers = 0x007D,
  recipient_type = 0x0C15,
  sender_name = 0x0C1A,
  sender_type = 0x0C1E,
  sender_email = 0x0C1F,
  display_bcc = 0x0E02,
  display_cc = 0x0E03,
  display_to = 0x0E04,
  delivery_time = 0x0E06,
  message_flags = 0x0E07,
  body = 0x1000,
  rtf_compressed = 0x1009,
  html = 0x1013,
  internet_message_id = 0x1035,
  references = 0x1039,
  in_reply_to = 0x1042,
  last_verb = 0x1081,
  flag_status = 0x1090,
  display_name = 0x3001,
  address_type = 0x3002,
  email_address = 0x3003,
  creation_time = 0x3007,
  attach_data = 0x3701,
  attach_filename = 0x3704,
  attach_method = 0x3705,
  attach_long_filename = 0x3707,
  attach_mime_tag = 0x370E,
  attach_content_id = 0x3712,
  smtp_address = 0x39FE,
  internet_codepage = 0x3FDE,
  message_codepage = 0x3FFD,
  sender_smtp = 0x5D01,
  sent_representing_smtp = 0x5D02,
};

class MapiProperties {
 public:
  void set_text(std::uint16_t id, std::string utf8) { texts_[id] = std::move(utf8); }
  void set_binary(std::uint16_t id, std::string octets) { binaries_[id] = std::move(octets); }
  void set_number(std::uint16_t id, std::int64_t number) { numbers_[id] = number; }

  std::string_view text(Mapi id) const LL_LIFETIME_BOUND;    // "" where absent
  std::string_view binary(Mapi id) const LL_LIFETIME_BOUND;  // "" where absent
  std::optional<std::int64_t> number(Mapi id) const;
  // A property that is a time, from its FILETIME (100 ns since 1601).
  std::optional<UnixTime> time(Mapi id) const;

 private:
  std::map<std::uint16_t, std::string> texts_, binaries_;
  std::map<std::uint16_t, std::int64_t> numbers_;
};

// True for the identifiers above: others need not be read.
bool is_known_property(std::uint16_t id);

// Sets `id` from a value as stored: `type` is its property type (MS-OXCDATA section 2.11.1), 8-bit
// strings are in `codepage`. Types that no property above has are left out.
void set_stored_value(std::uint16_t id, std::uint16_t type, std::string_view octets,
                      unsigned codepage, MapiProperties& into);

struct MapiItem;
struct MapiAttachment {
  MapiProperties properties;
  std::unique_ptr<MapiItem> message;  // where it is a message
  std::string trouble;                // why its content could not be read; empty where it was
};

struct MapiItem {
  MapiProperties properties;
  std::vector<MapiProperties> recipients;
  std::vector<MapiAttachment> attachments;
};

// False for contacts, appointments, tasks, notes and settings.
bool is_mail_class(std::string_view message_class);

// The message as RFC 5322 octets, with CRLF. `depth`: messages in messages that are still written.
std::string rebuild_message(const MapiItem& item, unsigned depth = 20);

// Maildir letters from message flags, flag status and last verb.
std::string mapi_flags(const MapiProperties& properties);
// Delivery, else submission.
std::optional<UnixTime> mapi_date(const MapiProperties& properties);

// What transport headers begin with, where a mail system put a line before the first field.
std::string_view without_preamble(std::string_view transport_headers);

}  // namespace letterlock::sources
