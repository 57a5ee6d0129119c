// The story of the accounts, with whose each line is.
#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "report/exposure_text.h"
#include "report/page.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

// "C3": counted as the intruder's; "C3?": from an address of it, not counted; "-": neither.
std::string label_of(const exposure::TimelineEntry& entry) {
  if (entry.context) return exposure::context_label(*entry.context);
  return entry.same_address ? exposure::context_label(*entry.same_address) + "?" : "-";
}

}  // namespace

std::string timeline_text(const exposure::ExposureResult& result, bool color, unsigned width) {
  Page page(color, width);
  page.heading("Timeline (UTC)");
  const auto& timeline = result.activity.timeline;
  if (timeline.empty()) {
    page.paragraph("Nothing is counted as an intruder's.", 2);
    return page.take();
  }
  if (result.proposed) {
    page.paragraph(
        "PROPOSED, not established: nobody named where to begin, so the strongest signs in the "
        "logs were followed.",
        2);
  }
  const bool beside = std::any_of(timeline.begin(), timeline.end(),
                                  [](const auto& entry) { return entry.same_address.has_value(); });
  page.paragraph(fmt::format("C1, C2 ...: ways of access that are {} the intruder's. {}-: all "
                             "others; who that was the logs do not say.",
                             result.proposed ? "proposed as" : "counted as",
                             beside ? "C1?: from the same address as C1, but not counted "
                                      "(without --timeline: why, and how to follow it). "
                                    : ""),
                 2);
  for (const exposure::TimelineEntry& entry : timeline) {
    std::string text = printable(entry.account) + "  " + printable(entry.what);
    if (entry.times > 1) {
      text += fmt::format("  ({} times, until {})", grouped(entry.times), minute(entry.until));
    }
    if (entry.same_address) {
      text += fmt::format("  (from {}; same address as {}, not followed)", printable(entry.address),
                          exposure::context_label(*entry.same_address));
    }
    page.paragraph(text, 24,
                   fmt::format("{} {:<4}", format_utc(entry.at).substr(0, 16), label_of(entry)));
  }
  return page.take();
}

}  // namespace letterlock::report
