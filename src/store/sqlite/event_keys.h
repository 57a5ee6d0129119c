// The keys of the indexes of events.sqlite.
#pragma once

#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "store/event.h"
#include "store/sqlite/dictionary.h"
#include "store/sqlite/event_codec.h"
#include "store/sqlite/packed.h"

namespace letterlock::store::sqlite {

inline std::int64_t start_of(const Event& event) {
  return event.time ? event.time->from : kUndated;
}
inline std::int64_t until_of(const Event& event) {
  return event.time ? event.time->until : kUndated;
}

// The first 8 octets of a hash as a number that sorts as they do.
inline std::int64_t prefix_of(const Sha256& hash) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | hash.octets[i];
  return static_cast<std::int64_t>(prefix ^ std::uint64_t{1} << 63);
}

inline Sha256 hash_of(std::string_view octets) {
  Sha256 hash;
  if (octets.size() == hash.octets.size()) {
    std::memcpy(hash.octets.data(), octets.data(), hash.octets.size());
  }
  return hash;
}

// Actor and mailbox, each once, in lower case.
inline std::vector<std::int64_t> accounts_of(const Event& event, Dictionary& names) {
  std::vector<std::int64_t> accounts;
  for (const std::string* account : {&event.actor, &event.mailbox}) {
    if (account->empty()) continue;
    const std::int64_t id = names.id(lower_ascii(*account));
    if (accounts.empty() || accounts.front() != id) accounts.push_back(id);
  }
  return accounts;
}

// What of an event goes into the digest.
inline void digest_text(const Event& event, std::string& out) {
  Packer packer(out);
  packer.raw(event.place.record.view());
  packer.number(event.place.part);
  packer.signed_number(start_of(event));
  packer.signed_number(until_of(event));
  pack(event, nullptr, out);
}

}  // namespace letterlock::store::sqlite
