#include "exposure/deeds.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "exposure/blind_times.h"
#include "exposure/contexts.h"
#include "exposure/runs.h"

namespace letterlock::exposure {
namespace {

using store::Act;

constexpr UnixTime kAlike = 3600;  // within this, alike lines of the timeline become one

std::string account_of(const store::Event& event) {
  const std::string_view mailbox = mailbox_of(event);
  return mailbox.empty() ? event.actor : std::string(mailbox);
}

// Whose account an act on accounts changes.
std::string changed_account(const store::Event& event) {
  return event.target.find('@') == std::string::npos ? account_of(event)
                                                     : lower_ascii(event.target);
}

// An administrator's cmdlet names the mailbox in the identity: "ada\rule", "x.example/ada\rule".
// "" where it names none.
std::string_view owner_in_identity(const store::Event& event) {
  std::string_view identity = event.target;
  for (const auto& parameter : event.parameters) {
    if (equals_ignore_case(parameter.name, "Identity")) identity = parameter.value;
  }
  const auto end = identity.rfind('\\');
  if (end == std::string_view::npos) return {};
  identity = identity.substr(0, end);
  return identity.substr(identity.find_last_of("/\\") + 1);
}

bool is_sending(Act act) { return act >= Act::mail_sent && act <= Act::mail_sent_on_behalf; }
bool is_deleting(Act act) {
  return act >= Act::mail_moved_to_deleted_items && act <= Act::mail_hard_deleted;
}
bool is_file(Act act) { return act >= Act::file_accessed && act <= Act::file_deleted; }
bool is_reading(Act act) {
  return act == Act::mail_read || act == Act::mail_synced || act == Act::folder_opened ||
         act == Act::attachment_opened || act == Act::chat_read;
}
bool is_signing_in(Act act) { return act >= Act::sign_in && act <= Act::mailbox_login; }

// Of the owner's and the administrators' records, those that tell the story too.
bool is_worth_telling(Act act) {
  return act == Act::inbox_rule_removed || act == Act::inbox_rule_disabled ||
         act == Act::forwarding_removed || act == Act::mailbox_permission_removed ||
         act == Act::consent_revoked || act == Act::mfa_changed || act == Act::password_changed ||
         act == Act::recovery_changed || act == Act::account_changed ||
         act == Act::account_removed || act == Act::app_removed || act == Act::alert_raised ||
         act == Act::audit_setting_changed;
}

bool is_quiet(Act act) {
  return is_reading(act) || is_signing_in(act) || act == Act::sign_in_failed ||
         act == Act::sign_out || act == Act::token_used || act == Act::mail_received ||
         act == Act::alert_raised;
}

// Sent, deleted, ordered or taken; neither reading nor signing in.
bool changes_something(Act act) { return !is_quiet(act) && act != Act::mail_searched; }

std::string first_app(const store::Event& event) {
  for (const auto& grant : grants_of(event, 0)) {
    if (!grant.app.empty()) return grant.app;
  }
  return event.target;
}

std::string grantee(const store::Event& event) {
  for (const auto& parameter : event.parameters) {
    if (equals_ignore_case(parameter.name, "User") ||
        equals_ignore_case(parameter.name, "Trustee")) {
      return parameter.value;
    }
  }
  return event.target;
}

bool looks_like_removal(std::string_view operation) {
  const std::string text = lower_ascii(operation);
  return text.find("delete") != std::string::npos || text.find("remove") != std::string::npos ||
         text.find("disable") != std::string::npos;
}

void add_record(const store::Event& event, TimelineEntry& line) {
  if (line.more_records.size() < kMostMoreRecords) line.more_records.push_back(record_name(event));
}

}  // namespace

Deeds::Deeds(Activity& activity, std::span<const AccessContext> contexts) : activity_(activity) {
  for (std::uint32_t i = 0; i < contexts.size(); ++i) {
    const AccessContext& context = contexts[i];
    if (context.got_in && !context.address.empty()) addresses_.try_emplace(context.address, i);
  }
}

std::optional<std::uint32_t> Deeds::same_address(const store::Event& event) const {
  const auto found = addresses_.find(address_of(event));
  return found == addresses_.end() ? std::nullopt : std::optional(found->second);
}

void Deeds::put(std::vector<Deed>& list, const store::Event& event, std::uint32_t context,
                const store::NamedMessage* message, std::string what) {
  if (list.size() >= kMostDeeds) {
    ++activity_.cut;
    return;
  }
  Deed deed;
  deed.act = event.act;
  deed.operation = event.operation;
  deed.record = record_name(event);
  deed.at = event.time->from;
  deed.context = context;
  deed.account = account_of(event);
  deed.recipients = event.recipients;
  deed.what = std::move(what);
  deed.failed = event.outcome == store::Outcome::failed;
  if (message != nullptr) {
    deed.message_id = message->message_id;
    deed.subject = message->subject;
    deed.folder = message->folder;
  }
  list.push_back(std::move(deed));
}

void Deeds::note_deeds(const store::Event& event, std::uint32_t context) {
  std::vector<Deed>* list = nullptr;
  if (is_sending(event.act)) list = &activity_.sent;
  if (is_deleting(event.act)) list = &activity_.deleted;
  if (is_file(event.act)) list = &activity_.files;
  if (event.act == Act::mail_searched) list = &activity_.searched;
  if (list == nullptr && !is_quiet(event.act)) list = &activity_.changed;
  if (list == nullptr) return;
  if (context == kNone) {
    const auto beside = same_address(event);
    if (!beside) return;
    context = *beside;
    list = &activity_.beside;
  }
  const std::string what = sentence(event);
  if (event.messages.empty()) put(*list, event, context, nullptr, what);
  for (const auto& message : event.messages) put(*list, event, context, &message, what);
}

void Deeds::set(const store::Event& event, std::string kind, std::string name, std::string what,
                bool by_intruder) {
  if (!by_intruder || event.outcome == store::Outcome::failed) return;
  const std::string account =
      kind == "inbox_rule" || kind == "forwarding" ? account_of(event) : changed_account(event);
  std::tuple key(kind, account, lower_ascii(name));
  const auto set = set_.find(key);
  if (set != set_.end() && !activity_.persistence[set->second].removed_at) {
    activity_.persistence[set->second].what = std::move(what);  // changed since
    return;
  }
  if (activity_.persistence.size() >= kMostDeeds) {
    ++activity_.cut;
    return;
  }
  set_[std::move(key)] = activity_.persistence.size();
  activity_.persistence.push_back({std::move(kind), account, std::move(name), std::move(what),
                                   event.time->from, record_name(event), std::nullopt, "", true});
}

void Deeds::removed(const store::Event& event, std::string_view kind, const std::string& name) {
  if (event.outcome == store::Outcome::failed) return;
  const std::string mailbox = account_of(event), changed = changed_account(event);
  const std::string_view owner = kind == "inbox_rule" ? owner_in_identity(event) : "";
  for (Persistence& known : activity_.persistence) {
    if (known.kind != kind || known.removed_at) continue;
    const std::string_view local =
        std::string_view(known.account).substr(0, known.account.find('@'));
    const bool others = event.actor != known.account;  // an administrator's hand
    const bool same_account =
        owner.empty()
            ? known.account == mailbox || known.account == changed || others
            : equals_ignore_case(owner, known.account) || equals_ignore_case(owner, local);
    const bool same_name = name.empty() || equals_ignore_case(known.name, name) ||
                           name.ends_with("\\" + known.name) ||
                           (kind != "inbox_rule" && known.what.find(name) != std::string::npos);
    if (!same_account || !same_name) continue;
    known.removed_at = event.time->from;
    known.removed_record = record_name(event);
  }
}

void Deeds::note_persistence(const store::Event& event, std::uint32_t context) {
  const bool mine = context != kNone;
  switch (event.act) {
    case Act::inbox_rule_set:
    case Act::inbox_rule_enabled: {
      const Rule rule = rule_of(event);
      return set(event, "inbox_rule", rule.name, describe(rule), mine);
    }
    case Act::inbox_rule_removed:
    case Act::inbox_rule_disabled:
      return removed(event, "inbox_rule", rule_of(event).name);
    case Act::forwarding_set:
      return set(event, "forwarding", forwarded_to(event), sentence(event), mine);
    case Act::forwarding_removed:
      return removed(event, "forwarding", "");
    case Act::mailbox_permission_granted:
      return set(event, "mailbox_permission", grantee(event), sentence(event), mine);
    case Act::mailbox_permission_removed:
      return removed(event, "mailbox_permission", grantee(event));
    case Act::consent_granted:
      return set(event, "consent", event.app_name.empty() ? first_app(event) : event.app_name,
                 sentence(event), mine);
    case Act::consent_revoked:
    case Act::app_removed:
      return removed(event, "consent", first_app(event));
    case Act::mfa_changed:
      if (looks_like_removal(event.operation)) return removed(event, "mfa_method", "");
      return set(event, "mfa_method", event.operation, sentence(event), mine);
    case Act::credential_added:
      return set(event, "credential", event.target, sentence(event), mine);
    case Act::credential_removed:
      return removed(event, "credential", event.target);
    case Act::role_granted:
      return set(event, "role", event.target, sentence(event), mine);
    case Act::role_removed:
      return removed(event, "role", event.target);
    case Act::account_added:
      return set(event, "account", event.target, sentence(event), mine);
    case Act::account_removed:
      return removed(event, "account", event.target);
    case Act::tenant_mail_flow_changed:
      return set(event, "tenant_mail_flow", event.target, sentence(event), mine);
    case Act::device_changed:
      return set(event, "device", event.target, sentence(event), mine);
    default:
      return;
  }
}

// The second record of a sign-in stands with the first one; false where it is none.
bool Deeds::note_again(const store::Event& event) {
  const auto number = static_cast<SameSignIn::Handle>(line_of_sign_in_.size());
  const auto same = same_.add(event, number);
  if (!same) {
    line_of_sign_in_.push_back(static_cast<std::uint32_t>(activity_.timeline.size()));
    return false;
  }
  if (line_of_sign_in_[same->handle] < activity_.timeline.size()) {
    add_record(event, activity_.timeline[line_of_sign_in_[same->handle]]);
  }
  return true;
}

void Deeds::note_timeline(const store::Event& event, std::uint32_t context) {
  std::optional<std::uint32_t> beside;
  if (context == kNone) beside = same_address(event);
  if (context == kNone && !is_worth_telling(event.act) && !(beside && changes_something(event.act)))
    return;
  const bool signs_in = event.act == Act::sign_in || event.act == Act::sign_in_failed;
  if (signs_in && note_again(event)) return;
  auto& lines = activity_.timeline;
  const std::string account = account_of(event);
  const std::optional<std::uint32_t> whose =
      context == kNone ? std::nullopt : std::optional(context);
  // Runs of the same act are one line; what changes something keeps a line of its own.
  const bool folds = is_reading(event.act) || is_signing_in(event.act) ||
                     event.act == Act::sign_in_failed || is_deleting(event.act) ||
                     is_file(event.act) || event.act == Act::token_used;
  if (folds && !lines.empty()) {
    TimelineEntry& last = lines.back();
    if (last.account == account && last.context == whose && last.act == event.act &&
        event.time->from <= last.until + kAlike) {
      ++last.times;
      last.until = std::max(last.until, event.time->until);
      add_record(event, last);
      if (signs_in) line_of_sign_in_.back() = static_cast<std::uint32_t>(lines.size() - 1);
      return;
    }
  }
  if (lines.size() >= kMostDeeds) {
    ++activity_.cut;
    return;
  }
  lines.push_back({event.time->from,
                   account,
                   whose,
                   event.act,
                   sentence(event),
                   record_name(event),
                   1,
                   event.time->until,
                   {},
                   address_of(event),
                   beside});
}

void Deeds::add(const store::Event& event, std::uint32_t context) {
  note_deeds(event, context);
  note_persistence(event, context);
  note_timeline(event, context);
}

void Deeds::finish() {
  std::stable_sort(activity_.persistence.begin(), activity_.persistence.end(),
                   [](const auto& a, const auto& b) {
                     return a.removed_at.has_value() < b.removed_at.has_value();
                   });
}

}  // namespace letterlock::exposure
