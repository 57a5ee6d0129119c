#include "auth/key_export.h"

#include <fmt/format.h>

#include "auth/key_archive_text.h"
#include "auth/key_findings.h"
#include "auth/tag_list.h"
#include "base/base64.h"
#include "base/printable.h"

namespace letterlock::auth {
namespace {

// RFC 1035 section 3.3: a character-string has up to 255 octets.
constexpr std::size_t kLongestString = 255;

std::string date(const std::optional<PartialDate>& one) { return one ? one->text() : ""; }
std::string date_or_unknown(const std::optional<PartialDate>& one) {
  return one ? one->text() : "unknown";
}
std::string number(const std::optional<std::uint64_t>& one) {
  return one ? std::to_string(*one) : "";
}

// Zone text escapes octets as \DDD, in decimal.
void append_zone_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c < ' ' || c > '~') {
      out += fmt::format("\\{:03}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_comments(const ArchivedKey& key, const ArchivedRecord& record, std::string& out) {
  for (const KeySighting& sighting : record.sightings) {
    out += fmt::format("; {}: {} to {}, {}\n", to_string(sighting.channel),
                       date_or_unknown(sighting.first), date_or_unknown(sighting.last),
                       printable(sighting.source));
  }
  for (const KeyStatement& state : key.states) {
    out += fmt::format("; {}{} ({})\n", to_string(state.state),
                       state.from ? " since " + state.from->text() : "", printable(state.source));
  }
}

// What a table's field may hold.
std::string field(std::string_view text) { return printable(text); }

std::string p_of(const ArchivedRecord& record) {
  return without_white_space(parse_tag_list(record.text).value("p").value_or(""));
}

void append_row(const ArchivedKey& key, const ArchivedRecord& record, const KeySighting* sighting,
                std::string& out) {
  static const KeySighting kNone;
  const KeySighting& seen = sighting == nullptr ? kNone : *sighting;
  out += fmt::format(
      "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", key.domain, key.selector,
      key.bits, p_of(record), key.type == KeyType::ed25519 ? "ed25519" : "rsa",
      key.fingerprint->hex(), sighting == nullptr ? "" : to_string(seen.channel),
      field(seen.source), field(seen.where), date(seen.first), date(seen.last),
      seen.dnssec ? (*seen.dnssec ? "yes" : "no") : "", number(seen.tested), number(seen.valid));
}

void date_member(JsonWriter& json, std::string_view name, const std::optional<PartialDate>& value) {
  json.key(name);
  if (value) {
    json.value(value->text());
  } else {
    json.null();
  }
}

void write_sighting(const KeySighting& sighting, JsonWriter& json) {
  json.object().member("channel", to_string(sighting.channel)).member("source", sighting.source);
  json.member("where", sighting.where);
  date_member(json, "first", sighting.first);
  date_member(json, "last", sighting.last);
  json.member("dnssec", sighting.dnssec).member("used", sighting.used);
  json.member("tested", sighting.tested).member("valid", sighting.valid);
  json.member("note", sighting.note).end();
}

}  // namespace

std::string export_zone(const KeyArchive& archive, std::span<const std::uint32_t> keys) {
  std::string out;
  for (const std::uint32_t index : keys) {
    const ArchivedKey& key = archive.keys()[index];
    for (const ArchivedRecord& record : key.records) {
      append_comments(key, record, out);
      out += fmt::format("{}._domainkey.{}. IN TXT", key.selector, key.domain);
      std::string_view rest = record.text;
      do {
        out += ' ';
        append_zone_string(rest.substr(0, kLongestString), out);
        rest.remove_prefix(std::min(rest.size(), kLongestString));
      } while (!rest.empty());
      out += '\n';
    }
  }
  return out;
}

std::string export_table(const KeyArchive& archive, std::span<const std::uint32_t> keys) {
  std::string out =
      "domain\tselector\tbits\tp_base64\ttype\tfingerprint\tchannel\tsource\twhere\tfirst_seen\t"
      "last_seen\tdnssec\tsignatures_tested\tsignatures_valid\n";
  for (const std::uint32_t index : keys) {
    const ArchivedKey& key = archive.keys()[index];
    if (!key.fingerprint) continue;
    for (const ArchivedRecord& record : key.records) {
      if (record.sightings.empty()) append_row(key, record, nullptr, out);
      for (const KeySighting& one : record.sightings) append_row(key, record, &one, out);
    }
  }
  return out;
}

void write_json(const ArchivedKey& key, JsonWriter& json) {
  json.object().member("domain", key.domain).member("selector", key.selector);
  json.key("algorithm");
  if (key.type) {
    json.value(*key.type == KeyType::rsa ? "rsa" : "ed25519").member("bits", key.bits);
    json.member("fingerprint", key.fingerprint->hex());
  } else {
    json.null().key("bits").null().key("fingerprint").null();
  }
  json.member("problem", to_string(key.problem)).key("records").array();
  for (const ArchivedRecord& record : key.records) {
    json.object().member("text", record.text).key("sightings").array();
    for (const KeySighting& sighting : record.sightings) write_sighting(sighting, json);
    json.end().end();
  }
  json.end().key("states").array();
  for (const KeyStatement& state : states_of(key)) {
    json.object().member("state", to_string(state.state));
    date_member(json, "from", state.from);
    json.member("source", state.source).member("note", state.note).end();
  }
  json.end().end();
}

std::string export_json(const KeyArchive& archive, std::span<const std::uint32_t> keys) {
  std::string out;
  for (const std::uint32_t index : keys) {
    JsonWriter json;
    write_json(archive.keys()[index], json);
    out += json.take();
    out += '\n';
  }
  return out;
}

}  // namespace letterlock::auth
