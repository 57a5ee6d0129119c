// Key archives under hostile input. Checked for every input: what was read, written out and read
// again is the same text; what went in is within the limits; merging an archive with itself changes
// nothing; the findings name keys that are there.
#include <cstdint>
#include <string>
#include <string_view>

#include "auth/key_archive_text.h"
#include "auth/key_export.h"
#include "auth/key_findings.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::auth;
using fuzz::require;

void check_findings(const KeyArchive& archive) {
  const auto order = archive.sorted();
  require(order.size() == archive.keys().size());
  for (const KeyFinding& finding : find_conflicts(archive, order)) {
    require(finding.key < archive.keys().size());
    for (const std::uint32_t other : finding.others) require(other < archive.keys().size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool headed : {false, true}) {
    KeyArchive archive;
    const auto reading = headed
                             ? read_key_archive("letterlock-keys 1\n" + std::string(text), archive)
                             : read_key_archive(text, archive);
    if (!reading) continue;
    require(reading->problems.size() <= reading->unread_lines + 1);
    const std::string written = write_key_archive(archive);
    KeyArchive again;
    const auto reread = read_key_archive(written, again);
    require(reread && reread->unread_lines == 0);
    require(write_key_archive(again) == written);
    require(again.merge(archive) == 0);
    for (const ArchivedKey& key : archive.keys()) {
      require(!archive.named(key.domain, key.selector).empty());
      require(!key.records.empty() && key.domain.size() <= 255);
    }
    check_findings(archive);
    ArchiveKeys keys(archive);
    for (const ArchivedKey& key : archive.keys()) {
      for (const KeyCandidate& one : keys.find(key.domain, key.selector).candidates) {
        require(keys.archived(one.origin) != nullptr);
      }
    }
  }
  return 0;
}
