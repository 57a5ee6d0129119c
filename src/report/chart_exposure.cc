// The two charts of question B: an account's story, and the hours of which the log says nothing.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "relations/rhythm.h"
#include "report/charts.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using relations::kDay;
using store::Act;

constexpr UnixTime kHour = 3600;
constexpr double kLane = 19;
constexpr std::int64_t kMostDays = 124;

constexpr std::string_view kLanes[] = {"signed in", "opened",  "copied",  "searched",
                                       "sent",      "deleted", "changed", "files"};

std::optional<std::size_t> lane_of(Act act) {
  switch (act) {
    case Act::sign_in:
    case Act::sign_in_failed:
    case Act::mailbox_login:
      return 0;
    case Act::mail_read:
    case Act::folder_opened:
    case Act::attachment_opened:
      return 1;
    case Act::mail_synced:
    case Act::export_made:
      return 2;
    case Act::mail_searched:
      return 3;
    case Act::mail_sent:
    case Act::mail_sent_as:
    case Act::mail_sent_on_behalf:
      return 4;
    case Act::mail_moved_to_deleted_items:
    case Act::mail_soft_deleted:
    case Act::mail_hard_deleted:
      return 5;
    case Act::file_accessed:
    case Act::file_downloaded:
    case Act::file_synced:
    case Act::file_shared:
      return 7;
    default:
      return act >= Act::inbox_rule_set && act <= Act::role_removed ? std::optional<std::size_t>(6)
                                                                    : std::nullopt;
  }
}

struct Window {
  UnixTime first = 0, last = 0;
  double left = 0, right = 0;
  double x(UnixTime at) const {
    const auto whole = static_cast<double>(std::max<UnixTime>(last - first, 1));
    const double share = static_cast<double>(std::clamp(at, first, last) - first) / whole;
    return left + share * (right - left);
  }
};

bool is_closed(const exposure::BlindSpan& span) {
  return span.from > exposure::kEverFrom && span.until < exposure::kEverUntil;
}

std::string_view style_of(exposure::Blind reason) {
  switch (reason) {
    case exposure::Blind::throttled:
    case exposure::Blind::throttle_limit:
      return "b-throttled";
    case exposure::Blind::gap:
    case exposure::Blind::export_incomplete:
      return "b-gap";
    default:
      return "b-other";
  }
}

std::string shading(const exposure::Coverage& coverage, const Window& window, double height) {
  std::string svg;
  for (const auto& span : coverage.spans) {
    if (!is_closed(span) || span.until < window.first || span.from > window.last) continue;
    const double from = window.x(span.from);
    svg += fmt::format(
        "<rect class=\"{} shade\" x=\"{:.1f}\" y=\"18\" width=\"{:.1f}\" height=\"{:.0f}\"/>",
        style_of(span.reason), from, std::max(window.x(span.until) - from, 1.5), height);
  }
  return svg;
}

std::string edge(UnixTime at, const Window& window, double height, std::string_view label) {
  const double x = window.x(at);
  const bool right_half = x > (window.left + window.right) / 2;
  return fmt::format(
      "<line class=\"found\" x1=\"{0:.1f}\" y1=\"14\" x2=\"{0:.1f}\" y2=\"{1:.0f}\"/><text "
      "class=\"tick{2}\" x=\"{3:.1f}\" y=\"10\">{4}</text>",
      x, height + 18, right_half ? " start" : "", right_half ? x + 3 : x - 3, label);
}

// One mark a pixel and lane is enough.
std::string marks(const std::vector<exposure::TimelineEntry>& timeline, std::string_view account,
                  const Window& window, bool foreign) {
  std::string svg;
  std::set<std::pair<std::size_t, int>> drawn;
  for (const auto& entry : timeline) {
    const auto lane = lane_of(entry.act);
    if (!lane || entry.account != account || entry.context.has_value() != foreign) continue;
    if (entry.at < window.first || entry.at > window.last) continue;
    const double from = window.x(entry.at);
    const double width = std::max(window.x(std::max(entry.until, entry.at)) - from, 2.0);
    if (!drawn.insert({*lane, static_cast<int>(from)}).second && width < 3) continue;
    const bool failed = entry.act == Act::sign_in_failed;
    svg += fmt::format(
        "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>",
        foreign ? (failed ? "m-failed" : "m-foreign") : "m-owner", from,
        21 + kLane * static_cast<double>(*lane) + (foreign ? 0 : 8), width, foreign ? 12 : 4);
  }
  return svg;
}

std::string lure_mark(UnixTime at, const Window& window, double height) {
  return fmt::format(
      "<line class=\"lure\" x1=\"{0:.1f}\" y1=\"14\" x2=\"{0:.1f}\" y2=\"{1:.0f}\"/><text "
      "class=\"tick start\" x=\"{2:.1f}\" y=\"10\">lure</text>",
      window.x(at), height + 18, window.x(at) - 6);
}

std::string draw(const exposure::ReachedMailbox& mailbox,
                 const std::vector<exposure::TimelineEntry>& timeline, std::optional<UnixTime> lure,
                 Window window, double width, std::string_view screen) {
  window.left = 62;
  window.right = width - 4;
  const double height = kLane * static_cast<double>(std::size(kLanes));
  std::string svg = fmt::format(
      "<svg class=\"{} story\" viewBox=\"0 0 {} {:.0f}\" role=\"img\" aria-label=\"What was done "
      "in {} from {} to {}\">",
      screen, width, height + 38, escaped(mailbox.account), day(window.first), day(window.last));
  svg += shading(mailbox.coverage, window, height);
  for (std::size_t i = 0; i < std::size(kLanes); ++i) {
    const double y = 18 + kLane * static_cast<double>(i + 1);
    svg += fmt::format(
        "<text class=\"tick\" x=\"0\" y=\"{:.0f}\">{}</text><line class=\"grid\" x1=\"{}\" "
        "y1=\"{:.0f}\" x2=\"{:.0f}\" y2=\"{:.0f}\"/>",
        y - 6, kLanes[i], window.left, y, window.right, y);
  }
  svg += marks(timeline, mailbox.account, window, false);
  svg += marks(timeline, mailbox.account, window, true);
  if (lure) svg += lure_mark(*lure, window, height);
  svg += edge(mailbox.entry, window, height, "entered");
  if (mailbox.eviction) svg += edge(*mailbox.eviction, window, height, "ended");
  svg += fmt::format("<text class=\"tick\" x=\"{}\" y=\"{:.0f}\">{}</text>", window.left,
                     height + 34, day(window.first));
  svg += fmt::format("<text class=\"tick start\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", window.right,
                     height + 34, day(window.last));
  return svg + "</svg>";
}

// ---- hours ------------------------------------------------------------------------------------

struct Days {
  std::int64_t first = 0, count = 0;
  UnixTime entry = 0, end = 0;
};

// The reason that stands for an hour where there are several; the more telling ones win.
const exposure::BlindSpan* reason_of(const exposure::Coverage& coverage, UnixTime hour) {
  const exposure::BlindSpan* best = nullptr;
  for (const auto& span : coverage.spans) {
    if (span.until <= hour || span.from >= hour + kHour) continue;
    if (best == nullptr || style_of(best->reason) == "b-other") best = &span;
  }
  return best;
}

std::string hours(const exposure::Coverage& coverage, const Days& days, double left, double width,
                  double cell) {
  const double column = (width - left) / static_cast<double>(days.count);
  std::string svg;
  for (std::int64_t d = 0; d < days.count; ++d) {
    std::string_view running;
    int from = 0;
    for (int hour = 0; hour <= 24; ++hour) {
      const UnixTime at = (days.first + d) * kDay + hour * kHour;
      std::string_view style = "q0";
      if (at + kHour > days.entry && at < days.end) {
        const exposure::BlindSpan* blind = reason_of(coverage, at);
        style = blind ? style_of(blind->reason) : "b-clear";
      }
      if (hour == 24) style = "";
      if (style == running) continue;
      if (!running.empty()) {
        svg += fmt::format(
            "<rect class=\"{}\" x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"{:.1f}\"/>",
            running, left + column * static_cast<double>(d), cell * from,
            column * (column > 3 ? 0.92 : 1.0), cell * (hour - from));
      }
      running = style;
      from = hour;
    }
  }
  return svg;
}

std::string draw_hours(const exposure::ReachedMailbox& mailbox, const Days& days, double width,
                       std::string_view screen) {
  constexpr double kLeft = 30, kCell = 3.5;
  std::string svg = fmt::format(
      "<svg class=\"{} hours\" viewBox=\"0 0 {} 104\" role=\"img\" aria-label=\"Hours of which the "
      "log of {} is silent, {} to {}\">",
      screen, width, escaped(mailbox.account), day(days.first * kDay),
      day((days.first + days.count - 1) * kDay));
  svg += hours(mailbox.coverage, days, kLeft, width, kCell);
  for (const int hour : {0, 12, 24}) {
    svg += fmt::format("<text class=\"tick start\" x=\"{}\" y=\"{:.0f}\">{}</text>", kLeft - 5,
                       std::clamp(kCell * hour + 4, 9.0, 84.0), hour);
  }
  svg += fmt::format("<text class=\"tick\" x=\"{}\" y=\"100\">{}</text>", kLeft,
                     day(days.first * kDay));
  svg += fmt::format("<text class=\"tick start\" x=\"{}\" y=\"100\">{}</text>", width,
                     day((days.first + days.count - 1) * kDay));
  return svg + "</svg>";
}

UnixTime end_of(const exposure::ReachedMailbox& mailbox) {
  return mailbox.eviction.value_or(mailbox.coverage.last.value_or(mailbox.entry) + kHour);
}

}  // namespace

std::string chart_story(const exposure::ReachedMailbox& mailbox,
                        const std::vector<exposure::TimelineEntry>& timeline,
                        std::optional<UnixTime> lure) {
  const UnixTime around = std::max<UnixTime>(2 * kDay, (end_of(mailbox) - mailbox.entry) / 8);
  const Window window{mailbox.entry - around, end_of(mailbox) + around, 0, 0};
  return fmt::format(
      "<figure class=\"chart\"><figcaption>What was done in {}: <span class=\"key found\">in the "
      "contexts below</span>, and <span class=\"key there\">otherwise</span>. Shaded: the log is "
      "silent.</figcaption>{}{}</figure>\n",
      untrusted(mailbox.account), draw(mailbox, timeline, lure, window, 760, "wide"),
      draw(mailbox, timeline, lure, window, 340, "narrow"));
}

std::string chart_hours(const exposure::ReachedMailbox& mailbox) {
  Days days;
  days.entry = mailbox.entry;
  days.end = end_of(mailbox);
  days.first = mailbox.entry / kDay;
  days.count = std::min((days.end - 1) / kDay - days.first + 1, kMostDays);
  if (days.count < 1) return "";
  return fmt::format(
      "<figure class=\"chart\"><figcaption>Every hour of access to {}, a column a "
      "day.</figcaption>{}{}</figure>\n",
      untrusted(mailbox.account), draw_hours(mailbox, days, 760, "wide"),
      draw_hours(mailbox, days, 340, "narrow"));
}

}  // namespace letterlock::report
