// Pieces of structured fields, read only as far as a class of them needs. Nothing is judged here:
// auth/ reads the same fields in full.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace letterlock::content {

// The value of `tag` in a "tag=value; tag=value" list (RFC 6376 section 3.2), white space around it
// gone; "" where it is not there. Of several the first.
std::string_view tag_value(std::string_view list, std::string_view tag);

// The word after "method=" where a result begins (RFC 8601 section 2.2), in lower case.
std::string method_result(std::string_view results, std::string_view method);

// The domain of the last addr-spec in `text`: after its last "@", up to what ends it.
std::string_view domain_in(std::string_view text);

// A name that means something only where it was given: "laptop", "mail.local", "[10.0.0.1]".
bool is_local_name(std::string_view host);

// The registrable domain of a server's name, or "local name". Servers of large providers have names
// without end: their first label is asked about only where the rest has no such domain.
std::string server_domain(std::string_view host);

// How a host stands to the domain of an author.
enum class Relation : std::uint8_t { same, same_organisation, other };
Relation relation_of(std::string_view host, std::string_view author);

// The word after "by" in a Received field (RFC 5321 section 4.4), comments skipped.
std::string_view by_host(std::string_view received);

// Six hexadecimal digits that name a sequence of octets (FNV-1a).
class ShortHash {
 public:
  void add(char c) { hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1099511628211u; }
  void add(std::string_view text) {
    for (const char c : text) add(c);
  }
  std::string text() const;

 private:
  std::uint64_t hash_ = 14695981039346656037u;
};

}  // namespace letterlock::content
