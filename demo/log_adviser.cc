// The adviser's takeover in the logs of her host: guessed passwords, web mail, a rule.
#include <algorithm>

#include "demo/log_story.h"

namespace letterlock::demo {
namespace {

constexpr const char* kAdviserNetwork = "192.0.2.143";

}  // namespace

// The host's Roundcube, which hands on its reader's address.
Visit LogStory::webmail_visit() const {
  Visit visit;
  visit.account = &accounts_.at("margaret");
  visit.address = kAdviserNetwork;
  visit.place = kIntruderPlace;
  visit.session = webmail_session_;
  visit.token = webmail_token_;
  visit.issued = incident_times().adviser_taken;
  visit.client = "Client=POP3/IMAP4;Protocol=IMAP4";
  visit.user_agent = "BAV2ROPC";
  visit.client_app = "IMAP4";
  visit.app_name = "Office 365 Exchange Online";
  return visit;
}

void LogStory::adviser_enters() {
  const Account& account = accounts_.at("margaret");
  const UnixTime taken = incident_times().adviser_taken;
  webmail_session_ = whitlock.new_guid();
  webmail_token_ = whitlock.new_token();
  const Visit webmail = webmail_visit();
  const SignInResult wrong{50126, "Invalid username or password.", true, false};
  for (int i = 0; i < 9; ++i)  // a short list of passwords, one every few hours
    whitlock.sign_in(webmail, taken - 3000 - (9 - i) * 5 * kHour, wrong);
  whitlock.sign_in(webmail, taken, {0, "Other.", true, false});
  read(whitlock, adviser, webmail, "\\Inbox", taken + 90, newest(adviser, taken, false, 30));
  read(whitlock, adviser, webmail, "\\Sent Items", taken + 2400, newest(adviser, taken, true, 30));
  Visit web = webmail;
  web.client = "Client=OWA;" + std::string(kIntruderAgent) + ';';
  web.user_agent = kIntruderAgent;
  web.client_app = "Browser";
  web.os = "Windows10";
  web.browser = "Chrome 134.0.0";
  web.app_id = kOutlookOnTheWeb;
  web.app_name = "Outlook Web App";
  web.session = whitlock.new_guid();
  web.token = whitlock.new_token();
  const UnixTime ruled = log_moment(5, 12, 23, 10);
  whitlock.sign_in(web, ruled - 260, {0, "Other.", true, false});
  const Setting rule[] = {{"Name", ".."},
                          {"FromAddressContainsWords", "meridian.example"},
                          {"MoveToFolder", "RSS Feeds"},
                          {"MarkAsRead", "True"}};
  whitlock.rule("New-InboxRule", web, account, ruled, "..", rule);
  adviser.footholds = {{"inbox rule", "..", ruled, 0}};
  mark_context(adviser, "address", kAdviserNetwork, taken, adviser.evicted, "the host's web mail");
  mark_context(adviser, "session", webmail.session, taken, adviser.evicted, "the host's web mail");
  mark_context(adviser, "session", web.session, ruled - 260, ruled,
               "Outlook on the web, for the rule");
}

void LogStory::adviser_scenes() {
  const Visit webmail = webmail_visit();
  const int answer = scene_plan("lure, answer");
  for (const char* key : {"lure", "lure, second message"}) {
    const int index = scene_plan(key);
    const UnixTime time = plan(index).time;
    const UnixTime removed = time + random_.between(30, 120);
    whitlock.send(webmail, time, logged(index), recipients(plan(index)));
    whitlock.remove("HardDelete", webmail, "\\Sent Items", removed, logged(index));
    adviser.sent.push_back({index, time, removed});
  }
  const auto found = std::find_if(adviser.messages.begin(), adviser.messages.end(),
                                  [&](const HeldMessage& m) { return m.plan == answer; });
  const auto item = static_cast<std::size_t>(found - adviser.messages.begin());
  const UnixTime seen = plan(answer).time + 260;
  read(whitlock, adviser, webmail, "\\RSS Feeds", seen, {&item, 1});
  found->gone = seen + 700;
  found->removed_by_intruder = true;
  whitlock.remove("HardDelete", webmail, "\\RSS Feeds", found->gone, logged(answer));
}

void LogStory::adviser_ends() {
  const Account& account = accounts_.at("margaret");
  const UnixTime reset = adviser.evicted;
  const Visit owner = usual_visit(account, reset, false, story_.seed);
  whitlock.sign_in(owner, reset - 300, {0, "Other.", true, false});
  whitlock.directory("Change user password.", owner, reset, &account, account.address, {});
  whitlock.directory("Update StsRefreshTokenValidFrom Timestamp.", owner, reset + 40, &account,
                     account.address, {});
  Visit back = owner;
  back.address = kAdviserNetwork;
  back.place = kIntruderPlace;
  back.session = whitlock.new_guid();
  back.token.clear();
  back.client_app = "IMAP4";
  back.user_agent = "BAV2ROPC";
  for (int i = 1; i <= 3; ++i)
    whitlock.sign_in(back, reset + i * 7 * kHour,
                     {50126, "Invalid username or password.", true, false});
  std::erase_if(adviser.messages, [](const HeldMessage& message) { return message.reads.empty(); });
}

}  // namespace letterlock::demo
