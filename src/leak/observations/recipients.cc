// Replay: a signature holds for any number of recipients. Who got this copy is told by fields that
// the receiving side wrote; whether To and Cc name that address is told here.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "leak/observations/observer.h"
#include "mime/address.h"
#include "mime/unstructured.h"

namespace letterlock::leak {
namespace {

using mime::FieldName;

struct Delivery {
  std::string address;
  ByteRange where;
};

constexpr std::size_t kMostAddresses = 2000;

bool is_envelope_field(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"delivered-to",   "x-original-to",
                                                      "envelope-to",    "x-envelope-to",
                                                      "x-delivered-to", "x-rcpt-to"};
  const std::string lower = lower_ascii(name);
  return std::find(kNames.begin(), kNames.end(), lower) != kNames.end();
}

std::vector<std::string> named_recipients(const Observer& observer, bool& any_covered) {
  std::vector<std::string> named;
  const auto header = observer.message.header();
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].id != FieldName::to && header[i].id != FieldName::cc) continue;
    any_covered |= observer.covered[i];
    for (const mime::MailboxView& mailbox : mime::parse_addresses(observer.message, header[i])) {
      if (named.size() < kMostAddresses) named.push_back(mime::normalized(mailbox));
    }
  }
  std::sort(named.begin(), named.end());
  return named;
}

std::vector<Delivery> deliveries(const Observer& observer) {
  std::vector<Delivery> found;
  for (const mime::HeaderField& field : observer.message.header()) {
    if (found.size() >= 50) break;
    if (is_envelope_field(observer.message.octets(field.name))) {
      for (const mime::MailboxView& mailbox : mime::parse_addresses(observer.message, field)) {
        found.push_back({mime::normalized(mailbox), mailbox.where});
      }
    } else if (field.id == FieldName::received) {
      const mime::ReceivedView view = mime::parse_received(observer.message, field);
      if (view.for_.find('@') == std::string_view::npos) continue;
      Arena arena;
      for (const mime::MailboxView& mailbox : mime::parse_addresses(view.for_, arena)) {
        found.push_back({mime::normalized(mailbox), field.whole});
      }
    }
  }
  return found;
}

}  // namespace

void observe_recipients(Observer& observer) {
  bool any_covered = false;
  const std::vector<std::string> named = named_recipients(observer, any_covered);
  const std::vector<Delivery> all = deliveries(observer);
  if (named.empty() || all.empty()) return;
  std::vector<ByteRange> where;
  std::string who;
  for (const Delivery& delivery : all) {
    if (std::binary_search(named.begin(), named.end(), delivery.address)) return;
    if (who.empty()) who = delivery.address;
    if (where.size() < 10) where.push_back(delivery.where);
  }
  const bool list = observer.message.find(FieldName::list_id) != nullptr;
  const bool signed_recipients = any_covered && !list;
  observer.add(
      signed_recipients ? "delivered_to_other_than_signed" : "delivered_to_unnamed_recipient",
      signed_recipients ? Severity::caution : Severity::note, std::move(where),
      fmt::format("Delivered to \"{}\", whom neither To nor Cc{} names{}.", who,
                  signed_recipients ? ", which are signed," : "",
                  list ? " (it came through a mailing list)"
                       : ": a blind copy, a forward, or a signed message sent again to others"));
}

}  // namespace letterlock::leak
