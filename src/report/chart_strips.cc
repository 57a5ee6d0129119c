#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "relations/rhythm.h"
#include "report/charts.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::int32_t kMostColumns = 120;

std::int32_t week_of(UnixTime at) { return static_cast<std::int32_t>(at / (7 * relations::kDay)); }

std::string row(const std::map<std::int32_t, std::uint32_t>& weeks, std::int32_t first,
                std::int32_t columns, std::int32_t weeks_a_column, int y) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(columns));
  for (const auto& [week, count] : weeks) {
    const std::int32_t column = (week - first) / weeks_a_column;
    if (week >= first && column < columns) counts[static_cast<std::size_t>(column)] += count;
  }
  const std::uint64_t most =
      std::max<std::uint64_t>(1, *std::max_element(counts.begin(), counts.end()));
  std::string svg;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const double share =
        std::log1p(static_cast<double>(counts[i])) / std::log1p(static_cast<double>(most));
    svg += fmt::format("<rect class=\"q{}\" x=\"{}\" y=\"{}\" width=\"1\" height=\"9\"/>",
                       std::clamp(static_cast<int>(std::ceil(share * 6)), 1, 6), i, y);
  }
  return svg;
}

std::string_view style_of(std::string_view detector) {
  if (detector == "thread_truth") return "d-thread";
  if (detector == "link") return "d-link";
  if (detector == "relationship") return "d-relation";
  return "d-other";
}

}  // namespace

std::string chart_coverage(const MailboxOverview& mailbox, UnixTime first, UnixTime last) {
  const std::int32_t from = week_of(first), until = week_of(last);
  const std::int32_t weeks_a_column = std::max(1, (until - from + kMostColumns) / kMostColumns);
  const std::int32_t columns = (until - from) / weeks_a_column + 1;
  return fmt::format(
      "<svg class=\"strip\" viewBox=\"0 0 {} 20\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"Holds mail from {} to {}\"><rect class=\"q0\" x=\"0\" y=\"0\" width=\"{}\" "
      "height=\"20\"/>{}{}</svg>",
      columns, day(mailbox.first), day(mailbox.last), columns,
      row(mailbox.sent, from, columns, weeks_a_column, 0),
      row(mailbox.received, from, columns, weeks_a_column, 11));
}

std::string chart_score(const hunt::Finding& finding, double most) {
  std::string svg =
      "<svg class=\"score\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><rect "
      "class=\"q0\" x=\"0\" y=\"0\" width=\"100\" height=\"4\"/>";
  double x = 0;
  for (const auto& reason : finding.reasons) {
    const double width = 100 * reason.weight / std::max(most, 1.0);
    if (width < 0.1) continue;
    svg += fmt::format("<rect class=\"{}\" x=\"{:.2f}\" y=\"0\" width=\"{:.2f}\" height=\"4\"/>",
                       style_of(reason.detector), x, std::max(width - 0.3, 0.1));
    x += width;
  }
  return svg + "</svg>";
}

}  // namespace letterlock::report
