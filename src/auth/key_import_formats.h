// The readers behind read_keys(), one a format.
#pragma once

#include "auth/key_import.h"

namespace letterlock::auth::import {

void read_table(std::string_view text, const ImportOptions& options, ImportReading& reading);
void read_json(std::string_view text, const ImportOptions& options, ImportReading& reading);
void read_pem(std::string_view text, const ImportOptions& options, ImportReading& reading);
// False where the text holds no TXT record with a name: it may be a bare record.
bool read_zone(std::string_view text, const ImportOptions& options, ImportReading& reading);
void read_record(std::string_view text, const ImportOptions& options, ImportReading& reading);

// `sighting`, its place in the text named.
KeySighting at_line(KeySighting sighting, std::size_t line);

// Takes `record` in as a key, or as a problem where it holds none.
void take_key(KeyName name, std::string record, KeySighting sighting, std::size_t line,
              ImportReading& reading);

}  // namespace letterlock::auth::import
