#include "content/html_colour.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"

namespace letterlock::content {
namespace {

// Light grey on white is a footer; this is not to be seen.
constexpr int kFarthest = 10;

struct NamedColour {
  std::string_view name;
  Paint paint;
};
constexpr Paint rgb(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  return {Paint::Kind::known, red, green, blue};
}
// The sixteen of HTML, and those near to white, which hide best. Others are unknown, and hide
// nothing.
constexpr NamedColour kColours[] = {
    {"aliceblue", rgb(240, 248, 255)}, {"aqua", rgb(0, 255, 255)},
    {"azure", rgb(240, 255, 255)},     {"black", rgb(0, 0, 0)},
    {"blue", rgb(0, 0, 255)},          {"floralwhite", rgb(255, 250, 240)},
    {"fuchsia", rgb(255, 0, 255)},     {"ghostwhite", rgb(248, 248, 255)},
    {"gray", rgb(128, 128, 128)},      {"green", rgb(0, 128, 0)},
    {"grey", rgb(128, 128, 128)},      {"honeydew", rgb(240, 255, 240)},
    {"ivory", rgb(255, 255, 240)},     {"lime", rgb(0, 255, 0)},
    {"maroon", rgb(128, 0, 0)},        {"mintcream", rgb(245, 255, 250)},
    {"navy", rgb(0, 0, 128)},          {"olive", rgb(128, 128, 0)},
    {"purple", rgb(128, 0, 128)},      {"red", rgb(255, 0, 0)},
    {"seashell", rgb(255, 245, 238)},  {"silver", rgb(192, 192, 192)},
    {"snow", rgb(255, 250, 250)},      {"teal", rgb(0, 128, 128)},
    {"white", rgb(255, 255, 255)},     {"whitesmoke", rgb(245, 245, 245)},
    {"yellow", rgb(255, 255, 0)},
};
constexpr std::string_view kLeftToTheOuter[] = {"inherit", "none",    "transparent",
                                                "unset",   "initial", "currentcolor"};

std::optional<Paint> of_digits(std::string_view digits) {
  // With four or eight the last is how much shines through.
  const bool pairs = digits.size() == 6 || digits.size() == 8;
  if (!pairs && digits.size() != 3 && digits.size() != 4) return std::nullopt;
  std::array<int, 8> value{};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    value[i] = hex_value(digits[i]);
    if (value[i] < 0) return std::nullopt;
  }
  const auto part = [&](std::size_t i) {
    return static_cast<std::uint8_t>(pairs ? 16 * value[2 * i] + value[2 * i + 1] : 17 * value[i]);
  };
  const bool opaque = digits.size() == 3 || digits.size() == 6 || part(3) == 255;
  return opaque ? rgb(part(0), part(1), part(2)) : Paint::unknown();
}

// "255, 255, 255", "255 255 255 / 1"; no percentages.
Paint of_numbers(std::string_view text) {
  std::array<int, 3> parts{};
  std::size_t at = 0;
  const auto skip = [&] {
    while (at < text.size() && (is_space(text[at]) || text[at] == ',')) ++at;
  };
  for (int& part : parts) {
    skip();
    const std::size_t begin = at;
    for (; at < text.size() && is_digit(text[at]) && at - begin < 4; ++at) {
      part = 10 * part + (text[at] - '0');
    }
    if (at == begin || part > 255) return Paint::unknown();
  }
  skip();
  if (at < text.size() && text[at] == '/') ++at;
  skip();
  const std::string_view alpha = trim(text.substr(at));
  if (!alpha.empty() && alpha != "1" && alpha != "1.0" && alpha != "100%") return Paint::unknown();
  return rgb(static_cast<std::uint8_t>(parts[0]), static_cast<std::uint8_t>(parts[1]),
             static_cast<std::uint8_t>(parts[2]));
}

}  // namespace

Paint read_colour(std::string_view value, bool attribute) {
  value = trim(value.substr(0, 64));
  if (const std::size_t bang = value.find('!'); bang != std::string_view::npos) {
    value = trim(value.substr(0, bang));
  }
  if (value.empty()) return {};
  if (value.front() == '#') return of_digits(value.substr(1)).value_or(Paint::unknown());
  for (const std::string_view name : {"rgb(", "rgba("}) {
    if (!starts_with_ignore_case(value, name) || value.back() != ')') continue;
    return of_numbers(value.substr(name.size(), value.size() - name.size() - 1));
  }
  for (const NamedColour& named : kColours) {
    if (equals_ignore_case(value, named.name)) return named.paint;
  }
  for (const std::string_view word : kLeftToTheOuter) {
    if (equals_ignore_case(value, word)) return {};
  }
  if (attribute && value.size() == 6) return of_digits(value).value_or(Paint::unknown());
  return Paint::unknown();
}

Paint read_background(std::string_view value) {
  Paint found;
  // One word or function after the other: "#fff url(x) no-repeat".
  for (std::size_t at = 0; at < value.size();) {
    while (at < value.size() && is_space(value[at])) ++at;
    const std::size_t begin = at;
    bool function = false;
    while (at < value.size() && (function || !is_space(value[at]))) {
      if (value[at] == '(') function = true;
      if (value[at] == ')') function = false;
      ++at;
    }
    const std::string_view word = value.substr(begin, at - begin);
    if (word.empty()) break;
    const Paint paint = read_colour(word);
    if (paint.kind == Paint::Kind::known) found = paint;
    // A picture, or a colour that is not known; other words only say where it lies.
    const bool told = paint.kind != Paint::Kind::unknown;
    if (!told && (word.front() == '#' || word.find('(') != std::string_view::npos)) {
      return Paint::unknown();
    }
    if (!told && found.kind == Paint::Kind::unset) found = Paint::unknown();
  }
  return found;
}

bool cannot_be_told_apart(const Paint& one, const Paint& other) {
  if (one.kind != Paint::Kind::known || other.kind != Paint::Kind::known) return false;
  const auto near = [](int a, int b) { return a - b <= kFarthest && b - a <= kFarthest; };
  return near(one.red, other.red) && near(one.green, other.green) && near(one.blue, other.blue);
}

}  // namespace letterlock::content
