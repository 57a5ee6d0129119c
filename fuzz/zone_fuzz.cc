// Zone text under hostile input. Checked for every input: errors name the text and a line; records
// that were read are found again under their name, whatever the case of it; answers keep their
// limits and chains of aliases end; names are canonical, and canonicalizing twice changes nothing.
#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "dns/zone_resolver.h"
#include "dns/zone_text.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::dns;
using fuzz::require;

void check_entry(const ZoneEntry& entry, ZoneResolver& zone) {
  require(entry.line > 0);
  require(canonical_name(entry.owner) == entry.owner);
  require(entry.record.value.size() <= kLongestText);
  if (!entry.type || entry.trouble) return;
  std::string shouted = entry.owner;
  std::transform(shouted.begin(), shouted.end(), shouted.begin(), to_upper);
  const Answer answer = zone.look_up(shouted + ".", *entry.type);
  require(answer.status != Status::nxdomain && answer.status != Status::bad_name);
  require(answer.records.size() <= kMostRecords);
  require(answer.ok() != answer.records.empty());
  if (!answer.ok() || answer.records.size() == kMostRecords) return;
  require(answer.canonical_name == entry.owner);
  require(std::find(answer.records.begin(), answer.records.end(), entry.record) !=
          answer.records.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto entries = parse_zone_text(text, "fuzz.zone");
  auto zone = ZoneResolver::parse(text, "fuzz.zone");
  require(entries.has_value() == zone.has_value());
  if (!entries) {
    require(entries.error().message == zone.error().message);
    require(entries.error().message.starts_with("fuzz.zone:"));
    return 0;
  }
  for (const ZoneEntry& entry : *entries) {
    check_entry(entry, *zone);
    for (const RecordType type : {RecordType::a, RecordType::txt}) {
      const Answer answer = zone->look_up(entry.record.value, type);
      require(answer.status != Status::bad_name || !canonical_name(entry.record.value));
    }
  }
  return 0;
}
