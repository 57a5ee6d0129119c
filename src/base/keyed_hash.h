// A hash by which octets are known again within one process: Poly1305 (RFC 8439, section 2.5) under
// a key that is made anew in each process and never shown. Whoever does not know the key can make
// two texts of n octets meet with a probability of n / 2^103 at most, whatever they try. Several
// times as fast as SHA-256; of no use to name octets, since the next process gives another value.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace letterlock {

// Used from one thread.
class KeyedHash {
 public:
  using Value = std::array<std::uint64_t, 2>;

  KeyedHash();
  ~KeyedHash();
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;
  // nullopt where the machine's OpenSSL is set up without Poly1305 (FIPS mode).
  std::optional<Value> of(std::string_view octets);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace letterlock
