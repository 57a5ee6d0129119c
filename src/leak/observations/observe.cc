#include <algorithm>
#include <array>

#include "auth/tag_list.h"
#include "base/ascii.h"
#include "leak/observations/observer.h"

namespace letterlock::leak {

ByteRange Observer::tag(const auth::SignatureCheck& check, std::string_view name) const {
  const mime::HeaderField& field = message.header()[check.signature.field];
  const std::string_view body = message.octets(field.body);
  const auth::TagListView tags = auth::parse_tag_list(body);
  const auth::TagView* found_tag = tags.find(name);
  if (found_tag == nullptr || found_tag->value.empty()) return check.signature.where;
  const auto offset = static_cast<std::uint32_t>(found_tag->value.data() - body.data());
  return {field.body.offset + offset, static_cast<std::uint32_t>(found_tag->value.size())};
}

Placement placement_of(std::string_view folder) {
  // Lower case; the names of common mail programs and of Gmail's labels.
  constexpr std::array<std::string_view, 24> kSent = {"sent",
                                                      "sent items",
                                                      "sent messages",
                                                      "sent mail",
                                                      "sent-mail",
                                                      "_sent_mail",
                                                      "outbox",
                                                      "gesendet",
                                                      "gesendete elemente",
                                                      "gesendete objekte",
                                                      "gesendete nachrichten",
                                                      "envoy\xC3\xA9s",
                                                      "messages envoy\xC3\xA9s",
                                                      "\xC3\xA9l\xC3\xA9ments envoy\xC3\xA9s",
                                                      "enviados",
                                                      "elementos enviados",
                                                      "itens enviados",
                                                      "posta inviata",
                                                      "inviati",
                                                      "inviata",
                                                      "verzonden items",
                                                      "verzonden",
                                                      "skickat",
                                                      "sendt"};
  constexpr std::array<std::string_view, 7> kDrafts = {
      "drafts", "draft", "entw\xC3\xBCrfe", "brouillons", "borradores", "bozze", "concepten"};
  constexpr std::array<std::string_view, 12> kReceived = {"inbox",
                                                          "posteingang",
                                                          "spam",
                                                          "junk",
                                                          "junk e-mail",
                                                          "bandeja de entrada",
                                                          "bo\xC3\xAEte de r\xC3\xA9"
                                                          "ception",
                                                          "posta in arrivo",
                                                          "postvak in",
                                                          "caixa de entrada",
                                                          "new",
                                                          "important"};
  const std::string path = lower_ascii(trim(folder));
  const std::size_t slash = path.find_last_of("/\\");
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const auto is_one_of = [&](const auto& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (is_one_of(kSent)) return Placement::sent;
  if (is_one_of(kDrafts)) return Placement::draft;
  return is_one_of(kReceived) ? Placement::received : Placement::unknown;
}

std::vector<Observation> observe(const mime::Message& message,
                                 std::span<const auth::SignatureCheck> checks,
                                 const ClockTable& clocks, const ObservationContext& context) {
  Observer observer{.message = message,
                    .checks = checks,
                    .clocks = clocks,
                    .context = context,
                    .covered = std::vector<bool>(message.header().size(), false),
                    .any_opened = false,
                    .found = {}};
  for (const auth::SignatureCheck& check : checks) {
    observer.any_opened |=
        check.proof == auth::Proof::header_only || check.proof == auth::Proof::header_and_body;
  }
  for (const auth::SignatureCheck& check : checks) {
    if (!observer.counts(check)) continue;
    for (const auto& slot : check.slots) {
      if (slot && *slot < observer.covered.size()) observer.covered[*slot] = true;
    }
  }
  observe_signatures(observer);
  observe_body_limits(observer);
  observe_duplicates(observer);
  observe_coverage(observer);
  observe_content_type(observer);
  observe_times(observer);
  observe_recipients(observer);
  observe_placement(observer);
  return std::move(observer.found);
}

}  // namespace letterlock::leak
