// What an archive's statements say against each other, and which of its keys are weak: shown, never
// settled. Also the account of one key that `keys list` and a verdict print.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/key_archive.h"

namespace letterlock::auth {

struct KeyFinding {
  enum class What : std::uint8_t {
    // Conflicts.
    windows_differ,     // two sources' windows of one key certainly differ at an end
    windows_overlap,    // two keys of one name were seen over the same time
    seen_after_end,     // seen in DNS, or signing, after a statement says that it ended
    states_contradict,  // "live" stands beside an end that is not later
    // Weaknesses.
    too_short,      // under 1024 bits (RFC 8301 section 3.2)
    weak_by_today,  // 1024 bits: within reach of states
    small_factor,   // the modulus has a factor below 2^16, or is a perfect square
    shared_prime,   // another modulus of the archive has a prime in common: both are broken
    close_primes,   // Fermat's method factors it at once
    roca,           // the modulus looks like one of Infineon's weak generator (CVE-2017-15361)
    odd_exponent,   // not 65537: 3 and the like make forging easier with careless verifiers
    // What to know.
    revoked,          // p= was emptied
    testing,          // t=y: the signer asks not to be taken at its word
    shared_by_names,  // the same key stands under other names
    no_sighting,      // nobody is named who saw it
  };
  What what = What::windows_differ;
  std::uint32_t key = 0;              // index
  std::vector<std::uint32_t> others;  // further keys that it is about
  std::string says;                   // for people; may hold untrusted text
};
std::string_view to_string(KeyFinding::What what);
enum class KeyFindingKind : std::uint8_t { conflict, weakness, remark };
KeyFindingKind kind(KeyFinding::What what);

// All findings about the keys given, in the order of keys, then of What. Linear in the statements
// of each name but for the shared primes, which take one product tree over all moduli.
std::vector<KeyFinding> find_conflicts(const KeyArchive& archive,
                                       const std::vector<std::uint32_t>& keys);
std::vector<KeyFinding> find_weaknesses(const KeyArchive& archive,
                                        const std::vector<std::uint32_t>& keys);

// The statements about a key and those that its record itself makes: too_short and revoked.
std::vector<KeyStatement> states_of(const ArchivedKey& key);

}  // namespace letterlock::auth
