#include "demo/logs.h"

#include <algorithm>

#include "base/attributes.h"
#include "demo/log_files.h"
#include "demo/log_story.h"
#include "demo/mailboxes.h"

namespace letterlock::demo {
namespace {

template <class Record>
void newest_first(std::vector<Record>& records) {
  std::stable_sort(records.begin(), records.end(),
                   [](const Record& a, const Record& b) { return a.time > b.time; });
}

std::vector<AuditRecord> select(const std::vector<AuditRecord>& records, bool directory,
                                LogPeriod period) {
  std::vector<AuditRecord> out;
  for (const AuditRecord& record : records) {
    const bool of_directory = record.type == 8 || record.type == 6;
    if (of_directory == directory && period.holds(record.time)) out.push_back(record);
  }
  return out;
}

}  // namespace

UnixTime log_moment(int month, int day, int hour, int minute) {
  return from_local(2026, month, day, hour, minute, kUtc) + (day * 11 + minute * 7) % 60;
}

LogPeriod logged_time() {
  return {from_local(2026, 4, 20, 0, 0, kUtc), from_local(2026, 6, 17, 0, 0, kUtc)};
}
LogPeriod gap_time() {
  return {from_local(2026, 5, 27, 2, 0, kUtc), from_local(2026, 5, 27, 10, 0, kUtc)};
}
LogPeriod throttled_time() {
  const UnixTime from = from_local(2026, 5, 28, 23, 40, kUtc);
  return {from, from + kDay};
}

void mark_context(AccountTruth& truth, std::string_view kind, std::string_view value, UnixTime from,
                  UnixTime until, std::string_view what) {
  truth.contexts.push_back({std::string(kind), std::string(value), from, until, std::string(what)});
}

LogStory::LogStory(const Story& story, const Produced& produced, const Bundle& bundle)
    : meridian(story.seed, {"Meridian", "meridian.example", ""}),
      whitlock(story.seed, {"Whitlock Advisory", "whitlock-advisory.example", ""}),
      story_(story),
      produced_(produced),
      bundle_(bundle),
      random_(story.seed, "logs") {
  for (const std::string_view local :
       {"daniel.okafor", "helena.brandt", "weilin.tran", "sofia.marchetti", "gwen.harper",
        "isla.morrison", "marcus.lindqvist", "sam.whitaker"})
    accounts_.emplace(local, meridian.account(story.cast.by_local(local)));
  accounts_.emplace("margaret", whitlock.account(story.cast.by_local("margaret")));
  app_id_ = meridian.new_guid();
  strategist.account = accounts_.at("daniel.okafor").address;
  strategist.mailbox = "daniel.okafor";
  // A few minutes before the answer in which the strategist says that the link led nowhere.
  strategist.signed_in = plan(scene_plan("lure, answer")).time - 420;
  strategist.evicted = incident_times().strategist_until;
  adviser.account = accounts_.at("margaret").address;
  adviser.signed_in = incident_times().adviser_taken;
  adviser.evicted = incident_times().adviser_until;
}

int LogStory::scene_plan(std::string_view key) const {
  for (std::size_t i = 0; i < story_.plans.size(); ++i) {
    const int scene = story_.plans[i].scene;
    if (scene >= 0 && story_.scenes[static_cast<std::size_t>(scene)].key == key)
      return static_cast<int>(i);
  }
  LL_ASSERT(false);
  return 0;
}

LoggedMessage LogStory::logged(int index) const {
  const Written& written = produced_.written[static_cast<std::size_t>(index)];
  return {written.message_id, written.subject, 2400 + hash_text(written.message_id) % 60000};
}

std::vector<std::string> LogStory::recipients(const Plan& p) const {
  std::vector<std::string> out;
  for (const auto* list : {&p.to, &p.cc}) {
    for (const int id : *list)
      out.push_back(story_.cast.people[static_cast<std::size_t>(id)].email_at(p.time));
  }
  return out;
}

bool LogStory::is_recipient(const Plan& p, const Person& person) const {
  for (const auto* list : {&p.to, &p.cc}) {
    for (const int id : *list) {
      if (id == person.id || story_.cast.people[static_cast<std::size_t>(id)].local == "all")
        return true;
    }
  }
  return false;
}

std::optional<HeldMessage> LogStory::thrown_away(const Person& person, int index) {
  const Plan& p = plan(index);
  const auto& mailboxes = produced_.written[static_cast<std::size_t>(index)].mailboxes;
  const bool keeps = std::find(mailboxes.begin(), mailboxes.end(), person.local) != mailboxes.end();
  if (keeps || p.sender == person.id || p.scene >= 0 || !is_recipient(p, person)) return {};
  if (!logged_time().holds(p.time) || !logged_time().holds(p.time + 3 * kDay)) return {};
  HeldMessage message;
  message.plan = index;
  message.arrived = p.time;
  message.gone = p.time + random_.between(4 * kHour, 30 * kHour);
  // Not where the export has a gap, nor between the lure and the intruder's first visit.
  const LogPeriod entry{strategist.signed_in - 4 * kHour, strategist.signed_in + kDay};
  if (gap_time().holds(message.gone)) message.gone += 9 * kHour;
  if (entry.holds(message.gone)) message.gone += 30 * kHour;
  return message;
}

void LogStory::collect_strategist() {
  const Person& owner = story_.cast.by_local("daniel.okafor");
  for (std::size_t i = 0; i < story_.plans.size(); ++i) {
    const Plan& p = story_.plans[i];
    const auto& mailboxes = produced_.written[i].mailboxes;
    HeldMessage message;
    message.plan = static_cast<int>(i);
    message.arrived = p.time;
    message.sent = p.sender == owner.id;
    if (std::find(mailboxes.begin(), mailboxes.end(), owner.local) == mailboxes.end()) {
      const bool removed =
          p.scene >= 0 && story_.scenes[static_cast<std::size_t>(p.scene)].receiver_copy_removed;
      if (removed) {
        message.gone = p.time + 900;
        message.removed_by_intruder = true;
      } else if (auto thrown = thrown_away(owner, static_cast<int>(i))) {
        message = *thrown;
      } else {
        continue;
      }
    }
    strategist.messages.push_back(std::move(message));
  }
  for (const LeakItem& item : bundle_.items) {
    for (HeldMessage& message : strategist.messages) {
      if (produced_.written[static_cast<std::size_t>(message.plan)].message_id == item.message_id)
        message.leaked = true;
    }
  }
}

void LogStory::collect_adviser() {
  const Person& owner = story_.cast.by_local("margaret");
  for (std::size_t i = 0; i < story_.plans.size(); ++i) {
    const Plan& p = story_.plans[i];
    const bool intruder = p.scene >= 0 && story_.scenes[static_cast<std::size_t>(p.scene)].intruder;
    const bool hers = p.sender == owner.id && !intruder;
    if (!hers && (p.sender == owner.id || !is_recipient(p, owner))) continue;
    HeldMessage message;
    message.plan = static_cast<int>(i);
    message.arrived = p.time;
    message.sent = hers;
    adviser.messages.push_back(std::move(message));
  }
}

Expected<LogTruth> write_logs(const std::filesystem::path& directory, const Story& story,
                              const Produced& produced, const Bundle& bundle) {
  LogStory logs(story, produced, bundle);
  logs.tell();
  for (LogBook* book : {&logs.meridian, &logs.whitlock}) {
    newest_first(book->records);
    newest_first(book->sign_ins);
  }
  LogTruth truth;
  truth.first = logged_time().from;
  truth.last = logged_time().until;
  const auto mail = select(logs.meridian.records, false, logged_time());
  const auto directory_acts = select(logs.meridian.records, true, logged_time());
  const auto june =
      select(logs.meridian.records, false,
             {from_local(2026, 6, 8, 0, 0, kUtc), from_local(2026, 6, 13, 0, 0, kUtc)});
  const LogPeriod gap = gap_time();
  const auto missing = static_cast<std::size_t>(
      std::count_if(mail.begin(), mail.end(), [&](const auto& r) { return gap.holds(r.time); }));
  // Nobody can tell more of the gap than the rows around it.
  BlindTime& unseen = logs.strategist.blind.front();
  for (const AuditRecord& record : mail) {  // newest first
    if (record.time >= gap.until) unseen.until = record.time;
    if (record.time < gap.from) {
      unseen.from = record.time;
      break;
    }
  }
  const struct {
    LogFile file;
    std::string octets;
  } files[] = {
      {{"meridian-mailboxes.csv", "Search-UnifiedAuditLog", mail.size() - missing},
       search_csv(mail, {gap.from, gap.until})},
      {{"meridian-mailboxes-june.csv", "Search-UnifiedAuditLog, four columns, UTF-16", june.size()},
       selected_csv_utf16(june)},
      {{"meridian-directory.json", "Management Activity API", directory_acts.size()},
       management_array(directory_acts)},
      {{"meridian-signins.json", "Entra sign-ins of Graph", logs.meridian.sign_ins.size()},
       sign_in_page(logs.meridian.sign_ins)},
      {{"whitlock-audit.csv", "Purview portal", logs.whitlock.records.size()},
       portal_csv(logs.whitlock.records)},
      {{"whitlock-signins.json", "Entra sign-ins of Graph", logs.whitlock.sign_ins.size()},
       sign_in_page(logs.whitlock.sign_ins)},
  };
  for (const auto& [file, octets] : files) {
    if (auto done = write_whole_file(directory / file.name, octets); !done)
      return fail(std::move(done));
    truth.files.push_back(file);
  }
  truth.accounts.push_back(std::move(logs.strategist));
  truth.accounts.push_back(std::move(logs.adviser));
  return truth;
}

}  // namespace letterlock::demo
