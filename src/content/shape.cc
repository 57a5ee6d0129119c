#include "content/shape.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kLongestWord = 12;
constexpr std::size_t kShortestBase64 = 15;

struct Letters {
  std::size_t digits = 0, hex_letters = 0, lower = 0, upper = 0, other = 0;
  std::size_t letters() const { return lower + upper; }
};

Letters count(std::string_view run) {
  Letters found;
  for (const char c : run) {
    if (is_digit(c)) {
      ++found.digits;
    } else if (is_alpha(c)) {
      ++(c >= 'a' ? found.lower : found.upper);
      if (hex_value(c) >= 0) ++found.hex_letters;
    } else {
      ++found.other;
    }
  }
  return found;
}

bool is_run(char c) { return is_alnum(c) || !is_ascii(c); }

// All of it one encoded number: letters of both cases, digits and base64's marks.
bool is_base64(std::string_view text) {
  if (text.size() < kShortestBase64) return false;
  for (const char c : text) {
    if (!is_alnum(c) && c != '+' && c != '/' && c != '_' && c != '-' && c != '=') return false;
  }
  const Letters found = count(text);
  // Words joined by hyphens have few digits and capitals.
  return found.digits > 0 && found.upper > 2 && found.lower > 2 &&
         found.upper + found.digits > text.size() / 4;
}

bool has_hexadecimal_run(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_run(text[end])) ++end;
    const Letters found = count(text.substr(at, end - at));
    if (found.digits > 0 && found.hex_letters > 0 && found.hex_letters == found.letters() &&
        end - at >= 4) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

void append_run(std::string_view run, bool hexadecimal, std::string& out) {
  constexpr std::size_t kLong = 6;
  const Letters found = count(run);
  const auto sized = [&](std::string_view letter) {
    out += run.size() < kLong ? std::string(letter) : fmt::format("{}({})", letter, run.size());
  };
  // Lengths of numbers in other bases differ by one or two.
  const auto about = [&](std::string_view letter) {
    const std::size_t size = run.size() < 8 ? 0 : run.size() < 16 ? 8 : run.size() < 32 ? 16 : 32;
    out += size == 0 ? std::string(letter) : fmt::format("{}({}+)", letter, size);
  };
  constexpr std::string_view kPadding = "000000000000";  // before Gmail's numbers
  if (run.size() > kPadding.size() && run.starts_with(kPadding)) {
    out += fmt::format("0({})", kPadding.size());
    run.remove_prefix(kPadding.size());
    if (std::all_of(run.begin(), run.end(), [](char c) { return hex_value(c) >= 0; })) {
      return sized("h");
    }
    return append_run(run, true, out);
  }
  if (found.other == 0 && found.digits > 0 && found.hex_letters == found.letters()) {
    return sized(hexadecimal || found.letters() > 0 ? "h" : "9");
  }
  if (hexadecimal && found.digits == 0 && found.other == 0 &&
      found.hex_letters == found.letters() && (run.size() == 4 || run.size() == 8)) {
    return sized("h");
  }
  if (found.digits == 0) {
    const bool word = run.size() <= kLongestWord && (found.upper <= 2 || found.lower == 0);
    if (word) {
      out += run;
    } else {
      out += found.upper > 2 && found.lower > 2 ? "m" : "w";
    }
    return;
  }
  about(found.upper == 0 ? "a" : found.lower == 0 ? "A" : "m");
}

}  // namespace

std::string shape_of(std::string_view text) {
  constexpr std::size_t kLongest = 256;
  text = text.substr(0, kLongest);
  if (is_base64(text)) return text.starts_with("CA") ? "CA~b64" : "b64";
  const bool hexadecimal = has_hexadecimal_run(text);
  std::string shape;
  std::size_t runs = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_run(text[end])) ++end;
    if (end > at) {
      if (runs++ == kMostRuns) return shape + "~";
      append_run(text.substr(at, end - at), hexadecimal, shape);
    }
    while (end < text.size() && !is_run(text[end])) shape += text[end++];
    at = end;
  }
  return shape;
}

std::string host_shape(std::string_view host) {
  constexpr std::size_t kLongest = 255;
  std::string shape;
  bool skipping = false;
  for (const char c : host.substr(0, kLongest)) {
    if (c == '.' || c == '-' || c == '_') {
      skipping = false;
      shape += c;
    } else if (is_digit(c)) {
      if (!skipping) shape += '#';
      skipping = true;
    } else if (!skipping) {
      shape += to_lower(c);
    }
  }
  return shape;
}

}  // namespace letterlock::content
