// Recovers RSA keys of DKIM from the signatures themselves, where nobody has kept the keys.
//
//   SampleCollector samples;                       // first pass over the mail
//   for (each message) samples.add(message, id);
//   Recovery found = *recover_keys(samples.take(), options, progress);
//   RecoveredKeys keys(found);                     // second pass: verify_dkim(message, keys, ...)
//
// For each domain, selector and length: every known key is tried first, since whole providers share
// one; then gcds, as GroupSearch plans them. The outcome depends on the samples, the known keys and
// the options alone, not on the number of threads or on how often the run was interrupted.
//
// What a recovered key means: its holder made these signatures. Whose key it is, the signatures do
// not say: anybody can sign with d=bank.example and a key of their own, and two keys under one name
// may be the domain's and a forger's. See judge_standing().
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "auth/key_archive.h"
#include "auth/key_lookup.h"
#include "auth/public_key.h"
#include "base/expected.h"
#include "base/progress.h"
#include "leak/recover_group.h"
#include "leak/recover_samples.h"
#include "leak/recover_state.h"

namespace letterlock::leak {

struct KnownKey {
  std::string domain, selector;
  std::shared_ptr<const auth::PublicKey> key;
};

struct RecoverOptions {
  unsigned threads = 1;
  // gcds start only where what they take at their height (peak_memory()) fits in beside the others.
  std::uint64_t memory = 1u << 30;
  // Tried in this order on each pair; those before 65537 cost next to nothing.
  std::vector<std::uint32_t> exponents = {3, 5, 17, 257, 65537};
  unsigned gcds_per_group = 4;  // see GroupSearch
  std::vector<KnownKey> known;  // from an archive, from DNS
  // What an earlier run kept. Not owned; may be nullptr.
  const RecoveryState* state = nullptr;
  // Gets each gcd as it is done, on the calling thread, to be kept (state_line()). An error ends
  // the run.
  std::function<Expected<void>(const GcdRecord&)> keep;
};

// A name under which a key signs, by the samples kept of it.
struct KeyUse {
  std::string domain, selector;
  std::uint64_t opened = 0;  // signatures that this key made, whatever became of the header
  std::uint64_t verified = 0, verified_without_list = 0;
  std::optional<UnixTime> first, last;
};

// The same of a key that was known before.
struct KnownUse : KeyUse {
  std::shared_ptr<const auth::PublicKey> key;
};

// What makes a key more than a name for "whoever signed these".
enum class KeyStanding : std::uint8_t {
  only_from_this_material,  // circular: shows one key holder, not which
  equals_archived_key,      // somebody else recorded the same key
  verifies_outside_material,
};
std::string_view to_string(KeyStanding standing);

struct RecoveredKey {
  std::shared_ptr<const auth::PublicKey> key;
  std::string domain, selector;       // where it was found
  std::vector<KeyUse> names;          // all names it signs under, that one among them; by name
  std::vector<std::string> found_in;  // messages: the first two, or one and several folded together
  bool without_list_fields = false;   // found only with fields that lists add taken out
  std::uint64_t confirming = 0;       // other signatures it verifies, not counting `found_in`
  std::optional<UnixTime> first, last;
  KeyStanding standing = KeyStanding::only_from_this_material;
  // Marks of signatures it made (signature_mark()), at most kMostMarks of each name: by them a copy
  // of the material is known again, wherever it lies.
  static constexpr std::size_t kMostMarks = 64;
  std::vector<std::string> marks;
};

// The first 16 hexadecimal digits of the SHA-256 of a signature's octets (b=).
std::string signature_mark(std::string_view signature);
// All marks that recovered keys of an archive carry.
std::set<std::string> recovered_marks(const auth::KeyArchive& archive);
// Whether a sighting carries one of `marks`.
bool carries_mark(const auth::KeySighting& sighting, const std::set<std::string>& marks);

enum class GroupOutcome : std::uint8_t {
  recovered,         // every sample belongs to a key that was found or known
  partly_recovered,  // some do
  known_key,         // no gcd was needed: all belong to known keys
  single_signature,  // one signature, and no known key opens it
  same_message,      // several signatures, but no two over different digests
  gcd_trivial,       // no two of those tried are by one key and unaltered
  over_memory_bound,
  stopped,
};
std::string_view to_string(GroupOutcome outcome);

struct GroupReport {
  GroupName name;
  GroupOutcome outcome = GroupOutcome::gcd_trivial;
  std::uint64_t signatures = 0;  // seen
  std::uint64_t samples = 0, unexplained = 0;
  unsigned gcds = 0;
  std::vector<std::size_t> keys;  // indices into Recovery::keys; known keys are not among them
  std::uint64_t keys_known = 0;
  std::optional<UnixTime> first, last;
};

struct Recovery {
  std::vector<RecoveredKey> keys;    // by the name they were found under, then by date
  std::vector<KnownUse> known_used;  // names whose signatures known keys open, their own or not
  std::vector<GroupReport> groups;   // by name
  std::uint64_t gcds = 0, gcds_from_state = 0;
  std::uint64_t cpu_ms = 0;  // of all gcds, those from the state included
  bool stopped = false;      // the user stopped it: what is missing comes with the next run
};

// Errors: those of options.keep.
Expected<Recovery> recover_keys(std::vector<SampleGroup> groups, const RecoverOptions& options,
                                Progress& progress);

// The circularity rule. `archived`: keys that were recorded from elsewhere than this material (a
// key that somebody once recovered from the same mail proves nothing). `outside`: fingerprints of
// keys that verified a signature on mail from outside the material.
KeyStanding judge_standing(const auth::PublicKey& key,
                           std::span<const std::shared_ptr<const auth::PublicKey>> archived,
                           std::span<const Sha256> outside);
void judge_standings(Recovery& recovery,
                     std::span<const std::shared_ptr<const auth::PublicKey>> archived,
                     std::span<const Sha256> outside = {});

// The keys as an archive has them: under every name they sign for, in the channel "recovered", with
// `material` (a name for this body of mail) as the source; see KeyRing and its `circular`. Of names
// that no archive takes there is none.
auth::KeyArchive archive_of(const Recovery& recovery, std::string_view material);

// Recovered keys for a verifier. Each name is answered with its own keys first, then with all
// others, since a key may sign under names it was not found under. KeyCandidate::origin is the
// index into keys(). Immutable; may be asked from several threads at once.
class RecoveredKeys final : public auth::KeyLookup {
 public:
  explicit RecoveredKeys(const Recovery& recovery);
  auth::KeyAnswer find(std::string_view domain, std::string_view selector) override;
  const std::vector<RecoveredKey>& keys() const LL_LIFETIME_BOUND { return keys_; }

 private:
  std::vector<RecoveredKey> keys_;
  std::vector<auth::KeyCandidate> candidates_;
  std::map<std::string, std::vector<std::uint32_t>> by_name_;
};

}  // namespace letterlock::leak
