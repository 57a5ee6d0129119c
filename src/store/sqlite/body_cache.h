// Which bodies (text, subject, links, quotes) were stored lately, so that copies of a message share
// one body and its text is indexed once. Forgetting costs space, never correctness: bounded, and
// nothing is read back when a case is opened. Used from one thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace letterlock::store::sqlite {

class BodyCache {
 public:
  struct Key {
    std::uint64_t low = 0, high = 0;
    bool operator==(const Key&) const = default;
  };

  BodyCache();
  ~BodyCache();
  BodyCache(const BodyCache&) = delete;
  BodyCache& operator=(const BodyCache&) = delete;

  Key key(std::initializer_list<std::string_view> pieces);
  // The body with this key; 0 where none is remembered.
  std::int64_t find(const Key& key) const;
  void remember(const Key& key, std::int64_t body);
  void forget();

 private:
  struct Entry {
    Key key;
    std::int64_t body = 0;
  };
  static constexpr std::size_t kEntries = 262'144;  // 6 MB
  void grow();

  std::vector<Entry> entries_;  // a power of two of them, up to kEntries
  std::size_t remembered_ = 0;
  std::uint64_t seed_;
  struct Hasher;
  std::unique_ptr<Hasher> hasher_;
};

}  // namespace letterlock::store::sqlite
