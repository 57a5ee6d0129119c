#include "auth/hasher.h"

#include <openssl/evp.h>

#include "base/attributes.h"

namespace letterlock::auth {
namespace {

// Above this, hashing where the octets lie beats copying them together first.
constexpr std::size_t kWorthItsOwnCall = 512;

// Fetched once: looking the implementation up costs more than hashing a short header.
const EVP_MD* implementation(HashAlgorithm algorithm) {
  static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm == HashAlgorithm::sha1 ? sha1 : sha256;
}

}  // namespace

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher(HashAlgorithm algorithm) : algorithm_(algorithm), state_(std::make_unique<State>()) {
  LL_ASSERT(state_->context != nullptr);
  LL_ASSERT(EVP_DigestInit_ex(state_->context, implementation(algorithm), nullptr) == 1);
}
Hasher::~Hasher() = default;

void Hasher::append_more(std::string_view octets) {
  flush();
  if (octets.size() <= kWorthItsOwnCall) {
    octets.copy(buffer_.data(), octets.size());
    filled_ = octets.size();
    return;
  }
  LL_ASSERT(EVP_DigestUpdate(state_->context, octets.data(), octets.size()) == 1);
}

void Hasher::flush() {
  LL_ASSERT(EVP_DigestUpdate(state_->context, buffer_.data(), filled_) == 1);
  filled_ = 0;
}

Digest Hasher::finish() {
  flush();
  Digest digest{algorithm_, {}};
  unsigned size = 0;
  LL_ASSERT(EVP_DigestFinal_ex(state_->context, digest.octets.data(), &size) == 1);
  return digest;
}

}  // namespace letterlock::auth
