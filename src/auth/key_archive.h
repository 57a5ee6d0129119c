// DKIM keys with a past: per (domain, selector) any number of keys, each with who saw it where and
// when, and what is said of its state.
//
// Sightings of different channels, and of different sources in one channel, are never blended: a
// window is always one source's. Statements about a key's state carry their source and stand beside
// each other even where they disagree (auth/key_conflicts.h finds that). The text form is in
// auth/key_archive_text.h and docs/key-archive.md. No I/O here; not thread-safe while it is
// changed.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/key_lookup.h"
#include "auth/partial_date.h"
#include "base/attributes.h"
#include "base/sha256.h"

namespace letterlock::auth {

// How somebody came to know a key; the order is that of their weight.
enum class KeyChannel : std::uint8_t {
  dns,        // read from DNS by the source, at the times given
  published,  // an archive or publication that others can look up has it
  found,      // somebody found it (a server's log, an old configuration) and gave it to us
  recovered,  // computed from signatures
};
std::string_view to_string(KeyChannel channel);
std::optional<KeyChannel> key_channel(std::string_view word);

// One source's sighting of a record. An end of the window that the source does not know is absent.
struct KeySighting {
  KeyChannel channel = KeyChannel::found;
  std::string source;  // who says so: a resolver, an archive's name, a person, the signed material
  std::string where;   // where it can be looked up: URL, file and line; may be empty
  std::optional<PartialDate> first, last;
  std::optional<bool> dnssec;  // channel dns: the answer was validated; absent where not recorded
  // Signatures that were tested with the key, and that it verified; channel recovered also: that
  // the computation took (they count as tested and valid too).
  std::optional<std::uint64_t> used, tested, valid;
  std::string note;

  auto operator<=>(const KeySighting&) const = default;
};

enum class KeyState : std::uint8_t {
  live,              // in DNS and in use
  retired,           // no longer used to sign
  revoked,           // p= was emptied
  too_short,         // under 1024 bits (RFC 8301 section 3.2)
  factorable,        // its factors are known or easily found
  secret_published,  // the private half is public: from then on anybody can sign
};
std::string_view to_string(KeyState state);
std::optional<KeyState> key_state(std::string_view word);

struct RecordSummary;

// Somebody's statement about a key, never ours to weigh.
struct KeyStatement {
  KeyState state = KeyState::live;
  std::optional<PartialDate> from;  // since when; absent where not known
  std::string source;
  std::string note;

  auto operator<=>(const KeyStatement&) const = default;
};

// A record's text as found, and who found it.
struct ArchivedRecord {
  std::string text;
  std::vector<KeySighting> sightings;  // in the order of channels, then of their members
};

// A key under one name. The same key may have been published as different texts.
struct ArchivedKey {
  std::string domain, selector;  // lower case
  std::optional<KeyType> type;   // absent where no record holds a usable key
  unsigned bits = 0;
  std::optional<Sha256> fingerprint;      // as PublicKey::fingerprint()
  KeyProblem problem = KeyProblem::none;  // why there is no usable key
  std::vector<ArchivedRecord> records;    // by text
  std::vector<KeyStatement> states;       // in the order of their members
};

// A window of time: what one source says in one channel.
struct KeyWindow {
  const ArchivedRecord* record = nullptr;
  const KeySighting* sighting = nullptr;
};
// All of a key's sightings, those of the weightier channels first. They point into `key`.
std::vector<KeyWindow> windows(const ArchivedKey& key);

// What came of adding something.
struct KeyAddition {
  enum class Outcome : std::uint8_t {
    new_key,
    new_sighting,  // or a new text of a key that was there
    extended,      // the same source saw it in DNS earlier or later than it did so far
    unchanged,     // was there already
    refused,       // `reason` says why
  };
  Outcome outcome = Outcome::unchanged;
  std::uint32_t key = 0;  // index; undefined where refused
  std::string reason;
};

class KeyArchive {
 public:
  // Names longer than DNS allows, with white space, controls or quotes are refused, and so are
  // texts over 64 KiB, the 1,001st key of a name and the 1,001st text of a key. A record without a
  // usable key (revoked, unreadable) is kept as what it is.
  KeyAddition add(std::string_view domain, std::string_view selector, std::string_view record,
                  std::span<const KeySighting> sightings);
  // The same for a record that is there: `key` has it as one of its texts, else it is refused.
  // REQUIRES: `key` < keys().size().
  KeyAddition add_sighting(std::uint32_t key, std::string_view record, const KeySighting& sighting);
  // False where the key had this statement already. REQUIRES: `key` < keys().size().
  bool add_state(std::uint32_t key, KeyStatement statement);
  // Adds all that `other` has; how many of its keys, sightings or statements were new.
  std::size_t merge(const KeyArchive& other);

  // In the order they were added; an index stays good for as long as the archive lives.
  const std::vector<ArchivedKey>& keys() const LL_LIFETIME_BOUND { return keys_; }
  // Indices in the order of output: domain, selector, fingerprint.
  std::vector<std::uint32_t> sorted() const;
  // Indices; any case. Empty where the name is not known.
  std::span<const std::uint32_t> named(std::string_view domain,
                                       std::string_view selector) const LL_LIFETIME_BOUND;
  std::span<const std::uint32_t> with_fingerprint(const Sha256& fingerprint) const
      LL_LIFETIME_BOUND;

 private:
  struct FingerprintHash {
    std::size_t operator()(const Sha256& value) const;
  };
  KeyAddition add_summarized(std::string_view domain, std::string_view selector,
                             std::string_view record, const RecordSummary& summary,
                             std::span<const KeySighting> sightings);
  // nullopt where the name has too many keys for another.
  std::optional<std::uint32_t> find_or_make(const std::string& name, ArchivedKey&& key, bool& made);
  std::vector<ArchivedKey> keys_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_;
  std::unordered_map<Sha256, std::vector<std::uint32_t>, FingerprintHash> by_fingerprint_;
};

// An archive as a verifier asks it. The archive outlives it and is not changed meanwhile; find()
// may be called from several threads.
class ArchiveKeys final : public KeyLookup {
 public:
  // Candidates get origins from `first_origin` on: first_origin + index of the key.
  explicit ArchiveKeys(const KeyArchive& archive LL_LIFETIME_BOUND, std::uint32_t first_origin = 1)
      : archive_(archive), first_origin_(first_origin) {}

  // All keys of the name, usable ones first; not_asked where the archive does not know the name.
  KeyAnswer find(std::string_view domain, std::string_view selector) override;

  // Candidates for a name whose own keys do not fit: keys that the archive knows under two names
  // or more, none of them this one (providers sign for many domains with one key), each once,
  // whose signatures have `signature_octets` octets. Those of the same domain come first, then
  // those with the most names; `most` at most.
  KeyAnswer find_shared(std::string_view domain, std::string_view selector,
                        std::size_t signature_octets, std::size_t most = 64);

  // Where a candidate came from; nullptr for an origin that is not this archive's.
  const ArchivedKey* archived(std::uint32_t origin) const LL_LIFETIME_BOUND;

 private:
  KeyCandidate candidate(std::uint32_t key);
  const std::vector<std::uint32_t>& shared_keys();

  const KeyArchive& archive_;
  std::uint32_t first_origin_;
  std::mutex mutex_;  // guards what follows
  std::unordered_map<std::uint32_t, KeyRecord> parsed_;
  std::optional<std::vector<std::uint32_t>> shared_;  // one of each shared key, most names first
};

}  // namespace letterlock::auth
