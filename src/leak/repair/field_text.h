// Bodies of fields as text: folding, address lists cut and put together, encoded-words. Internal to
// the repair search.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::leak {

// Line ends taken out; the white space after them stays.
std::string unfolded(std::string_view body);
// At the last white space before `width`, with `fold` in its stead.
std::string folded(std::string_view body, std::string_view fold, std::size_t width);
std::string folded_at_commas(std::string_view body, std::string_view fold);
// Where it is folded now, with another fold.
std::string refolded(std::string_view body, std::string_view fold);
std::string with_lf(std::string_view text);  // CRLF as LF

// One element of an address list, cut apart without judging.
struct AddressItem {
  std::string name;     // as written, quotes included; may be empty
  std::string address;  // without angle brackets
  std::string comment;  // "(...)" after the address
  bool angled = false;
};
// nullopt where the list holds what is no mailbox (groups, broken quotes) or over 10,000 of them.
std::optional<std::vector<AddressItem>> address_items(std::string_view body);

enum class NameQuotes : unsigned char { as_found, always, where_needed, single };
enum class Angles : unsigned char { as_found, always, with_name_only };
struct AddressStyle {
  NameQuotes quotes = NameQuotes::as_found;
  Angles angles = Angles::as_found;
  std::string_view comma = ", ";
};
std::string written(const AddressItem& item, const AddressStyle& style);
std::string written(const std::vector<AddressItem>& items, const AddressStyle& style);
std::string without_quotes(std::string_view name);
bool needs_quotes(std::string_view name);

// Encoded-words (RFC 2047). `per_word`: each run of words apart.
std::string q_encoded(std::string_view utf8, std::string_view charset, bool upper = true);
std::string b_encoded(std::string_view utf8, std::string_view charset);
// With its words decoded, white space kept; nullopt where it has none.
std::optional<std::string> words_decoded(std::string_view body);

}  // namespace letterlock::leak
