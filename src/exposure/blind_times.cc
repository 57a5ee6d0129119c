#include "exposure/blind_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/ascii.h"
#include "exposure/rhythm_gap.h"
#include "exposure/runs.h"

namespace letterlock::exposure {
namespace {

using store::Act;

constexpr UnixTime kHour = 3600;
constexpr UnixTime kDay = 24 * kHour;
// More than this many records of reading in less than 24 hours and the provider stops for 24 more.
constexpr std::size_t kThrottleLimit = 1000;
// A silence less likely than this is called a gap. The whole organisation is steadier than one
// person, whose holidays are silences too.
constexpr double kOddsOfAll = 0.01;
constexpr double kOddsOfOne = 0.003;
// Usual lowest retention of a mailbox's records, in days.
constexpr int kUsualDays = 90;

std::int64_t hour_of(UnixTime at) { return at >= 0 ? at / kHour : (at - kHour + 1) / kHour; }

bool is_microsoft_log(const store::Event& event) {
  return event.provider == store::Provider::microsoft_365;
}

bool is_google(store::Provider provider) {
  return provider == store::Provider::google_workspace ||
         provider == store::Provider::google_account;
}

// "ada@meridian.example" goes by that, by "ada", or by a path that ends in one of both.
bool names_account(std::string_view text, std::string_view account) {
  const auto slash = text.find_last_of("/\\");
  if (slash != std::string_view::npos) text.remove_prefix(slash + 1);
  return equals_ignore_case(text, account) ||
         equals_ignore_case(text, account.substr(0, account.find('@')));
}

// Where the record does not name it, the domain of who acted stands for it.
std::string_view organization_of(const store::Event& event) {
  if (!event.organization.empty()) return event.organization;
  const std::string_view who = event.mailbox.empty() ? event.actor : event.mailbox;
  const auto at = who.rfind('@');
  return at == std::string_view::npos ? std::string_view() : who.substr(at + 1);
}

bool says(std::string_view value, std::string_view word) {
  return equals_ignore_case(trim(value), word) ||
         (word == "false" && equals_ignore_case(trim(value), "$false")) ||
         (word == "true" && equals_ignore_case(trim(value), "$true"));
}

}  // namespace

std::string record_name(const store::Event& event) {
  return event.record_id.empty() ? event.place.record.hex() : event.record_id;
}

void ActiveHours::add(UnixTime at) {
  const std::int64_t hour = hour_of(at);
  if (hours.empty() || hours.back() < hour) hours.push_back(hour);
}

void BlindTimes::add(const store::Event& event) {
  if (is_microsoft_log(event)) {
    Organization& organization = organizations_[std::string(organization_of(event))];
    if (!organization.first) organization.first = event.time->from;
    organization.last = std::max(organization.last.value_or(event.time->until), event.time->until);
    organization.active.add(event.time->from);
    organization.files.insert(event.place.file);
  }
  const std::string_view mailbox = mailbox_of(event);
  if (!mailbox.empty()) note(mailbox, event);
  if (!event.actor.empty() && event.actor != mailbox) note(event.actor, event);
  if (event.act == Act::audit_setting_changed) note_setting(event);
}

void BlindTimes::note(std::string_view name, const store::Event& event) {
  if (last_ == nullptr || last_name_ != name) {
    last_name_ = name;
    last_ = &mailboxes_[last_name_];
  }
  Mailbox& mailbox = *last_;
  mailbox.google = mailbox.google || is_google(event.provider);
  if (!is_microsoft_log(event)) return;
  mailbox.microsoft = true;
  if (mailbox.organization.empty()) mailbox.organization = organization_of(event);
  ++mailbox.records;
  mailbox.active.add(event.time->from);
  if (!mailbox.first) mailbox.first = event.time->from;
  mailbox.last = std::max(mailbox.last.value_or(event.time->until), event.time->until);
  const bool read = event.act == Act::mail_read || event.act == Act::mail_synced;
  if (read && name == mailbox_of(event)) note_read(mailbox, event);
}

void BlindTimes::note_read(Mailbox& mailbox, const store::Event& event) {
  ++mailbox.reads;
  const UnixTime at = event.time->until;
  if (!mailbox.first_read) mailbox.first_read = event.time->from;
  if (event.throttled) {
    mailbox.spans.push_back({Blind::throttled,
                             event.time->from,
                             at + kDay,
                             fmt::format("a record of {} says IsThrottled: nothing was logged for "
                                         "the next 24 hours",
                                         format_utc(at)),
                             {record_name(event)}});
  }
  if (event.act != Act::mail_read) return;
  auto& recent = mailbox.recent_reads;
  while (!recent.empty() && recent.front() <= at - kDay) recent.pop_front();
  recent.push_back(at);
  if (recent.size() <= kThrottleLimit) return;
  recent.pop_front();
  if (!mailbox.spans.empty() && mailbox.spans.back().reason == Blind::throttle_limit &&
      mailbox.spans.back().until >= at) {
    mailbox.spans.back().until = at + kDay;
    return;
  }
  mailbox.spans.push_back({Blind::throttle_limit,
                           at,
                           at + kDay,
                           fmt::format("more than {} records of reading within 24 hours before {}",
                                       kThrottleLimit, format_utc(at)),
                           {record_name(event)}});
}

void BlindTimes::silence(const store::Event& event, Blind reason, bool off, std::string detail) {
  std::string account = event.target.empty() ? event.mailbox : event.target;
  const bool of_all = equals_ignore_case(event.operation, "Set-AdminAuditLogConfig") ||
                      equals_ignore_case(event.operation, "Set-OrganizationConfig");
  for (const auto& parameter : event.parameters) {
    if (account.empty() && equals_ignore_case(parameter.name, "Identity"))
      account = parameter.value;
  }
  if (of_all) account.clear();
  if (off) {
    silenced_.push_back(
        {account, {reason, event.time->from, kEverUntil, std::move(detail), {record_name(event)}}});
    return;
  }
  for (Silenced& each : silenced_) {
    if (each.account == account && each.span.reason == reason && each.span.until == kEverUntil) {
      each.span.until = event.time->until;
      each.span.records.push_back(record_name(event));
    }
  }
}

void BlindTimes::shorten(const store::Event& event, std::string_view limit) {
  const std::string_view text = trim(limit);
  int days = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), days).ec != std::errc()) return;
  if (days >= kUsualDays) return;
  silence(event, Blind::age_limit, true,
          fmt::format("{}: AuditLogAgeLimit was set to {} ({}): older records of this mailbox were "
                      "no longer kept",
                      format_utc(event.time->from), text, event.operation));
}

void BlindTimes::note_setting(const store::Event& event) {
  if (event.outcome == store::Outcome::failed) return;
  for (const auto& [name, value, old_value] : event.parameters) {
    const auto is = [&, &parameter = name](std::string_view word) {
      return equals_ignore_case(parameter, word);
    };
    const std::string when = format_utc(event.time->from);
    if (is("AuditEnabled") || is("UnifiedAuditLogIngestionEnabled") || is("AdminAuditLogEnabled")) {
      silence(event, Blind::audit_off, says(value, "false"),
              fmt::format("{}: {} was set to {}", when, name, value));
    } else if (is("AuditBypassEnabled") || is("AuditDisabled")) {
      silence(event, Blind::audit_off, says(value, "true"),
              fmt::format("{}: {} was set to {}", when, name, value));
    } else if (is("AuditOwner") || is("AuditDelegate") || is("AuditAdmin")) {
      const bool kept = value.find("MailItemsAccessed") != std::string::npos &&
                        value.find("emove") == std::string::npos;
      silence(
          event, Blind::audit_off, !kept,
          fmt::format("{}: the acts that are logged ({}) were changed to {}", when, name, value));
    } else if (is("AuditLogAgeLimit")) {
      shorten(event, value);
    }
  }
}

void BlindTimes::add(const store::LogFile& file) {
  if (is_google(file.provider) || file.provider == store::Provider::entra) return;
  const auto put = [&](const store::TimeSpan& when, std::string account, std::string detail) {
    // A file without an event that can be told from others may lack anybody's.
    of_files_.push_back(
        {file.events == 0 ? store::kNoLogFile : file.id,
         std::move(account),
         {Blind::export_incomplete, when.from, when.until + 1, std::move(detail), {}}});
  };
  const store::TimeSpan whole = file.time.value_or(store::TimeSpan{kEverFrom, kEverUntil - 1});
  for (const store::LogDefect& defect : file.defects) {
    if (defect.affects) put(*defect.affects, defect.account, file.path + ": " + defect.detail);
  }
  if (file.broken > 0) {
    put(whole, "", fmt::format("{}: {} records could not be read", file.path, file.broken));
  }
  if (!file.finished) put(whole, "", file.path + ": was not read to its end");
}

// What holds for every mailbox of the organization.
void BlindTimes::add_common(std::string_view mailbox, const Organization& organization,
                            std::vector<BlindSpan>& spans) const {
  const UnixTime first = *organization.first, last = *organization.last;
  spans.push_back(
      {Blind::before_log, kEverFrom, first, "the first record is of " + format_utc(first), {}});
  spans.push_back(
      {Blind::after_log, last + 1, kEverUntil, "the last record is of " + format_utc(last), {}});
  spans.push_back({Blind::ingestion_delay,
                   last - kDay,
                   last + 1,
                   "records may arrive up to 24 hours late",
                   {}});
  for (const Gap& gap : unusual_gaps(organization.active, kOddsOfAll)) {
    spans.push_back({Blind::gap,
                     gap.from,
                     gap.until,
                     fmt::format("no record of anybody from {} to {} (chance of that: {:.1e})",
                                 format_utc(gap.from), format_utc(gap.until), gap.chance),
                     {}});
  }
  for (const OfFile& each : of_files_) {
    if (each.file != store::kNoLogFile && !organization.files.contains(each.file)) continue;
    if (each.account.empty() || equals_ignore_case(each.account, mailbox)) {
      spans.push_back(each.span);
    }
  }
  add_settings(mailbox, last, spans);
}

void BlindTimes::add_settings(std::string_view mailbox, UnixTime log_end,
                              std::vector<BlindSpan>& spans) const {
  const auto known = [&](std::string_view account) {
    return std::any_of(mailboxes_.begin(), mailboxes_.end(),
                       [&](const auto& each) { return names_account(account, each.first); });
  };
  for (const Silenced& each : silenced_) {
    // Where nobody goes by the name that the record gives, it may be anybody.
    if (!each.account.empty() && !names_account(each.account, mailbox) && known(each.account)) {
      continue;
    }
    spans.push_back(each.span);
    if (each.span.reason == Blind::age_limit) {
      spans.back().from = kEverFrom;
      spans.back().until = std::max(each.span.from, log_end - kDay);
    }
  }
}

void BlindTimes::add_own(const Mailbox& mailbox, std::vector<BlindSpan>& spans) const {
  spans.insert(spans.end(), mailbox.spans.begin(), mailbox.spans.end());
  if (!mailbox.first_read) {
    spans.push_back({Blind::no_reads_seen,
                     kEverFrom,
                     kEverUntil,
                     fmt::format("{} records of this mailbox, none of reading", mailbox.records),
                     {}});
    return;
  }
  spans.push_back({Blind::no_reads_seen,
                   kEverFrom,
                   *mailbox.first_read - kDay,
                   "the first record of reading is of " + format_utc(*mailbox.first_read),
                   {}});
  for (const Gap& gap : unusual_gaps(mailbox.active, kOddsOfOne)) {
    spans.push_back({Blind::gap,
                     gap.from,
                     gap.until,
                     fmt::format("no record of this mailbox from {} to {} (chance of that: {:.1e})",
                                 format_utc(gap.from), format_utc(gap.until), gap.chance),
                     {}});
  }
}

Coverage BlindTimes::coverage(std::string_view name) const {
  Coverage coverage;
  const auto found = mailboxes_.find(std::string(name));
  const bool logged = found != mailboxes_.end() && found->second.microsoft;
  if (!logged) {
    const bool google = found != mailboxes_.end() && found->second.google;
    coverage.spans.push_back(
        google ? BlindSpan{Blind::no_read_log,
                           kEverFrom,
                           kEverUntil,
                           "Google's logs do not promise a record of every reading",
                           {}}
               : BlindSpan{Blind::no_reads_seen,
                           kEverFrom,
                           kEverUntil,
                           "the logs have no record of this mailbox that could show reading",
                           {}});
    return coverage;
  }
  const Mailbox& mailbox = found->second;
  coverage.records = mailbox.records;
  coverage.read_records = mailbox.reads;
  coverage.first = mailbox.first;
  coverage.last = mailbox.last;
  const auto organization = organizations_.find(mailbox.organization);
  if (organization != organizations_.end()) {
    add_common(name, organization->second, coverage.spans);
  }
  add_own(mailbox, coverage.spans);
  std::vector<BlindSpan> after;
  for (const BlindSpan& span : coverage.spans) {
    const bool interrupts = span.reason == Blind::throttled || span.reason == Blind::gap ||
                            span.reason == Blind::throttle_limit ||
                            span.reason == Blind::audit_off ||
                            span.reason == Blind::export_incomplete;
    if (!interrupts || span.until >= kEverUntil) continue;
    after.push_back({Blind::repeated,
                     span.until,
                     span.until + kHour,
                     "an access that repeats one of the blind time is not logged within the hour",
                     {}});
  }
  coverage.spans.insert(coverage.spans.end(), after.begin(), after.end());
  std::sort(coverage.spans.begin(), coverage.spans.end(), [](const auto& a, const auto& b) {
    return std::tie(a.from, a.reason, a.until, a.detail) <
           std::tie(b.from, b.reason, b.until, b.detail);
  });
  return coverage;
}

}  // namespace letterlock::exposure
