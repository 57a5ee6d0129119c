#include "suites/mime_difference.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::suites {
namespace {

using mime::Message;
using mime::TransferEncoding;

std::string with_lf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\r\n") out += text[i];
  }
  return out;
}

// Line ends, and the end of the whole, without white space before them.
std::string without_trailing_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.erase(out.find_last_not_of(" \t") + 1);
    out += c;
  }
  out.erase(out.find_last_not_of(" \t") + 1);
  return out;
}

// `text` without the characters that `is_lost` names. REQUIRES: `text` is UTF-8.
template <typename Predicate>
std::string without(std::string_view text, Predicate is_lost) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    const std::string_view one = text.substr(at, end - at);
    if (!is_lost(one)) out += one;
    at = end;
  }
  return out;
}

std::string as_latin1(std::string_view octets) {
  std::string out;
  for (const char c : octets) append_utf8(static_cast<unsigned char>(c), out);
  return out;
}

// What a rule looks at: one part that differs, line endings made alike.
struct Pair {
  const Message& message;
  const OutlinePart& part;  // ours
  TransferEncoding encoding;
  std::string our_octets, our_text, their_octets, their_text;
  bool same_octets() const { return our_octets == their_octets; }
};

bool trailing_space(const Pair& pair) {
  return pair.encoding == TransferEncoding::quoted_printable &&
         without_trailing_space(pair.our_octets) == without_trailing_space(pair.their_octets) &&
         without_trailing_space(pair.our_text) == without_trailing_space(pair.their_text);
}

bool byte_order_mark(const Pair& pair) {
  return pair.same_octets() && pair.their_text == "\uFEFF" + pair.our_text;
}

bool unlabelled(const Pair& pair) {
  return pair.same_octets() && pair.part.charset.empty() && !is_valid_utf8(pair.our_octets) &&
         pair.their_text == pair.their_octets;
}

bool us_ascii_that_is_utf8(const Pair& pair) {
  return pair.same_octets() && pair.part.charset == "us-ascii" &&
         pair.our_text == pair.our_octets && is_valid_utf8(pair.our_octets) &&
         pair.their_text == without(pair.our_text, [](auto one) { return one.size() > 1; });
}

bool drops_undecodable(const Pair& pair) {
  const auto is_lost = [](std::string_view one) {
    return one == "\uFFFD" || (one >= "\u0080" && one <= "\u009F");
  };
  return pair.same_octets() && pair.their_text == without(pair.our_text, is_lost);
}

bool latin1(const Pair& pair) {
  return pair.same_octets() && pair.part.charset == "iso-8859-1" &&
         pair.their_text == as_latin1(pair.our_octets);
}

// A label that no semicolon divides from the media type.
bool label_without_semicolon(const Pair& pair) {
  const auto& entity = pair.message.entities()[pair.part.entity];
  const auto* field = pair.message.find(entity, mime::FieldName::content_type);
  return pair.same_octets() && field != nullptr && !pair.part.charset.empty() &&
         pair.message.octets(field->body).find(';') == std::string_view::npos &&
         pair.their_text == pair.their_octets;
}

bool only_closing_delimiter(const Pair& pair) {
  const std::string_view line = trim(pair.our_octets);
  return pair.part.type.starts_with("multipart/") && pair.their_octets.empty() &&
         line.starts_with("--") && line.ends_with("--") &&
         line.find('\n') == std::string_view::npos;
}

constexpr DifferenceClass kClasses[] = {
    {"boundary_quote_unclosed",
     "the boundary lacks its closing quote: GMime sees no part, we see them all", 3, 0},
    {"trailing_space_in_quoted_printable",
     "white space at a line's end is no part of it (RFC 2045 section 6.7 rule 3); GMime keeps it",
     18, 3},
    {"byte_order_mark", "GMime keeps the mark in front of the text", 18, 0},
    {"unlabelled_and_not_utf8",
     "we read windows-1252; GMime hands out the octets, which are no UTF-8", 6, 0},
    {"us_ascii_that_is_utf8", "we read the UTF-8; GMime drops every octet above 127", 2, 0},
    {"undecodable_dropped",
     "octets that the charset does not have: we mark them (or keep them as controls), GMime drops "
     "them",
     4, 0},
    {"latin1_is_windows_1252",
     "iso-8859-1 means windows-1252 (WHATWG Encoding Standard section 4.2); GMime reads controls",
     1, 0},
    {"label_without_semicolon", "`text/html charset=...`: we read the label, GMime does not", 1, 0},
    {"only_closing_delimiter",
     "a multipart of nothing but its closing delimiter: the octets stay its body", 3, 0},
};

using Explains = bool (*)(const Pair&);
constexpr Explains kRules[] = {nullptr,    trailing_space,          byte_order_mark,
                               unlabelled, us_ascii_that_is_utf8,   drops_undecodable,
                               latin1,     label_without_semicolon, only_closing_delimiter};
static_assert(std::size(kClasses) == std::size(kRules));

bool has_unclosed_boundary_quote(const Message& message, const OutlinePart& part) {
  const auto* field = message.find(message.entities()[part.entity], mime::FieldName::content_type);
  if (field == nullptr) return false;
  const std::string_view body = message.octets(field->body);
  return std::count(body.begin(), body.end(), '"') % 2 == 1 &&
         lower_ascii(body).find("boundary=") != std::string::npos;
}

// Our outline as a parser has it that gives up on such a boundary.
Outline without_unclosed_boundaries(const Message& message, const Outline& ours) {
  Outline out;
  std::size_t below = SIZE_MAX;  // parts deeper than this are not seen
  for (const OutlinePart& part : ours) {
    if (part.depth > below) continue;
    below = has_unclosed_boundary_quote(message, part) ? part.depth : SIZE_MAX;
    out.push_back(part);
  }
  return out;
}

}  // namespace

std::span<const DifferenceClass> difference_classes() { return kClasses; }

std::vector<Difference> differences(const Message& message, const Outline& ours,
                                    const Outline& theirs) {
  if (tree(ours) != tree(theirs)) {
    const bool known = tree(without_unclosed_boundaries(message, ours)) == tree(theirs);
    return {{0, known ? &kClasses[0] : nullptr}};
  }
  std::vector<Difference> found;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const Pair pair{message,
                    ours[i],
                    message.entities()[ours[i].entity].encoding,
                    with_lf(ours[i].octets),
                    with_lf(ours[i].text),
                    with_lf(theirs[i].octets),
                    with_lf(theirs[i].text)};
    if (pair.same_octets() && pair.our_text == pair.their_text) continue;
    Difference difference{i, nullptr};
    for (std::size_t rule = 1; rule < std::size(kRules) && !difference.why; ++rule) {
      if (kRules[rule](pair)) difference.why = &kClasses[rule];
    }
    found.push_back(difference);
  }
  return found;
}

}  // namespace letterlock::suites
