#include "report/finding_json.h"

#include <algorithm>
#include <vector>

#include "report/json_line.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

// null for a message that is not in the case.
void write_number(JsonWriter& json, store::MessageId message) {
  json.key("message");
  if (message == hunt::kGuest) {
    json.null();
  } else {
    json.value(message);
  }
}

void write_evidence(JsonWriter& json, std::string_view case_directory,
                    const hunt::Evidence& evidence, std::string_view file) {
  json.object();
  write_number(json, evidence.message);
  json.member("sha256", evidence.sha256.hex())
      .member("offset", evidence.where.offset)
      .member("length", evidence.where.length)
      .member("cut_sha256", evidence.cut_sha256.hex())
      .member("field", evidence.field);
  json.key("decoded");
  if (evidence.decoded) {
    json.object()
        .member("part", evidence.decoded->part)
        .member("offset", evidence.decoded->offset)
        .member("length", evidence.decoded->length)
        .end();
  } else {
    json.null();
  }
  json.member("says", evidence.says)
      .member("says_all", evidence.says_all)
      .member("shows", evidence.shows)
      .member("command", cut_command(case_directory, evidence, file))
      .end();
}

void write_contacts(JsonWriter& json, const hunt::Finding& finding) {
  json.key("contacts").array();
  for (const auto& contact : finding.contacts) {
    json.object()
        .member("with", contact.with)
        .member("there_total", contact.there_total)
        .member("back_total", contact.back_total);
    for (const auto* dates : {&contact.there, &contact.back}) {
      json.key(dates == &contact.there ? "there" : "back").array();
      for (const UnixTime at : *dates) json.value(format_utc(at));
      json.end();
    }
    json.end();
  }
  json.end();
}

void write_sighting(JsonWriter& json, std::string_view key, const hunt::Sighting& seen) {
  json.key(key).object().member("n", seen.messages).member("of", seen.of);
  json.member("more", seen.more);
  json.time_member("first", seen.first);
  json.key("first_message");
  if (seen.first_message == store::kNoMessage) {
    json.null();
  } else {
    json.value(seen.first_message);
  }
  json.end();
}

void write_ages(JsonWriter& json, const hunt::LinkAges& ages) {
  json.key("ages").object().member("domain", ages.domain);
  write_sighting(json, "case", ages.in_case);
  write_sighting(json, "sender", ages.from_sender);
  json.key("recipients").array();
  for (const auto& to : ages.to) {
    json.object().member("address", to.address);
    write_sighting(json, "seen", to.seen);
    json.end();
  }
  json.end().end();
}

void write_known_as(JsonWriter& json, const std::vector<hunt::KnownAs>& others) {
  json.key("known_as").array();
  for (const auto& other : others) {
    json.object().member("address", other.address).member("messages", other.messages);
    json.time_member("first", other.first);
    json.time_member("last", other.last);
    json.member("because", other.because).end();
  }
  json.end();
}

// In the order of their strongest reason.
std::vector<std::string_view> detectors_of(const hunt::Finding& finding) {
  std::vector<std::string_view> names;
  for (const auto& reason : finding.reasons) {
    if (std::find(names.begin(), names.end(), reason.detector) == names.end()) {
      names.push_back(reason.detector);
    }
  }
  return names;
}

void write_terms(JsonWriter& json, std::string_view name, const std::vector<hunt::Term>& terms) {
  json.key(name).object();
  for (const auto& term : terms) json.member(term.family, term.value);
  json.end();
}

std::string_view stratum_word(bool has_link) { return has_link ? "link" : "no_link"; }

// All but the message's number.
void write_members(JsonWriter& json, std::string_view case_directory, const hunt::Finding& finding,
                   std::string_view file) {
  json.member("sha256", finding.sha256.hex())
      .member("message_id", finding.message_id)
      .member("from", finding.from_address)
      .member("from_name", finding.from_name);
  json.strings_member("to", finding.to);
  json.member("subject", finding.subject);
  json.time_member("date", finding.date);
  json.member("stratum", stratum_word(finding.has_link));
  json.key("detectors").array();
  for (const auto detector : detectors_of(finding)) json.value(detector);
  json.end();
  json.member("has_link", finding.has_link)
      .member("verdict", hunt::verdict_name(finding.verdict))
      .member("outside_budget", finding.outside_budget)
      .member("score", finding.score)
      .member("history", finding.history)
      .member("headline", headline(finding));
  write_known_as(json, finding.known_as);
  write_terms(json, "terms", finding.terms);
  json.key("reasons").array();
  for (const auto& reason : finding.reasons) {
    json.object()
        .member("detector", reason.detector)
        .member("code", reason.code)
        .member("text", reason.text)
        .member("n", reason.n)
        .member("weight", reason.weight)
        .member("contradicts", reason.contradicts)
        .member("cause", reason.cause)
        .member("innocent", reason.innocent);
    json.key("evidence").array();
    for (const auto& evidence : reason.evidence)
      write_evidence(json, case_directory, evidence, file);
    json.end();
    if (reason.ages) write_ages(json, *reason.ages);
    json.end();
  }
  json.end().key("copies").array();
  for (const auto id : finding.copies) json.value(id);
  json.end().key("repeats").array();
  for (const auto id : finding.repeats) json.value(id);
  json.end();
  write_contacts(json, finding);
  json.member("innocent", finding.innocent).member("ask", finding.ask);
}

}  // namespace

void write_finding(JsonWriter& json, std::string_view case_directory,
                   const hunt::Finding& finding) {
  json.object();
  write_number(json, finding.message);
  write_members(json, case_directory, finding, "");
  json.end();
}

void write_hunt_counts(JsonWriter& json, const hunt::HuntResult& hunt) {
  json.member("messages", hunt.messages)
      .member("copies", hunt.copies)
      .member("budget", hunt.budget)
      .member("beyond_budget", hunt.beyond_budget)
      .member("contradictions", hunt.contradictions)
      .member("with_reasons", hunt.with_reasons)
      .member("cannot_say", hunt.cannot_say);
  json.key("quoted_originals")
      .object()
      .member("claims", hunt.truth.claims)
      .member("held", hunt.truth.held)
      .member("differs", hunt.truth.differs)
      .member("quoted_elsewhere", hunt.truth.quoted_elsewhere)
      .member("absent", hunt.truth.absent)
      .member("cannot_say", hunt.truth.cannot_say)
      .member("not_searched", hunt.truth.not_searched)
      .end();
}

std::string score_json(const hunt::Score& score) {
  JsonWriter json;
  json.object().member("id", score.message).member("message_id", score.message_id);
  json.time_member("date", score.date);
  json.member("score", score.score)
      .member("stratum", stratum_word(score.has_link))
      .member("verdict", hunt::verdict_name(score.verdict))
      .member("n", score.history);
  if (score.copy_of != store::kNoMessage) json.member("copy_of", score.copy_of);
  write_terms(json, "terms", score.terms);
  write_terms(json, "parts", score.parts);
  json.end();
  return json_line("message", json.take());
}

std::string finding_json(std::string_view case_directory, const hunt::Finding& finding) {
  JsonWriter json;
  json.object().member("id", finding.message);
  write_members(json, case_directory, finding, "");
  json.end();
  return json_line("finding", json.take());
}

namespace {

void episode_members(JsonWriter& json, const hunt::Episode& episode) {
  json.member("account", episode.account);
  json.time_member("from", episode.from);
  json.time_member("until", episode.until);
  json.key("messages").array();
  for (const auto id : episode.messages) json.value(id);
  json.end();
  json.strings_member("changed", episode.changed);
  json.member("verdict", hunt::verdict_name(episode.verdict)).member("score", episode.score);
}

}  // namespace

void write_episode(JsonWriter& json, const hunt::Episode& episode) {
  json.object().member("type", "episode");
  episode_members(json, episode);
  json.end();
}

std::string episode_json(const hunt::Episode& episode) {
  JsonWriter json;
  json.object();
  episode_members(json, episode);
  json.end();
  return json_line("episode", json.take());
}

std::string alike_json(const hunt::Alike& alike) {
  JsonWriter json;
  json.object().member("cause", alike.cause);
  json.strings_member("accounts", alike.accounts);
  json.key("messages").array();
  for (const auto id : alike.messages) json.value(id);
  json.end();
  json.time_member("from", alike.from);
  json.time_member("until", alike.until);
  json.member("score", alike.score).end();
  return json_line("alike", json.take());
}

std::string scanned_json(std::string_view case_directory, const hunt::Scanned& scanned,
                         std::string_view path, std::string_view file) {
  JsonWriter json;
  json.object().member("file", path);
  json.key("held_as");
  if (scanned.held.id != store::kNoMessage) {
    json.value(scanned.held.id);
  } else {
    json.null();
  }
  json.member("held_same_octets", scanned.held.same_octets);
  json.strings_member("held_differs", scanned.held.differs);
  json.key("rank");
  if (scanned.of > 0) {
    json.object()
        .member("place", scanned.place)
        .member("of", scanned.of)
        .member("per_thousand", per_thousand(scanned))
        .end();
  } else {
    json.null();
  }
  write_members(json, case_directory, scanned.finding, file);
  json.end();
  return json_line("scan", json.take());
}

std::string hunt_summary_json(const hunt::HuntResult& result) {
  JsonWriter json;
  json.object().member("findings", result.findings.size());
  write_hunt_counts(json, result);
  json.end();
  return summary_line(json.take());
}

}  // namespace letterlock::report
