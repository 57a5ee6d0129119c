#include "exposure/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "exposure/blind_times.h"
#include "exposure/folders.h"
#include "exposure/runs.h"

namespace letterlock::exposure {
namespace {

using store::Act;

// Messages that only records name, kept at most; the rest is counted.
constexpr std::size_t kMostAbsent = 500'000;
// Of records without Message-ID: how much a size may differ, as the provider counts otherwise.
constexpr std::uint64_t kSizeShare = 4;

bool lets_in(const store::Event& event) {
  return event.act != Act::sign_in_failed && event.outcome != store::Outcome::failed &&
         event.act != Act::mail_received && event.act != Act::alert_raised;
}

bool is_removal(Act act) { return act == Act::mail_soft_deleted || act == Act::mail_hard_deleted; }

bool is_writing(Act act) {
  return (act >= Act::mail_sent && act <= Act::mail_sent_on_behalf) || act == Act::mail_created;
}

// Done to a message that lay there, in whose list its subject and sender stand.
bool is_handling(Act act) { return act >= Act::mail_updated && act <= Act::mail_hard_deleted; }

bool contains(std::string_view text, std::string_view part) {
  return lower_ascii(text).find(part) != std::string::npos;
}

// What ends access: a new password, revoked sessions, a disabled or removed account.
std::string eviction_text(const store::Event& event) {
  if (event.outcome == store::Outcome::failed) return {};
  const bool revoked = contains(event.operation, "stsrefreshtokenvalidfrom") ||
                       contains(event.operation, "revoke") ||
                       contains(event.operation, "sign_out_user") ||
                       contains(event.operation, "reset_signin_cookies");
  const bool disabled = contains(event.operation, "disable account") ||
                        contains(event.operation, "suspend_user") ||
                        event.act == Act::account_removed;
  if (event.act == Act::password_changed) return "the password was changed";
  if (revoked && event.act != Act::consent_revoked) return "the sessions were revoked";
  if (disabled) return "the account was disabled";
  return {};
}

// What a record of access says was done. Gmail's log tells it by numbers (audit/gmail.cc).
Basis basis_of_access(const store::Event& event) {
  const bool attachment = event.act == Act::attachment_opened;
  std::string_view gmail;
  for (const auto& parameter : event.parameters) {
    if (event.product == "gmail" && parameter.name == "mail_event_type") gmail = parameter.value;
  }
  if (gmail == "10") return Basis::sent_on;
  if (gmail == "32") return Basis::message_download;
  const bool saved = gmail == "17" || gmail == "18";
  if (attachment && (saved || contains(event.operation, "download"))) {
    return Basis::attachment_download;
  }
  return attachment ? Basis::attachment_opened : Basis::named_in_read;
}

}  // namespace

Judge::Judge(ExposureResult& result, Placed& placed)
    : result_(result), placed_(placed), deeds_(result.activity, result.contexts) {
  for (std::uint32_t i = 0; i < result.mailboxes.size(); ++i) {
    mailbox_ids_.emplace(result.mailboxes[i].account, i);
  }
  evictions_.resize(result.mailboxes.size());
  first_access_.resize(result.mailboxes.size());
  last_access_.resize(result.mailboxes.size());
  lost_.resize(result.mailboxes.size());
}

std::optional<std::uint32_t> Judge::mailbox_index(std::string_view name) const {
  const auto found = mailbox_ids_.find(name);
  return found == mailbox_ids_.end() ? std::nullopt : std::optional(found->second);
}

// Set with a cmdlet, an order names the mailbox in its identity: "ada\\rule".
std::optional<std::uint32_t> Judge::mailbox_of_order(const store::Event& event) const {
  std::string_view object = event.target;
  for (const auto& parameter : event.parameters) {
    if (equals_ignore_case(parameter.name, "Identity")) object = parameter.value;
  }
  object = object.substr(0, object.find('\\'));
  for (const auto& [account, index] : mailbox_ids_) {
    const std::string_view local = std::string_view(account).substr(0, account.find('@'));
    if (!object.empty() &&
        (equals_ignore_case(object, account) || equals_ignore_case(object, local))) {
      return index;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Judge::mailbox_of_event(const store::Event& event) const {
  if (event.mailbox.empty() && event.act >= Act::inbox_rule_set &&
      event.act <= Act::forwarding_removed) {
    if (const auto named = mailbox_of_order(event)) return named;
  }
  const std::string_view named = mailbox_of(event);
  return mailbox_index(named.empty() ? std::string_view(event.actor) : named);
}

Certainty Judge::certainty_of(std::uint32_t context) const {
  return result_.contexts[context].certainty;
}

std::uint32_t Judge::use(const store::Event& event, std::uint32_t context) {
  if (used_) return used_event_;
  used_ = true;
  used_event_ = static_cast<std::uint32_t>(result_.records.size());
  result_.records.push_back({event.id, record_name(event), event.operation, event.act, *event.time,
                             context, event.folders.empty() ? "" : event.folders.front().path});
  return used_event_;
}

void Judge::add(const store::Event& event, std::uint32_t context) {
  used_ = false;
  deeds_.add(event, context);
  const bool sends = event.act >= Act::mail_sent && event.act <= Act::mail_sent_on_behalf;
  if (context != kNone && sends) use(event, context);
  // A new password that the intruder sets puts out the owner.
  if (context == kNone) note_eviction(event);
  if (context != kNone && lets_in(event)) note_access(event, context);
  const auto mailbox = mailbox_of_event(event);
  if (!mailbox) return;
  note_forward_end(event, *mailbox);
  note_fate(event, *mailbox);
}

void Judge::note_access(const store::Event& event, std::uint32_t context) {
  const auto mailbox = mailbox_of_event(event);
  if (event.act == Act::export_made) note_export(event, context);
  if (!mailbox) return;
  if (!first_access_[*mailbox]) first_access_[*mailbox] = event.time->from;
  last_access_[*mailbox] =
      std::max(last_access_[*mailbox].value_or(event.time->until), event.time->until);
  switch (event.act) {
    case Act::mail_read:
    case Act::attachment_opened:
      return note_reads(event, *mailbox, context);
    case Act::mail_synced:
      return note_sync(event, *mailbox, context);
    case Act::inbox_rule_set:
    case Act::inbox_rule_enabled:
    case Act::forwarding_set:
      return note_forward(event, *mailbox, context);
    default:
      return note_handling(event, *mailbox, context);
  }
}

void Judge::touch_named(const store::Event& event, std::uint32_t mailbox, std::uint32_t context,
                        ExposureClass exposure, Basis basis) {
  const std::uint32_t record = use(event, context);
  for (const auto& named : event.messages) {
    const Joined joined = join(mailbox, event, named);
    const Certainty certainty = joined.ambiguous ? Certainty::possible : certainty_of(context);
    for (const std::uint32_t row : joined.rows) {
      touch(row, exposure, basis, certainty, joined.by, record);
    }
  }
}

// What was written in a context is known to who was there. What was only moved or deleted there was
// seen in a list; no record says that it was opened.
void Judge::note_handling(const store::Event& event, std::uint32_t mailbox, std::uint32_t context) {
  if (is_writing(event.act)) {
    touch_named(event, mailbox, context, ExposureClass::x4, Basis::written);
  } else if (is_handling(event.act)) {
    touch_named(event, mailbox, context, ExposureClass::x2, Basis::handled);
  }
}

void Judge::note_reads(const store::Event& event, std::uint32_t mailbox, std::uint32_t context) {
  const bool attachment = event.act == Act::attachment_opened;
  const Basis basis = basis_of_access(event);
  const bool taken = basis != Basis::named_in_read && basis != Basis::attachment_opened;
  const ExposureClass exposure = taken ? ExposureClass::x5 : ExposureClass::x4;
  touch_named(event, mailbox, context, exposure, basis);
  if (event.incomplete || (event.messages.empty() && !attachment)) {
    lost_[mailbox].push_back(
        {Blind::record_incomplete,
         event.time->from,
         event.time->until + 1,
         fmt::format("the record of {} does not say which messages", format_utc(event.time->until)),
         {record_name(event)}});
  }
}

void Judge::note_sync(const store::Event& event, std::uint32_t mailbox, std::uint32_t context) {
  Sync sync{mailbox, use(event, context), event.time->until, {}, {}};
  for (const auto& folder : event.folders) {
    sync.folders.push_back(folder_key(folder.path));
    sync.written.push_back(folder.path);
  }
  syncs_.push_back(std::move(sync));
}

// An export is of the account that made it, or of the one it names.
void Judge::note_export(const store::Event& event, std::uint32_t context) {
  auto mailbox = mailbox_index(lower_ascii(event.target));
  if (!mailbox) mailbox = mailbox_of_event(event);
  if (!mailbox) return;
  const bool done = contains(event.operation, "complet") || contains(event.operation, "download") ||
                    contains(event.operation, "export");
  exports_.push_back({*mailbox, use(event, context), event.time->until,
                      done ? certainty_of(context) : Certainty::possible});
}

void Judge::note_forward(const store::Event& event, std::uint32_t mailbox, std::uint32_t context) {
  Rule rule;
  if (event.act == Act::forwarding_set) {
    rule.forwards_to = {forwarded_to(event)};
  } else {
    rule = rule_of(event);
  }
  if (!rule.forwards()) return;
  forwards_.push_back(
      {mailbox, use(event, context), event.time->from, kEverUntil, std::move(rule)});
}

void Judge::note_forward_end(const store::Event& event, std::uint32_t mailbox) {
  const bool rule = event.act == Act::inbox_rule_removed || event.act == Act::inbox_rule_disabled;
  if ((!rule && event.act != Act::forwarding_removed) || event.outcome == store::Outcome::failed) {
    return;
  }
  const std::string name = rule ? rule_of(event).name : std::string();
  for (Forward& forward : forwards_) {
    const bool same = forward.mailbox == mailbox && forward.until == kEverUntil &&
                      equals_ignore_case(forward.rule.name, name);
    if (same) forward.until = event.time->until;
  }
}

// What a record says became of a message, whoever did it.
void Judge::note_fate(const store::Event& event, std::uint32_t mailbox) {
  if (event.outcome == store::Outcome::failed) return;
  const bool moved = event.act == Act::mail_moved || event.act == Act::mail_moved_to_deleted_items;
  for (const auto& named : event.messages) {
    const Joined joined = join(mailbox, event, named, 2);  // of two, neither is known to be it
    if (joined.ambiguous || event.act == Act::mail_copied) continue;
    const std::string from = folder_key(named.folder);
    for (const std::uint32_t row : joined.rows) {
      if (is_absent(row)) {
        Absent& gone_one = absent_[row - placed_.rows().size()];
        if (is_removal(event.act)) gone_one.gone = event.time->until;
        continue;
      }
      // A copy in another folder is another copy.
      const bool this_copy =
          from.empty() || placed_.in_folder(row, from, event.time->until) != InFolder::no;
      if (!this_copy) continue;
      if (moved) {
        const bool bin = event.act == Act::mail_moved_to_deleted_items;
        placed_.moved(row, event.time->until, named.folder, bin ? "deleted" : named.destination);
      } else if (is_removal(event.act)) {
        placed_.gone(row, event.time->until);
      }
    }
  }
}

void Judge::note_eviction(const store::Event& event) {
  const std::string text = eviction_text(event);
  if (text.empty()) return;
  auto mailbox = mailbox_index(lower_ascii(event.target));
  if (!mailbox && event.target.find('@') == std::string::npos) mailbox = mailbox_index(event.actor);
  if (!mailbox) return;
  evictions_[*mailbox].push_back({event.time->from, fmt::format("{} ({})", text, event.operation)});
}

std::uint32_t Judge::absent(std::uint32_t mailbox, const store::Event& event,
                            const store::NamedMessage& named) {
  std::string key = fmt::format("{}\n{}", mailbox, named.message_id);
  if (named.message_id.empty()) {
    key += fmt::format("\n{}\n{}\n{}", named.subject, folder_key(named.folder),
                       named.size.value_or(0));
  }
  const auto [found, added] =
      absent_ids_.try_emplace(std::move(key), static_cast<std::uint32_t>(absent_.size()));
  if (added) {
    absent_.push_back({mailbox, kEverFrom, kEverUntil, event.time->from});
    result_.not_held.push_back(
        {named.message_id, named.subject, named.folder, named.size, store::kNoMessage});
    const bool sent = event.act >= Act::mail_sent && event.act <= Act::mail_sent_on_behalf;
    if (sent || event.act == Act::mail_received) absent_.back().arrived = event.time->from;
  }
  return static_cast<std::uint32_t>(placed_.rows().size()) + found->second;
}

Judge::Joined Judge::join(std::uint32_t mailbox, const store::Event& event,
                          const store::NamedMessage& named, std::size_t most) {
  Joined joined;
  if (!named.message_id.empty()) {
    joined.by = JoinedBy::message_id;
    const auto rows = placed_.by_id(mailbox, named.message_id);
    joined.rows.assign(rows.begin(), rows.end());
  } else if (!named.subject.empty()) {
    joined.by = JoinedBy::subject_size_time;
    const std::string folder = folder_key(named.folder);
    for (const std::uint32_t row : placed_.by_subject(mailbox, named.subject)) {
      const std::uint64_t size = placed_.rows()[row].size;
      const bool fits = !named.size || (*named.size <= size + size / kSizeShare + 2048 &&
                                        size <= *named.size + *named.size / kSizeShare + 2048);
      const bool there = folder.empty()
                             ? placed_.rows()[row].arrived <= event.time->until
                             : placed_.in_folder(row, folder, event.time->until) != InFolder::no;
      if (fits && there) joined.rows.push_back(row);
      if (joined.rows.size() == most) break;
    }
    joined.ambiguous = joined.rows.size() > 1;
  } else {
    return joined;
  }
  const bool names_mail = event.act != Act::calendar_changed;
  if (joined.rows.empty() && names_mail) {
    if (absent_.size() < kMostAbsent) {
      joined.rows.push_back(absent(mailbox, event, named));
    } else {
      ++absent_cut_;
    }
  }
  return joined;
}

void Judge::touch(std::uint32_t row, ExposureClass exposure, Basis basis, Certainty certainty,
                  JoinedBy joined, std::uint32_t record) {
  Touch& touch = touches_[row];
  const bool better =
      exposure > touch.exposure || (exposure == touch.exposure && certainty < touch.certainty);
  if (better) {
    touch.exposure = exposure;
    touch.basis = basis;
    touch.certainty = certainty;
    touch.joined = joined;
  }
  if (touch.records.size() < kMostRecordsOfMessage &&
      std::find(touch.records.begin(), touch.records.end(), record) == touch.records.end()) {
    touch.records.push_back(record);
  }
}

void Judge::end_of_events() {
  deeds_.finish();
  for (std::uint32_t i = 0; i < result_.mailboxes.size(); ++i) {
    ReachedMailbox& mailbox = result_.mailboxes[i];
    mailbox.entry = first_access_[i].value_or(mailbox.entry);
    const UnixTime last = last_access_[i].value_or(mailbox.entry);
    for (const Eviction& each : evictions_[i]) {
      if (each.at < last) continue;
      mailbox.eviction = each.at;
      mailbox.eviction_text = each.text;
      break;
    }
  }
  if (absent_cut_ > 0) {
    result_.remarks.push_back(fmt::format(
        "{} names of messages that the case does not hold are left out of the list", absent_cut_));
  }
}

}  // namespace letterlock::exposure
