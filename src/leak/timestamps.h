// Proofs that a file existed at a time: OpenTimestamps detached proofs (.ots) and time-stamp tokens
// of RFC 3161 (.tsr, .tst, .p7s).
//
// Everything is checked as far as the octets at hand allow and nothing is fetched. What would need
// the block chain or a root certificate that the user did not name is cannot_tell. A proof says
// that these very octets existed by then: not who wrote them, and not that they were mail.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"

namespace letterlock::leak {

enum class Check : std::uint8_t { pass, fail, cannot_tell };
std::string_view to_string(Check check);

// What a proof says, one by one. Members that have no meaning for a fact are absent.
struct TimestampFact {
  enum class What : std::uint8_t {
    file_digest,          // the file is the one that was stamped (both kinds)
    commits_to_block,     // OTS: recomputed up to a Bitcoin block's Merkle root; the block itself:
    block_header,         // OTS: ... a header that the user gave has that root
    pending,              // OTS: a calendar server promised to put it into a block
    other_attestation,    // OTS: of a kind that is not checked here
    signature,            // RFC 3161: made with the certificate in the token
    signing_certificate,  // RFC 3161: that certificate is the one named, and is for time stamps
    chain,                // RFC 3161: the certificate leads to a root that the user named
    time,                 // RFC 3161: the time that the authority states
  };
  What what = What::file_digest;
  Check check = Check::cannot_tell;
  std::string says;  // for people; may hold what the proof's maker wrote: not safe for a terminal
  std::optional<std::uint64_t> block_height;
  std::string merkle_root;  // hexadecimal, in the order in which block explorers show it
  std::string calendar;     // URI
  std::optional<UnixTime> time;
};
std::string_view to_string(TimestampFact::What what);

struct TimestampReport {
  enum class Kind : std::uint8_t { unknown, opentimestamps, rfc3161 };
  enum class Result : std::uint8_t {
    commits_to_block,   // OTS: compare block_height and merkle_root, or give the block's header
    in_block,           // OTS: the header given has the root: the file existed by that block's time
    not_in_block,       // OTS: the header given has another root
    pending,            // OTS: no block yet
    stamped,            // RFC 3161: the imprint is the file's and the signature is good
    signature_invalid,  // RFC 3161
    cannot_tell,        // nothing in it can be checked here
    mismatch,           // the file is not the one that was stamped
    malformed,          // no proof, or damaged; `why` says where
  };
  Kind kind = Kind::unknown;
  Result result = Result::malformed;
  std::string why;
  std::vector<TimestampFact> facts;
  std::string serial, authority, policy, hash;  // RFC 3161; `hash` for both: the name of the hash
};
std::string_view to_string(TimestampReport::Kind kind);
std::string_view to_string(TimestampReport::Result result);

// The 80 octets of a Bitcoin block's header.
struct BlockHeader {
  std::string octets;
};

struct TimestampOptions {
  std::map<std::uint64_t, BlockHeader> headers;  // by height; from whom the user trusts
  std::string roots;  // certificates in PEM that the user trusts for RFC 3161 chains
};

// Lines "HEIGHT HEADER", the header as 160 hexadecimal digits (what `bitcoin-cli getblockheader
// HASH false` prints); '#' begins a remark. ErrorCode::corrupt names the line.
Expected<std::map<std::uint64_t, BlockHeader>> parse_block_headers(std::string_view text);

// What `proof` says of `file`. Bounded: proofs over 1 MiB are malformed.
TimestampReport check_timestamps(std::string_view file, std::string_view proof,
                                 const TimestampOptions& options = {});

}  // namespace letterlock::leak
