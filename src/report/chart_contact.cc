#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "relations/rhythm.h"
#include "report/charts.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using relations::kDay;

constexpr UnixTime kWorthShading = 30 * kDay;
constexpr std::size_t kWorthDrawing = 4;  // messages, the one found included

struct Span {
  UnixTime first, last;
  double x(UnixTime at, double left, double right) const {
    const auto whole = static_cast<double>(std::max<UnixTime>(last - first, 1));
    return left + (right - left) * static_cast<double>(at - first) / whole;
  }
};

// The last sign of life between the two before the message found.
std::optional<UnixTime> last_before(const hunt::Contact& contact, UnixTime found) {
  std::optional<UnixTime> last;
  for (const auto* dates : {&contact.there, &contact.back}) {
    for (const UnixTime at : *dates) {
      if (at < found - relations::kSession && (!last || at > *last)) last = at;
    }
  }
  return last;
}

std::string ticks(const std::vector<UnixTime>& dates, const Span& span, double left, double right,
                  double top, double bottom, std::string_view style) {
  std::string path;
  for (const UnixTime at : dates) {
    path += fmt::format("M{:.1f} {}V{}", span.x(at, left, right), top, bottom);
  }
  return path.empty() ? "" : fmt::format("<path class=\"{}\" d=\"{}\"/>", style, path);
}

std::string silence(const hunt::Contact& contact, UnixTime found, const Span& span, double left,
                    double right) {
  const auto last = last_before(contact, found);
  if (!last || found - *last < kWorthShading) return "";
  const double from = span.x(*last, left, right), to = span.x(found, left, right);
  std::string svg =
      fmt::format("<rect class=\"silence\" x=\"{:.1f}\" y=\"22\" width=\"{:.1f}\" height=\"56\"/>",
                  from, to - from);
  const std::string label = fmt::format("{} days", (found - *last) / kDay);
  const double middle = std::clamp((from + to) / 2, left + 30, right - 30);
  if (to - from > 40) {
    svg += fmt::format("<text class=\"tick end\" x=\"{:.1f}\" y=\"16\">{}</text>", middle, label);
  }
  return svg;
}

std::string draw(const hunt::Finding& finding, const hunt::Contact& contact, const Span& span,
                 double width, std::string_view screen) {
  const double left = 6, right = width - 6;
  std::string svg = fmt::format(
      "<svg class=\"{} contact\" viewBox=\"0 0 {} 108\" role=\"img\" aria-label=\"Mail between {} "
      "and {} "
      "from {} to {}: {} there, {} back\">",
      screen, width, escaped(finding.from_address), escaped(contact.with), day(span.first),
      day(span.last), contact.there_total, contact.back_total);
  svg += silence(contact, *finding.date, span, left, right);
  svg += ticks(contact.there, span, left, right, 26, 48, "there");
  svg += ticks(contact.back, span, left, right, 52, 74, "back");
  svg += fmt::format("<line class=\"axis\" x1=\"{}\" y1=\"50\" x2=\"{}\" y2=\"50\"/>", left, right);
  const double found = span.x(*finding.date, left, right);
  svg += fmt::format("<line class=\"found\" x1=\"{0:.1f}\" y1=\"20\" x2=\"{0:.1f}\" y2=\"80\"/>",
                     found);
  svg += fmt::format("<circle class=\"found\" cx=\"{:.1f}\" cy=\"20\" r=\"4\"/>", found);
  svg += fmt::format("<text class=\"tick\" x=\"{}\" y=\"98\">{}</text>", left, day(span.first));
  svg +=
      fmt::format("<text class=\"tick start\" x=\"{}\" y=\"98\">{}</text>", right, day(span.last));
  return svg + "</svg>";
}

}  // namespace

std::string chart_contact(const hunt::Finding& finding, const hunt::Contact& contact) {
  if (!finding.date || contact.there.size() + contact.back.size() < kWorthDrawing) {
    return "";
  }
  Span span{*finding.date, *finding.date};
  for (const auto* dates : {&contact.there, &contact.back}) {
    for (const UnixTime at : *dates) {
      span.first = std::min(span.first, at);
      span.last = std::max(span.last, at);
    }
  }
  return fmt::format(
      "<figure class=\"chart\"><figcaption>Mail between {} (<span class=\"key "
      "there\">above</span>, {}) "
      "and {} (<span class=\"key back\">below</span>, {}); the <span class=\"key found\">marked "
      "line</span> is this message.</figcaption>{}{}</figure>",
      untrusted(finding.from_address), grouped(contact.there_total), untrusted(contact.with),
      grouped(contact.back_total), draw(finding, contact, span, 760, "wide"),
      draw(finding, contact, span, 320, "narrow"));
}

}  // namespace letterlock::report
