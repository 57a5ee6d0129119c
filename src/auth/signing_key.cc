#include "auth/signing_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>

#include "base/base64.h"

namespace letterlock::auth {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// OpenSSL would ask at the terminal.
int no_password(char*, int, int, void*) { return -1; }

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return {};
  const Owned<BIGNUM> owned(number);
  std::string octets(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(octets.data()));
  return octets;
}

std::shared_ptr<const PublicKey> public_half(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) {
    return PublicKey::from_rsa(number_of(key, OSSL_PKEY_PARAM_RSA_N),
                               number_of(key, OSSL_PKEY_PARAM_RSA_E));
  }
  if (EVP_PKEY_is_a(key, "ED25519") != 1) return nullptr;
  std::array<unsigned char, 32> octets;
  std::size_t size = octets.size();
  if (EVP_PKEY_get_raw_public_key(key, octets.data(), &size) != 1) return nullptr;
  return PublicKey::from_ed25519({reinterpret_cast<const char*>(octets.data()), size});
}

}  // namespace

struct SigningKey::Native {
  Owned<EVP_PKEY> key;
  std::shared_ptr<const PublicKey> public_key;
};

SigningKey::SigningKey(std::unique_ptr<Native> native) : native_(std::move(native)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

Expected<SigningKey> SigningKey::from_pem(std::string_view pem, std::string_view source) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  auto native = std::make_unique<Native>();
  if (bio != nullptr) {
    native->key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  }
  ERR_clear_error();
  if (native->key == nullptr) {
    return letterlock::fail(ErrorCode::config, "{}: no private key in PEM, or an encrypted one",
                            source);
  }
  native->public_key = public_half(native->key.get());
  if (native->public_key == nullptr) {
    return letterlock::fail(ErrorCode::config, "{}: neither an RSA nor an Ed25519 key", source);
  }
  return SigningKey(std::move(native));
}

SignatureAlgorithm SigningKey::algorithm() const {
  return native_->public_key->type() == KeyType::rsa ? SignatureAlgorithm::rsa_sha256
                                                     : SignatureAlgorithm::ed25519_sha256;
}

const PublicKey& SigningKey::public_key() const { return *native_->public_key; }

std::string SigningKey::record() const {
  const PublicKey& key = *native_->public_key;
  const char* const k = key.type() == KeyType::rsa ? "rsa" : "ed25519";
  return fmt::format("v=DKIM1; k={}; p={}", k, base64_encode(key.p()));
}

Expected<std::string> SigningKey::sign(const Digest& digest) const {
  EVP_PKEY* const key = native_->key.get();
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  auto* const out = reinterpret_cast<unsigned char*>(signature.data());
  std::size_t size = signature.size();
  bool good = false;
  if (algorithm() == SignatureAlgorithm::rsa_sha256) {
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key, nullptr));
    good = context != nullptr && EVP_PKEY_sign_init(context.get()) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
           EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
           EVP_PKEY_sign(context.get(), out, &size, digest.octets.data(), digest.size()) == 1;
  } else {
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    good = context != nullptr &&
           EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
           EVP_DigestSign(context.get(), out, &size, digest.octets.data(), digest.size()) == 1;
  }
  if (!good) {
    ERR_clear_error();
    return letterlock::fail(ErrorCode::config, "the key cannot sign: too short for SHA-256");
  }
  signature.resize(size);
  return signature;
}

}  // namespace letterlock::auth
