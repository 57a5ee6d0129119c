// SHA-1 and SHA-256 in pieces, through OpenSSL, gathering small pieces before they are hashed.
// Not thread-safe.
#pragma once

#include <array>
#include <string_view>

#include "auth/digest.h"

struct evp_md_ctx_st;  // OpenSSL's

namespace letterlock::auth {

class Hasher {
 public:
  explicit Hasher(HashAlgorithm algorithm);
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void append(std::string_view octets) {
    if (octets.size() <= buffer_.size() - filled_) {
      octets.copy(buffer_.data() + filled_, octets.size());
      filled_ += octets.size();
    } else {
      append_more(octets);
    }
  }
  Digest finish();  // once

 private:
  struct State;
  void append_more(std::string_view octets);
  void flush();

  HashAlgorithm algorithm_;
  evp_md_ctx_st* context_;
  std::size_t filled_ = 0;
  std::array<char, 8192> buffer_;
};

}  // namespace letterlock::auth
