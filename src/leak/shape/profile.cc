#include <algorithm>

#include "leak/shape.h"

namespace letterlock::leak {
namespace {

constexpr char kMany = '\x01';  // the value under which those above the limit are counted

std::string client_claim(const MessageShape& shape) {
  return shape.client.empty() ? "" : "client " + shape.client;
}
std::string provider_claim(const MessageShape& shape) {
  return shape.provider.empty() ? "" : "provider " + shape.provider;
}

}  // namespace

ShapeProfile::Claim* ShapeProfile::claim(std::string_view name) {
  if (name.empty()) return nullptr;
  const auto found = claims_.find(name);
  if (found != claims_.end()) return &found->second;
  if (claims_.size() >= kClaims) return nullptr;
  return &claims_[std::string(name)];
}

void ShapeProfile::add(Values& values, const std::string& value, std::uint64_t times) {
  values.messages += times;
  const bool full = values.counts.size() >= kValuesOfAspect && !values.counts.contains(value);
  values.counts[full ? std::string(1, kMany) : value] += times;
}

void ShapeProfile::learn(const MessageShape& shape) {
  for (const std::string& name : {client_claim(shape), provider_claim(shape)}) {
    Claim* counted = claim(name);
    if (counted == nullptr) continue;
    for (std::size_t i = 0; i < kShapeAspects; ++i) {
      if (!shape.habits[i].value.empty()) add((*counted)[i], shape.habits[i].value, 1);
    }
  }
}

void ShapeProfile::merge(const ShapeProfile& other) {
  for (const auto& [name, theirs] : other.claims_) {
    Claim* ours = claim(name);
    if (ours == nullptr) continue;
    for (std::size_t i = 0; i < kShapeAspects; ++i) {
      for (const auto& [value, times] : theirs[i].counts) add((*ours)[i], value, times);
    }
  }
}

ShapeProfile::Count ShapeProfile::count(std::string_view claim, ShapeAspect aspect,
                                        std::string_view value) const {
  Count result;
  const auto found = claims_.find(claim);
  if (found == claims_.end()) return result;
  const Values& values = found->second[static_cast<std::size_t>(aspect)];
  result.messages = values.messages;
  result.values = values.counts.size();
  const auto same = values.counts.find(value);
  if (same != values.counts.end()) result.same = same->second;
  result.once =
      static_cast<std::uint64_t>(std::count_if(values.counts.begin(), values.counts.end(),
                                               [](const auto& each) { return each.second == 1; }));
  return result;
}

}  // namespace letterlock::leak
