#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "report/exposed.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kShown = 8;
constexpr std::size_t kMailboxesShown = 30;
constexpr std::size_t kLongest = 160;

// By mailbox: messages of each class, those included that only records name.
using ClassCounts = std::array<std::uint64_t, exposure::kClassCount>;
std::vector<ClassCounts> classes_of(const exposure::ExposureResult& result) {
  std::vector<ClassCounts> counts(result.mailboxes.size());
  for (const auto& message : result.messages) {
    if (message.mailbox >= counts.size()) continue;
    ++counts[message.mailbox][static_cast<std::size_t>(message.exposure)];
  }
  return counts;
}

void write_mailbox(const exposure::ReachedMailbox& mailbox, const ClassCounts& classes,
                   Page& page) {
  page.raw("\n");
  std::string text = fmt::format("{} was open to somebody else {}.", printable(mailbox.account),
                                 access_time(mailbox));
  if (!mailbox.eviction_text.empty())
    text += fmt::format(" It ended when {}.", printable(mailbox.eviction_text));
  page.paragraph(text, 2);
  for (const auto level : kWorstFirst) {
    const std::uint64_t count = classes[static_cast<std::size_t>(level)];
    if (count == 0) continue;
    const std::string_view color = level >= exposure::ExposureClass::x3   ? "31"
                                   : level == exposure::ExposureClass::x2 ? "33"
                                                                          : "2";
    page.raw(fmt::format("{:>10}  {} {}\n", grouped(count), page.styled(color, class_name(level)),
                         class_phrase(level, count)));
  }
  if (mailbox.not_held > 0) {
    page.paragraph(fmt::format("{} of these are known from records only; the case does not hold "
                               "them there.",
                               grouped(mailbox.not_held)),
                   12);
  }
  // Spans of one reason that touch are one silence.
  const std::vector<const exposure::BlindSpan*> list = silences(mailbox);
  std::vector<exposure::BlindSpan> merged;
  for (const exposure::BlindSpan* span : list) {
    const auto same = std::find_if(merged.begin(), merged.end(), [&](const auto& other) {
      return other.reason == span->reason && span->from <= other.until;
    });
    if (same == merged.end()) {
      merged.push_back(*span);
    } else {
      same->until = std::max(same->until, span->until);
    }
  }
  for (std::size_t i = 0; i < std::min(merged.size(), kShown); ++i) {
    page.paragraph(
        fmt::format("silent {}: {}", silence_time(merged[i]), blind_words(merged[i].reason)), 6,
        "    -");
  }
  if (merged.size() > kShown) {
    page.paragraph(fmt::format("and {} more silences", merged.size() - kShown), 6, "    -");
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

void write_reached(const exposure::ExposureResult& result, Page& page) {
  const std::vector<ClassCounts> counts = classes_of(result);
  for (std::size_t i = 0; i < std::min(result.mailboxes.size(), kMailboxesShown); ++i) {
    write_mailbox(result.mailboxes[i], counts[i], page);
  }
  if (result.mailboxes.size() > kMailboxesShown) {
    page.paragraph(
        fmt::format("and {} more mailboxes (--json)", result.mailboxes.size() - kMailboxesShown),
        2);
  }
  for (const auto& one : result.activity.persistence) {
    if (one.removed_at) continue;
    page.paragraph(page.styled("31", "still there: ") + printable(one.account) + ": " +
                       printable(ellipsize(one.what, kLongest)),
                   6, "  !");
  }
}

void write_exposure(const ExposedOverview& exposed, Page& page) {
  const exposure::ExposureResult& result = exposed.result;
  page.heading("B. What did the intruder see?");
  if (result.mailboxes.empty()) {
    page.paragraph(nobody_found(result), 2);
  }
  std::string_view start =
      result.proposed ? "Starting point that the logs suggest" : "Starting point";
  if (result.contexts.empty()) {
    start =
        result.proposed ? "Suggested by the logs, but not followed" : "Named, but no record has it";
  }
  for (const auto& seed : result.seeds) {
    page.paragraph(fmt::format("{}: {}", start, printable(seed_text(seed))), 2);
  }
  write_reached(result, page);
  page.raw("\n");
  write_deeds("Sent:", result.activity.sent, page);
  write_deeds("Deleted:", result.activity.deleted, page);
  write_deeds("Changed:", result.activity.changed, page);
  write_deeds("Files:", result.activity.files, page);
  if (exposed.notice.persons > 0) {
    page.paragraph(
        fmt::format("{} in messages of class X2 and above{}.",
                    counted(exposed.notice.persons, "person is named", "persons are named"),
                    exposed.notice.persons_in_text == 0
                        ? ""
                        : fmt::format(", {} more by name in their text",
                                      grouped(exposed.notice.persons_in_text))),
        2);
  }
  if (exposed.notice.authority_by) {
    page.paragraph(fmt::format("Aware since {}: the 72 hours of GDPR Article 33(1) end {}.",
                               minute(exposed.notice.aware), minute(exposed.notice.authority_by)),
                   2);
  }
  for (const auto& remark : result.remarks) page.paragraph(printable(remark), 4, "  -");
}

}  // namespace letterlock::report
