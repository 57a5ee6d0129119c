// The words by which mail clients, in many languages, say that they repeat another message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace letterlock::content {

// ASCII, Latin and Cyrillic capitals made small, octet for octet: offsets stay.
std::string lower_utf8(std::string_view text);

enum class HeaderLabel : std::uint8_t { from, to, cc, date, subject };
// "From", "Von", "发件人": without the colon, lower case.
std::optional<HeaderLabel> header_label(std::string_view label);

// The line above what is repeated: "---------- Forwarded message ---------".
struct Separator {
  bool forward = false;    // says so; else "original message", which both use
  std::string_view style;  // "gmail", "apple", "thunderbird", "original_message"
};
std::optional<Separator> separator_line(std::string_view line);

// The offset of the verb of an attribution ("wrote", "schrieb", "a écrit") in lower-case text, and
// its length; nullopt where there is none.
struct Verb {
  std::size_t offset = 0;
  std::size_t length = 0;
};
std::optional<Verb> attribution_verb(std::string_view lower_case);
// How long the word is by which an attribution starts ("on ", "am ", "le "), or 0.
std::size_t attribution_start(std::string_view lower_case);

// 1 to 12 for a month's name or abbreviation in lower case, or 0.
unsigned month_by_name(std::string_view word);

}  // namespace letterlock::content
