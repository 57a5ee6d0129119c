// Events and log files as the blobs of events.sqlite (docs/case-format.md).
//
// Text that comes again and again (accounts, clients, applications, folders) goes in as its number
// in the dictionary; other text as itself.
#pragma once

#include <string>
#include <string_view>

#include "store/event_store.h"
#include "store/sqlite/dictionary.h"

namespace letterlock::store::sqlite {

// Everything but id, time and place. Without `names` every text goes in as itself: the form that
// digests are made of.
void pack(const Event& event, Dictionary* names, std::string& out);
// False where the blob is damaged.
bool unpack(std::string_view blob, Dictionary& names, Event& event);

// Everything but the id.
std::string pack(const LogFile& file);
bool unpack(std::string_view blob, LogFile& file);

}  // namespace letterlock::store::sqlite
