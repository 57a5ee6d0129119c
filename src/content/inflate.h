// Deflate streams (RFC 1951, with RFC 1950's wrapper or without) through zlib, bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace letterlock::content {

enum class Deflated : bool { bare, wrapped /* as in zlib and PDF */ };

// At most `most` octets, and at least what came before any damage. `used`: where given, how many
// octets of `octets` were read.
std::string inflated(std::string_view octets, Deflated form, std::size_t most,
                     std::size_t* used = nullptr);

}  // namespace letterlock::content
