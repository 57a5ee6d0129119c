#include "content/quote_notes.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.h"
#include "base/npos.h"
#include "content/claimed_date.h"
#include "content/quote_fields.h"

namespace letterlock::content {
namespace {

constexpr std::string_view kForwardedBy[] = {
    "forwarded by",  "weitergeleitet von", "transféré par", "réacheminé par",
    "reenviado por", "remitido por",       "inoltrato da"};
// Lines with text that may stand between the first of a block and its "To:".
constexpr std::size_t kMostAbove = 4;
constexpr std::size_t kMostBlank = 4;
constexpr std::size_t kLongestPerson = 90;

// Lines of "--- Forwarded by ... ---" that start at `at`: it is wrapped where names are long.
std::size_t forwarding_lines(std::string_view text, std::span<const QuoteLine> lines,
                             std::size_t at) {
  const std::string_view first = content_of(text, lines[at]);
  if (!first.starts_with("---")) return 0;
  const std::string lower = lower_utf8(first.substr(0, 200));
  const bool says = std::any_of(std::begin(kForwardedBy), std::end(kForwardedBy),
                                [&](auto words) { return lower.find(words) != npos; });
  if (!says) return 0;
  if (first.ends_with("---")) return 1;
  for (std::size_t more = 1; more <= 2 && at + more < lines.size(); ++more) {
    if (content_of(text, lines[at + more]).ends_with("---")) return more + 1;
  }
  return 0;
}

// "Ada Byron/HQ/Meridian@MERIDIAN" is no address: the name is what stands before.
std::string name_alone(std::string_view person) {
  return std::string(strip(person.substr(0, person.find_first_of("/@<")), " \t\"'*,;"));
}

bool is_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at != npos && address.find('.', at) != npos;
}

// Who wrote it and when, from the lines above "To:".
struct Heading {
  std::string_view person;
  std::optional<ClaimedDate> date;
};

// "Sent by: Eve", "Please respond to eve@m.example".
bool is_aside(std::string_view line) {
  return line.find(": ") != npos || line.ends_with(':') ||
         starts_with_ignore_case(line, "please respond");
}

// Reads one of these lines; false where it is none.
bool read_heading(std::string_view line, Heading& heading) {
  if (is_aside(line)) return true;
  if (line.size() > 2 * kLongestPerson) return false;
  const auto date = find_claimed_date(line);
  const std::string_view before = date ? trim(line.substr(0, date->begin)) : line;
  // "AM", "PM", a zone: a sentence that names a date goes on.
  if (date && line.size() - std::min(line.size(), date->end) > 12) return false;
  if (date && heading.date) return false;
  if (date) heading.date = date;
  std::string_view person = before;
  if (date && person.ends_with(" on")) person.remove_suffix(3);
  person = trim(person);
  if (person.empty() || person == "on") return date.has_value();
  if (person.size() > kLongestPerson) return false;
  if (heading.person.empty()) heading.person = person;
  return true;
}

// The lines from `begin` to `end` as a heading; nullopt where there is no person or no date.
std::optional<Heading> heading_of(std::string_view text, std::span<const QuoteLine> lines,
                                  std::size_t begin, std::size_t end) {
  Heading heading;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view content = content_of(text, lines[i]);
    if (!content.empty() && !read_heading(content, heading)) return std::nullopt;
  }
  if (heading.person.empty() || !heading.date) return std::nullopt;
  return heading;
}

// The block whose "To:" is lines[at] and whose heading starts at `begin`; nullopt where it is none.
std::optional<QuoteClaim> read_block(std::string_view text, std::span<const QuoteLine> lines,
                                     std::size_t begin, std::size_t at) {
  const auto heading = heading_of(text, lines, begin, at);
  if (!heading) return std::nullopt;
  HeaderBlock block;
  QuoteClaim claim;
  claim.end_line = read_fields(text, lines, at, block);
  if (!block.has(HeaderLabel::to) || !block.has(HeaderLabel::subject) ||
      block.has(HeaderLabel::from)) {
    return std::nullopt;
  }
  block.value(HeaderLabel::from) = heading->person;
  block.fill(claim.quote);
  if (!is_address(claim.quote.from_address)) {
    claim.quote.from_address.clear();
    claim.quote.from_name = name_alone(heading->person);
  }
  std::erase_if(claim.quote.to_addresses, [](const auto& to) { return !is_address(to); });
  for (std::string& name : claim.quote.to_names) name = name_alone(name);
  claim.quote.date = heading->date->utc;
  claim.quote.date_has_zone = heading->date->has_zone;
  claim.quote.style = "notes";
  claim.first_line = begin;
  return claim;
}

bool starts_fields(std::string_view text, const QuoteLine& line) {
  return read_header_line(content_of(text, line)).label == HeaderLabel::to;
}

// A forward, whatever can be read of the block below the line that says so.
QuoteClaim read_forward(std::string_view text, std::span<const QuoteLine> lines, std::size_t at,
                        std::size_t length) {
  QuoteClaim claim;
  const std::size_t begin = at + length;
  std::size_t with_text = 0, blank = 0;
  for (std::size_t i = begin; i < lines.size() && with_text <= kMostAbove + 1; ++i) {
    if (content_of(text, lines[i]).empty()) {
      if (++blank > 2 * kMostBlank) break;
      continue;
    }
    ++with_text;
    if (!starts_fields(text, lines[i])) continue;
    if (auto block = read_block(text, lines, begin, i)) claim = std::move(*block);
    break;
  }
  claim.first_line = at;
  claim.end_line = std::max(claim.end_line, begin);
  claim.quote.kind = Quote::Kind::forward;
  claim.quote.style = "notes";
  claim.says_kind = true;
  return claim;
}

}  // namespace

std::optional<QuoteClaim> read_notes_block(std::string_view text, std::span<const QuoteLine> lines,
                                           std::size_t at, std::size_t earliest) {
  if (const std::size_t length = forwarding_lines(text, lines, at); length > 0) {
    return read_forward(text, lines, at, length);
  }
  if (!starts_fields(text, lines[at])) return std::nullopt;
  std::size_t with_text = 0, blank = 0;
  for (std::size_t above = at; above > earliest && with_text < kMostAbove; --above) {
    const QuoteLine& line = lines[above - 1];
    if (line.depth != lines[at].depth) break;
    if (content_of(text, line).empty()) {
      if (++blank > kMostBlank) break;
      continue;
    }
    ++with_text;
    if (auto block = read_block(text, lines, above - 1, at)) return block;
  }
  return std::nullopt;
}

}  // namespace letterlock::content
