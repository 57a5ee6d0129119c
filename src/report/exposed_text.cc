#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "report/exposed.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kShown = 8;

void write_mailbox(const exposure::ReachedMailbox& mailbox, Page& page) {
  page.raw("\n");
  page.paragraph(fmt::format("{} was open to somebody else {}. {}", printable(mailbox.account),
                             access_time(mailbox), printable(mailbox.eviction_text)),
                 2);
  for (const auto level : kWorstFirst) {
    const std::uint64_t count = mailbox.classes[static_cast<std::size_t>(level)];
    if (count == 0) continue;
    const std::string_view color = level >= exposure::ExposureClass::x3   ? "31"
                                   : level == exposure::ExposureClass::x2 ? "33"
                                                                          : "2";
    page.raw(fmt::format("{:>10}  {} {}\n", grouped(count), page.styled(color, class_name(level)),
                         class_words(level)));
  }
  if (mailbox.not_held > 0) {
    page.paragraph(fmt::format("{} that the case does not hold in that mailbox.",
                               counted(mailbox.not_held, "message is named by records",
                                       "messages are named by records")),
                   12);
  }
  for (const auto& span : mailbox.coverage.spans) {
    const bool before = span.until <= mailbox.entry;
    const bool after = mailbox.eviction && span.from >= *mailbox.eviction;
    if (before || after) continue;
    page.paragraph(
        fmt::format("silent from {} to {}: {}",
                    span.from <= exposure::kEverFrom ? "the beginning" : minute(span.from),
                    span.until >= exposure::kEverUntil ? "the end" : minute(span.until),
                    blind_words(span.reason)),
        6, "    -");
  }
}

void write_deeds(std::string_view title, const std::vector<exposure::Deed>& deeds, Page& page) {
  if (deeds.empty()) return;
  page.paragraph(title, 2);
  for (std::size_t i = 0; i < std::min(deeds.size(), kShown); ++i) {
    page.paragraph(fmt::format("{}  {}{}", minute(deeds[i].at), printable(deeds[i].what),
                               deeds[i].failed ? " (it failed)" : ""),
                   6, "    -");
  }
  if (deeds.size() > kShown) {
    page.paragraph(fmt::format("and {} more", grouped(deeds.size() - kShown)), 6, "    -");
  }
}

}  // namespace

void write_exposure(const ExposedOverview& exposed, Page& page) {
  const exposure::ExposureResult& result = exposed.result;
  page.heading("B. What did the intruder see?");
  if (result.mailboxes.empty()) {
    page.paragraph(
        "No record was found to belong to anybody but the accounts' owners. That is no proof that "
        "nobody else was there.",
        2);
  }
  for (const auto& seed : result.seeds) {
    page.paragraph(
        fmt::format("{}: {}",
                    result.proposed ? "Starting point that the logs suggest" : "Starting point",
                    printable(seed_text(seed))),
        2);
  }
  for (const auto& mailbox : result.mailboxes) write_mailbox(mailbox, page);
  page.raw("\n");
  write_deeds("Sent:", result.activity.sent, page);
  write_deeds("Deleted:", result.activity.deleted, page);
  write_deeds("Changed:", result.activity.changed, page);
  write_deeds("Files:", result.activity.files, page);
  for (const auto& one : result.activity.persistence) {
    if (one.removed_at) continue;
    page.paragraph(page.styled("31", "still there: ") + printable(one.what), 6, "  !");
  }
  for (const auto& remark : result.remarks) page.paragraph(printable(remark), 4, "  -");
}

}  // namespace letterlock::report
