// Questions to the DNS (RFC 1034, RFC 1035), as an interface: what a check needs to know comes in
// through a Resolver, so that the same octets and the same zone give the same result.
//
// A look-up blocks, never fails and never throws: an outage is an Answer too. Every Resolver may be
// asked from several threads at a time, except where its class says otherwise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace letterlock::dns {

// The numbers of RFC 1035 section 3.2.2 and RFC 3596.
enum class RecordType : std::uint16_t {
  a = 1,
  ns = 2,
  cname = 5,
  soa = 6,
  ptr = 12,
  mx = 15,
  txt = 16,
  aaaa = 28,
};

enum class Status {
  ok,           // there are records
  no_data,      // the name exists, without records of this type
  nxdomain,     // the name does not exist
  servfail,     // the server failed, refused or talked nonsense
  timeout,      // no answer in time
  bogus,        // DNSSEC validation failed
  not_asked,    // look-ups are off
  over_budget,  // the message has used up its look-ups (budget.h)
  bad_name,     // no name that the DNS can hold: an empty or long label, too long as a whole
};

struct Record {
  // TXT: its strings, joined without anything between (RFC 7208 section 3.3, RFC 6376 section
  // 3.6.2.2), octets as they are. A, AAAA: the address as text. Others: a domain name.
  std::string value;
  std::uint16_t preference = 0;  // MX only

  bool operator==(const Record&) const = default;
};

// Names in it are A-labels in lower case without the final dot.
struct Answer {
  Status status = Status::no_data;
  std::vector<Record> records;  // empty unless `status` is ok; at most kMostRecords
  bool secure = false;          // the whole answer was validated with DNSSEC
  std::uint32_t ttl = 0;        // seconds it may be kept, the least along the chain
  std::string
      canonical_name;  // where the chain of CNAMEs ended; the name asked where there is none
  std::string reason;  // of trouble, for people; else empty

  bool ok() const { return status == Status::ok; }
  // The DNS said that there is nothing.
  bool is_void() const { return status == Status::no_data || status == Status::nxdomain; }
  // Neither records nor their absence are known: what RFC 7208 and RFC 6376 call temporary.
  bool unknown() const { return !ok() && !is_void() && status != Status::bad_name; }
};

// More records of one name are a mistake or an attack; what is over is left out of the Answer.
inline constexpr std::size_t kMostRecords = 256;
// Octets of one TXT record, all strings together; a longer one is left out.
inline constexpr std::size_t kLongestText = 65'535;
// CNAMEs followed from one name; then the answer is servfail (loops included).
inline constexpr int kMostAliases = 8;

class Resolver {
 public:
  virtual ~Resolver() = default;

  // `name`: A-labels in any case, with or without the final dot; any octet but the dot may stand in
  // a label. Names that the DNS cannot hold are answered with bad_name and not asked for.
  virtual Answer look_up(std::string_view name, RecordType type) = 0;

  Answer txt(std::string_view name) { return look_up(name, RecordType::txt); }
  Answer a(std::string_view name) { return look_up(name, RecordType::a); }
  Answer aaaa(std::string_view name) { return look_up(name, RecordType::aaaa); }
  Answer mx(std::string_view name) { return look_up(name, RecordType::mx); }
  Answer ptr(std::string_view name) { return look_up(name, RecordType::ptr); }
};

// Answers every look-up with not_asked: reading evidence must not tell anybody that it is read.
class OffResolver final : public Resolver {
 public:
  Answer look_up(std::string_view name, RecordType type) override;
};

// What `--dns` says: "off", "system", or "zone:FILE" (zone_resolver.h).
Expected<std::unique_ptr<Resolver>> make_resolver(std::string_view spec);

// `name` as Answers spell it: lower case, no final dot. nullopt for what the DNS cannot hold: a
// label that is empty or over 63 octets, more than 253 octets. "" (the root) is a name.
std::optional<std::string> canonical_name(std::string_view name);

// Whether `name` is `domain` or below it. REQUIRES: both are canonical.
bool is_in_domain(std::string_view name, std::string_view domain);

// "TXT", "AAAA"; "?" for a number that RecordType does not name.
std::string_view name_of(RecordType type);
// "ok", "no_data", ...
std::string_view name_of(Status status);

}  // namespace letterlock::dns
