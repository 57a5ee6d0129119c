#include "demo/people.h"

#include <fmt/format.h>

#include <utility>

#include "base/attributes.h"
#include "demo/roster.h"

namespace letterlock::demo {
namespace {

UnixTime day(const char* text, int hour = 0) {
  const std::string_view s = text;
  const auto number = [&](std::size_t at, std::size_t size) {
    int n = 0;
    for (char c : s.substr(at, size)) n = n * 10 + (c - '0');
    return n;
  };
  return from_local(number(0, 4), number(5, 2), number(8, 2), hour, 0, kUtc);
}

void add_change(Cast& cast, std::string_view local, const Change& change, const char* kind,
                const char* note) {
  Person& person = cast.by_local(local);
  person.changes.push_back(change);
  cast.oddities.push_back(
      {person.email, kind, change.from, change.until == story_ends() ? 0 : change.until, note});
}

// Honest changes, so that a detector that cries wolf is heard crying.
void add_changes(Cast& cast) {
  const UnixTime end = story_ends();
  add_change(cast, "grace.mbeki",
             {day("2025-11-28"), end, nullptr, Client::none, Client::gmail_android, nullptr},
             "new phone", "iPhone replaced by an Android phone");
  add_change(cast, "leila.haddad",
             {day("2026-02-09"), end, nullptr, Client::none, Client::iphone, nullptr}, "new phone",
             "Android phone replaced by an iPhone");
  add_change(cast, "ruth.abelson",
             {day("2026-01-12"), end, nullptr, Client::thunderbird, Client::none, nullptr},
             "new mail program", "Outlook replaced by Thunderbird");
  add_change(cast, "karim.bensaid",
             {day("2025-12-01"), end, nullptr, Client::gmail_web, Client::none, nullptr},
             "new mail program", "Thunderbird given up for the web interface");
  add_change(
      cast, "hana.ishikawa",
      {day("2025-12-20"), day("2026-01-11"), &kTokyo, Client::none, Client::none, "203.0.113.183"},
      "travel", "three weeks in Tokyo");
  add_change(
      cast, "marcus.lindqvist",
      {day("2026-03-02"), day("2026-03-14"), &kBerlin, Client::none, Client::none, "203.0.113.77"},
      "travel", "two weeks in the Berlin office");
  add_change(cast, "helena.brandt",
             {day("2026-04-13"), day("2026-04-24"), &kPacific, Client::iphone, Client::iphone,
              "203.0.113.58"},
             "travel", "donor tour in the West, phone only");
  add_change(
      cast, "camille.laurent",
      {day("2025-10-20"), day("2026-02-16"), nullptr, Client::none, Client::none, nullptr, true},
      "silence", "parental leave, nearly four months without a mail");
  add_change(
      cast, "isla.morrison",
      {day("2026-05-11"), day("2026-05-29"), &kBerlin, Client::none, Client::none, "203.0.113.199"},
      "travel", "three weeks in Berlin, during the incident");
}

}  // namespace

UnixTime story_begins() { return day("2025-06-02"); }
UnixTime story_ends() { return day("2026-07-31", 22); }

const char* client_name(Client client) {
  switch (client) {
    case Client::none:
      return "none";
    case Client::gmail_web:
      return "Gmail web";
    case Client::gmail_android:
      return "Gmail for Android";
    case Client::apple_mail:
      return "Apple Mail";
    case Client::iphone:
      return "iPhone Mail";
    case Client::outlook:
      return "Outlook";
    case Client::exchange:
      return "Exchange";
    case Client::thunderbird:
      return "Thunderbird";
    case Client::k9:
      return "K-9 Mail";
    case Client::mutt:
      return "mutt";
    case Client::roundcube:
      return "Roundcube";
    case Client::robot:
      return "robot";
  }
  return "";
}

const char* team_name(Team team) {
  constexpr const char* kNames[] = {"leadership", "strategy", "field",   "communications",
                                    "policy",     "finance",  "digital", "fundraising",
                                    "volunteers", "Berlin",   "outside"};
  return kNames[static_cast<std::size_t>(team)];
}

const Change* Person::change_at(UnixTime time) const {
  for (const Change& change : changes) {
    if (time >= change.from && time < change.until) return &change;
  }
  return nullptr;
}

const Zone& Person::zone_at(UnixTime time) const {
  const Change* change = change_at(time);
  return change && change->zone ? *change->zone : *zone;
}

Client Person::client_at(UnixTime time, bool on_the_phone) const {
  const Change* change = change_at(time);
  const Client desk = change && change->client != Client::none ? change->client : client;
  const Client pocket = change && change->phone != Client::none ? change->phone : phone;
  return on_the_phone && pocket != Client::none ? pocket : desk;
}

std::string_view Person::address_at(UnixTime time) const {
  const Change* change = change_at(time);
  return change && change->address ? std::string_view(change->address) : address;
}

const Person& Cast::by_local(std::string_view local) const {
  for (const Person& person : people) {
    if (person.local == local) return person;
  }
  LL_ASSERT(false);
  return people.front();
}
Person& Cast::by_local(std::string_view local) {
  return const_cast<Person&>(std::as_const(*this).by_local(local));
}

Cast make_cast() {
  Cast cast;
  cast.organisations.assign(organisations().begin(), organisations().end());
  for (const PersonRow& row : roster()) {
    Person person;
    person.id = static_cast<int>(cast.people.size());
    person.name = row.name;
    person.local = row.local;
    const std::string_view local = row.local;
    person.email = std::string(local.ends_with(".bw") ? local.substr(0, local.size() - 3) : local) +
                   '@' + cast.organisations[static_cast<std::size_t>(row.organisation)].domain;
    person.role = row.role;
    person.team = row.team;
    person.organisation = row.organisation;
    person.zone = row.zone;
    person.client = row.client;
    person.phone = row.phone;
    person.language = row.language;
    person.from = day(row.from);
    person.until = *row.until != '\0' ? day(row.until, 22) : 0;
    person.vip = row.vip;
    person.activity = row.activity;
    person.format = row.format;
    person.address = row.address;
    if (row.organisation == kKestrel) {
      person.later_email = person.local + "@kestrel-studio.example";
      person.moved = day("2026-03-09", 8);
    }
    cast.people.push_back(std::move(person));
  }
  add_changes(cast);
  return cast;
}

std::string people_toml(const Cast& cast) {
  std::string out =
      "# Who is who in this case: the roster the organisation would hand over.\n"
      "# `until` is the last day of a role; a role that has lapsed is worth a second look.\n";
  for (const Person& person : cast.people) {
    if (person.client == Client::robot) continue;
    out += fmt::format(
        "\n[[person]]\nname = \"{}\"\naddresses = [\"{}\"{}]\norganisation = \"{}\"\n", person.name,
        person.email, person.moved == 0 ? "" : ", \"" + person.later_email + '"',
        cast.organisation(person).name);
    out += fmt::format("role = \"{}\"\nfrom = {}\n", person.role,
                       format_utc(person.from).substr(0, 10));
    if (person.until != 0)
      out += fmt::format("until = {}\n", format_utc(person.until).substr(0, 10));
    out += fmt::format("vip = {}\n", person.vip ? "true" : "false");
  }
  return out;
}

}  // namespace letterlock::demo
