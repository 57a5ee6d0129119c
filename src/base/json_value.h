// A JSON text (RFC 8259) as a tree of values, for what other programs give us. We write JSON with
// json_writer.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/attributes.h"
#include "base/expected.h"

namespace letterlock {

struct JsonValue {
  enum class Type : std::uint8_t { null, boolean, number, string, array, object };
  Type type = Type::null;
  bool boolean = false;
  std::string text;                                        // of a string; a number as written
  std::vector<JsonValue> items;                            // of an array
  std::vector<std::pair<std::string, JsonValue>> members;  // of an object, in order
  std::uint32_t offset = 0;                                // where it begins

  // Out of line: here a pair with a JsonValue is not complete yet.
  JsonValue();
  JsonValue(const JsonValue&);
  JsonValue(JsonValue&&) noexcept;
  JsonValue& operator=(const JsonValue&);
  JsonValue& operator=(JsonValue&&) noexcept;
  ~JsonValue();

  // The first member of that name; nullptr where this is no object or has none.
  const JsonValue* find(std::string_view name) const LL_LIFETIME_BOUND;
  // The text of the member `name` where that is a string; "" otherwise.
  std::string_view string(std::string_view name) const LL_LIFETIME_BOUND;
};

// Fails with ErrorCode::corrupt and the offset for what is no JSON, with ErrorCode::limit for
// arrays and objects more than 64 deep, more than `most_values` values or over 1 GiB.
Expected<JsonValue> parse_json(std::string_view text, std::size_t most_values = 2'000'000);

}  // namespace letterlock
