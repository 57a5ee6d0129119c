// A Resolver that answers from zone text alone (RFC 1035 section 5): for tests, for demos, and for
// evidence that comes with the records of its time.
//
// zone_text.h says what is read. Ours besides: the types SERVFAIL, TIMEOUT and BOGUS, without
// further text, make every look-up of their name come out so; with the name of a type after them,
// only look-ups of that type.
//   slow.example.   TIMEOUT TXT
// "*" as the first label stands for names that are not there (RFC 4592). Names outside of what the
// text says are nxdomain. Read once, then only read: any number of threads may ask.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "dns/resolver.h"

namespace letterlock::dns {

class ZoneResolver final : public Resolver {
 public:
  // Knows no name.
  ZoneResolver() = default;
  // `source` is what errors call the text: "FILE:LINE: what is wrong".
  static Expected<ZoneResolver> parse(std::string_view text, std::string_view source = "zone");

  // Further records, for those that have them in another form than zone text. `name` and the names
  // in records: as look_up() takes them; one that the DNS cannot hold is never found.
  void add(std::string_view name, RecordType type, Record record, std::uint32_t ttl = 3600);
  // From now on look-ups of `name` come out as `status`; all types where `type` is nullopt.
  void add_trouble(std::string_view name, Status status, std::optional<RecordType> type = {});
  // What the answers say of DNSSEC; the text does not hold signatures. False unless set.
  void set_secure(bool secure) { secure_ = secure; }

  Answer look_up(std::string_view name, RecordType type) override;

 private:
  struct Set {
    std::vector<Record> records;
    std::uint32_t ttl = 0;
  };
  struct Node {
    std::map<RecordType, Set> sets;
    std::map<RecordType, Status> trouble;
    std::optional<Status> all_trouble;
  };
  Node* node(std::string_view name);
  const Node* find(std::string_view name) const;

  std::map<std::string, Node, std::less<>> nodes_;
  bool secure_ = false;
};

}  // namespace letterlock::dns
