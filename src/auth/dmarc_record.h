// A DMARC Policy Record (RFC 9989 section 4.7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::auth {

enum class DmarcPolicy : std::uint8_t { none, quarantine, reject };
std::string_view to_string(DmarcPolicy policy);

enum class AlignmentMode : std::uint8_t { relaxed, strict };
std::string_view to_string(AlignmentMode mode);

enum class PsdFlag : std::uint8_t { unset, yes, no };  // psd=u is the same as none

struct DmarcRecord {
  std::optional<DmarcPolicy> p, sp, np;
  AlignmentMode adkim = AlignmentMode::relaxed;
  AlignmentMode aspf = AlignmentMode::relaxed;
  PsdFlag psd = PsdFlag::unset;
  bool testing = false;               // t=y
  std::optional<unsigned> pct;        // RFC 7489 only
  std::vector<std::string> rua, ruf;  // URIs as written, without obsolete sizes
  // p= that cannot be read, or sp= or np=: then the record counts as p=none where there is somebody
  // to report to, and not at all otherwise (section 4.10.1).
  bool policy_invalid = false;
  std::vector<std::string> ignored;  // tags that could not be read, as written; at most 16

  bool usable() const { return !policy_invalid || !rua.empty(); }
  // What a usable record asks for: `sp` for subdomains that exist, `np` for others.
  DmarcPolicy for_domain() const;
  DmarcPolicy for_subdomain(bool exists) const;
};

// nullopt where `text` is no DMARC record: "v=DMARC1" does not come first.
std::optional<DmarcRecord> parse_dmarc_record(std::string_view text);

}  // namespace letterlock::auth
