// SPF and DMARC records and Authentication-Results under hostile input. Checked for every input:
// evaluating an SPF record ends within its limits and gives a result that fits its reason; its
// expansions are names that the DNS can hold; reading DMARC keeps its limits, and a record that is
// used asks for a policy; Authentication-Results lie inside the field, and what can be written
// comes back the same.
#include <string>
#include <string_view>

#include "auth/authentication_results.h"
#include "auth/dmarc.h"
#include "auth/spf.h"
#include "auth/spf_macro.h"
#include "auth/spf_record.h"
#include "base/ascii.h"
#include "dns/zone_resolver.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::auth;
using fuzz::require;

// The first lines are records of a.example, b.example and so on; each name includes others at will.
dns::ZoneResolver zone_of(std::string_view text, std::string_view prefix) {
  dns::ZoneResolver zone;
  for (char name = 'a'; !text.empty() && name <= 'h'; ++name) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string domain = std::string(1, name) + ".example";
    zone.add(std::string(prefix) + domain, dns::RecordType::txt,
             {std::string(text.substr(0, end))});
    zone.add(domain, dns::RecordType::mx,
             {std::string(1, static_cast<char>(name + 1)) + ".example"});
    zone.add(domain, dns::RecordType::a, {"192.0.2.1"});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return zone;
}

void check_spf_record(std::string_view text) {
  auto zone = zone_of(text, "");
  SpfQuery query;
  query.client = *IpAddress::parse("192.0.2.1");
  query.mail_from = "strong-bad@a.example";
  query.helo = "b.example";
  const SpfCheck check = check_spf(query, zone);
  require(check.lookups <= 11 && check.void_lookups <= 3 && check.chain.size() <= 11);
  require(check.result != SpfResult::temperror);
  const bool decided = check.reason == SpfReason::matched;
  require(decided == check.problem.empty() || check.reason == SpfReason::nothing_matched);
  require(check.explanation.empty() || check.result == SpfResult::fail);
  require(check.explanation.find_first_of("\r\n") == std::string::npos);

  const std::string_view line = text.substr(0, text.find('\n'));
  if (is_spf_record(line)) {
    const SpfRecord record = parse_spf_record(line);
    require(record.valid() == record.bad_term.empty());
    for (const SpfDirective& directive : record.directives) {
      require(line.find(directive.text) != line.npos);
      require(directive.prefix4 <= 32 && directive.prefix6 <= 128);
    }
  }
  SpfMacros macros;
  macros.local_part = line.substr(0, 300);
  macros.sender = macros.local_part + "@a.example";
  macros.domain = "a.example";
  macros.client = *IpAddress::parse("2001:db8::1");
  if (!is_domain_spec(line)) return;
  require(is_macro_string(line, false) && is_macro_string(line, true));
  const auto name = expand_domain(line, macros);
  require(!name || dns::canonical_name(*name) == *name);
}

void check_dmarc_record(std::string_view text) {
  auto zone = zone_of(text, "_dmarc.");
  for (const DmarcRules rules : {DmarcRules::rfc9989, DmarcRules::rfc7489}) {
    const DmarcCheck check =
        check_dmarc({"a.example"},
                    {{DmarcMethod::spf, "x.a.example", DmarcIdentifier::Outcome::pass},
                     {DmarcMethod::dkim, "b.example", DmarcIdentifier::Outcome::pass}},
                    zone, rules);
    require(check.lookups.size() <= 24);
    const bool judged = check.result == DmarcResult::pass || check.result == DmarcResult::fail;
    require(judged == check.published.has_value() && judged == check.applied.has_value());
    require(!judged || *check.applied <= *check.published);
    require(judged || check.result == DmarcResult::none || check.result == DmarcResult::permerror);
  }
  const auto record = parse_dmarc_record(text);
  require(!record || record->ignored.size() <= 16);
}

void check_ranges(const AuthenticationResults& field, std::uint32_t begin, std::uint32_t end) {
  const auto inside = [&](ByteRange where) { return where.offset >= begin && where.end() <= end; };
  std::uint32_t at = begin;
  for (const AuthResult& result : field.results) {
    require(inside(result.where) && result.where.offset >= at);
    at = result.where.end();
    require(result.method == lower_ascii(result.method));
    for (const AuthProperty& one : result.properties) require(result.where.contains(one.where));
  }
  for (const AuthProblem& problem : field.problems) require(inside(problem.where));
}

void check_results(std::string_view text, AuthField kind) {
  constexpr std::uint32_t kBase = 1'000;
  const auto field = parse_authentication_results(text, kBase, kind);
  check_ranges(field, kBase, kBase + static_cast<std::uint32_t>(text.size()));
  const auto written = write_authentication_results(field, kind);
  if (!written) return;
  require(written->find_first_of("\r\n") != written->npos && written->ends_with("\r\n"));
  const std::string body = written->substr(written->find(':') + 1);
  require(same_content(parse_authentication_results(body, 0, kind), field));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_spf_record(text);
  check_dmarc_record(text);
  check_results(text, AuthField::authentication_results);
  check_results(text, AuthField::arc_authentication_results);
  return 0;
}
