#include "exposure/duplicates.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <iterator>

namespace letterlock::exposure {
namespace {

std::uint64_t hash_of(const std::string& text) { return XXH3_64bits(text.data(), text.size()); }

// All that an event says, but not where its record stands.
std::uint64_t content_of(const store::Event& event) {
  std::string text;
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{}|{}|{}|{}|{}|{}|", static_cast<int>(event.act), event.operation,
                 event.time->until, event.actor, event.mailbox, event.target);
  fmt::format_to(out, "{}|{}|{}|{}|{}|{}|{}|", event.from.ip ? event.from.ip->text() : "",
                 event.client, event.user_agent, event.app_id, event.session, event.token,
                 event.query);
  fmt::format_to(out, "{}|{}|", static_cast<int>(event.outcome), event.error_code);
  for (const auto& message : event.messages) {
    fmt::format_to(out, "{}|{}|{}|{}|", message.message_id, message.item_id, message.subject,
                   message.folder);
  }
  for (const auto& folder : event.folders) fmt::format_to(out, "{}|", folder.path);
  for (const auto& recipient : event.recipients) fmt::format_to(out, "{}|", recipient);
  for (const auto& each : event.parameters) fmt::format_to(out, "{}={}|", each.name, each.value);
  return hash_of(text);
}

}  // namespace

bool Duplicates::seen(const store::Event& event) {
  if (event.time->from != at_) {
    at_ = event.time->from;
    ids_.clear();
    contents_.clear();
  }
  if (!event.record_id.empty()) {
    const std::string id = fmt::format("{}|{}|{}", static_cast<int>(event.provider),
                                       event.record_id, event.place.part);
    // Some exports lose what others keep: an incomplete record does not stand for a whole one.
    return !ids_.insert(hash_of(id + (event.incomplete ? "|incomplete" : ""))).second;
  }
  return !contents_.insert(content_of(event)).second;
}

}  // namespace letterlock::exposure
