// The ordinary days in the logs: what the owners of the accounts and some colleagues do.
#include <algorithm>

#include "demo/log_story.h"

namespace letterlock::demo {
namespace {

constexpr const char* kOutlookMobile = "27922004-5251-4030-b22d-91ecd9a37ea4";
constexpr std::string_view kChromeOnMac =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/135.0.0.0 Safari/537.36";

// Whose ordinary days the logs show, besides the strategist's.
constexpr std::string_view kColleagues[] = {"helena.brandt", "weilin.tran",   "sofia.marchetti",
                                            "gwen.harper",   "isla.morrison", "marcus.lindqvist"};

Place place_of(const Zone& zone) {
  if (&zone == &kBerlin) return {"Berlin", "DE", "52.52", "13.405", 64501};
  if (&zone == &kLondon) return {"London", "GB", "51.507", "-0.128", 64502};
  if (&zone == &kPacific) return {"Portland", "US", "45.515", "-122.679", 64503};
  if (&zone == &kTokyo) return {"Tokyo", "JP", "35.69", "139.692", 64504};
  return {"Alder Falls", "US", "41.499", "-81.694", 64500};
}

void set_client(Visit& visit, Client client) {
  switch (client) {
    case Client::iphone:
      visit.client =
          "Client=ActiveSync;UserAgent=Apple-iPhone15C2/2208.100;Action=/Microsoft-Server-"
          "ActiveSync/Proxy/default.eas?Cmd=ItemOperations;";
      visit.user_agent = "Apple-iPhone15C2/2208.100";
      visit.client_app = "Exchange ActiveSync";
      visit.os = "Ios 18.4";
      visit.browser = "Mobile Safari 18.4";
      visit.app_name = "iOS Accounts";
      return;
    case Client::gmail_android:
    case Client::k9:
      visit.client = "Client=OutlookService;Outlook-Android/2.0;";
      visit.user_agent = "Outlook-Android/4.2512.0";
      visit.client_app = "Mobile Apps and Desktop clients";
      visit.os = "Android 15";
      visit.browser = "Chrome Mobile 135.0.0";
      visit.app_id = kOutlookMobile;
      visit.app_name = "Outlook Mobile";
      return;
    case Client::apple_mail:
      visit.client = "Client=WebServices;Mac OS X/15.4.1 (24E263);";
      visit.user_agent = "Mac OS X/15.4.1 (24E263)";
      visit.client_app = "Exchange Web Services";
      visit.os = "MacOs";
      visit.browser = "Safari 18.4";
      visit.app_name = "Apple Internet Accounts";
      return;
    case Client::outlook:
    case Client::exchange:
      visit.client = "Client=MSExchangeRPC";
      visit.process = "OUTLOOK.EXE";
      visit.user_agent = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18827)";
      visit.client_app = "Mobile Apps and Desktop clients";
      visit.os = "Windows10";
      visit.app_name = "Microsoft Office";
      return;
    default:
      visit.client = "Client=OWA;" + std::string(kChromeOnMac) + ';';
      visit.user_agent = kChromeOnMac;
      visit.client_app = "Browser";
      visit.os = "MacOs";
      visit.browser = "Chrome 135.0.0";
      visit.app_id = kOutlookOnTheWeb;
      visit.app_name = "Outlook Web App";
  }
}

}  // namespace

Visit usual_visit(const Account& account, UnixTime time, bool on_the_phone, std::uint64_t seed) {
  const Person& person = *account.person;
  const bool phone = on_the_phone && person.phone != Client::none;
  Visit visit;
  visit.account = &account;
  visit.address = person.address_at(time);
  if (phone && person.change_at(time) == nullptr)
    visit.address = "203.0.113." + std::to_string(210 + person.id % 40);
  visit.place = place_of(person.zone_at(time));
  // One session a day and client.
  Random random(seed, "session of " + account.address + (phone ? " phone" : " desk"),
                static_cast<std::uint64_t>(time / kDay));
  visit.session = random.uuid();
  visit.token = random.text(22, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
  visit.issued = time / kDay * kDay + kDay / 4;
  set_client(visit, person.client_at(time, phone));
  return visit;
}

void LogStory::owner_reads(const Visit& visit, UnixTime time, std::span<const int> held) {
  if (throttled_time().holds(time) && visit.account->address == strategist.account) return;
  std::vector<LoggedMessage> messages;
  std::vector<int> there;  // newest first
  for (auto it = held.rbegin(); it != held.rend() && there.size() < 60; ++it) {
    if (plan(*it).time + 60 < time) there.push_back(*it);
  }
  if (there.empty()) return;
  for (const int index : there) {
    if (messages.size() < 6 && plan(index).time > time - 12 * kHour)
      messages.push_back(logged(index));
  }
  if (messages.empty()) messages.push_back(logged(random_.pick(there)));  // looks something up
  meridian.bind(visit, "\\Inbox", time, messages);
}

void LogStory::ordinary_day(const Account& account, std::int64_t day, std::span<const int> held) {
  const Person& person = *account.person;
  const LocalTime date = local_time(day * kDay + kDay / 2, kUtc);
  const bool weekend = date.weekday == 0 || date.weekday == 6;
  if (weekend && !random_.chance(200)) return;
  const bool owner = account.address == strategist.account;
  const UnixTime time = work_time(person, day, random_);
  const Change* change = person.change_at(time);
  if (change != nullptr && change->is_away) return;
  const Visit visit = usual_visit(account, time, random_.chance(weekend ? 900 : 250), story_.seed);
  SignInResult result;
  result.interactive = random_.chance(700);
  result.with_second_factor = result.interactive && random_.chance(400);
  if (result.interactive && random_.chance(60)) {  // mistyped
    meridian.sign_in(visit, time - 40, {50126, "Invalid username or password.", true, false});
  }
  if (random_.chance(owner ? 950 : 550)) meridian.sign_in(visit, time, result);
  if (!visit.process.empty() && random_.chance(400)) meridian.sync(visit, "\\Inbox", time + 30);
  if (random_.chance(owner ? 950 : 450)) owner_reads(visit, time + random_.between(90, 600), held);
}

// Off and on through the day, weekends as well.
void LogStory::phone_reads(const Account& account, std::int64_t day, std::span<const int> held) {
  const bool owner = account.address == strategist.account;
  for (const UnixTime hour : {12, 16, 20, 25}) {  // UTC
    const UnixTime time = day * kDay + hour * kHour + random_.between(-3600, 3600);
    if (!logged_time().holds(time) || !random_.chance(owner ? 950 : 330)) continue;
    const Change* change = account.person->change_at(time);
    if (change != nullptr && change->is_away) continue;
    owner_reads(usual_visit(account, time, true, story_.seed), time, held);
  }
}

void LogStory::ordinary_days(const Account& account) {
  std::vector<int> held;
  for (std::size_t i = 0; i < story_.plans.size(); ++i) {
    const auto& mailboxes = produced_.written[i].mailboxes;
    const Plan& p = story_.plans[i];
    if (p.sender != account.person->id && p.time < logged_time().until &&
        p.time > logged_time().from - 60 * kDay &&
        std::find(mailboxes.begin(), mailboxes.end(), account.person->local) != mailboxes.end())
      held.push_back(static_cast<int>(i));
  }
  for (std::int64_t day = logged_time().from / kDay; day < logged_time().until / kDay; ++day) {
    ordinary_day(account, day, held);
    phone_reads(account, day, held);
  }
  ordinary_sends(account);
}

void LogStory::ordinary_sends(const Account& account) {
  for (std::size_t i = 0; i < story_.plans.size(); ++i) {
    const Plan& p = story_.plans[i];
    if (p.sender != account.person->id || !logged_time().holds(p.time)) continue;
    if (p.kind != Kind::ordinary && p.kind != Kind::scene) continue;
    if (p.scene >= 0 && story_.scenes[static_cast<std::size_t>(p.scene)].intruder) continue;
    const Visit visit = usual_visit(account, p.time, p.on_the_phone, story_.seed);
    meridian.send(visit, p.time, logged(static_cast<int>(i)), recipients(p));
  }
}

// What the owner threw away; others still have these messages.
void LogStory::throws_away(const Account& account, const HeldMessage& message) {
  const Visit visit = usual_visit(account, message.gone, false, story_.seed);
  const LoggedMessage what = logged(message.plan);
  const UnixTime moved = std::max(message.arrived + 120, message.gone - 3 * kHour);
  if (moved + 60 < message.gone && !gap_time().holds(moved))
    meridian.remove("MoveToDeletedItems", visit, "\\Inbox", moved, what);
  meridian.remove("HardDelete", visit, "\\Deleted Items", message.gone, what);
}

void LogStory::ordinary_deletions() {
  for (const HeldMessage& message : strategist.messages) {
    if (message.gone != 0 && !message.removed_by_intruder)
      throws_away(accounts_.at("daniel.okafor"), message);
  }
  for (const std::string_view who : kColleagues) {
    const Account& account = accounts_.find(who)->second;
    for (std::size_t i = 0; i < story_.plans.size(); ++i) {
      if (auto message = thrown_away(*account.person, static_cast<int>(i)))
        throws_away(account, *message);
    }
  }
}

// The adviser's own life, of which the case holds no mail.
void LogStory::adviser_days() {
  const Account& account = accounts_.at("margaret");
  constexpr const char* kFolders[] = {"\\Inbox", "\\Inbox", "\\Inbox\\The book"};
  constexpr const char* kSenders[] = {"lakeshore-books.example", "harrow-press.example",
                                      "county-archive.example"};
  for (UnixTime at = logged_time().from + 12 * kHour; at < logged_time().until; at += 8 * kHour) {
    if (at % kDay < 8 * kHour) continue;  // night over there
    const UnixTime time = at + random_.between(0, 5 * kHour);
    const Visit visit = usual_visit(account, time, random_.chance(300), story_.seed);
    if (random_.chance(200)) whitlock.sign_in(visit, time, {});
    std::vector<LoggedMessage> messages;
    const char* folder = random_.pick(kFolders);
    for (std::uint64_t i = 1 + random_.below(4); i > 0; --i) {
      std::string id = '<' + random_.uuid() + '@';
      id += random_.pick(kSenders);
      messages.push_back({id + '>', "", 3000 + random_.below(40000)});
    }
    whitlock.bind(visit, folder, time + 300, messages);
    if (random_.chance(100)) {
      whitlock.remove("MoveToDeletedItems", visit, folder, time + 420,
                      {messages.front().message_id, "Newsletter", 0});
    }
  }
}

// Honest acts that look like an intruder's.
void LogStory::look_alikes() {
  const auto visit_of = [&](std::string_view who, UnixTime time, bool phone) {
    return usual_visit(accounts_.find(who)->second, time, phone, story_.seed);
  };
  {  // a new phone is registered as second factor
    const UnixTime time = log_moment(5, 18, 14, 12);
    const Visit visit = visit_of("gwen.harper", time, false);
    meridian.sign_in(visit, time - 100, {0, "Other.", true, true});
    const Setting change[] = {{"StrongAuthenticationMethod", "[{\"MethodType\":6}]"}};
    meridian.directory("Update user.", visit, time, visit.account, visit.account->address, change);
  }
  {  // an application that the office really uses
    Visit visit = visit_of("marcus.lindqvist", log_moment(5, 6, 15, 30), false);
    visit.app_name = "Roundtable Scheduler";
    const Setting change[] = {{"ConsentContext.IsAdminConsent", "False"},
                              {"ConsentAction.Permissions", "Scope: Calendars.Read User.Read"}};
    meridian.directory("Consent to application.", visit, log_moment(5, 6, 15, 30), nullptr,
                       "5b0d3f6e-6f0a-4f5e-9f55-1f1c7c1f0a11", change);
  }
  {  // a rule that only sorts
    const UnixTime time = log_moment(5, 14, 16, 2);
    const Visit visit = visit_of("sofia.marchetti", time, false);
    const Setting rule[] = {{"Name", "Press clippings"},
                            {"From", "brief@sendwell.example"},
                            {"MoveToFolder", "Clippings"}};
    meridian.rule("New-InboxRule", visit, *visit.account, time, "Press clippings", rule);
  }
  for (const int day : {4, 19, 27}) {  // the strategist opens his own documents
    const UnixTime time = log_moment(5, day, 15, 5);
    meridian.file("FileAccessed", visit_of("daniel.okafor", time, false), time,
                  "Answer sheet.docx");
  }
}

void LogStory::tell() {
  collect_strategist();
  collect_adviser();
  for (const std::string_view who : kColleagues) ordinary_days(accounts_.find(who)->second);
  ordinary_days(accounts_.at("daniel.okafor"));
  ordinary_deletions();
  adviser_days();
  look_alikes();
  strategist_enters();
  strategist_syncs();
  strategist_reads();
  strategist_scenes();
  strategist_ends();
  adviser_enters();
  adviser_scenes();
  adviser_ends();
}

}  // namespace letterlock::demo
