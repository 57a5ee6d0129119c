#include "dns/resolver.h"

#include <fstream>
#include <iterator>

#include "base/ascii.h"
#include "dns/system_resolver.h"
#include "dns/zone_resolver.h"

namespace letterlock::dns {
namespace {

// RFC 1035 section 2.3.4. 255 octets on the wire are 253 as text.
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestAsked = 253;

Expected<std::unique_ptr<Resolver>> from_zone_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorCode::not_found, "{}: cannot be opened", path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return fail(ErrorCode::io, "{}: cannot be read", path);
  auto zone = ZoneResolver::parse(text, path);
  if (!zone) return fail(std::move(zone));
  return std::make_unique<ZoneResolver>(std::move(*zone));
}

}  // namespace

Answer OffResolver::look_up(std::string_view name, RecordType) {
  Answer answer;
  const auto canonical = canonical_name(name);
  answer.status = canonical ? Status::not_asked : Status::bad_name;
  answer.reason = canonical ? "DNS look-ups are off" : "no domain name";
  answer.canonical_name = canonical.value_or("");
  return answer;
}

Expected<std::unique_ptr<Resolver>> make_resolver(std::string_view spec) {
  if (spec == "off") return std::make_unique<OffResolver>();
  if (spec == "system") {
    auto resolver = SystemResolver::open();
    if (!resolver) return fail(std::move(resolver));
    return std::unique_ptr<Resolver>(std::move(*resolver));
  }
  constexpr std::string_view kZone = "zone:";
  if (spec.starts_with(kZone) && spec.size() > kZone.size()) {
    return from_zone_file(std::string(spec.substr(kZone.size())));
  }
  return fail(ErrorCode::usage, "\"{}\" is none of off, system, zone:FILE", spec);
}

std::optional<std::string> canonical_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() > kLongestAsked) return std::nullopt;
  if (name.empty()) return std::string();
  std::size_t label = 0;
  for (const char c : name) {
    if (c != '.') {
      if (++label > kLongestLabel) return std::nullopt;
    } else if (label == 0) {
      return std::nullopt;
    } else {
      label = 0;
    }
  }
  if (label == 0) return std::nullopt;
  return lower_ascii(name);
}

bool is_in_domain(std::string_view name, std::string_view domain) {
  if (domain.empty()) return true;  // the root
  if (!name.ends_with(domain)) return false;
  return name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
}

std::string_view name_of(RecordType type) {
  switch (type) {
    case RecordType::a:
      return "A";
    case RecordType::ns:
      return "NS";
    case RecordType::cname:
      return "CNAME";
    case RecordType::soa:
      return "SOA";
    case RecordType::ptr:
      return "PTR";
    case RecordType::mx:
      return "MX";
    case RecordType::txt:
      return "TXT";
    case RecordType::aaaa:
      return "AAAA";
  }
  return "?";
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::no_data:
      return "no_data";
    case Status::nxdomain:
      return "nxdomain";
    case Status::servfail:
      return "servfail";
    case Status::timeout:
      return "timeout";
    case Status::bogus:
      return "bogus";
    case Status::not_asked:
      return "not_asked";
    case Status::over_budget:
      return "over_budget";
    case Status::bad_name:
      return "bad_name";
  }
  return "?";
}

}  // namespace letterlock::dns
