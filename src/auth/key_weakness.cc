// What the numbers of a key themselves show.
#include <fmt/format.h>
#include <gmp.h>

#include <array>
#include <map>
#include <utility>

#include "auth/key_findings.h"
#include "auth/key_record.h"

namespace letterlock::auth {
namespace {

using What = KeyFinding::What;

// Fermat's method: so many steps find primes that agree in their upper half.
constexpr int kFermatSteps = 50;
constexpr unsigned kSmallPrimes = 1U << 16;

class Number {
 public:
  Number() { mpz_init(value_); }
  explicit Number(std::string_view octets) : Number() {
    mpz_import(value_, octets.size(), 1, 1, 1, 0, octets.data());
  }
  ~Number() { mpz_clear(value_); }
  Number(Number&& other) noexcept : Number() { mpz_swap(value_, other.value_); }
  Number& operator=(Number&& other) noexcept {
    mpz_swap(value_, other.value_);
    return *this;
  }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  mpz_ptr get() { return value_; }
  mpz_srcptr get() const { return value_; }

 private:
  mpz_t value_;
};

// The product of all primes below 2^16, to find any of them with one gcd.
const Number& small_primes() {
  static const Number product = [] {
    Number all;
    mpz_primorial_ui(all.get(), kSmallPrimes);
    return all;
  }();
  return product;
}

// Moduli of the weak generator are powers of 65537 modulo each of these (Nemec et al., "The Return
// of Coppersmith's Attack", section 5.1).
constexpr std::array<unsigned, 38> kRocaPrimes = {
    3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
    73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

bool looks_like_roca(const Number& modulus) {
  for (const unsigned prime : kRocaPrimes) {
    const unsigned rest = static_cast<unsigned>(mpz_fdiv_ui(modulus.get(), prime));
    unsigned power = 1;
    bool reached = false;
    for (unsigned i = 0; i < prime && !reached; ++i) {
      reached = power == rest;
      power = power * (65537 % prime) % prime;
    }
    if (!reached) return false;
  }
  return true;
}

bool has_close_primes(const Number& modulus) {
  Number a;
  Number rest;
  mpz_sqrt(a.get(), modulus.get());
  for (int step = 0; step < kFermatSteps; ++step) {
    mpz_add_ui(a.get(), a.get(), 1);
    mpz_mul(rest.get(), a.get(), a.get());
    mpz_sub(rest.get(), rest.get(), modulus.get());
    if (mpz_perfect_square_p(rest.get()) != 0) return true;
  }
  return false;
}

void check_numbers(std::uint32_t index, const PublicKey& key, std::vector<KeyFinding>& findings) {
  const auto add = [&](What what, std::string says) {
    findings.push_back({what, index, {}, std::move(says)});
  };
  if (key.bits() < 1024) {
    add(What::too_short, fmt::format("{} bits; RFC 8301 section 3.2 wants 1024", key.bits()));
  } else if (key.bits() == 1024) {
    add(What::weak_by_today, "1024 bits: within reach of a state");
  }
  const Number exponent(key.exponent());
  if (mpz_cmp_ui(exponent.get(), 65537) != 0) {
    add(What::odd_exponent,
        fmt::format("the exponent is {}", mpz_sizeinbase(exponent.get(), 2) <= 64
                                              ? std::to_string(mpz_get_ui(exponent.get()))
                                              : "of over 64 bits"));
  }
  const Number modulus(key.modulus());
  Number common;
  mpz_gcd(common.get(), modulus.get(), small_primes().get());
  if (mpz_cmp_ui(common.get(), 1) != 0 || mpz_perfect_square_p(modulus.get()) != 0) {
    add(What::small_factor, "the modulus has a factor below 65536, or is a square");
  } else if (has_close_primes(modulus)) {
    add(What::close_primes, "Fermat's method factors the modulus at once");
  }
  if (looks_like_roca(modulus)) {
    add(What::roca, "the modulus has the mark of CVE-2017-15361");
  }
}

// Bernstein's batch gcd: for every modulus, the primes that it has in common with any other.
class SharedPrimes {
 public:
  explicit SharedPrimes(std::vector<Number> moduli) {
    if (moduli.size() < 2) return;
    levels_.push_back(std::move(moduli));
    while (levels_.back().size() > 1) levels_.push_back(products(levels_.back()));
    remainders();
  }
  bool shared(std::size_t index) const { return index < shared_.size() && shared_[index]; }

 private:
  static std::vector<Number> products(const std::vector<Number>& below) {
    std::vector<Number> above((below.size() + 1) / 2);
    for (std::size_t i = 0; i < above.size(); ++i) {
      if (2 * i + 1 < below.size()) {
        mpz_mul(above[i].get(), below[2 * i].get(), below[2 * i + 1].get());
      } else {
        mpz_set(above[i].get(), below[2 * i].get());
      }
    }
    return above;
  }

  // The product of all modulo the square of each, from the root down.
  void remainders() {
    std::vector<Number> above = std::move(levels_.back());
    for (std::size_t level = levels_.size() - 1; level-- > 0;) {
      std::vector<Number> here(levels_[level].size());
      Number square;
      for (std::size_t i = 0; i < here.size(); ++i) {
        mpz_mul(square.get(), levels_[level][i].get(), levels_[level][i].get());
        mpz_fdiv_r(here[i].get(), above[i / 2].get(), square.get());
      }
      above = std::move(here);
    }
    for (std::size_t i = 0; i < above.size(); ++i) {
      const Number& modulus = levels_.front()[i];
      mpz_divexact(above[i].get(), above[i].get(), modulus.get());
      mpz_gcd(above[i].get(), above[i].get(), modulus.get());
      shared_.push_back(mpz_cmp_ui(above[i].get(), 1) != 0);
    }
  }

  std::vector<std::vector<Number>> levels_;
  std::vector<bool> shared_;
};

}  // namespace

std::vector<KeyFinding> find_weaknesses(const KeyArchive& archive,
                                        const std::vector<std::uint32_t>& keys) {
  std::vector<KeyFinding> findings;
  std::vector<Number> moduli;
  std::map<std::string, std::size_t, std::less<>> known;  // modulus -> place in `moduli`
  std::vector<std::pair<std::uint32_t, std::size_t>> places;
  for (const std::uint32_t index : keys) {
    const ArchivedKey& archived = archive.keys()[index];
    if (archived.problem == KeyProblem::key_revoked) {
      findings.push_back({What::revoked, index, {}, "p= is empty"});
    }
    for (const ArchivedRecord& text : archived.records) {
      const KeyRecord record = parse_key_record(text.text);
      if (record.testing) {
        findings.push_back({What::testing, index, {}, "t=y: the signer was testing"});
      }
      if (&text != &archived.records.front() || record.key == nullptr ||
          record.key->type() != KeyType::rsa) {
        continue;
      }
      check_numbers(index, *record.key, findings);
      const auto [place, added] = known.emplace(std::string(record.key->modulus()), moduli.size());
      if (added) moduli.emplace_back(record.key->modulus());
      places.emplace_back(index, place->second);
    }
  }
  const SharedPrimes primes(std::move(moduli));
  for (const auto& [index, place] : places) {
    if (!primes.shared(place)) continue;
    findings.push_back({What::shared_prime,
                        index,
                        {},
                        "shares a prime with another modulus here: anybody can factor both"});
  }
  return findings;
}

}  // namespace letterlock::auth
