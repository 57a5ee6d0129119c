// Who is in the story: the organisation's staff, its partners, the former adviser, the robots; with
// the mail programs, zones and habits that make each of them recognisable.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "demo/calendar.h"

namespace letterlock::demo {

enum class Client {
  none,
  gmail_web,
  gmail_android,
  apple_mail,
  iphone,
  outlook,   // desktop, sending by SMTP
  exchange,  // Outlook on an Exchange server
  thunderbird,
  k9,
  mutt,
  roundcube,
  robot,
};
const char* client_name(Client client);

enum class Language { english, german, french, spanish, japanese, russian };

enum class Team {
  leadership,
  strategy,
  field,
  comms,
  policy,
  finance,
  digital,
  fundraising,
  volunteers,
  berlin,
  outside,
};
const char* team_name(Team team);

enum class MailSystem { hosted, exchange, postfix, bulk };
enum class MailboxFormat { none, takeout, mboxrd, maildir, eml_directory, maildir_tar_gz };

struct Organisation {
  const char* name;
  const char* domain;
  MailSystem system;
  const char* host;     // the mail server's name
  const char* address;  // and its IP address
  Language language;
  const char* charset;  // the habit of its people
  const char* dmarc;    // published policy, "" for none
};

// A stretch of time in which somebody differs from the usual for an honest reason.
struct Change {
  UnixTime from = 0;
  UnixTime until = 0;
  const Zone* zone = nullptr;
  Client client = Client::none;
  Client phone = Client::none;
  const char* address = nullptr;  // network
  bool is_away = false;           // writes nothing
};

struct Person {
  int id = 0;
  std::string name;
  std::string local;
  std::string email;
  std::string role;
  Team team = Team::outside;
  int organisation = 0;
  const Zone* zone = nullptr;
  Client client = Client::none;
  Client phone = Client::none;
  Language language = Language::english;
  UnixTime from = 0;   // of the role
  UnixTime until = 0;  // 0: still
  bool vip = false;
  unsigned activity = 0;  // weight in starting threads
  MailboxFormat format = MailboxFormat::none;
  std::string address;  // network it usually writes from
  std::vector<Change> changes;
  std::string later_email;  // the address after its organisation moved
  UnixTime moved = 0;

  const std::string first_name() const { return name.substr(0, name.find(' ')); }
  const Change* change_at(UnixTime time) const;
  const Zone& zone_at(UnixTime time) const;
  Client client_at(UnixTime time, bool on_the_phone) const;
  std::string_view address_at(UnixTime time) const;
  bool works_at(UnixTime time) const { return time >= from && (until == 0 || time < until); }
  const std::string& email_at(UnixTime time) const {
    return moved != 0 && time >= moved ? later_email : email;
  }
  bool is_staff() const { return organisation == 0; }
};

struct Oddity {
  std::string who;   // address
  std::string kind;  // "new phone", "travel", ...
  UnixTime from = 0;
  UnixTime until = 0;  // 0: stays so
  std::string note;
};

struct Cast {
  std::vector<Organisation> organisations;
  std::vector<Person> people;
  std::vector<Oddity> oddities;

  const Person& by_local(std::string_view local) const;
  Person& by_local(std::string_view local);
  const Organisation& organisation(const Person& person) const {
    return organisations[static_cast<std::size_t>(person.organisation)];
  }
};

// The story's first and last moment.
UnixTime story_begins();
UnixTime story_ends();

Cast make_cast();

std::string people_toml(const Cast& cast);

}  // namespace letterlock::demo
