// How the conditions of a search compare what a user wrote with what mail holds (query.h has the
// rules).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace letterlock::store::sqlite {

// `host` is `domain`, or a name below it.
bool is_at_or_below(std::string_view host, std::string_view domain);
// `path` is `asked`, or a folder below it.
bool is_path_at_or_below(std::string_view path, std::string_view asked);
// `asked` in lower case.
bool address_matches(std::string_view written, std::string_view asked);
bool contains_ignoring_case(std::string_view text, std::string_view lower_part);
// "17" or "#17".
std::optional<std::int64_t> as_number(std::string_view text);

}  // namespace letterlock::store::sqlite
