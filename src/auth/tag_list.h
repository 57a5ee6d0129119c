// Tag lists: "name=value; name=value" (RFC 6376 section 3.2), as signatures and key records are
// written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"

namespace letterlock::auth {

struct TagView {
  std::string_view name;
  std::string_view value;        // without the white space around it
  std::size_t value_offset = 0;  // in the text: the first octet after "="
  std::size_t value_length = 0;  // all up to the ";" or the end, white space too
};

enum class TagListProblem : std::uint8_t { none, syntax_error, duplicate_tag };

// Views into the text. Tags that could be read are there whatever `problem` says; of equal names
// find() gives the first.
struct TagListView {
  // More tags than any standard defines; what goes on behind them is a syntax error.
  static constexpr std::size_t kMaxTags = 64;

  std::vector<TagView> tags;
  TagListProblem problem = TagListProblem::none;  // the first found

  const TagView* find(std::string_view name) const LL_LIFETIME_BOUND;
  std::optional<std::string_view> value(std::string_view name) const;
};

TagListView parse_tag_list(std::string_view text);

// base64string of RFC 6376 section 2.10: white space anywhere, padding as far as it is there.
// nullopt for any other octet, for padding inside, and for a lone last character.
std::optional<std::string> decode_base64_value(std::string_view value);

// `value` without any white space.
std::string without_white_space(std::string_view value);

// The entries of a colon-separated list, white space around each taken off; "" has one empty entry.
std::vector<std::string_view> split_colons(std::string_view value);

}  // namespace letterlock::auth
