#include <algorithm>

#include "base/json_writer.h"
#include "report/json_line.h"
#include "report/people.h"

namespace letterlock::report {
namespace {

using relations::Person;
using relations::Profile;

// Lists are cut here; `..._total` says how long they were.
constexpr std::size_t kMostInList = 1000;

void write_roster(JsonWriter& json, const relations::RosterPerson& known, UnixTime end) {
  json.key("roster")
      .object()
      .member("name", known.name)
      .member("organisation", known.organisation)
      .member("role", known.role)
      .time_member("from", known.from)
      .time_member("until", known.until)
      .member("vip", known.vip)
      .member("lapsed", known.has_lapsed(end))
      .end();
}

// Members of an object that is open.
void write_person(JsonWriter& json, const Person& person, UnixTime end) {
  json.member("name", person.name);
  json.key("addresses").array();
  for (const auto& used : person.addresses) {
    json.object()
        .member("address", used.address)
        .member("sent", used.sent)
        .member("received", used.received)
        .member("because", used.because)
        .end();
  }
  json.end().member("sent", person.sent).member("received", person.received);
  const relations::Rhythm& rhythm = person.rhythm;
  const bool wrote = rhythm.messages > 0;
  json.time_member("first_sent", wrote ? std::optional(rhythm.first) : std::nullopt);
  json.time_member("last_sent", wrote ? std::optional(rhythm.last) : std::nullopt);
  json.time_member("last_received", person.last_received);
  json.member("went_silent", person.went_silent(end));
  if (person.roster) {
    write_roster(json, *person.roster, end);
  } else {
    json.key("roster").null();
  }
}

void write_rhythm(JsonWriter& json, const Profile& profile) {
  const relations::Rhythm& rhythm = profile.person->rhythm;
  json.key("rhythm")
      .object()
      .member("pauses", rhythm.pause_count())
      .member("typical_pause_seconds", rhythm.typical_pause())
      .member("longest_pause_seconds", rhythm.longest_pause)
      .time_member("longest_pause_from", profile.pause_from)
      .time_member("longest_pause_until", profile.pause_until)
      .member("n_clock", profile.with_clock);
  json.key("hours").array();
  for (const auto count : profile.hours) json.value(count);
  json.end().key("weekdays").array();
  for (const auto count : profile.weekdays) json.value(count);
  json.end();
  for (const bool sent : {true, false}) {
    json.key(sent ? "sent_months" : "received_months").object();
    for (const auto& [month, count] : sent ? profile.sent_months : profile.received_months) {
      json.member(month, count);
    }
    json.end();
  }
  json.end();
}

void write_partners(JsonWriter& json, const Profile& profile) {
  json.member("partners_total", profile.partners.size()).key("partners").array();
  for (std::size_t i = 0; i < std::min(kMostInList, profile.partners.size()); ++i) {
    const auto& one = profile.partners[i];
    json.object()
        .member("address", one.address)
        .member("name", one.name)
        .member("to", one.there)
        .member("from", one.back)
        .time_member("first", one.first)
        .time_member("last", one.last)
        .end();
  }
  json.end().member("circles_total", profile.circles.size()).key("circles").array();
  for (std::size_t i = 0; i < std::min(kMostInList, profile.circles.size()); ++i) {
    const auto& circle = profile.circles[i];
    json.object()
        .strings_member("members", circle.members)
        .member("count", circle.count)
        .time_member("last", circle.last)
        .end();
  }
  json.end();
}

void write_values(JsonWriter& json, std::string_view name,
                  const std::vector<relations::Seen>& values) {
  json.key(name).array();
  for (std::size_t i = 0; i < std::min(kMostInList, values.size()); ++i) {
    json.object()
        .member("value", values[i].value)
        .member("count", values[i].count)
        .time_member("first", values[i].first)
        .time_member("last", values[i].last)
        .end();
  }
  json.end();
}

constexpr std::string_view family_name(content::TraitFamily family) {
  switch (family) {
    case content::TraitFamily::path:
      return "path";
    case content::TraitFamily::client:
      return "client";
    case content::TraitFamily::clock:
      return "clock";
    case content::TraitFamily::writing:
      return "writing";
    case content::TraitFamily::attached:
      break;
  }
  return "attached";
}

}  // namespace

std::string person_json(const Person& person, UnixTime end) {
  JsonWriter json;
  json.object();
  write_person(json, person, end);
  json.end();
  return json_line("person", json.take());
}

std::string profile_json(const Profile& profile, UnixTime end) {
  JsonWriter json;
  json.object();
  write_person(json, *profile.person, end);
  json.member("n", profile.messages)
      .member("replies", profile.replies)
      .member("forwards", profile.forwards)
      .member("to_lists", profile.to_lists);
  write_rhythm(json, profile);
  write_partners(json, profile);
  json.key("habits").array();
  for (const auto& habit : profile.habits) {
    json.object()
        .member("kind", content::trait_name(habit.kind))
        .member("family", family_name(content::trait_family(habit.kind)))
        .member("n", habit.n)
        .member("values_total", habit.values.size());
    write_values(json, "values", habit.values);
    json.end();
  }
  json.end().member("with_links", profile.with_links);
  json.member("link_domains_total", profile.link_domains.size());
  write_values(json, "link_domains", profile.link_domains);
  json.key("asks").object();
  for (std::size_t i = 0; i < content::kAskKinds; ++i) {
    json.member(content::ask_name(static_cast<content::AskKind>(i)), profile.asks[i]);
  }
  json.end().member("beyond", profile.beyond).end();
  return json_line("profile", json.take());
}

}  // namespace letterlock::report
