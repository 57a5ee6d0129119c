// A hash in the middle of its input, cheap to copy: the search hashes what many candidates share
// once. Internal to the repair search.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "auth/digest.h"

namespace letterlock::leak {

class HashState {
 public:
  explicit HashState(auth::HashAlgorithm algorithm);
  void update(std::string_view octets);
  // What has come in so far has this digest.
  bool is(const auth::Digest& wanted) const;
  auth::Digest digest() const;

 private:
  auth::HashAlgorithm algorithm_;
  alignas(16) std::array<std::uint8_t, 112> state_;  // OpenSSL's context of either hash
};

}  // namespace letterlock::leak
