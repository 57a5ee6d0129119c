// Proofs of time under hostile input. Checked for every input: the answer is the same the second
// time; a malformed proof says why; what is said to be stamped or in a block has the file's digest;
// a proof for another file never passes.
#include <cstdint>
#include <string>
#include <string_view>

#include "leak/timestamps.h"
#include "property.h"

namespace {

using namespace letterlock::leak;
using letterlock::fuzz::require;
using Result = TimestampReport::Result;

bool digest_fits(const TimestampReport& report) {
  return !report.facts.empty() && report.facts[0].what == TimestampFact::What::file_digest &&
         report.facts[0].check == Check::pass;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view proof(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kFile = "From: ada@harbor-trust.example\r\n\r\nHello\r\n";
  const TimestampReport report = check_timestamps(kFile, proof);
  require(report.result == check_timestamps(kFile, proof).result);
  if (report.result == Result::malformed) require(!report.why.empty());
  if (report.result == Result::commits_to_block || report.result == Result::stamped ||
      report.result == Result::pending) {
    require(digest_fits(report));
    const TimestampReport other = check_timestamps("another", proof);
    require(other.result == Result::mismatch);
  }
  require(report.result != Result::in_block && report.result != Result::not_in_block);
  require(report.facts.size() <= 200);
  static_cast<void>(parse_block_headers(proof));
  return 0;
}
