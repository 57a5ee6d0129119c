// The parts that claims about earlier messages are made of: people, header fields written as text.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content/content.h"
#include "content/quote_lines.h"
#include "content/quote_words.h"

namespace letterlock::content {

// What a line says, without quote marks and outer space.
std::string_view content_of(std::string_view text, const QuoteLine& line);
// `text` without any of `octets` at either end.
std::string_view strip(std::string_view text, std::string_view octets);
// Normalised; "" where it is no address.
std::string normalized_address(std::string_view address);

struct HeaderLine {
  std::optional<HeaderLabel> label;
  bool has_colon = false;
  std::string_view value;
};

HeaderLine read_header_line(std::string_view line);

// Collects the values of a block and turns them into a quote's claim.
struct HeaderBlock {
  std::array<std::string, 5> values;  // by HeaderLabel
  std::array<bool, 5> seen{};
  std::string& value(HeaderLabel label) { return values[static_cast<std::size_t>(label)]; }
  const std::string& value(HeaderLabel label) const {
    return values[static_cast<std::size_t>(label)];
  }
  bool has(HeaderLabel label) const { return seen[static_cast<std::size_t>(label)]; }
  std::size_t count() const {
    return static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
  }

  void fill(Quote& quote) const;
};

// Reads fields from lines[at] on; returns the line after the last of them.
std::size_t read_fields(std::string_view text, std::span<const QuoteLine> lines, std::size_t at,
                        HeaderBlock& block);

}  // namespace letterlock::content
