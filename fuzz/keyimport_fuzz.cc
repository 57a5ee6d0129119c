// Imports of keys under hostile input. Checked for every input: every key taken has a name and can
// be put into an archive; what is exported as zone text comes back as the same names and texts.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "auth/key_export.h"
#include "auth/key_import.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::auth;
using fuzz::require;

using Names = std::set<std::string>;

Names names_of(const ImportReading& reading) {
  Names names;
  for (const ImportedKey& key : reading.keys) {
    names.insert(key.selector + " " + key.domain + " " + key.record);
  }
  return names;
}

// Names that zone text can hold without escapes, for the way back.
bool plain(std::string_view name) {
  for (const char c : name) {
    const bool fine =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    if (!fine) return false;
  }
  return name.find("_domainkey") == std::string_view::npos && name.front() != '.' &&
         name.back() != '.';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ImportOptions options;
  options.sighting.source = "fuzz";
  options.sighting.where = "input";
  for (const bool named : {false, true}) {
    options.domain = named ? "example.org" : "";
    options.selector = named ? "s1" : "";
    const ImportReading reading = read_keys(text, options);
    require(reading.problems.size() <= reading.unread + 1);
    KeyArchive archive;
    bool way_back = true;
    for (const ImportedKey& key : reading.keys) {
      require(!key.domain.empty() && !key.selector.empty() && key.line > 0);
      const auto added = archive.add(key.domain, key.selector, key.record, {&key.sighting, 1});
      way_back &= added.outcome != KeyAddition::Outcome::refused && plain(key.domain) &&
                  plain(key.selector) && key.domain.find('.') != std::string::npos;
    }
    if (!way_back || reading.keys.empty()) continue;
    const ImportReading again = read_keys(export_zone(archive, archive.sorted()), {});
    require(names_of(again) == names_of(reading));
  }
  return 0;
}
