#include "leak/repair/hash_state.h"

// OpenSSL 3 calls its plain contexts deprecated; the EVP ones that it offers instead cost an
// allocation and several locks a copy, more than the hash of a short header.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>
#include <cstring>

namespace letterlock::leak {
namespace {

static_assert(sizeof(SHA256_CTX) <= 112 && sizeof(SHA_CTX) <= 112);

template <class Context>
Context* as(std::array<std::uint8_t, 112>& state) {
  return reinterpret_cast<Context*>(state.data());
}

}  // namespace

HashState::HashState(auth::HashAlgorithm algorithm) : algorithm_(algorithm) {
  if (algorithm_ == auth::HashAlgorithm::sha1) {
    SHA1_Init(as<SHA_CTX>(state_));
  } else {
    SHA256_Init(as<SHA256_CTX>(state_));
  }
}

void HashState::update(std::string_view octets) {
  if (algorithm_ == auth::HashAlgorithm::sha1) {
    SHA1_Update(as<SHA_CTX>(state_), octets.data(), octets.size());
  } else {
    SHA256_Update(as<SHA256_CTX>(state_), octets.data(), octets.size());
  }
}

auth::Digest HashState::digest() const {
  auth::Digest digest{.algorithm = algorithm_};
  auto copy = state_;
  if (algorithm_ == auth::HashAlgorithm::sha1) {
    SHA1_Final(digest.octets.data(), as<SHA_CTX>(copy));
  } else {
    SHA256_Final(digest.octets.data(), as<SHA256_CTX>(copy));
  }
  return digest;
}

bool HashState::is(const auth::Digest& wanted) const {
  return wanted.algorithm == algorithm_ && digest().octets == wanted.octets;
}

}  // namespace letterlock::leak
