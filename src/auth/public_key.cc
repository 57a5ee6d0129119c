#include "auth/public_key.h"

#include <openssl/bn.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "auth/der.h"
#include "base/attributes.h"

namespace letterlock::auth {
namespace {

// A DigestInfo of SHA-1 does not fit below 368 bits, and no key was ever that small.
constexpr unsigned kMinRsaBits = 256;
constexpr int kMaxExponentBits = 64;
constexpr std::size_t kEd25519Size = 32;

// RFC 8017 section 9.2, note 1: DigestInfo up to the digest.
constexpr std::string_view kSha256Prefix(
    "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19);
constexpr std::string_view kSha1Prefix(
    "\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14", 15);
// rsaEncryption (RFC 8017 appendix A.1) and id-Ed25519 (RFC 8410 section 3).
constexpr std::string_view kRsaOid("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);
constexpr std::string_view kEd25519Oid("\x2b\x65\x70", 3);

struct BnFree {
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
  void operator()(BN_MONT_CTX* context) const { BN_MONT_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, BnFree>;

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Owned<BIGNUM> to_number(std::string_view octets) {
  return Owned<BIGNUM>(BN_bin2bn(octets_of(octets), static_cast<int>(octets.size()), nullptr));
}

BN_CTX* scratch() {
  thread_local const Owned<BN_CTX> context(BN_CTX_new());
  LL_ASSERT(context != nullptr);
  return context.get();
}

std::string_view without_leading_zeros(std::string_view octets) {
  const std::size_t first = octets.find_first_not_of('\0');
  return first == std::string_view::npos ? std::string_view() : octets.substr(first);
}

unsigned bit_length(std::string_view octets) {
  unsigned bits = static_cast<unsigned>(octets.size()) * 8;
  for (unsigned mask = 0x80; bits > 0 && (octets.front() & mask) == 0; mask >>= 1) --bits;
  return bits;
}

bool is_odd(std::string_view octets) { return !octets.empty() && (octets.back() & 1) != 0; }

// Is `encoded` EMSA-PKCS1-v1_5 of a digest with `algorithm`? The whole value is compared, every
// padding octet too: anything looser lets signatures with small exponents be forged.
bool is_encoding_of(HashAlgorithm algorithm, std::string_view encoded, Digest& digest) {
  const std::string_view prefix = algorithm == HashAlgorithm::sha1 ? kSha1Prefix : kSha256Prefix;
  digest = Digest{algorithm, {}};
  const std::size_t info = prefix.size() + digest.size();
  if (encoded.size() < info + 11) return false;
  std::string want(encoded.size() - digest.size(), '\xFF');
  want[0] = '\0';
  want[1] = '\x01';
  want[encoded.size() - info - 1] = '\0';
  want.replace(encoded.size() - info, prefix.size(), prefix);
  if (!encoded.starts_with(want)) return false;
  std::copy_n(octets_of(encoded.substr(want.size())), digest.size(), digest.octets.begin());
  return true;
}

// A positive INTEGER's octets.
std::optional<std::string_view> take_unsigned(Cursor& cursor) {
  const auto octets = take_der(cursor, kDerInteger);
  if (!octets || octets->empty() || static_cast<unsigned char>(octets->front()) >= 0x80) {
    return std::nullopt;
  }
  return octets;
}

}  // namespace

struct PublicKey::Native {
  Owned<BIGNUM> modulus, exponent;
  Owned<BN_MONT_CTX> montgomery;
  Owned<EVP_PKEY> ed25519;
  std::string ed25519_octets;
};

PublicKey::PublicKey() : native_(std::make_unique<Native>()) {}
PublicKey::~PublicKey() = default;

std::shared_ptr<const PublicKey> PublicKey::from_rsa(std::string_view modulus,
                                                     std::string_view exponent) {
  modulus = without_leading_zeros(modulus);
  exponent = without_leading_zeros(exponent);
  if (modulus.size() > kMaxRsaBits / 8 || exponent.size() > kMaxExponentBits / 8) return nullptr;
  const unsigned bits = bit_length(modulus);
  if (bits < kMinRsaBits || !is_odd(modulus) || !is_odd(exponent)) return nullptr;
  if (exponent == "\x01") return nullptr;
  std::shared_ptr<PublicKey> key(new PublicKey);
  key->type_ = KeyType::rsa;
  key->bits_ = bits;
  key->modulus_ = modulus;
  key->exponent_ = exponent;
  Native& native = *key->native_;
  native.modulus = to_number(modulus);
  native.exponent = to_number(exponent);
  native.montgomery.reset(BN_MONT_CTX_new());
  if (native.modulus == nullptr || native.exponent == nullptr || native.montgomery == nullptr ||
      BN_MONT_CTX_set(native.montgomery.get(), native.modulus.get(), scratch()) != 1) {
    return nullptr;
  }
  key->fingerprint_ = sha256(key->p());
  return key;
}

std::shared_ptr<const PublicKey> PublicKey::from_ed25519(std::string_view octets) {
  if (octets.size() != kEd25519Size) return nullptr;
  std::shared_ptr<PublicKey> key(new PublicKey);
  key->type_ = KeyType::ed25519;
  key->bits_ = kEd25519Size * 8;
  key->native_->ed25519_octets = octets;
  key->native_->ed25519.reset(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets_of(octets), octets.size()));
  if (key->native_->ed25519 == nullptr) return nullptr;
  key->fingerprint_ = sha256(der_element(
      kDerSequence, der_element(kDerSequence, der_element(kDerOid, kEd25519Oid)) +
                        der_element(kDerBitString, std::string(1, '\0').append(octets))));
  return key;
}

std::shared_ptr<const PublicKey> PublicKey::from_p(KeyType type, std::string_view octets) {
  if (type == KeyType::ed25519) return from_ed25519(octets);
  Cursor outside(octets);
  auto contents = take_der(outside, kDerSequence);
  if (!contents) return nullptr;
  Cursor inside(*contents);
  if (inside.peek() == kDerSequence) {
    Cursor algorithm(take_der(inside, kDerSequence).value_or(""));
    if (take_der(algorithm, kDerOid) != kRsaOid) return nullptr;
    const auto bits = take_der(inside, kDerBitString);
    if (!bits || bits->empty() || bits->front() != '\0') return nullptr;
    Cursor wrapped(bits->substr(1));
    contents = take_der(wrapped, kDerSequence);
    if (!contents) return nullptr;
    inside = Cursor(*contents);
  }
  const auto modulus = take_unsigned(inside);
  if (!modulus) return nullptr;
  const auto exponent = take_unsigned(inside);
  return exponent ? from_rsa(*modulus, *exponent) : nullptr;
}

std::string PublicKey::p() const {
  if (type_ == KeyType::ed25519) return native_->ed25519_octets;
  const std::string key =
      der_element(kDerSequence, der_unsigned(modulus_) + der_unsigned(exponent_));
  const std::string algorithm =
      der_element(kDerSequence, der_element(kDerOid, kRsaOid) + der_element(kDerNull, ""));
  return der_element(kDerSequence,
                     algorithm + der_element(kDerBitString, std::string(1, '\0').append(key)));
}

OpenedSignature PublicKey::open(std::string_view signature) const {
  using Shape = OpenedSignature::Shape;
  LL_ASSERT(type_ == KeyType::rsa);
  OpenedSignature opened;
  if (signature.size() != modulus_.size()) {
    opened.shape = Shape::wrong_length;
    return opened;
  }
  if (signature >= std::string_view(modulus_)) {
    opened.shape = Shape::out_of_range;
    return opened;
  }
  const Owned<BIGNUM> number = to_number(signature);
  LL_ASSERT(number != nullptr);
  std::array<unsigned char, kMaxRsaBits / 8> encoded;
  const int size = static_cast<int>(modulus_.size());
  const Owned<BIGNUM> power(BN_new());
  LL_ASSERT(BN_mod_exp_mont(power.get(), number.get(), native_->exponent.get(),
                            native_->modulus.get(), scratch(), native_->montgomery.get()) == 1);
  LL_ASSERT(BN_bn2binpad(power.get(), encoded.data(), size) == size);
  const std::string_view value(reinterpret_cast<const char*>(encoded.data()), modulus_.size());
  for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha1}) {
    if (!is_encoding_of(algorithm, value, opened.digest)) continue;
    opened.shape = Shape::digest;
    return opened;
  }
  opened.digest = {};
  return opened;
}

bool PublicKey::verifies(const Digest& digest, std::string_view signature) const {
  LL_ASSERT(type_ == KeyType::ed25519);
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  LL_ASSERT(context != nullptr);
  LL_ASSERT(
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, native_->ed25519.get()) == 1);
  return EVP_DigestVerify(context.get(), octets_of(signature), signature.size(),
                          digest.octets.data(), digest.size()) == 1;
}

}  // namespace letterlock::auth
