// Decoders from octets to time. Each takes what was cut out of a message and answers nothing where
// the shape is not its own; where the shape fits and the time is impossible, `decoded` is false.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leak/clocks.h"

namespace letterlock::leak {

struct DecodedTime {
  MicroInterval at;
  bool decoded = true;
  std::size_t offset = 0, length = 0;  // of the digits in the text given
};

// 1990-01-01 to 2100-01-01: outside, a number is no time that mail could have been written at.
inline constexpr MicroTime kEarliestPossible = 631'152'000 * kSecond;
inline constexpr MicroTime kLatestPossible = 4'102'444'800 * kSecond;
bool is_possible(MicroTime at);

// An interval of `width` microseconds that begins at `at`.
DecodedTime exact(MicroTime at, MicroTime width);

// 100 ns since 1601-01-01 UTC. nullopt outside what is possible.
std::optional<MicroTime> from_filetime(std::uint64_t filetime);

// Digits of a number in base 10 or 16 (any case): nullopt where a character is none, or above 64
// bits.
std::optional<std::uint64_t> number(std::string_view digits, unsigned base = 10);

// "20191014230016" (or only its first 8, 10 or 12 digits): as if UTC; nullopt where it is no date.
std::optional<MicroTime> from_digits(std::string_view digits);

// Gmail's boundary: 000000000000, six digits L, eight digits H, two more; microseconds = H L.
std::optional<DecodedTime> gmail_boundary(std::string_view boundary);
// "----=_NextPart_000_0001_01D4AAB8.06F67F3D": FILETIME.
std::optional<DecodedTime> outlook_boundary(std::string_view boundary);
// "8323329-936271841-1627293830=:6460": seconds.
std::optional<DecodedTime> alpine_boundary(std::string_view boundary);
// "----=_Part_12_3456.1556652525123": milliseconds.
std::optional<DecodedTime> java_boundary(std::string_view boundary);

// X-GM-MSGID, X-GM-THRID, decimal or hexadecimal: milliseconds << 20.
std::optional<DecodedTime> gmail_number(std::string_view text);
// "xxxxxxxx-xxxx-xxxx-xxxx-08d6cd9e8a6f": the top 48 bits of .NET ticks since 0001-01-01.
std::optional<DecodedTime> exchange_network_id(std::string_view text);
// "FILETIME=[A1B2C3D0:01D4FF8F]".
std::optional<DecodedTime> bracketed_filetime(std::string_view text);

// Queue ids, as servers write them into Received.
std::optional<DecodedTime> gmail_queue_id(std::string_view id);    // "...12.2019.05.06.13.24.14"
std::optional<DecodedTime> postfix_queue_id(std::string_view id);  // long ids only
std::optional<DecodedTime> exim_queue_id(std::string_view id);
std::optional<DecodedTime> sendmail_queue_id(std::string_view id);

// Thread-Index (MS-OXOMSG section 2.2.1.3).
struct ThreadIndex {
  struct Child {
    MicroInterval at;
    bool decoded = true;
    std::uint8_t carries = 0;
  };
  char layout = 'a';  // 'a': 48 bits of FILETIME; 'b': a reserved octet, then 40 bits
  MicroInterval start;
  bool decoded = true;
  std::vector<Child> children;
};
// `near`: the message's Date, to choose between carries that are all possible.
std::optional<ThreadIndex> decode_thread_index(std::string_view octets,
                                               std::optional<MicroTime> near);

}  // namespace letterlock::leak
