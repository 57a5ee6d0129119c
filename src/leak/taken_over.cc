#include "leak/taken_over.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "mime/address.h"
#include "mime/date.h"
#include "mime/unstructured.h"

namespace letterlock::leak {
namespace {

std::vector<std::string> writers(const mime::Message& message) {
  std::vector<std::string> addresses;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id != mime::FieldName::from && field.id != mime::FieldName::sender) continue;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message, field)) {
      addresses.push_back(mime::normalized(mailbox));
    }
  }
  return addresses;
}

std::string id_of(const mime::Message& message) {
  const mime::HeaderField* field = message.find(mime::FieldName::message_id);
  if (field == nullptr) return "";
  const auto ids = mime::parse_message_ids(message, *field);
  return ids.empty() ? "" : std::string(ids.front().id);
}

int doubt(const std::string& certainty) {
  if (certainty == "possible") return 2;
  return certainty == "likely" ? 1 : 0;
}

// Lower is stronger.
auto rank(const InOtherHands& found) {
  return std::tuple(found.window.proposed, found.record.empty(),
                    found.window.source != TakenOver::Source::user, doubt(found.window.certainty));
}

}  // namespace

std::optional<InOtherHands> in_other_hands(const mime::Message& message,
                                           const std::vector<TakenOver>& windows) {
  if (windows.empty()) return std::nullopt;
  const auto date = mime::date_of(message);
  const std::string id = id_of(message);
  const std::vector<std::string> from = writers(message);
  std::optional<InOtherHands> best;
  for (const TakenOver& window : windows) {
    if (std::find(from.begin(), from.end(), window.address) == from.end()) continue;
    InOtherHands found;
    const auto sent = id.empty() ? window.sent.end() : window.sent.find(id);
    if (sent != window.sent.end()) {
      found.record = sent->second;
    } else if (!date || date->utc < window.from || date->utc > window.until) {
      continue;
    }
    found.window = window;
    found.window.sent.clear();
    if (!best || rank(found) < rank(*best)) best = std::move(found);
  }
  return best;
}

}  // namespace letterlock::leak
