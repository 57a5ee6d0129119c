// How a message came: the hops near its origin, its signatures, what the receiver found.
#include <fmt/core.h>

#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/ip_address.h"
#include "content/field_pieces.h"
#include "content/shape.h"
#include "content/trait_list.h"
#include "mime/date.h"
#include "mime/unstructured.h"

namespace letterlock::content {
namespace {

using mime::FieldName;
using mime::HeaderField;
using mime::ReceivedView;

constexpr std::size_t kUsualHops = 16;
constexpr std::size_t kHopsRead = 4;      // nearest to the origin
constexpr std::size_t kHopsOfSender = 2;  // whose servers tell the way a message usually takes
constexpr std::size_t kSignatures = 8;    // of one message
constexpr std::size_t kSignedNames = 60;  // in one h=

struct PathFields {
  std::vector<const HeaderField*> received;  // newest first
  std::vector<const HeaderField*> signatures;
  const HeaderField* first_seal = nullptr;
  const HeaderField* results = nullptr;
  const HeaderField* originating = nullptr;
  const HeaderField* tenant = nullptr;
  const HeaderField* return_path = nullptr;
};

PathFields sort_fields(const mime::Message& message) {
  PathFields found;
  found.received.reserve(kUsualHops);
  for (const HeaderField& field : message.header()) {
    switch (field.id) {
      case FieldName::received:
        found.received.push_back(&field);
        break;
      case FieldName::dkim_signature:
        if (found.signatures.size() < kSignatures) found.signatures.push_back(&field);
        break;
      case FieldName::arc_seal:
        found.first_seal = &field;  // each sealer writes above the one before
        break;
      case FieldName::authentication_results:
        if (found.results == nullptr) found.results = &field;
        break;
      case FieldName::x_originating_ip:
        found.originating = &field;
        break;
      case FieldName::return_path:
        if (found.return_path == nullptr) found.return_path = &field;
        break;
      case FieldName::other:
        if (equals_ignore_case(message.octets(field.name), "X-MS-Exchange-CrossTenant-id")) {
          found.tenant = &field;
        }
        break;
      default:
        break;
    }
  }
  return found;
}

// Not an address that the whole Internet knows: says nothing about where somebody stood.
bool is_internal(const IpAddress& address) {
  static const std::array<std::pair<IpAddress, unsigned>, 10> kInternal = {{
      {*IpAddress::parse("0.0.0.0"), 8},
      {*IpAddress::parse("10.0.0.0"), 8},
      {*IpAddress::parse("127.0.0.0"), 8},
      {*IpAddress::parse("169.254.0.0"), 16},
      {*IpAddress::parse("172.16.0.0"), 12},
      {*IpAddress::parse("192.168.0.0"), 16},
      {*IpAddress::parse("100.64.0.0"), 10},
      {*IpAddress::parse("::"), 64},
      {*IpAddress::parse("fc00::"), 7},
      {*IpAddress::parse("fe80::"), 10},
  }};
  for (const auto& [network, length] : kInternal) {
    if (address.shares_prefix(network, length)) return true;
  }
  return false;
}

std::optional<IpAddress> public_address(std::string_view text) {
  text = trim(text);
  while (!text.empty() && (text.front() == '[' || text.front() == '(')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ']' || text.back() == ')')) text.remove_suffix(1);
  if (starts_with_ignore_case(text, "IPv6:")) text.remove_prefix(5);
  auto address = IpAddress::parse(text);
  if (!address) return std::nullopt;
  address = address->unmapped();
  return is_internal(*address) ? std::nullopt : address;
}

std::string network_of(const IpAddress& address) {
  if (!address.is_v6()) return fmt::format("{}.{}.0.0/16", address.octet(0), address.octet(1));
  const auto group = [&](std::size_t i) { return address.octet(i) << 8 | address.octet(i + 1); };
  return fmt::format("{:x}:{:x}::/32", group(0), group(2));
}

// "ESMTPSA", "HTTP", "mapi", "Microsoft SMTP Server".
std::string_view protocol_of(std::string_view with) {
  with = trim(with.substr(0, with.find_first_of("(;[")));
  if (starts_with_ignore_case(with, "Microsoft")) return with;
  return with.substr(0, with.find_first_of(" \t\r\n"));
}

// How many hops, roughly: most of the later ones are the receiver's.
std::string_view hop_count(std::size_t hops) {
  if (hops <= 2) return hops == 1 ? "1" : "2";
  return hops <= 9 ? "3+" : "10+";
}

// How long after its Date the first server took it.
std::string_view delay_class(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 3600, kDay = 86'400;
  if (seconds < -kMinute) return "before";
  if (seconds <= 10) return "<10s";
  if (seconds <= 2 * kMinute) return "<2m";
  if (seconds <= kHour) return "<1h";
  return seconds <= kDay ? "<1d" : "1d+";
}

// The first server, and where the client stood that it took the message from.
void add_origin(const ReceivedView& trace, const std::string& domain, TraitList& out) {
  if (trace.by.empty()) return;
  out.add(TraitKind::origin_domain, domain, trace.where);
  out.add(TraitKind::origin_host, host_shape(trace.by), trace.where);
  if (!trace.with.empty()) out.add(TraitKind::protocol, protocol_of(trace.with), trace.where);
}

void add_network(const mime::Message& message, const PathFields& fields, const ReceivedView& first,
                 TraitList& out) {
  const auto add = [&](std::string_view address, ByteRange where) {
    const auto at = public_address(address);
    if (at) out.add(TraitKind::network, network_of(*at), where);
    return at.has_value();
  };
  if (fields.originating != nullptr &&
      add(message.octets(fields.originating->body), fields.originating->whole)) {
    return;
  }
  if (add(first.from_ip, first.where)) return;
  // Webmail and the like name no client: the next server that says where it took the message from.
  const std::size_t hops = fields.received.size();
  for (std::size_t i = 1; i < std::min(hops, kHopsRead); ++i) {
    const HeaderField& field = *fields.received[hops - 1 - i];
    if (add(mime::parse_received(message, field).from_ip, field.whole)) return;
  }
}

void add_hops(const mime::Message& message, const PathFields& fields,
              const std::optional<mime::DateTime>& date, TraitList& out) {
  const std::size_t hops = fields.received.size();
  ReceivedView first;
  if (hops > 0) first = mime::parse_received(message, *fields.received.back());
  add_network(message, fields, first, out);
  if (hops == 0) return;
  const std::string origin = first.by.empty() ? std::string() : server_domain(first.by);
  add_origin(first, origin, out);
  if (first.date && date) {
    out.add(TraitKind::delay, delay_class(first.date->utc - date->utc), first.where);
  }
  std::string chain(hop_count(hops)), last = origin;
  if (!origin.empty()) chain.append(" ").append(origin);
  for (std::size_t i = 1; i < std::min(hops, kHopsOfSender); ++i) {
    const std::string_view by = by_host(message.octets(fields.received[hops - 1 - i]->body));
    std::string domain = by.empty() ? std::string() : server_domain(by);
    if (domain.empty() || domain == last) continue;
    chain.append(" ").append(domain);
    last = std::move(domain);
  }
  out.add(TraitKind::hops, chain, first.where);
}

// Which fields a signer covers does not depend on whether this message is a reply or has copies.
bool depends_on_message(std::string_view name) {
  constexpr std::string_view kNames[] = {"cc",       "in-reply-to", "references",
                                         "reply-to", "bcc",         "sender"};
  for (const auto known : kNames) {
    if (equals_ignore_case(name, known)) return true;
  }
  return false;
}

std::string signed_names(std::string_view list) {
  ShortHash hash;
  std::size_t left = kSignedNames;
  while (!list.empty() && left-- > 0) {
    const std::size_t colon = std::min(list.find(':'), list.size());
    const std::string_view name = trim(list.substr(0, colon));
    if (!name.empty() && !depends_on_message(name)) {
      for (const char c : name) hash.add(to_lower(c));
      hash.add(':');
    }
    list.remove_prefix(std::min(colon + 1, list.size()));
  }
  return hash.text();
}

void add_signatures(const mime::Message& message, const PathFields& fields, TraitList& out) {
  for (const HeaderField* field : fields.signatures) {
    const std::string_view body = message.octets(field->body);
    const std::string domain = lower_ascii(tag_value(body, "d"));
    if (domain.empty()) continue;
    const std::string_view canonical = tag_value(body, "c");
    out.add(TraitKind::signer, domain, field->whole);
    out.add(TraitKind::selector,
            lower_ascii(tag_value(body, "s")).append("._domainkey.").append(domain), field->whole);
    out.add(TraitKind::signature_form,
            fmt::format("{} {} h:{}", lower_ascii(tag_value(body, "a")),
                        lower_ascii(canonical.empty() ? "simple/simple" : canonical),
                        signed_names(tag_value(body, "h"))),
            field->whole);
  }
  if (fields.first_seal != nullptr) {
    const std::string_view body = message.octets(fields.first_seal->body);
    out.add(TraitKind::arc, lower_ascii(tag_value(body, "d")), fields.first_seal->whole);
  }
}

void add_results(const mime::Message& message, const PathFields& fields, TraitList& out) {
  if (fields.results == nullptr) return;
  constexpr std::pair<TraitKind, std::string_view> kMethods[] = {
      {TraitKind::spf, "spf"}, {TraitKind::dkim, "dkim"}, {TraitKind::dmarc, "dmarc"}};
  const std::string_view body = message.octets(fields.results->body);
  for (const auto& [kind, method] : kMethods) {
    const std::string word = method_result(body, method);
    if (!word.empty()) out.add(kind, word, fields.results->whole);
  }
}

void add_return_path(const mime::Message& message, const PathFields& fields, TraitList& out) {
  if (fields.return_path == nullptr) return;
  const std::string_view body = message.octets(fields.return_path->body);
  const std::string_view domain = domain_in(body);
  const auto add = [&](std::string_view value) {
    out.add(TraitKind::return_path, value, fields.return_path->whole);
  };
  if (domain.empty()) return add("empty");
  const HeaderField* from = message.find(FieldName::from);
  const std::string_view author =
      from == nullptr ? std::string_view() : domain_in(message.octets(from->body));
  switch (relation_of(domain, author)) {
    case Relation::same:
      return add("same");
    case Relation::same_organisation:
      return add("same organisation");
    case Relation::other:
      return add(server_domain(domain));
  }
}

}  // namespace

void add_path_traits(const mime::Message& message, const std::optional<mime::DateTime>& date,
                     TraitList& out) {
  const PathFields fields = sort_fields(message);
  add_hops(message, fields, date, out);
  if (fields.tenant != nullptr) {
    out.add(TraitKind::tenant, lower_ascii(trim(message.octets(fields.tenant->body))),
            fields.tenant->whole);
  }
  add_signatures(message, fields, out);
  add_return_path(message, fields, out);
  add_results(message, fields, out);
}

}  // namespace letterlock::content
