#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "report/exposed.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kShown = 8;
constexpr std::size_t kLongest = 160;

void write_mailbox(const exposure::ExposureResult& result, std::size_t index, Page& page) {
  const exposure::ReachedMailbox& mailbox = result.mailboxes[index];
  page.raw("\n");
  std::string text = fmt::format("{} was open to somebody else {}.", printable(mailbox.account),
                                 access_time(mailbox));
  if (!mailbox.eviction_text.empty())
    text += fmt::format(" It ended when {}.", printable(mailbox.eviction_text));
  page.paragraph(text, 2);
  for (const auto level : kWorstFirst) {
    const std::uint64_t count = class_count(result, index, level);
    if (count == 0) continue;
    const std::string_view color = level >= exposure::ExposureClass::x3   ? "31"
                                   : level == exposure::ExposureClass::x2 ? "33"
                                                                          : "2";
    page.raw(fmt::format("{:>10}  {} {}\n", grouped(count), page.styled(color, class_name(level)),
                         class_words(level)));
  }
  if (mailbox.not_held > 0) {
    page.paragraph(fmt::format("{} of these are known from records only; the case does not hold "
                               "them there.",
                               grouped(mailbox.not_held)),
                   12);
  }
  for (const exposure::BlindSpan* span : silences(mailbox)) {
    page.paragraph(fmt::format("silent {}: {}", silence_time(*span), blind_words(span->reason)), 6,
                   "    -");
  }
}

void write_deeds(std::string_view title, const std::vector<exposure::Deed>& deeds, Page& page) {
  if (deeds.empty()) return;
  page.paragraph(title, 2);
  for (std::size_t i = 0; i < std::min(deeds.size(), kShown); ++i) {
    page.paragraph(
        fmt::format("{}  {}{}", minute(deeds[i].at), printable(ellipsize(deeds[i].what, kLongest)),
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
  for (std::size_t i = 0; i < result.mailboxes.size(); ++i) write_mailbox(result, i, page);
  page.raw("\n");
  write_deeds("Sent:", result.activity.sent, page);
  write_deeds("Deleted:", result.activity.deleted, page);
  write_deeds("Changed:", result.activity.changed, page);
  write_deeds("Files:", result.activity.files, page);
  for (const auto& one : result.activity.persistence) {
    if (one.removed_at) continue;
    page.paragraph(page.styled("31", "still there: ") + printable(ellipsize(one.what, kLongest)), 6,
                   "  !");
  }
  if (exposed.notice.persons > 0) {
    page.paragraph(
        fmt::format("{} in messages of class X2 and above.",
                    counted(exposed.notice.persons, "person is named", "persons are named")),
        2);
  }
  for (const auto& remark : result.remarks) page.paragraph(printable(remark), 4, "  -");
}

}  // namespace letterlock::report
