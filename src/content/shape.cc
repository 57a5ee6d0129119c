#include "content/shape.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "base/octet_set.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kLongestWord = 12;
constexpr std::size_t kShortestBase64 = 15;

struct Letters {
  std::size_t digits = 0, hex_letters = 0, lower = 0, upper = 0, other = 0;
  std::size_t letters() const { return lower + upper; }
};

// What each octet adds to the counts, twelve bits for each of them: ids are letters and digits in
// no order that a branch could foresee.
constexpr unsigned kCountBits = 12;
constexpr std::size_t kLongestShaped = 256;  // of what has a shape
constexpr std::array<std::uint64_t, 256> make_additions() {
  std::array<std::uint64_t, 256> additions{};
  for (std::size_t i = 0; i < additions.size(); ++i) {
    const char c = static_cast<char>(i);
    const unsigned place = is_digit(c) ? 0 : !is_alpha(c) ? 4 : c >= 'a' ? 2 : 3;
    additions[i] = std::uint64_t{1} << place * kCountBits;
    if (is_alpha(c) && hex_value(c) >= 0) additions[i] |= std::uint64_t{1} << kCountBits;
  }
  return additions;
}
constexpr auto kAdditions = make_additions();

// REQUIRES: `run` is no longer than kLongestShaped.
Letters count(std::string_view run) {
  std::uint64_t counts = 0;
  for (const char c : run) counts += kAdditions[static_cast<unsigned char>(c)];
  const auto field = [counts](unsigned place) {
    return static_cast<std::size_t>(counts >> place * kCountBits & ((1U << kCountBits) - 1));
  };
  return {field(0), field(1), field(2), field(3), field(4)};
}

constexpr std::array<bool, 256> make_run_octets() {
  std::array<bool, 256> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) {
    octets[i] = is_alnum(static_cast<char>(i)) || !is_ascii(static_cast<char>(i));
  }
  return octets;
}
constexpr auto kRunOctets = make_run_octets();

bool is_run(char c) { return kRunOctets[static_cast<unsigned char>(c)]; }

// All of it one encoded number: letters of both cases, digits and base64's marks.
bool is_base64(std::string_view text) {
  static constexpr OctetSet kMarks("+/_-=");
  if (text.size() < kShortestBase64) return false;
  for (const char c : text) {
    if (is_run(c) ? !is_ascii(c) : !kMarks.has(c)) return false;
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
  text = text.substr(0, kLongestShaped);
  if (is_base64(text)) return text.starts_with("CA") ? "CA~b64" : "b64";
  const bool hexadecimal = has_hexadecimal_run(text);
  std::string shape;
  shape.reserve(text.size());
  std::size_t runs = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_run(text[end])) ++end;
    if (end > at) {
      if (runs++ == kMostRuns) return shape + "~";
      append_run(text.substr(at, end - at), hexadecimal, shape);
    }
    at = end;
    while (end < text.size() && !is_run(text[end])) ++end;
    shape += text.substr(at, end - at);
    at = end;
  }
  return shape;
}

std::string host_shape(std::string_view host) {
  constexpr std::size_t kLongestHost = 255;
  std::string shape;
  shape.reserve(std::min(host.size(), kLongestHost));
  bool skipping = false;
  for (const char c : host.substr(0, kLongestHost)) {
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
