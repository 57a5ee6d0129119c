// When two paths name one place where a message lies.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace letterlock::store {

// The same path; or, in the cur and new of one Maildir, the same unique name: there a file is
// renamed whenever a flag changes ("cur/1700.M1.host:2,S" becomes "cur/1700.M1.host:2,RS").
bool same_place(std::string_view path, std::string_view other);
// Equal for the same place, and for no other.
std::string place_key(std::string_view path);

// A path in two: what comes before the last name, with its slash, and the name.
std::pair<std::string_view, std::string_view> split_path(std::string_view path);

}  // namespace letterlock::store
