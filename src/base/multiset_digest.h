// A digest of a collection that does not depend on the order in which it was built.
//
// LtHash (Bellare and Micciancio 1997; Lewi et al. 2019) with 1,024 lanes of 16 bits: each member's
// SHA-256 keys AES-256-CTR, whose first 2,048 octets are added lane by lane (little-endian, modulo
// 2^16) to the state. Members can be taken out again. Used from one thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/sha256.h"

namespace letterlock {

class MultisetDigest {
 public:
  MultisetDigest();
  ~MultisetDigest();
  MultisetDigest(MultisetDigest&&) noexcept;
  MultisetDigest& operator=(MultisetDigest&&) noexcept;

  void add(std::string_view member);
  void remove(std::string_view member);

  // SHA-256 over the state.
  Sha256 value() const;

  // The state to go on from, 2,048 octets.
  std::string state() const;
  // False where `state` has another length; nothing changes then.
  bool restore(std::string_view state);

 private:
  static constexpr std::size_t kLanes = 1024;
  const std::array<std::uint16_t, kLanes>& expand(std::string_view member);

  struct Cipher;
  std::array<std::uint16_t, kLanes> lanes_{};
  std::unique_ptr<Cipher> cipher_;
};

}  // namespace letterlock
