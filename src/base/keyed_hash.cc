#include "base/keyed_hash.h"

#include <openssl/evp.h>

#include "base/attributes.h"
#include "base/random_seed.h"

namespace letterlock {

struct KeyedHash::State {
  EVP_MAC* algorithm = EVP_MAC_fetch(nullptr, "POLY1305", nullptr);
  EVP_MAC_CTX* keyed = algorithm == nullptr ? nullptr : EVP_MAC_CTX_new(algorithm);

  State() {
    if (algorithm == nullptr) return;
    std::array<std::uint64_t, 4> key;
    for (std::uint64_t& word : key) word = random_seed();
    LL_ASSERT(keyed != nullptr);
    LL_ASSERT(EVP_MAC_init(keyed, reinterpret_cast<const unsigned char*>(key.data()), sizeof key,
                           nullptr) == 1);
  }
  ~State() {
    EVP_MAC_CTX_free(keyed);
    EVP_MAC_free(algorithm);
  }
};

KeyedHash::KeyedHash() : state_(std::make_unique<State>()) {}
KeyedHash::~KeyedHash() = default;

std::optional<KeyedHash::Value> KeyedHash::of(std::string_view octets) {
  if (state_->keyed == nullptr) return std::nullopt;
  EVP_MAC_CTX* const context = EVP_MAC_CTX_dup(state_->keyed);
  LL_ASSERT(context != nullptr);
  Value value{};
  std::size_t size = 0;
  LL_ASSERT(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(octets.data()),
                           octets.size()) == 1);
  LL_ASSERT(EVP_MAC_final(context, reinterpret_cast<unsigned char*>(value.data()), &size,
                          sizeof value) == 1);
  EVP_MAC_CTX_free(context);
  return value;
}

}  // namespace letterlock
