// Strings by number: every distinct one is kept once.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/attributes.h"

namespace letterlock::relations {

class Interned {
 public:
  std::uint32_t id(std::string_view text);  // a new number where `text` is new
  std::optional<std::uint32_t> find(std::string_view text) const;
  // REQUIRES: `id` came from this object.
  std::string_view text(std::uint32_t id) const LL_LIFETIME_BOUND { return texts_[id]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // elements never move, so the keys below stay good
  std::unordered_map<std::string_view, std::uint32_t> ids_;
};

}  // namespace letterlock::relations
