// A first look at a message's header, without parsing the message: the fields by which mail
// programs keep a message's place and state, and whether octets look like a message at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::sources {

struct Glimpse {
  std::size_t header_end = 0;  // behind the blank line that ends the header; the size without one
  std::optional<std::uint64_t> content_length;
  std::string_view status, x_status, x_mozilla_status, x_gmail_labels, x_keywords;
};
Glimpse glimpse(std::string_view message);

// Maildir letters from Status, X-Status, X-Mozilla-Status and the Gmail labels.
std::string flags_of(const Glimpse& glimpse, const std::vector<std::string>& labels);
// X-Gmail-Labels (RFC 2047 decoded, quoted ones unquoted) and X-Keywords.
std::vector<std::string> labels_of(const Glimpse& glimpse);

// True where `head` begins with header fields some of which are known from mail.
bool looks_like_mail(std::string_view head);

// Letters sorted, each once.
std::string sorted_flags(std::string_view letters);

}  // namespace letterlock::sources
