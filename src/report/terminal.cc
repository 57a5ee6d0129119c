#include "report/terminal.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "hunt/known_as.h"
#include "report/episodes.h"
#include "report/open_questions.h"
#include "report/page.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kFindingsShown = 10;
constexpr std::size_t kEpisodesShown = 3;

void write_summary(const Investigation& all, Page& page) {
  const Summary summary = summarize(all);
  const auto list = [&](std::string_view title, const std::vector<std::string>& lines) {
    page.heading(title);
    for (const auto& line : lines) page.paragraph(line, 4, "  -");
  };
  list("What is established", summary.established);
  list("What departs from the usual", summary.departs);
  list("What cannot be said", summary.cannot_say);
}

void write_archive(const Investigation& all, Page& page) {
  page.heading("The archive");
  const store::Counts& counts = all.counts;
  page.paragraph(
      fmt::format("{} by Message-ID, {} with every copy; {}, {}, {}, {}.",
                  counted(all.different_messages, "message", "messages"), grouped(counts.messages),
                  counted(counts.people, "address", "addresses"),
                  counted(counts.threads, "thread", "threads"),
                  counted(counts.attachments, "attachment", "attachments"),
                  counted(counts.links, "link", "links")),
      2);
  for (std::size_t i = 0; i < std::min<std::size_t>(all.mailboxes.size(), 8); ++i) {
    const auto& mailbox = all.mailboxes[i];
    page.paragraph(
        fmt::format("{}: {}, {} to {}{}", printable(mailbox.counts.mailbox),
                    counted(mailbox.counts.placements, "message", "messages"), day(mailbox.first),
                    day(mailbox.last),
                    mailbox.counts.owner.empty() ? ", owner unclear"
                                                 : ", of " + printable(mailbox.counts.owner)),
        4, "  -");
  }
  if (all.mailboxes.size() > 8) {
    page.paragraph(fmt::format("and {} more", all.mailboxes.size() - 8), 4, "  -");
  }
  if (counts.defects + counts.source_defects > 0) {
    page.paragraph(fmt::format("Defects: {} in messages, {} in sources.", grouped(counts.defects),
                               grouped(counts.source_defects)),
                   2);
  }
}

void write_grounds(const hunt::Finding& finding, Page& page);

void write_finding(const hunt::Finding& finding, std::size_t rank, Page& page) {
  const bool contradicted = finding.verdict == hunt::Verdict::contradicted;
  page.raw("\n");
  page.raw(page.styled(contradicted ? "1;31" : "1;33", fmt::format("{:>3}. ", rank)));
  page.raw(page.styled("1", fmt::format("#{}", finding.message)) +
           fmt::format("  {}  {:.1f} points, {}\n", minute(finding.date), finding.score,
                       verdict_words(finding.verdict)));
  write_grounds(finding, page);
}

void write_grounds(const hunt::Finding& finding, Page& page) {
  page.paragraph(printable(headline(finding)), 5);
  std::string who = finding.from_address;
  for (std::size_t i = 0; i < std::min<std::size_t>(finding.to.size(), 3); ++i) {
    who += (i == 0 ? " to " : ", ") + finding.to[i];
  }
  if (finding.to.size() > 3) who += fmt::format(" and {} more", finding.to.size() - 3);
  page.paragraph(printable(who), 5);
  if (!finding.known_as.empty()) {
    page.paragraph(printable(hunt::known_as_sentence(finding.known_as)), 5);
  }
  page.paragraph("Subject: " + ellipsize(printable(finding.subject), 100), 5);
  for (const auto& reason : finding.reasons) {
    const std::string text = printable(defanged_sentence(reason.text));
    if (finding.terms.empty()) {  // of form alone: nothing was compared or scored
      page.paragraph(text, 7, "     - ");
    } else {
      page.paragraph(fmt::format("{} (n = {})", text, reason.n), 11,
                     fmt::format("     {:+.1f}", reason.weight));
    }
  }
  if (!finding.repeats.empty()) {
    page.paragraph(counted(finding.repeats.size(), "more message of the same cause",
                           "more messages of the same cause"),
                   5);
  }
  page.paragraph("Innocent if: " + finding.innocent, 5);
  if (!finding.ask.empty()) {
    page.paragraph("Ask by another channel: " + printable(defanged_sentence(finding.ask)), 5);
  }
}

void write_findings(const hunt::HuntResult& hunt, std::size_t most, Page& page) {
  if (hunt.messages == 0) {
    page.paragraph("No message was looked at, so nothing can be said.", 2);
  } else if (hunt.findings.empty()) {
    page.paragraph("No finding.", 2);
  } else {
    page.paragraph(fmt::format("{} to look at, in this order. Points order them; they are no "
                               "probability, and a finding is no verdict on a person.",
                               counted(hunt.findings.size(), "message", "messages")),
                   2);
  }
  const std::size_t shown = std::min(hunt.findings.size(), most);
  for (std::size_t i = 0; i < shown; ++i) write_finding(hunt.findings[i], i + 1, page);
  if (shown < hunt.findings.size()) {
    page.raw("\n");
    page.paragraph(fmt::format("{} more in the report.", hunt.findings.size() - shown), 2);
  }
  if (hunt.beyond_budget > 0) {
    page.raw("\n");
    page.paragraph(
        fmt::format("{} beyond the budget of {}.",
                    counted(hunt.beyond_budget, "weaker finding is", "weaker findings are"),
                    hunt.budget),
        2);
  }
}

void write_verification(const Investigation& all, bool color, Page& page) {
  if (!all.verification) return;
  page.heading("C. What the signatures prove");
  const TextStyle style{color, page.width(), false};
  page.raw(counts_text(all.verification->counts, style));
  if (all.verification->counts.signatures > 0) page.paragraph(publishing_warning(), 2);
  std::size_t shown = 0;
  for (const leak::Examined& message : all.verification->notable) {
    if (shown++ == kFindingsShown) break;
    page.raw("  " + examined_line(message, style));
  }
  const std::uint64_t all_notable =
      all.verification->notable.size() + all.verification->more_notable;
  if (all_notable > kFindingsShown) {
    page.paragraph(fmt::format("{} more in the report{}.", grouped(all_notable - kFindingsShown),
                               all.verification->more_notable == 0
                                   ? ""
                                   : fmt::format(", but for {} that only letterlock verify {} "
                                                 "--keys ARCHIVE lists, among all messages",
                                                 grouped(all.verification->more_notable),
                                                 printable(all.case_directory))),
                   2);
  }
}

// Under the heading of what is known already, where the question is `begun`.
void write_open(const OpenQuestion& open, bool begun, Page& page) {
  if (begun) {
    page.raw("\n");
    page.paragraph(fmt::format("{} {}", open.question, open.state), 2);
  } else {
    page.heading(fmt::format("{}. {}", open.letter, open.question));
    page.paragraph(open.state, 2);
  }
  for (const Need& need : open.needs) {
    page.paragraph(need.what, 4, "  -");
    if (!need.command.empty()) page.paragraph(printable(need.command), 6);
  }
}

}  // namespace

std::string to_terminal(const Investigation& investigation, bool color, unsigned width) {
  Page page(color, width);
  page.raw(page.styled("1", "Investigation of " + printable(investigation.case_directory)) + "\n");
  write_summary(investigation, page);
  write_archive(investigation, page);
  page.heading("A. Is it really them?");
  write_episodes(investigation.hunt.episodes, kEpisodesShown, page);
  write_findings(investigation.hunt, kFindingsShown, page);
  if (investigation.exposed) write_exposure(*investigation.exposed, page);
  for (const OpenQuestion& open : open_questions(investigation)) {
    const bool begun = open.letter == "C" && investigation.verification;
    if (begun) write_verification(investigation, color, page);
    write_open(open, begun, page);
  }
  return page.take();
}

std::string findings_text(const hunt::HuntResult& result, bool color, unsigned width) {
  Page page(color, width);
  write_episodes(result.episodes, kFindingsShown, page);
  write_findings(result, result.findings.size(), page);
  return page.take();
}

std::string scanned_text(const hunt::Scanned& scanned, std::string_view path, bool color,
                         unsigned width) {
  Page page(color, width);
  const hunt::Finding& finding = scanned.finding;
  const bool contradicted = finding.verdict == hunt::Verdict::contradicted;
  const bool adverse = contradicted || finding.verdict == hunt::Verdict::deviates;
  page.raw(page.styled("1", printable(path)) + ": " +
           page.styled(contradicted ? "1;31"
                       : adverse    ? "1;33"
                                    : "0",
                       verdict_words(finding.verdict)) +
           "\n");
  if (scanned.of > 0) {
    page.paragraph(
        fmt::format("{:.1f} points, with {} of this sender known: would stand at place {} of {}, "
                    "within the top {:.1f} per 1,000.",
                    finding.score, counted(finding.history, "earlier message", "earlier messages"),
                    grouped(scanned.place), grouped(scanned.of), per_thousand(scanned)),
        5);
    std::string terms;
    for (const hunt::Term& term : finding.terms) {
      if (term.value != 0) terms += fmt::format(" {} {:+.2f}", term.family, term.value);
    }
    if (!terms.empty()) page.paragraph("Of which" + terms, 5);
  } else {
    page.paragraph(finding.reasons.empty()
                       ? "Without a case only what needs no history can be said: links and files "
                         "with the marks "
                         "of lures, and what is asked for; nothing of that is in it. --case CASE "
                         "holds it against "
                         "what is usual for its sender; letterlock verify looks at its signatures."
                       : "Without a case (--case) only what needs no history can be said.",
                   5);
  }
  if (scanned.held.id != store::kNoMessage && scanned.held.differs.empty()) {
    page.paragraph(
        fmt::format("The case holds it as #{}{} and has learnt from it.", scanned.held.id,
                    scanned.held.same_octets
                        ? ""
                        : ", in other octets (way of delivery, encoding) but alike to a reader,"),
        5);
  }
  if (!finding.reasons.empty()) write_grounds(finding, page);
  for (const auto& reason : finding.reasons) {
    for (const auto& evidence : reason.evidence) {
      page.paragraph(
          fmt::format("{}: {}, octets {} to {}", evidence.shows,
                      evidence.message == hunt::kGuest ? std::string("in it")
                                                       : fmt::format("in #{}", evidence.message),
                      evidence.where.offset,
                      std::uint64_t{evidence.where.offset} + evidence.where.length),
          7, "     @");
    }
  }
  return page.take();
}

}  // namespace letterlock::report
