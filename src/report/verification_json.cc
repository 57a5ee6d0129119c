#include <array>
#include <cmath>

#include "base/json_writer.h"
#include "report/verification.h"

namespace letterlock::report {
namespace {

void range_members(JsonWriter& json, ByteRange where) {
  json.member("offset", where.offset).member("length", where.length);
}

void range(JsonWriter& json, std::string_view name, ByteRange where) {
  json.key(name).object();
  range_members(json, where);
  json.end();
}

void fields(JsonWriter& json, std::string_view name, const std::vector<leak::SignedField>& list) {
  json.key(name).array();
  for (const leak::SignedField& field : list) {
    json.object().member("name", field.name);
    if (field.where) {
      range_members(json, *field.where);
    } else {
      json.member("absent", true);
    }
    json.end();
  }
  json.end();
}

// The gravest of what is said of a key; all of it stands beside.
std::string_view gravest(const leak::KeyFacts& facts) {
  using enum auth::KeyState;
  for (const auth::KeyState state :
       {secret_published, factorable, too_short, revoked, retired, live}) {
    if (has_state(facts, state)) return to_string(state);
  }
  return "unknown";
}

// The window of the weightiest channel that has one; windows are never blended.
const auth::KeySighting* weightiest(const leak::KeyFacts& facts) {
  for (const auth::KeySighting& sighting : facts.sightings) {
    if (sighting.first || sighting.last) return &sighting;
  }
  return nullptr;
}

void date_member(JsonWriter& json, std::string_view name,
                 const std::optional<auth::PartialDate>& date) {
  json.key(name);
  if (date) {
    json.value(date->text());
  } else {
    json.null();
  }
}

void key(JsonWriter& json, const leak::SignatureVerdict& signature) {
  json.key("key");
  if (!signature.key || !signature.check.key) {
    json.null();
    return;
  }
  const leak::KeyFacts& facts = *signature.key;
  const auth::PublicKey& public_key = *signature.check.key;
  json.object().member("source", facts.source).member("bits", public_key.bits());
  json.member("type", public_key.type() == auth::KeyType::rsa ? "rsa" : "ed25519");
  json.member("fingerprint", public_key.fingerprint().hex());
  const auth::KeySighting* window = weightiest(facts);
  date_member(json, "first_seen", window == nullptr ? std::nullopt : window->first);
  date_member(json, "last_seen", window == nullptr ? std::nullopt : window->last);
  json.member("state", gravest(facts)).key("states").array();
  for (const auth::KeyStatement& told : facts.states) {
    json.object().member("state", to_string(told.state)).member("source", told.source);
    date_member(json, "from", told.from);
    json.member("note", told.note).end();
  }
  json.end().key("conflicts").array();
  for (const std::string& conflict : facts.conflicts) json.value(conflict);
  json.end()
      .member("recorded_as", facts.recorded_as)
      .member("circular", facts.circular)
      .key("sightings")
      .array();
  for (const auth::KeySighting& sighting : facts.sightings) {
    json.object().member("channel", to_string(sighting.channel));
    json.member("source", sighting.source).member("where", sighting.where);
    date_member(json, "first", sighting.first);
    date_member(json, "last", sighting.last);
    json.member("dnssec", sighting.dnssec).member("used", sighting.used);
    json.member("tested", sighting.tested).member("valid", sighting.valid);
    json.member("note", sighting.note).end();
  }
  json.end().end();
}

void repairs(JsonWriter& json, const leak::SignatureVerdict& told, bool disclose) {
  json.key("repairs").array();
  for (const leak::Edit& edit : edits_of(told)) {
    json.object().member("name", to_string(edit.change)).member("says", sentence(edit.change));
    json.member("field", edit.field);
    range_members(json, edit.where);
    json.member("discloses", edit.discloses);
    if (!edit.discloses || disclose) {
      json.member("before", edit.before).member("after", edit.after);
    }
    json.end();
  }
  json.end().key("repair_search");
  if (!told.repair) {
    json.null();
    return;
  }
  json.object().member("header", to_string(told.repair->header));
  json.member("body", to_string(told.repair->body));
  json.member("header_hashes", told.repair->header_hashes);
  json.member("body_hashes", told.repair->body_hashes).end();
}

// What the signature proves of the octets, whatever its age: an expired one is still a proof.
std::string_view result_of(const auth::SignatureCheck& check) {
  const bool only_time = check.reason == auth::DkimReason::signature_expired ||
                         check.reason == auth::DkimReason::signature_in_future;
  if (check.proof == auth::Proof::header_and_body && only_time) return "pass";
  return to_string(check.result);
}

std::string_view word(auth::Proof proof) {
  switch (proof) {
    case auth::Proof::none:
      return "none";
    case auth::Proof::header_only:
      return "header_only";
    case auth::Proof::header_and_body:
      return "header_and_body";
    case auth::Proof::key_only:
      return "key_only";
  }
  return "";
}

std::string_view reason_of(const auth::SignatureCheck& check) {
  if (check.reason == auth::DkimReason::signature_invalid)
    return to_string(check.signature.problem);
  if (check.reason == auth::DkimReason::key_invalid) return to_string(check.key_problem);
  return to_string(check.reason);
}

void signature(JsonWriter& json, const leak::SignatureVerdict& told, bool disclose) {
  const auth::SignatureCheck& check = told.check;
  json.object().member("d", check.signature.d).member("s", check.signature.s);
  json.member("i", check.signature.i).member("a", check.signature.a);
  json.key("t").value(check.signature.t).key("x").value(check.signature.x);
  json.key("l").value(check.signature.l);
  json.member("result", result_of(check)).member("reason", reason_of(check));
  json.member("proof", word(check.proof));
  json.member("verdict", to_string(told.verdict)).member("why", told.why);
  json.member("author_aligned", told.author_aligned);
  range(json, "field", check.signature.where);
  key(json, told);
  json.key("covers").object();
  fields(json, "header", told.fields);
  range(json, "body", told.body_covered);
  json.member("body_hash_matches", check.body_hash_matches).end();
  json.key("not_covered").object();
  range(json, "body", told.body_not_covered);
  json.key("could_be_prepended").array();
  for (const std::string& name : told.could_be_prepended) json.value(name);
  json.end().end();
  repairs(json, told, disclose);
  json.end();
}

void comparison(JsonWriter& json, const leak::ClockComparison& compared) {
  json.object().member("against", to_string(compared.against)).member("with", compared.with);
  json.member("difference_seconds", static_cast<double>(compared.difference) / leak::kSecond);
  json.key("tolerance").object().member("lower", compared.tolerance.lower);
  json.member("upper", compared.tolerance.upper).member("samples", compared.tolerance.samples);
  // Thousandths: more digits are the float's, not the measurement's.
  json.member("within_percent", std::round(compared.tolerance.within * 1000.0) / 1000).end();
  json.member("verdict", to_string(compared.verdict)).end();
}

void observations(JsonWriter& json, const std::vector<leak::Observation>& seen) {
  for (const leak::Observation& observation : seen) {
    json.object().member("name", observation.name);
    json.member("severity", to_string(observation.severity)).member("says", observation.says);
    json.key("ranges").array();
    for (const ByteRange where : observation.where) {
      json.object();
      range_members(json, where);
      json.end();
    }
    json.end().end();
  }
}

void arc(JsonWriter& json, const auth::ArcChain& chain) {
  json.key("arc").object().member("result", to_string(chain.result));
  json.member("reason", to_string(chain.reason)).member("instance", chain.instance);
  json.key("sealers").array();
  for (const auth::ArcSet& set : chain.sets) {
    json.object().member("instance", set.instance).member("d", set.seal.signature.d);
    json.member("seal", to_string(set.seal.result));
    json.member("message_signature", to_string(set.message_signature.result));
    range_members(json, set.seal.signature.where);
    json.end();
  }
  json.end().end();
}

void shape(JsonWriter& json, const std::vector<leak::ShapeReading>& readings) {
  json.key("shape").array();
  for (const leak::ShapeReading& reading : readings) {
    json.object().member("aspect", to_string(reading.aspect));
    json.member("basis", to_string(reading.basis)).member("verdict", to_string(reading.verdict));
    json.member("claim", reading.claim).member("value", reading.value);
    json.member("samples", reading.samples).member("same", reading.same);
    json.member("says", reading.says);
    range_members(json, reading.where);
    json.end();
  }
  json.end();
}

void timestamps(JsonWriter& json, const leak::Examined& message) {
  json.key("timestamps").array();
  for (const auto& [name, told] : message.timestamps) {
    json.object().member("proof", name).member("kind", to_string(told.kind));
    json.member("result", to_string(told.result)).member("why", told.why);
    json.member("hash", told.hash).member("authority", told.authority);
    json.member("serial", told.serial).member("policy", told.policy).key("facts").array();
    for (const leak::TimestampFact& fact : told.facts) {
      json.object().member("what", to_string(fact.what)).member("check", to_string(fact.check));
      json.member("says", fact.says).member("block_height", fact.block_height);
      json.member("merkle_root", fact.merkle_root).member("calendar", fact.calendar);
      json.time_member("time", fact.time);
      json.end();
    }
    json.end().end();
  }
  json.end();
}

void clocks(JsonWriter& json, const leak::ClockTable& table) {
  json.key("clocks").array();
  for (const leak::ClockReading& reading : table.readings) {
    const leak::ClockFacts& facts = leak::facts_of(reading.kind);
    json.object().member("kind", facts.name);
    range_members(json, reading.where);
    json.key("at");
    if (reading.decoded) {
      json.value(leak::format_interval(reading.at));
    } else {
      json.null();
    }
    json.member("zone_minutes", reading.zone_minutes);
    json.member("writer", to_string(facts.writer)).member("verdict", to_string(reading.verdict));
    json.member("says", leak::describe(reading)).key("comparisons").array();
    for (const leak::ClockComparison& compared : reading.comparisons) comparison(json, compared);
    json.end().end();
  }
  json.end();
}

void takeover(JsonWriter& json, const std::optional<leak::InOtherHands>& found) {
  json.key("takeover");
  if (!found) {
    json.null();
    return;
  }
  const leak::TakenOver& window = found->window;
  const bool told = window.source == leak::TakenOver::Source::user;
  json.object().member("address", window.address).time_member("from", window.from);
  json.time_member("until", window.until).member("end_recorded", window.end_recorded);
  json.member("source", told ? "user" : "logs").member("proposed", window.proposed);
  json.member("certainty", told ? "certain" : window.certainty.c_str());
  json.strings_member("contexts", window.access);
  json.key("record");
  if (found->record.empty()) {
    json.null();
  } else {
    json.value(found->record);
  }
  json.end();
}

}  // namespace

std::string examined_json(const leak::Examined& message, bool disclose) {
  const leak::MessageVerdict& verdict = message.verdict;
  JsonWriter json;
  json.object();
  if (message.id) {
    json.member("id", *message.id);
  } else {
    json.member("path", message.path);
  }
  json.member("sha256", message.sha256.hex()).member("size", message.size);
  json.member("message_id", message.message_id).member("from", message.from);
  json.time_member("date", message.date);
  json.member("subject", message.subject).member("reconstructed", message.reconstructed);
  json.member("verdict", to_string(verdict.verdict));
  json.member("words", verdict_words(verdict));
  json.key("decisive").value(verdict.decisive);
  json.member("taken_over", verdict.taken_over());
  takeover(json, verdict.takeover);
  json.key("signatures").array();
  for (const leak::SignatureVerdict& told : verdict.signatures) signature(json, told, disclose);
  json.end();
  fields(json, "not_signed", verdict.not_signed);
  clocks(json, message.clocks);
  json.key("observations").array();
  observations(json, message.observations);
  observations(json, message.clocks.trace);
  json.end();
  shape(json, message.shape);
  arc(json, message.arc);
  timestamps(json, message);
  json.key("never_proven").array();
  for (const char* what : {"who_typed_it", "that_the_account_was_not_taken_over",
                           "that_date_is_true", "bcc_and_envelope_recipients"}) {
    json.value(what);
  }
  json.end();
  json.end();
  return json.take();
}

std::string counts_json(const VerificationCounts& counts) {
  JsonWriter json;
  json.object().member("messages", counts.messages).member("signatures", counts.signatures);
  json.key("verdicts").object();
  for (const leak::Verdict verdict :
       {leak::Verdict::verified, leak::Verdict::verified_after_repair, leak::Verdict::header_only,
        leak::Verdict::same_key, leak::Verdict::contradicted, leak::Verdict::unsigned_,
        leak::Verdict::cannot_tell}) {
    const auto found = counts.verdicts.find(verdict);
    json.member(to_string(verdict), found == counts.verdicts.end() ? 0 : found->second);
  }
  json.end().key("why").object();
  for (const auto& [why, count] : counts.why) json.member(why, count);
  json.end().key("changes_undone").object();
  for (const auto& [name, count] : counts.changes) json.member(name, count);
  json.end().member("taken_over", counts.taken_over);
  json.member("taken_over_proposed", counts.taken_over_proposed).end();
  return json.take();
}

std::string overview_json(const VerificationOverview& overview) {
  JsonWriter json;
  json.object().member("keys", overview.keys);
  json.key("counts").raw(counts_json(overview.counts));
  json.key("notable").array();
  for (const leak::Examined& message : overview.notable) json.raw(examined_json(message, false));
  json.end().member("more_notable", overview.more_notable);
  json.member("before_publishing", publishing_warning()).end();
  return json.take();
}

}  // namespace letterlock::report
