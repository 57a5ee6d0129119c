// Who must be told: the persons named in exposed messages, by class and certainty, with the
// categories of data found in these messages.
//
// What is found in a message is about somebody in it, not always about everybody named on it: a row
// says "named in messages that carry", and leaves it to a person to look. Persons whom only the
// text names stand apart, with a certainty of their own. No legal advice.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "exposure/data_categories.h"
#include "exposure/exposure.h"

namespace letterlock::exposure {

// The octets of a message as received.
using ReadMessage = std::function<Expected<std::string>(store::MessageId)>;

struct NoticeOptions {
  ExposureClass least = ExposureClass::x2;  // persons of messages of this class and above
  // Persons that the organisation itself names, beside those of the case's address headers.
  std::vector<std::pair<std::string, std::string>> persons;  // name, address
  // When the controller became aware: the 72 hours of GDPR Article 33 run from it.
  std::optional<UnixTime> aware;
  // Reads the text of at most so many messages, worst first; the rest is counted.
  std::uint64_t most_texts = 200'000;
};

// A person, a category of data, a class: what a notice is about.
struct NoticeRow {
  std::string address, name;  // no address: several of the case bear the name
  // Found by name in the text, not on the message by address (names_in_text.h). Never certain.
  bool in_text = false;
  ExposureClass exposure = ExposureClass::x2;
  Certainty certainty = Certainty::certain;  // best of the messages
  std::optional<DataCategory> category;      // none: no documented pattern was found
  std::vector<std::string> patterns;         // "us_ssn", "iban"
  std::uint64_t messages = 0;
  std::vector<std::string> mailboxes;
  std::vector<std::string> message_ids;  // at most 5
  std::uint64_t not_listed = 0;          // messages of others
};

struct Notice {
  std::vector<NoticeRow> rows;        // worst class first, then by address, then by category
  std::uint64_t persons = 0;          // by address
  std::uint64_t persons_in_text = 0;  // only by name, on no exposed message by address
  std::uint64_t messages = 0;         // exposed messages looked at
  std::uint64_t unread = 0;           // of these, text not looked at: too many, or not in the case
  std::map<DataCategory, std::uint64_t> with_data;  // messages
  std::optional<UnixTime> aware;
  std::optional<UnixTime> authority_by;  // 72 hours after
};

Expected<Notice> notice(const ExposureResult& result, store::FactStore& facts,
                        const ReadMessage& read, const NoticeOptions& options, Progress& progress);

// RFC 4180, with a header row; cells that a spreadsheet would run as a formula are defused.
std::string notice_csv(const Notice& notice);

}  // namespace letterlock::exposure
