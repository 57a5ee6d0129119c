// The strategist's takeover in the logs: what the intruder does in his mailbox, and what of it the
// provider writes down.
#include <algorithm>

#include "demo/log_story.h"

namespace letterlock::demo {
namespace {

constexpr UnixTime kGathered = 110;  // reads within two minutes share a record
constexpr std::size_t kFullThrottle = 1000;

// The page behind the lure passed the strategist's sign-in on and kept the session.
constexpr const char* kRelay = "192.0.2.131";
constexpr const char* kFirstNetwork = "192.0.2.77";
constexpr const char* kSecondNetwork = "192.0.2.209";
constexpr const char* kReaderNetwork = "192.0.2.88";  // where the consented application runs

constexpr Place kSouth{"Porto Velado", "PT", "38.722", "-9.139", 64509};

constexpr const char* kReaderName = "Mailbox Courier";

UnixTime sync_moment() { return log_moment(5, 22, 1, 20); }
UnixTime network_change() { return log_moment(5, 31, 0, 0); }

}  // namespace

Visit LogStory::web_visit(UnixTime time) const {
  Visit visit;
  visit.account = &accounts_.at("daniel.okafor");
  visit.address = time < network_change() ? kFirstNetwork : kSecondNetwork;
  visit.place = time < network_change() ? kIntruderPlace : kSouth;
  visit.session = session_;
  visit.token = token_;
  visit.issued = strategist.signed_in;
  visit.client = "Client=OWA;" + std::string(kIntruderAgent) + ';';
  visit.user_agent = kIntruderAgent;
  visit.client_app = "Browser";
  visit.os = "Windows10";
  visit.browser = "Chrome 134.0.0";
  visit.app_id = kOutlookOnTheWeb;
  visit.app_name = "Outlook Web App";
  return visit;
}

void LogStory::read(LogBook& book, AccountTruth& truth, const Visit& visit, std::string_view folder,
                    UnixTime start, std::span<const std::size_t> items) {
  std::vector<LoggedMessage> gathered;
  UnixTime first = 0;
  UnixTime time = start;
  const auto flush = [&] {
    if (!gathered.empty()) book.bind(visit, folder, time, gathered);
    gathered.clear();
  };
  for (const std::size_t item : items) {
    const UnixTime next = time + random_.between(7, 45);
    if (!gathered.empty() && next - first > kGathered) flush();
    time = next;
    HeldMessage& message = truth.messages[item];
    const bool ours = &book == &meridian;
    if (ours && throttled_time().holds(time)) {
      message.unlogged.push_back(time);
      continue;
    }
    // The same access within an hour is written down once.
    const LoggedMessage what = logged(message.plan);
    UnixTime& last =
        last_bind_[visit.address + visit.session + std::string(folder) + what.message_id];
    if (last != 0 && time - last < kHour) continue;
    last = time;
    (ours && gap_time().holds(time) ? message.unlogged : message.reads).push_back(time);
    if (gathered.empty()) first = time;
    gathered.push_back(what);
  }
  flush();
}

// Every third message looks too dull to open.
std::vector<std::size_t> LogStory::newest(const AccountTruth& truth, UnixTime time, bool sent,
                                          std::size_t count) {
  std::vector<std::size_t> out;
  for (std::size_t i = truth.messages.size(); i-- > 0 && out.size() < count;) {
    const HeldMessage& message = truth.messages[i];
    const bool there = message.arrived + 60 < time && (message.gone == 0 || message.gone > time);
    if (there && message.sent == sent && message.plan % 3 != 0) out.push_back(i);
  }
  return out;
}

// The part of what leaks later that is not read in another way before `before`.
std::vector<std::size_t> LogStory::leaked(int part, UnixTime before) const {
  std::vector<std::size_t> out;
  int number = 0;
  for (std::size_t i = 0; i < strategist.messages.size(); ++i) {
    const HeldMessage& message = strategist.messages[i];
    if (!message.leaked) continue;
    const bool mine = part < 0 || number++ % 3 == part;
    const bool copied = message.sent && message.synced != 0;
    const bool touched = !message.reads.empty() || !message.unlogged.empty() || copied;
    if (mine && !touched && message.arrived + 60 < before) out.push_back(i);
  }
  return out;
}

void LogStory::strategist_enters() {
  session_ = meridian.new_guid();
  token_ = meridian.new_token();
  const UnixTime first = incident_times().strategist_taken;
  const UnixTime until = incident_times().strategist_until;
  Visit relay = web_visit(first);
  relay.address = kRelay;
  relay.user_agent =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/18.4 Safari/605.1.15";
  relay.os = "MacOs";
  relay.browser = "Safari 18.4";
  meridian.sign_in(relay, strategist.signed_in, {0, "Other.", true, true});
  const Visit web = web_visit(first);
  meridian.sign_in(web, first, {0, "Other.", false, false});
  const UnixTime moved = network_change() + 300;
  meridian.sign_in(web_visit(moved), moved, {0, "Other.", false, false});
  const UnixTime ruled = log_moment(5, 20, 2, 31);
  const Setting rule[] = {{"Name", "."},
                          {"SubjectOrBodyContainsWords", "phish;hacked;did you send;strange mail"},
                          {"MoveToFolder", "RSS Subscriptions"},
                          {"MarkAsRead", "True"},
                          {"StopProcessingRules", "True"}};
  meridian.rule("New-InboxRule", web, *web.account, ruled, ".", rule);
  const UnixTime factor = log_moment(5, 20, 2, 44);
  const Setting method[] = {
      {"StrongAuthenticationMethod", "[{\"MethodType\":6},{\"MethodType\":0}]"},
      {"StrongAuthenticationPhoneAppDetail", "[{\"DeviceName\":\"Pixel 6\"}]"}};
  meridian.directory("Update user.", web, factor, web.account, web.account->address, method);
  const UnixTime consent = log_moment(5, 21, 1, 15);
  Visit courier = web;
  courier.app_name = kReaderName;
  const Setting granted[] = {
      {"ConsentContext.IsAdminConsent", "False"},
      {"ConsentContext.OnBehalfOfAll", "False"},
      {"ConsentAction.Permissions", "Scope: Mail.Read Mail.ReadWrite offline_access User.Read"},
      {"TargetId.ServicePrincipalNames", app_id_}};
  meridian.directory("Consent to application.", courier, consent, nullptr, app_id_, granted);
  mark_context(strategist, "session", session_, strategist.signed_in, until,
               "taken by the lure's page");
  mark_context(strategist, "token", token_, strategist.signed_in, until,
               "issued to the lure's page");
  mark_context(strategist, "address", kRelay, strategist.signed_in, strategist.signed_in,
               "the lure's page, which passed the sign-in on");
  mark_context(strategist, "address", kFirstNetwork, first, network_change(),
               "web mail and a desktop client");
  mark_context(strategist, "address", kSecondNetwork, network_change(), until,
               "web mail, after a change of network");
  mark_context(strategist, "app", app_id_, consent, until, kReaderName);
  mark_context(strategist, "address", kReaderNetwork, consent, until, "where the application runs");
  strategist.footholds = {{"inbox rule", ".", ruled, log_moment(6, 12, 13, 20)},
                          {"second factor", "Pixel 6", factor, 0},
                          {"consent", kReaderName, consent, 0}};
}

// The newest `count` of a folder, and of `more` what lies there.
void LogStory::strategist_sees(UnixTime time, std::string_view folder, std::size_t count,
                               std::span<const std::size_t> more) {
  const bool sent = folder == "\\Sent Items";
  std::vector<std::size_t> items = newest(strategist, time, sent, count);
  for (const std::size_t item : more) {
    const bool there = strategist.messages[item].sent == sent;
    if (there && std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
  }
  read(meridian, strategist, web_visit(time), folder, time, items);
}

void LogStory::strategist_reads() {
  AccountTruth& truth = strategist;
  const UnixTime first = incident_times().strategist_taken + 200;
  strategist_sees(first, "\\Inbox", 24, leaked(0, first));
  strategist_sees(log_moment(5, 20, 3, 5), "\\Sent Items", 6, {});
  for (const char* query : {"crosstabs", "debate book", "Harbour Trust", "password"}) {
    const UnixTime time = log_moment(5, 20, 21, 4 + 3 * static_cast<int>(truth.searches.size()));
    meridian.search(web_visit(time), time, query);
    truth.searches.push_back(query);
  }
  strategist_sees(log_moment(5, 20, 21, 20), "\\Inbox", 10, {});
  // Inside the hours that the export lacks.
  const UnixTime unseen = log_moment(5, 27, 3, 4);
  meridian.sign_in(web_visit(unseen), unseen - 200, {0, "Other.", false, false});
  strategist_sees(unseen, "\\Inbox", 14, leaked(1, unseen));
  strategist_bulk_reader();
  strategist_sees(log_moment(6, 2, 2, 20), "\\Inbox", 10, {});
  strategist_sees(log_moment(6, 4, 3, 40), "\\Inbox", 10, {});
  for (const UnixTime late : {log_moment(6, 9, 2, 30), log_moment(6, 12, 12, 5)}) {
    strategist_sees(late, "\\Inbox", 6, leaked(-1, late));
    strategist_sees(late + 1800, "\\Sent Items", 0, leaked(-1, late));
  }
}

void LogStory::strategist_syncs() {
  AccountTruth& truth = strategist;
  // One folder was synced; by the provider's rule the whole mailbox counts as copied.
  for (HeldMessage& message : truth.messages) {
    const bool there = message.gone == 0 || message.gone > sync_moment();
    if (there && message.arrived < sync_moment()) message.synced = sync_moment();
  }
  Visit desktop = web_visit(sync_moment());
  desktop.session = meridian.new_guid();
  desktop.token = meridian.new_token();
  desktop.client = "Client=MSExchangeRPC";
  desktop.process = "OUTLOOK.EXE";
  desktop.user_agent = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18730)";
  desktop.client_app = "Mobile Apps and Desktop clients";
  desktop.browser.clear();
  desktop.app_id.clear();
  desktop.app_name = "Microsoft Office";
  desktop.issued = sync_moment() - 480;
  meridian.sign_in(web_visit(sync_moment()), sync_moment() - 900, {0, "Other.", false, false});
  meridian.sign_in(desktop, sync_moment() - 480, {0, "Other.", true, false});
  meridian.sync(desktop, "\\Sent Items", sync_moment());
  mark_context(truth, "session", desktop.session, sync_moment() - 480, sync_moment(),
               "desktop client");
  truth.synced_folder = "\\Sent Items";
  truth.synced_at = sync_moment();
}

// The consented application goes over the same messages again and again until the provider stops
// writing it down; then it takes more. In a small story the limit is scaled down with it.
void LogStory::strategist_bulk_reader() {
  AccountTruth& truth = strategist;
  const std::size_t records = std::clamp<std::size_t>(story_.plans.size() / 12, 60, kFullThrottle);
  const UnixTime end = throttled_time().from;
  const UnixTime begin = end - 23 * kHour;
  Visit app = web_visit(begin);
  app.address = kReaderNetwork;
  app.session.clear();
  app.token = meridian.new_token();
  app.issued = begin - 60;
  app.client = "Client=REST;Client=RESTSystem;;";
  app.user_agent = "python-requests/2.32.3";
  app.os.clear();
  app.browser.clear();
  app.client_app = "Mobile Apps and Desktop clients";
  app.app_id = app_id_;
  app.app_name = kReaderName;
  meridian.sign_in(app, begin - 60, {0, "Other.", false, false});
  std::vector<std::size_t> items = newest(truth, begin, false, 120);
  const std::size_t most = std::min<std::size_t>(50, items.size() / 3) / 2 * 2;
  items.resize(most);  // an even number: every other one lies in the archive
  for (std::size_t n = 0; n < records; ++n) {
    const UnixTime time =
        begin + static_cast<UnixTime>(n + 1) * (end - begin) / static_cast<UnixTime>(records);
    HeldMessage& message = truth.messages[items[n % most]];
    const LoggedMessage what = logged(message.plan);
    meridian.bind(app, n % 2 == 0 ? "\\Inbox" : "\\Archive", time, {&what, 1}, n + 1 == records);
    message.reads.push_back(time);
  }
  std::vector<std::size_t> more = leaked(2, begin);
  for (const std::size_t item : newest(truth, begin, false, 160)) {
    if (more.size() < 40 && truth.messages[item].reads.empty()) more.push_back(item);
  }
  const UnixTime after = end + 400;
  read(meridian, truth, app, "\\Inbox", after, more);
  meridian.sign_in(app, log_moment(6, 12, 12, 44), {0, "Other.", false, false});
  read(meridian, truth, app, "\\Inbox", log_moment(6, 12, 12, 50),
       newest(truth, log_moment(6, 12, 12, 50), false, 2));
  truth.blind = {{gap_time().from, gap_time().until, "export gap"},
                 {throttled_time().from, throttled_time().until, "throttled"}};
}

void LogStory::strategist_scenes() {
  AccountTruth& truth = strategist;
  for (std::size_t i = 0; i < story_.plans.size(); ++i) {
    const Plan& p = story_.plans[i];
    if (p.scene < 0) continue;
    const Scene& scene = story_.scenes[static_cast<std::size_t>(p.scene)];
    const int index = static_cast<int>(i);
    if (scene.sender_copy_removed) {
      const Visit web = web_visit(p.time);
      const UnixTime removed = p.time + random_.between(25, 90);
      meridian.send(web, p.time, logged(index), recipients(p));
      meridian.remove("HardDelete", web, "\\Sent Items", removed, logged(index));
      truth.sent.push_back({index, p.time, removed});
    }
    if (!scene.receiver_copy_removed) continue;
    const auto found = std::find_if(truth.messages.begin(), truth.messages.end(),
                                    [&](const HeldMessage& m) { return m.plan == index; });
    const auto item = static_cast<std::size_t>(found - truth.messages.begin());
    const UnixTime seen = p.time + random_.between(240, 500);
    read(meridian, truth, web_visit(seen), "\\Inbox", seen, {&item, 1});
    meridian.remove("HardDelete", web_visit(seen), "\\Inbox", found->gone, logged(index));
  }
  for (const char* name : {"Debate book.docx", "Crosstabs wave.pdf"}) {
    const UnixTime time = log_moment(6, 8, 3, 10 + static_cast<int>(truth.files.size()));
    meridian.file("FileDownloaded", web_visit(time), time, name);
    truth.files.push_back(name);
  }
}

void LogStory::strategist_ends() {
  const UnixTime reset = incident_times().strategist_until;
  const Account& owner = accounts_.at("daniel.okafor");
  const Visit admin = usual_visit(accounts_.at("sam.whitaker"), reset, false, story_.seed);
  meridian.directory("Reset user password.", admin, reset, &owner, owner.address, {});
  meridian.directory("Update StsRefreshTokenValidFrom Timestamp.", admin, reset + 50, &owner,
                     owner.address, {});
  const Setting rule[] = {{"Identity", "daniel.okafor\\."}};
  meridian.rule("Remove-InboxRule", admin, owner, log_moment(6, 12, 13, 20), ".", rule);
  const SignInResult revoked{50173, "The provided grant has expired due to it being revoked.",
                             false, false};
  const SignInResult wrong{50126, "Invalid username or password.", true, false};
  meridian.sign_in(web_visit(reset), log_moment(6, 12, 13, 41), revoked);
  meridian.sign_in(web_visit(reset), log_moment(6, 12, 14, 5), wrong);
  meridian.sign_in(web_visit(reset), log_moment(6, 13, 2, 12), wrong);
  meridian.sign_in(web_visit(reset), log_moment(6, 14, 3, 30), wrong);
}

}  // namespace letterlock::demo
