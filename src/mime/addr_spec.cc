#include "mime/addr_spec.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "mime/charset.h"
#include "mime/encoded_word.h"

namespace letterlock::mime {
namespace {

// Text without comments and folding; where its last at sign outside quotes stands.
struct Cleaned {
  std::string text;
  std::size_t at_sign = npos;
  std::size_t at_signs = 0;
  bool had_space = false;  // white space that obsolete syntax does not allow either
};

// Obsolete syntax has white space around dots and the at sign (RFC 5322 section 4.4); elsewhere it
// is a mistake, and one space of it is kept.
void append_space(Cleaned& cleaned, char next) {
  if (cleaned.text.empty() || next == '.' || next == '@') return;
  const char before = cleaned.text.back();
  if (before == '.' || before == '@') return;
  cleaned.text += ' ';
  cleaned.had_space = true;
}

Cleaned clean(const FieldInput& input, std::size_t begin, std::size_t end,
              std::vector<ByteRange>& comments) {
  Lexer lexer(input, end);
  Cleaned cleaned;
  bool space = false;
  for (std::size_t at = begin; at < end;) {
    const char c = input.text()[at];
    if (is_space(c)) {
      space = true;
      ++at;
      continue;
    }
    if (c == '(') {
      const std::size_t close = lexer.comment_end(at);
      if (close != npos) {
        comments.push_back(input.range(at, close));
        at = close;
        continue;
      }
    }
    if (space) append_space(cleaned, c);
    space = false;
    if (c == '"') {
      const std::size_t close = lexer.quoted_end(at);
      if (close != npos) {
        append_unquoted(input.text(at + 1, close - 1), cleaned.text);
        at = close;
        continue;
      }
    }
    if (c == '@') {
      cleaned.at_sign = cleaned.text.size();
      ++cleaned.at_signs;
    }
    cleaned.text += c;
    ++at;
  }
  return cleaned;
}

// Past "@a,@b:", obsolete source routes.
std::size_t after_route(const FieldInput& input, std::size_t begin, std::size_t end) {
  if (begin == end || input.text()[begin] != '@') return begin;
  const std::size_t colon = input.text(begin, end).find(':');
  return colon == npos ? begin : begin + colon + 1;
}

constexpr std::array<bool, 256> make_domain_octets() {
  std::array<bool, 256> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const char c = static_cast<char>(i);
    octets[i] = is_alnum(c) || c == '-' || c == '.' || c == '_' || !is_ascii(c);
  }
  return octets;
}
constexpr auto kDomainOctets = make_domain_octets();
bool is_domain_octet(char c) { return kDomainOctets[static_cast<unsigned char>(c)]; }

bool is_well_formed_domain(std::string_view domain) {
  if (domain.starts_with('[') && domain.ends_with(']')) return true;
  return !domain.empty() && !domain.starts_with('.') && !domain.ends_with('.') &&
         domain.find("..") == npos && std::all_of(domain.begin(), domain.end(), is_domain_octet);
}

// REQUIRES: `text` lives as long as `arena`.
void split(std::string_view text, std::size_t at_sign, Arena& arena, AddrSpec& spec) {
  spec.local_part = to_utf8(text.substr(0, at_sign), {}, arena).text;
  if (at_sign < text.size()) spec.domain = to_utf8(text.substr(at_sign + 1), {}, arena).text;
}

}  // namespace

AddrSpec read_addr_spec(const FieldInput& input, std::size_t begin, std::size_t end, bool as_uri,
                        std::vector<ByteRange>& comments) {
  while (begin < end && is_space(input.text()[begin])) ++begin;
  if (!as_uri) {
    begin = after_route(input, begin, end);
    if (starts_with_ignore_case(input.text(begin, end), "mailto:")) begin += 7;
  }
  static constexpr OctetSet kUnclean(" \t\r\n(\"");
  const std::string_view written = input.text(begin, end);
  AddrSpec spec;
  if (!kUnclean.any_in(written)) {  // nearly always
    const std::size_t at_sign = written.rfind('@');
    if (at_sign != npos || written.find("=?") == npos) {
      const auto at_signs =
          static_cast<std::size_t>(std::count(written.begin(), written.end(), '@'));
      split(written, at_sign, input.arena(), spec);
      spec.well_formed =
          at_signs == 1 && !spec.local_part.empty() && is_well_formed_domain(spec.domain);
      return spec;
    }
  }
  Cleaned cleaned = clean(input, begin, end, comments);
  if (cleaned.at_sign == npos && cleaned.text.find("=?") != npos) {
    // The whole address as an encoded-word, which RFC 2047 section 5 forbids.
    cleaned.text = decode_text(input.arena().copy(cleaned.text), input.arena()).text;
    cleaned.at_sign = cleaned.text.rfind('@');
    cleaned.at_signs = 2;
  }
  split(input.keep(cleaned.text, begin), cleaned.at_sign, input.arena(), spec);
  spec.well_formed = cleaned.at_signs == 1 && !cleaned.had_space && !spec.local_part.empty() &&
                     is_well_formed_domain(spec.domain);
  return spec;
}

std::vector<std::pair<std::size_t, std::size_t>> addresses_between(const FieldInput& input,
                                                                   std::size_t begin,
                                                                   std::size_t end) {
  static constexpr OctetSet kSeparators(",;");
  const std::string_view text = input.text(begin, end);
  const bool single = !kSeparators.any_in(text) || text.starts_with('@') ||
                      text.find('"') != npos || text.find(':') != npos ||
                      std::count(text.begin(), text.end(), '@') < 2;
  if (single) return {{begin, end}};
  std::vector<std::pair<std::size_t, std::size_t>> pieces;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t next = std::min(kSeparators.find_in(text, at), text.size());
    if (!trim(text.substr(at, next - at)).empty()) pieces.push_back({begin + at, begin + next});
    at = next + 1;
  }
  return pieces;
}

}  // namespace letterlock::mime
