// SHA-256 (FIPS 180-4) through OpenSSL: the name of every piece of evidence.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace letterlock {

struct Sha256 {
  std::array<std::uint8_t, 32> octets{};

  std::string hex() const;
  std::string_view view() const {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
  }
  // From 64 hexadecimal digits, either case; nullopt for anything else.
  static std::optional<Sha256> from_hex(std::string_view hex);
  auto operator<=>(const Sha256&) const = default;
};

Sha256 sha256(std::string_view octets);

// The same in pieces. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void update(std::string_view octets);
  Sha256 finish();  // and starts anew

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace letterlock
