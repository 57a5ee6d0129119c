// Kinds of personal data that can be told by a documented pattern with a check. What has no check
// digit is only taken with its name beside it ("SSN", "passport no.", "born"). No guessing.
//
// docs/exposure.md lists every pattern with its source and check.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace letterlock::exposure {

enum class DataCategory : std::uint8_t {
  identity_number,
  bank,
  health,
  credentials,
  birth_date,
};
inline constexpr std::size_t kCategoryCount = 5;
std::string_view category_name(DataCategory category);   // "identity_number"
std::string_view category_words(DataCategory category);  // "identity numbers"

struct DataHit {
  DataCategory category = DataCategory::bank;
  std::string_view pattern;  // "iban": a name with static storage
  ByteRange where;           // in the text
};

// In the order of the text; at most 1,000. Linear in the text.
std::vector<DataHit> find_data(std::string_view text);

}  // namespace letterlock::exposure
