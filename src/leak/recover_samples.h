// What key recovery keeps of the signatures in a body of mail: some hundred octets each, not the
// messages (RFC 6376, RFC 8017).
//
// Kept are RSA signatures whose body hash is intact, in groups of one domain, selector and length.
// The same octets give the same groups whatever the order they come in, as long as the limit over
// all groups is not met. Not thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/canonical.h"
#include "auth/digest.h"
#include "auth/dkim_signature.h"
#include "base/clock.h"
#include "mime/message.h"

namespace letterlock::leak {

struct SignatureSample {
  std::string signature;  // b=
  auth::Digest digest;    // of the header as it is
  // The same with the fields that mailing lists add taken to be absent: List-*, Sender, Precedence,
  // Resent-*, Errors-To. Some signers name them in h= on every message (RFC 6376 section 8.15), and
  // what a list then adds breaks the signature. Equal to `digest` where there is none of them.
  auth::Digest digest_without_list;
  bool always_names_list_fields = false;  // h= names list fields, and some of them are not there
  std::optional<UnixTime> time;           // t=, else Date
  // What makes a change on the way likelier: recipients, encoded words, hops. 0 is best.
  std::uint32_t risk = 0;
  std::string message;  // the caller's name for it

  bool has_list_fields() const { return digest != digest_without_list; }
  auto operator<=>(const SignatureSample&) const = default;
};

struct GroupName {
  std::string domain, selector;  // d= and s=, ASCII lower case
  std::size_t octets = 0;        // of the signature, hence of the modulus
  auto operator<=>(const GroupName&) const = default;
};

struct SampleGroup {
  GroupName name;
  std::uint64_t signatures = 0;          // seen with an intact body, copies of one included
  std::optional<UnixTime> first, last;   // of these
  std::vector<SignatureSample> samples;  // by time, those without one first
};

struct SampleLimits {
  // Beyond the first, a group is thinned to the second: at most 16 for each stretch of time, those
  // of the least risk, the stretches made longer until that suffices.
  std::size_t group_full = 256, group_thinned = 192, stretch = 16;
  std::size_t samples = 200'000;  // in all groups: some 120 MB
  std::size_t groups = 100'000;
  std::uint32_t signatures_of_message = 50;
};

class SampleCollector {
 public:
  struct Counts {
    std::uint64_t messages = 0, signatures = 0;
    std::uint64_t not_rsa = 0, unusable = 0, body_altered = 0;
    std::uint64_t over_limit = 0;  // dropped because a limit over all groups was met
  };

  explicit SampleCollector(const SampleLimits& limits = {}) : limits_(limits) {}
  // `name` is kept (its first 1,024 octets): evidence id, path, mailbox and offset.
  void add(const mime::Message& message, std::string_view name);
  // The same for a signature found elsewhere. REQUIRES: nothing of `sample`; bad ones are counted.
  void add(GroupName name, SignatureSample sample);

  const Counts& counts() const { return counts_; }
  // The groups by name. The collector is empty then.
  std::vector<SampleGroup> take();

 private:
  struct Group {
    SampleGroup found;
    unsigned level = 0;  // 0: not thinned yet; else stretches are 2^(16 + level) seconds long
  };
  void thin(Group& group);

  SampleLimits limits_;
  Counts counts_;
  std::map<GroupName, Group> groups_;
  std::size_t kept_ = 0;
};

// The digest of a signed header with the fields that lists add taken to be absent.
auth::Digest digest_without_list_fields(const mime::Message& message,
                                        const auth::DkimSignature& signature, auth::LineEnds ends);

// Whether lists add a field of this name to mail that passes through them.
bool is_list_field(std::string_view name);

}  // namespace letterlock::leak
