// What a run of key recovery has computed so far, as text that survives it.
//
// A line for each gcd, named by what went in, so that a later run over the same mail computes none
// twice and one over more mail begins with the moduli found. Nothing here is believed: a modulus
// counts only where it opens the signatures at hand. The format:
//
//   letterlock-key-recovery 1
//   gcd <input> <group> <octets> <e> <modulus> <CPU ms> <domain> <selector>
//
// Input and group are SHA-256, of the signatures that went in and of all signatures of the group
// they were taken from. Hexadecimal in lower case; e 0 and modulus "-" where nothing was found;
// octets of a name other than letters, digits, '.', '-' and '_' as %XX. A last line without its end
// was cut by an interruption and is left out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/sha256.h"

namespace letterlock::leak {

struct GcdRecord {
  Sha256 input, group;
  std::size_t octets = 0;
  std::uint32_t e = 0;  // 0: nothing found
  std::string modulus;  // big-endian octets; empty where nothing was found
  std::uint64_t cpu_ms = 0;
  std::string domain, selector;
  bool operator==(const GcdRecord&) const = default;
};

class RecoveryState {
 public:
  // A text beyond is refused: a gcd for every selector of a hundred providers stays far below.
  static constexpr std::size_t kMostOctets = 256u << 20;

  // An empty text is an empty state. Errors: corrupt (with the line's number), limit.
  static Expected<RecoveryState> parse(std::string_view text);

  const GcdRecord* find(const Sha256& input) const;
  void add(GcdRecord record) { records_.insert_or_assign(record.input, std::move(record)); }
  const std::map<Sha256, GcdRecord>& records() const { return records_; }

 private:
  std::map<Sha256, GcdRecord> records_;
};

// The first line of a state, and that of one gcd; line ends included.
std::string state_head();
std::string state_line(const GcdRecord& record);

}  // namespace letterlock::leak
