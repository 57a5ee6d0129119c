#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "report/charts.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

struct Bar {
  std::string label;  // "2024-06" or "2024"
  std::uint64_t count = 0;
  bool year_begins = false;
};

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// A bar for each month between the first and the last, also where no mail is.
std::vector<Bar> bars_of(const std::map<std::string, std::uint64_t>& months) {
  std::vector<Bar> bars;
  std::map<int, std::uint64_t> by_month;  // months since year 0
  for (const auto& [month, count] : months) {
    if (month.size() != 7) continue;
    by_month[number(month.substr(0, 4)) * 12 + number(month.substr(5, 2)) - 1] += count;
  }
  if (by_month.empty()) return bars;
  const int first = by_month.begin()->first, last = by_month.rbegin()->first;
  if (last - first < 120) {
    for (int at = first; at <= last; ++at) {
      const auto known = by_month.find(at);
      bars.push_back({fmt::format("{:04}-{:02}", at / 12, at % 12 + 1),
                      known == by_month.end() ? 0 : known->second, at % 12 == 0 || at == first});
    }
    return bars;
  }
  const int from_year = std::max(first / 12, last / 12 - 80);
  for (int year = from_year; year <= last / 12; ++year) {
    std::uint64_t count = 0;
    for (auto at = by_month.lower_bound(year * 12);
         at != by_month.end() && at->first < year * 12 + 12; ++at) {
      count += at->second;
    }
    bars.push_back({fmt::format("{:04}", year), count, year % 10 == 0 || year == from_year});
  }
  return bars;
}

std::string draw(const std::vector<Bar>& bars, double width, std::string_view screen) {
  constexpr double kHeight = 190, kTop = 22, kBottom = 160, kLeft = 4;
  std::uint64_t most = 1;
  for (const auto& bar : bars) most = std::max(most, bar.count);
  const double step = (width - kLeft) / static_cast<double>(bars.size());
  std::string svg = fmt::format(
      "<svg class=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Messages over time, from "
      "{} "
      "to {}; at most {}\">",
      screen, width, kHeight, bars.front().label, bars.back().label, grouped(most));
  svg +=
      fmt::format("<line class=\"grid\" x1=\"0\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>", kTop, width);
  svg += fmt::format("<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>", kTop - 6, grouped(most));
  double label_free_from = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    const double x = kLeft + static_cast<double>(i) * step;
    const double height =
        (kBottom - kTop) * static_cast<double>(bar.count) / static_cast<double>(most);
    svg += fmt::format(
        "<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
        "height=\"{:.1f}\"><title>{}: "
        "{}</title></rect>",
        x, kBottom - height, std::max(0.8, std::min(step - (step > 6 ? 2 : 0.5), 40.0)), height,
        bar.label, grouped(bar.count));
    const bool roomy = step * static_cast<double>(bars.size()) / width > 0 && step >= 54;
    if ((bar.year_begins || roomy) && x >= label_free_from && x < width - 30) {
      const std::string label = roomy || i == 0 ? bar.label : bar.label.substr(0, 4);
      svg +=
          fmt::format("<line class=\"grid\" x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\"/>",
                      x, kBottom, kBottom + 6);
      svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\">{}</text>", x, kBottom + 20,
                         label);
      label_free_from = x + 62;
    }
  }
  svg += fmt::format("<line class=\"axis\" x1=\"0\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/></svg>",
                     kBottom, width);
  return svg;
}

}  // namespace

std::string chart_months(const std::map<std::string, std::uint64_t>& months) {
  const std::vector<Bar> bars = bars_of(months);
  if (bars.empty()) return "<p class=\"none\">No message has a date that could be read.</p>";
  return draw(bars, 860, "wide") + draw(bars, 340, "narrow");
}

}  // namespace letterlock::report
