// ARC under hostile input. Checked for every message: the verdict fits its parts, sets are numbered
// from 1 without gaps, and sealing what was verified gives a chain that is one set longer and has
// the verdict that the sealing says.
#include <cstdint>
#include <string>
#include <string_view>

#include "auth/arc.h"
#include "auth/test_signing_keys.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::auth;
using fuzz::require;

const SigningKey& key() {
  static const SigningKey ed25519 = std::move(*SigningKey::from_pem(kTestEd25519));
  return ed25519;
}

class OneKey final : public KeyLookup {
 public:
  KeyAnswer find(std::string_view, std::string_view selector) override {
    static const KeyRecord record = parse_key_record(key().record());
    KeyAnswer answer;
    if (selector == "off") return answer;
    answer.status = KeyAnswer::Status::found;
    answer.candidates = {{record, 0}};
    return answer;
  }
};

ArcChain checked(std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  require(message.has_value());
  OneKey keys;
  ArcChain chain = verify_arc(*message, keys, {.now = 1'700'000'000});
  require(chain.sets.size() <= ArcChain::kMaxInstance);
  std::uint32_t expected = 1;
  for (const ArcSet& set : chain.sets) {
    require(set.instance == expected++ && set.results_field < message->header().size());
  }
  if (chain.result == ArcResult::pass) {
    require(!chain.sets.empty() && chain.oldest_pass.has_value());
    for (const ArcSet& set : chain.sets) require(set.seal.result == DkimResult::pass);
  }
  require((chain.reason == ArcReason::good) ==
          (chain.result == ArcResult::pass || chain.result == ArcResult::none));
  return chain;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string octets(reinterpret_cast<const char*>(data), size);
  // What stands before it would change what these are: a separator, a continuation.
  if (octets.starts_with("From ") || octets.starts_with(">From ") || octets.starts_with(" ") ||
      octets.starts_with("\t")) {
    checked(octets);
    return 0;
  }
  const ArcChain chain = checked(octets);
  const auto message = mime::Message::parse_view(octets);
  ArcSealing sealing;
  sealing.d = "bureau.example";
  sealing.s = "fuzz";
  sealing.authserv_id = "mx.bureau.example";
  sealing.results = merged_results(*message, sealing.authserv_id);
  sealing.h = {"From", "Subject"};
  sealing.t = 1'699'999'999;
  const auto fields = seal_arc(*message, key(), sealing, chain);
  if (!fields || fields->empty()) return 0;
  const ArcChain sealed = checked(*fields + octets);
  if (chain.result == ArcResult::fail) {
    require(sealed.result == ArcResult::fail);
  } else {
    require(sealed.result == ArcResult::pass && sealed.sets.size() == chain.sets.size() + 1);
  }
  return 0;
}
