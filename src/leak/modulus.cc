#include "leak/modulus.h"

#include <gmp.h>

#include <algorithm>
#include <vector>

namespace letterlock::leak {

namespace {

using auth::HashAlgorithm;
using Outcome = ModulusSearch::Outcome;

// An mpz_t that frees itself.
class Integer {
 public:
  Integer() { mpz_init(value_); }
  explicit Integer(unsigned long value) { mpz_init_set_ui(value_, value); }
  explicit Integer(std::string_view big_endian) {
    mpz_init(value_);
    mpz_import(value_, big_endian.size(), 1, 1, 1, 0, big_endian.data());
  }
  ~Integer() { mpz_clear(value_); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;

  mpz_ptr get() { return value_; }
  mpz_srcptr get() const { return value_; }
  std::size_t bits() const { return mpz_sgn(value_) == 0 ? 0 : mpz_sizeinbase(value_, 2); }
  // Gives the memory of a large value back.
  void forget() {
    mpz_clear(value_);
    mpz_init(value_);
  }
  std::string octets() const {
    std::string out((bits() + 7) / 8, '\0');
    std::size_t written = 0;
    if (!out.empty()) mpz_export(out.data(), &written, 1, 1, 1, 0, value_);
    return out;
  }

 private:
  mpz_t value_;
};

// DigestInfo up to the digest itself (RFC 8017 section 9.2, note 1).
constexpr std::string_view kSha256Info{
    "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 19};
constexpr std::string_view kSha1Info{"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
                                     15};

// A modulus with a factor below this is nobody's key; what a gcd has beyond the modulus is small.
constexpr unsigned kSmallFactor = 100'000;

// The product of all primes below kSmallFactor: 143,000 bits.
const Integer& small_primes_product() {
  static const Integer* const product = [] {
    auto* made = new Integer(1UL);
    mpz_primorial_ui(made->get(), kSmallFactor);
    return made;
  }();
  return *product;
}

void strip_small_factors(Integer& value) {
  if (mpz_sgn(value.get()) == 0) return;
  Integer common;
  for (;;) {
    mpz_gcd(common.get(), value.get(), small_primes_product().get());
    if (mpz_cmp_ui(common.get(), 1) == 0) return;
    mpz_divexact(value.get(), value.get(), common.get());
  }
}

// A modulus of a signature of so many octets has its top bit in the first of them.
bool fits(std::size_t bits, std::size_t octets) {
  return bits <= octets * 8 && bits > octets * 8 - 8;
}

struct Term {
  Integer signature, encoded;
  Term(const SignedDigest& from, const std::string& em) : signature(from.signature), encoded(em) {}
};

// s^e - EM, as it is: e times as long as s. Never 0 for what may_pair() lets through.
void multiple_of_modulus(const SignedDigest& from, std::uint32_t e, Integer& out) {
  const Term term(from, *encoded_message(from.digest, from.signature.size()));
  mpz_pow_ui(out.get(), term.signature.get(), e);
  mpz_sub(out.get(), out.get(), term.encoded.get());
}

// The same modulo `modulus`, which is short.
void residue(const SignedDigest& from, std::uint32_t e, const Integer& modulus, Integer& out) {
  const Term term(from, *encoded_message(from.digest, from.signature.size()));
  mpz_powm_ui(out.get(), term.signature.get(), e, modulus.get());
  mpz_sub(out.get(), out.get(), term.encoded.get());
  mpz_mod(out.get(), out.get(), modulus.get());
}

// Takes from `common` what other multiples of the modulus do not have.
void take_cofactor_away(Integer& common, std::size_t octets, std::uint32_t e,
                        std::span<const SignedDigest> by) {
  Integer rest, smaller;
  for (const SignedDigest& each : by) {
    if (common.bits() <= octets * 8) return;
    residue(each, e, common, rest);
    mpz_gcd(smaller.get(), common.get(), rest.get());
    strip_small_factors(smaller);
    // A signature by another key, or over something else, shares nothing: it has no say.
    if (smaller.bits() > octets * 8 - 8) mpz_set(common.get(), smaller.get());
  }
}

bool in_bounds(const SignedDigest& first, std::span<const SignedDigest> others, std::uint32_t e) {
  if (e < 3 || e > kMaxRecoveryExponent || e % 2 == 0 || others.empty()) return false;
  return std::all_of(others.begin(), others.end(),
                     [&](const SignedDigest& other) { return may_pair(first, other); });
}

bool degenerate(std::string_view signature) {
  const auto all = [&](char octet, std::size_t up_to) {
    return std::all_of(signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(up_to),
                       [&](char c) { return c == octet; });
  };
  const std::size_t size = signature.size();
  return all('\xFF', size) ||
         (all('\0', size - 1) && static_cast<unsigned char>(signature[size - 1]) <= 1);
}

}  // namespace

std::optional<std::string> encoded_message(const auth::Digest& digest, std::size_t length) {
  const std::string_view info = digest.algorithm == HashAlgorithm::sha1 ? kSha1Info : kSha256Info;
  const std::size_t tail = info.size() + digest.size();
  if (length < tail + 11) return std::nullopt;
  std::string out(length - tail - 1, '\xFF');
  out[0] = '\0';
  out[1] = '\x01';
  out += '\0';
  out += info;
  out += digest.view();
  return out;
}

bool may_pair(const SignedDigest& one, const SignedDigest& other) {
  const std::size_t length = one.signature.size();
  return length == other.signature.size() && length >= kMinSignatureOctets &&
         length <= kMaxSignatureOctets && one.signature != other.signature &&
         one.digest != other.digest && !degenerate(one.signature) && !degenerate(other.signature) &&
         encoded_message(one.digest, length) && encoded_message(other.digest, length);
}

std::uint64_t peak_memory(std::size_t signature_octets, std::uint32_t e, std::size_t others) {
  const std::uint64_t power = static_cast<std::uint64_t>(signature_octets) * e;
  return power * (others > 1 ? 17 : 10) + (8u << 20);
}

ModulusSearch find_modulus(const SignedDigest& first, std::span<const SignedDigest> others,
                           std::span<const SignedDigest> spares, std::uint32_t e,
                           const std::function<bool()>& stop) {
  if (!in_bounds(first, others, e)) return {Outcome::refused, {}};
  const auto stopped = [&] { return stop && stop(); };
  if (stopped()) return {Outcome::stopped, {}};

  const std::size_t octets = first.signature.size();
  Integer a, b, common;
  multiple_of_modulus(first, e, a);
  multiple_of_modulus(others[0], e, b);
  for (const SignedDigest& other : others.subspan(1)) {
    if (stopped()) return {Outcome::stopped, {}};
    multiple_of_modulus(other, e, common);
    mpz_mul(b.get(), b.get(), common.get());
    common.forget();
    mpz_mod(b.get(), b.get(), a.get());
  }
  if (stopped()) return {Outcome::stopped, {}};
  mpz_gcd(common.get(), a.get(), b.get());
  a.forget();
  b.forget();

  // A gcd far beyond the modulus comes of numbers made to share factors: not worth more work.
  if (common.bits() > octets * 8 * 4) return {Outcome::trivial, {}};
  strip_small_factors(common);
  if (common.bits() > octets * 8) {
    take_cofactor_away(common, octets, e, others);
    take_cofactor_away(common, octets, e, spares);
  }
  if (common.bits() > octets * 8) return {Outcome::cofactor, {}};
  if (!fits(common.bits(), octets)) return {Outcome::trivial, {}};
  std::string modulus = common.octets();
  if (!opens(modulus, e, first)) return {Outcome::trivial, {}};
  return {Outcome::found, std::move(modulus)};
}

bool opens(std::string_view modulus, std::uint32_t e, const SignedDigest& signature) {
  const std::size_t octets = signature.signature.size();
  if (octets < kMinSignatureOctets || octets > kMaxSignatureOctets || e < 3) return false;
  const auto em = encoded_message(signature.digest, octets);
  const Integer n(modulus), s(signature.signature);
  if (!em || !fits(n.bits(), octets) || mpz_even_p(n.get()) || mpz_cmp(s.get(), n.get()) >= 0) {
    return false;
  }
  Integer opened;
  mpz_powm_ui(opened.get(), s.get(), e, n.get());
  return mpz_cmp(opened.get(), Integer(*em).get()) == 0;
}

}  // namespace letterlock::leak
