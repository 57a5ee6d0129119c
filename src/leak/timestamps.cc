#include "leak/timestamps.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/cursor.h"
#include "leak/timestamps_ots.h"
#include "leak/timestamps_rfc3161.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kLongestProof = 1U << 20;
constexpr std::size_t kHeaderSize = 80;
constexpr std::size_t kMostHeaders = 2'000'000;

constexpr std::array<std::string_view, 3> kChecks = {"pass", "fail", "cannot_tell"};
constexpr std::array<std::string_view, 9> kWhats = {
    "file_digest", "commits_to_block",    "block_header", "pending", "other_attestation",
    "signature",   "signing_certificate", "chain",        "time"};
constexpr std::array<std::string_view, 3> kKinds = {"unknown", "opentimestamps", "rfc3161"};
constexpr std::array<std::string_view, 9> kResults = {
    "commits_to_block",  "in_block",    "not_in_block", "pending",  "stamped",
    "signature_invalid", "cannot_tell", "mismatch",     "malformed"};

}  // namespace

std::string_view to_string(Check check) { return kChecks[static_cast<std::size_t>(check)]; }
std::string_view to_string(TimestampFact::What what) {
  return kWhats[static_cast<std::size_t>(what)];
}
std::string_view to_string(TimestampReport::Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view to_string(TimestampReport::Result result) {
  return kResults[static_cast<std::size_t>(result)];
}

Expected<std::map<std::uint64_t, BlockHeader>> parse_block_headers(std::string_view text) {
  std::map<std::uint64_t, BlockHeader> headers;
  Cursor at(text);
  for (std::size_t line = 1; !at.at_end(); ++line) {
    const std::string_view one = trim(at.take_until('\n'));
    at.take('\n');
    if (one.empty() || one.front() == '#') continue;
    std::uint64_t height = 0;
    const auto [end, error] = std::from_chars(one.data(), one.data() + one.size(), height);
    const auto digits = static_cast<std::size_t>(end - one.data());
    const auto octets = from_hex(trim(one.substr(digits)));
    if (error != std::errc() || !octets || octets->size() != kHeaderSize) {
      return fail(ErrorCode::corrupt, "line {}: not HEIGHT and a header of 160 digits", line);
    }
    headers[height] = {*octets};
    if (headers.size() > kMostHeaders) return fail(ErrorCode::limit, "over 2,000,000 headers");
  }
  return headers;
}

TimestampReport check_timestamps(std::string_view file, std::string_view proof,
                                 const TimestampOptions& options) {
  TimestampReport report;
  if (proof.size() > kLongestProof) {
    report.why = "over 1 MiB";
  } else if (is_ots_proof(proof)) {
    report = check_ots(file, proof, options);
  } else if (proof.starts_with('\x30')) {
    report = check_rfc3161(file, proof, options);
  } else {
    report.why = "neither an OpenTimestamps proof nor DER";
  }
  return report;
}

}  // namespace letterlock::leak
