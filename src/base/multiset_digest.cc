#include "base/multiset_digest.h"

#include <openssl/evp.h>

#include <bit>
#include <cstring>

#include "base/attributes.h"

namespace letterlock {
namespace {

constexpr std::size_t kOctets = 2048;

// Lanes are little-endian numbers of two octets: a plain copy where that is what it comes to.
template <std::size_t kLanes>
void read_lanes(const unsigned char* octets, std::array<std::uint16_t, kLanes>& lanes) {
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(lanes.data(), octets, sizeof lanes);
  } else {
    for (std::size_t i = 0; i < kLanes; ++i) {
      lanes[i] = static_cast<std::uint16_t>(octets[2 * i] | octets[2 * i + 1] << 8);
    }
  }
}

}  // namespace

struct MultisetDigest::Cipher {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  std::array<unsigned char, kOctets> stream;
  std::array<std::uint16_t, kLanes> lanes;

  Cipher() {
    LL_ASSERT(context != nullptr);
    LL_ASSERT(EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nullptr, nullptr, nullptr) == 1);
  }
  ~Cipher() { EVP_CIPHER_CTX_free(context); }
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;
};

MultisetDigest::MultisetDigest() : cipher_(std::make_unique<Cipher>()) {}
MultisetDigest::~MultisetDigest() = default;
MultisetDigest::MultisetDigest(MultisetDigest&&) noexcept = default;
MultisetDigest& MultisetDigest::operator=(MultisetDigest&&) noexcept = default;

const std::array<std::uint16_t, MultisetDigest::kLanes>& MultisetDigest::expand(
    std::string_view member) {
  static constexpr unsigned char kZero[kOctets] = {};
  static constexpr unsigned char kCounter[16] = {};
  const Sha256 key = sha256(member);
  int written = 0;
  LL_ASSERT(EVP_EncryptInit_ex(cipher_->context, nullptr, nullptr, key.octets.data(), kCounter) ==
            1);
  LL_ASSERT(EVP_EncryptUpdate(cipher_->context, cipher_->stream.data(), &written, kZero, kOctets) ==
            1);
  read_lanes(cipher_->stream.data(), cipher_->lanes);
  return cipher_->lanes;
}

void MultisetDigest::add(std::string_view member) {
  const auto& lanes = expand(member);
  for (std::size_t i = 0; i < kLanes; ++i) {
    lanes_[i] = static_cast<std::uint16_t>(lanes_[i] + lanes[i]);
  }
}

void MultisetDigest::remove(std::string_view member) {
  const auto& lanes = expand(member);
  for (std::size_t i = 0; i < kLanes; ++i) {
    lanes_[i] = static_cast<std::uint16_t>(lanes_[i] - lanes[i]);
  }
}

Sha256 MultisetDigest::value() const { return sha256(state()); }

std::string MultisetDigest::state() const {
  std::string octets;
  octets.reserve(kOctets);
  for (const std::uint16_t lane : lanes_) {
    octets += static_cast<char>(lane & 0xFF);
    octets += static_cast<char>(lane >> 8);
  }
  return octets;
}

bool MultisetDigest::restore(std::string_view state) {
  if (state.size() != kOctets) return false;
  read_lanes(reinterpret_cast<const unsigned char*>(state.data()), lanes_);
  return true;
}

}  // namespace letterlock
