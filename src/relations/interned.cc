#include "relations/interned.h"

namespace letterlock::relations {

std::uint32_t Interned::id(std::string_view text) {
  if (const auto known = ids_.find(text); known != ids_.end()) return known->second;
  const auto next = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(texts_.back(), next);
  return next;
}

std::optional<std::uint32_t> Interned::find(std::string_view text) const {
  const auto known = ids_.find(text);
  if (known == ids_.end()) return std::nullopt;
  return known->second;
}

}  // namespace letterlock::relations
