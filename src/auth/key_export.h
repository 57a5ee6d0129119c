// A key archive in the forms that others read: zone text, a table, JSON lines.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "auth/key_archive.h"
#include "base/json_writer.h"

namespace letterlock::auth {

// TXT records (RFC 1035 section 5.1), one a record's text, with what is known of it as comments.
std::string export_zone(const KeyArchive& archive, std::span<const std::uint32_t> keys);

// Tab separated, the first line names the columns; one row a sighting, or one without where nobody
// is named. read_keys() takes it back. Records without a key are left out.
std::string export_table(const KeyArchive& archive, std::span<const std::uint32_t> keys);

// Writes `key` as one JSON object; members are only ever added.
void write_json(const ArchivedKey& key, JsonWriter& json);
// One object a line. read_keys() takes it back, with sightings and statements; octets of a record
// that are no UTF-8 are U+FFFD in it.
std::string export_json(const KeyArchive& archive, std::span<const std::uint32_t> keys);

}  // namespace letterlock::auth
