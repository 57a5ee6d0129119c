// RSA keys made on the spot, for tests: short ones, with small exponents, so that a gcd is quick.
#pragma once

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "auth/canonical.h"
#include "auth/digest.h"
#include "base/sha256.h"

namespace letterlock::leak {

class TestRsa {
 public:
  explicit TestRsa(unsigned bits, unsigned long e = 17) {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr), EVP_PKEY_CTX_free);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> exponent(BN_new(), BN_free);
    EVP_PKEY* made = nullptr;
    if (BN_set_word(exponent.get(), e) != 1 || EVP_PKEY_keygen_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), static_cast<int>(bits)) != 1 ||
        EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), exponent.get()) != 1 ||
        EVP_PKEY_keygen(context.get(), &made) != 1) {
      throw std::runtime_error("no RSA key");
    }
    key_.reset(made, EVP_PKEY_free);
  }

  std::string sign(const auth::Digest& digest) const {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new(key_.get(), nullptr), EVP_PKEY_CTX_free);
    const bool sha1 = digest.algorithm == auth::HashAlgorithm::sha1;
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    const std::string_view octets = digest.view();
    if (EVP_PKEY_sign_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(context.get(), sha1 ? EVP_sha1() : EVP_sha256()) != 1 ||
        EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                      reinterpret_cast<const unsigned char*>(octets.data()), octets.size()) != 1) {
      throw std::runtime_error("no signature");
    }
    return signature;
  }

  // Big-endian.
  std::string modulus() const {
    BIGNUM* n = nullptr;
    if (EVP_PKEY_get_bn_param(key_.get(), "n", &n) != 1) throw std::runtime_error("no modulus");
    std::string octets(static_cast<std::size_t>(BN_num_bytes(n)), '\0');
    BN_bn2bin(n, reinterpret_cast<unsigned char*>(octets.data()));
    BN_free(n);
    return octets;
  }

 private:
  std::shared_ptr<EVP_PKEY> key_;
};

inline auth::Digest test_digest(std::string_view text) {
  auth::Digest digest;
  const Sha256 hash = sha256(text);
  digest.octets = hash.octets;
  return digest;
}

}  // namespace letterlock::leak
