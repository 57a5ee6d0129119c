#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "base/printable.h"
#include "report/charts.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kMostPeople = 15;

struct Matrix {
  std::vector<std::string> names;
  std::vector<std::vector<std::uint64_t>> counts;  // [from][to]
  std::uint64_t most = 0;
};

// The busiest among those who write to each other; who only receives is no row.
Matrix matrix_of(const std::vector<store::PersonCounts>& people,
                 const std::vector<store::PairCounts>& pairs) {
  std::unordered_map<std::string_view, std::uint64_t> busy;
  for (const auto& pair : pairs) {
    if (pair.from == pair.to) continue;
    busy[pair.from] += pair.messages;
    busy[pair.to] += pair.messages;
  }
  std::vector<std::pair<std::uint64_t, std::string_view>> ranked;
  for (const auto& [address, count] : busy) ranked.emplace_back(count, address);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (ranked.size() > kMostPeople) ranked.resize(kMostPeople);

  Matrix matrix;
  std::unordered_map<std::string_view, std::size_t> rows;
  std::unordered_map<std::string_view, std::string_view> known_names;
  for (const auto& person : people) known_names[person.address] = person.display_name;
  for (const auto& [count, address] : ranked) {
    rows[address] = matrix.names.size();
    const auto name = known_names.find(address);
    const bool named = name != known_names.end() && !name->second.empty();
    matrix.names.emplace_back(named ? name->second : address);
  }
  matrix.counts.assign(ranked.size(), std::vector<std::uint64_t>(ranked.size()));
  for (const auto& pair : pairs) {
    const auto from = rows.find(pair.from), to = rows.find(pair.to);
    if (from == rows.end() || to == rows.end()) continue;
    matrix.counts[from->second][to->second] = pair.messages;
    if (from->second != to->second) matrix.most = std::max(matrix.most, pair.messages);
  }
  return matrix;
}

// Six steps, each a fixed factor more than the one before.
std::size_t level(std::uint64_t count, std::uint64_t most) {
  if (count == 0) return 0;
  const double share = std::log1p(static_cast<double>(count)) /
                       std::log1p(static_cast<double>(std::max<std::uint64_t>(most, 1)));
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(share * 6)), 1, 6);
}

std::string draw(const Matrix& matrix, double cell, double label, std::size_t letters,
                 std::string_view screen) {
  const std::size_t n = matrix.names.size();
  const double top = 22;
  const double width = label + cell * static_cast<double>(n) + 4;
  const double height = top + cell * static_cast<double>(n) + 4;
  std::string svg = fmt::format(
      "<svg class=\"{} matrix\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Who writes to "
      "whom: the "
      "{} busiest people, rows write to columns\">",
      screen, width, height, n);
  for (std::size_t i = 0; i < n; ++i) {
    const double at = top + cell * static_cast<double>(i);
    svg += fmt::format("<text class=\"tick end\" x=\"{}\" y=\"16\">{}</text>",
                       label + cell * (static_cast<double>(i) + 0.5), i + 1);
    svg += fmt::format("<text class=\"row\" x=\"{}\" y=\"{:.1f}\">{}  {}</text>", label - 8,
                       at + cell * 0.68, escaped(ellipsize(printable(matrix.names[i]), letters)),
                       i + 1);
    for (std::size_t k = 0; k < n; ++k) {
      const std::uint64_t count = matrix.counts[i][k];
      svg += fmt::format(
          "<rect class=\"q{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{} to {}: "
          "{}</title></rect>",
          i == k ? std::string("s") : std::to_string(level(count, matrix.most)),
          label + cell * static_cast<double>(k), at, cell - 2, cell - 2, escaped(matrix.names[i]),
          escaped(matrix.names[k]), grouped(count));
    }
  }
  return svg + "</svg>";
}

}  // namespace

std::string chart_pairs(const std::vector<store::PersonCounts>& people,
                        const std::vector<store::PairCounts>& pairs) {
  const Matrix matrix = matrix_of(people, pairs);
  if (matrix.names.size() < 2) return "<p class=\"none\">Nobody writes to anybody else.</p>";
  return draw(matrix, 32, 230, 28, "wide") + draw(matrix, 15, 112, 13, "narrow");
}

}  // namespace letterlock::report
