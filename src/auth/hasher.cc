#include "auth/hasher.h"

#include <openssl/evp.h>

#include <vector>

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

// A context that was used before for the same algorithm starts in a third of the time.
struct Hasher::State {
  struct Idle {
    std::vector<EVP_MD_CTX*> contexts;
    ~Idle() {
      for (EVP_MD_CTX* const context : contexts) EVP_MD_CTX_free(context);
    }
  };
  static Idle& idle(HashAlgorithm algorithm) {
    thread_local Idle sha1, sha256;
    return algorithm == HashAlgorithm::sha1 ? sha1 : sha256;
  }
  static EVP_MD_CTX* take(HashAlgorithm algorithm) {
    std::vector<EVP_MD_CTX*>& contexts = idle(algorithm).contexts;
    if (contexts.empty()) return EVP_MD_CTX_new();
    EVP_MD_CTX* const context = contexts.back();
    contexts.pop_back();
    return context;
  }
};

Hasher::Hasher(HashAlgorithm algorithm) : algorithm_(algorithm), context_(State::take(algorithm)) {
  LL_ASSERT(context_ != nullptr);
  LL_ASSERT(EVP_DigestInit_ex(context_, implementation(algorithm), nullptr) == 1);
}
Hasher::~Hasher() { State::idle(algorithm_).contexts.push_back(context_); }

void Hasher::append_more(std::string_view octets) {
  flush();
  if (octets.size() <= kWorthItsOwnCall) {
    octets.copy(buffer_.data(), octets.size());
    filled_ = octets.size();
    return;
  }
  LL_ASSERT(EVP_DigestUpdate(context_, octets.data(), octets.size()) == 1);
}

void Hasher::flush() {
  LL_ASSERT(EVP_DigestUpdate(context_, buffer_.data(), filled_) == 1);
  filled_ = 0;
}

Digest Hasher::finish() {
  flush();
  Digest digest{algorithm_, {}};
  unsigned size = 0;
  LL_ASSERT(EVP_DigestFinal_ex(context_, digest.octets.data(), &size) == 1);
  return digest;
}

}  // namespace letterlock::auth
