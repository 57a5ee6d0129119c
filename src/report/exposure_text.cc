#include "report/exposure_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "report/page.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using exposure::ExposureResult;

constexpr std::size_t kContextsShown = 20;
constexpr std::size_t kDeedsShown = 12;
constexpr std::size_t kSpansShown = 12;
constexpr std::size_t kProposalsShown = 8;

std::string time_of(UnixTime at) {
  if (at <= exposure::kEverFrom) return "the beginning";
  if (at >= exposure::kEverUntil) return "now";
  return minute(at);
}

void write_proposals(const ExposureResult& result, Page& page) {
  if (result.proposals.empty()) return;
  page.heading("Where to begin");
  const std::string why = result.proposed || result.seeds.empty()
                              ? "Nobody named an intruder's address, session or application."
                              : "No record matches what you named.";
  page.paragraph(why +
                     " These ways of access show signs of a takeover; an order, no proof. Name one "
                     "(--ip, --session, --app ...) after asking the owner.",
                 2);
  std::size_t rank = 0;
  for (const exposure::Proposal& proposal : result.proposals) {
    if (++rank > kProposalsShown) {
      page.paragraph(fmt::format("and {} more (--json)", result.proposals.size() - kProposalsShown),
                     4, "  -");
      break;
    }
    page.raw("\n");
    page.paragraph(
        fmt::format("{}  ({} points{}), {} to {}", printable(exposure::seed_text(proposal.seed)),
                    proposal.score, proposal.clear ? ", clear" : "", minute(proposal.first),
                    minute(proposal.last)),
        6, fmt::format("{:>3}.", rank));
    for (const exposure::Sign& sign : proposal.signs) {
      page.paragraph(printable(sign.text), 11, fmt::format("      +{}", sign.weight));
    }
    page.paragraph("Otherwise explained by: " + proposal.innocent + ".", 6);
  }
}

void write_context(const ExposureResult& result, std::uint32_t index, Page& page) {
  const exposure::AccessContext& context = result.contexts[index];
  std::string text = printable(context.actor);
  if (!context.mailbox.empty() && context.mailbox != context.actor) {
    text += " on " + printable(context.mailbox);
  }
  if (!context.address.empty()) text += " from " + printable(context.address);
  if (!context.country.empty()) text += " (" + printable(context.country) + ")";
  const std::string& client = context.client.empty() ? context.user_agent : context.client;
  if (!client.empty()) text += ", " + ellipsize(printable(client), 60);
  if (!context.session.empty()) text += ", session " + ellipsize(printable(context.session), 16);
  text += fmt::format("; {}, {} to {}", counted(context.records, "record", "records"),
                      minute(context.first), minute(context.last));
  page.paragraph(text, 6, fmt::format("  {}", exposure::context_label(index)));
  for (const std::uint32_t id : context.steps) {
    const exposure::Step& step = result.steps[id];
    page.paragraph(fmt::format("{}: {} [{}]", exposure::certainty_name(step.certainty),
                               printable(step.text), printable(step.value)),
                   8);
  }
  if (!context.like_the_owner.empty()) {
    page.paragraph("Note: " + printable(context.like_the_owner) + ".", 8);
  }
}

void write_contexts(const ExposureResult& result, Page& page) {
  page.heading("Access that belongs to the intruder");
  page.paragraph(
      result.proposed
          ? "PROPOSED: nobody named where to begin; this follows the strongest signs. Check them "
            "before you rely on it."
          : "Grown from what you named. Refuse a tie with --not and the value in brackets.",
      2);
  for (std::uint32_t i = 0; i < std::min(result.contexts.size(), kContextsShown); ++i) {
    write_context(result, i, page);
  }
  if (result.contexts.size() > kContextsShown) {
    page.paragraph(fmt::format("and {} more (--json)", result.contexts.size() - kContextsShown), 4,
                   "  -");
  }
  for (const exposure::LeftOut& each : result.left_out) {
    page.paragraph(
        fmt::format("left out: {} of {} [{}]: {}", counted(each.records, "record", "records"),
                    printable(each.account), printable(each.value), printable(each.text)),
        4, "  -");
  }
}

void write_coverage(const exposure::ReachedMailbox& mailbox, Page& page) {
  const exposure::Coverage& coverage = mailbox.coverage;
  page.paragraph(
      fmt::format("The log has {} of this mailbox, {} of them of reading. It is blind:",
                  counted(coverage.records, "record", "records"), grouped(coverage.read_records)),
      4);
  std::size_t shown = 0, hidden = 0;
  const UnixTime until = mailbox.eviction.value_or(exposure::kEverUntil);
  for (const exposure::BlindSpan& span : coverage.spans) {
    if (span.until <= mailbox.entry || span.from > until) continue;
    if (shown == kSpansShown) {
      ++hidden;
      continue;
    }
    ++shown;
    page.paragraph(fmt::format("{} to {}: {} ({})", time_of(span.from), time_of(span.until),
                               exposure::blind_words(span.reason), printable(span.detail)),
                   8, "      -");
  }
  if (hidden > 0) page.paragraph(fmt::format("and {} more (--json)", hidden), 8, "      -");
  if (shown == 0) page.paragraph("never, while the intruder had access.", 8, "      -");
}

// "was opened" of one, "were opened" of several.
std::string words_for(std::uint64_t count, exposure::ExposureClass level) {
  std::string words(exposure::class_words(level));
  if (count != 1 && words.starts_with("was ")) words.replace(0, 3, "were");
  return words;
}

void write_mailboxes(const ExposureResult& result, Page& page) {
  page.heading("What was exposed");
  for (const exposure::ReachedMailbox& mailbox : result.mailboxes) {
    page.paragraph(
        fmt::format("{}: access from {} to {}", printable(mailbox.account), minute(mailbox.entry),
                    mailbox.eviction ? minute(mailbox.eviction) + ", when " + mailbox.eviction_text
                                     : "(no record of its end)"),
        2);
    for (std::size_t i = exposure::kClassCount; i-- > 0;) {
      const auto level = static_cast<exposure::ExposureClass>(i);
      page.paragraph(fmt::format("{}  {}", counted(mailbox.classes[i], "message", "messages"),
                                 words_for(mailbox.classes[i], level)),
                     8, fmt::format("    {}", exposure::class_name(level)));
    }
    if (mailbox.not_held > 0) {
      page.paragraph(fmt::format("and {} that records name and the case does not hold there",
                                 counted(mailbox.not_held, "message", "messages")),
                     8);
    }
    write_coverage(mailbox, page);
  }
}

void write_deeds(std::string_view title, const std::vector<exposure::Deed>& deeds, Page& page) {
  if (deeds.empty()) return;
  page.paragraph(fmt::format("{} ({})", title, grouped(deeds.size())), 2);
  for (std::size_t i = 0; i < std::min(deeds.size(), kDeedsShown); ++i) {
    const exposure::Deed& deed = deeds[i];
    page.paragraph(
        fmt::format("{}  {}{} ({})", minute(deed.at), printable(deed.what),
                    deed.failed ? " - failed" : "", exposure::context_label(deed.context)),
        6, "    -");
  }
  if (deeds.size() > kDeedsShown) {
    page.paragraph(fmt::format("and {} more (--json)", grouped(deeds.size() - kDeedsShown)), 6,
                   "    -");
  }
}

void write_activity(const exposure::Activity& activity, Page& page) {
  page.heading("What was done besides reading");
  write_deeds("Sent", activity.sent, page);
  write_deeds("Deleted", activity.deleted, page);
  write_deeds("Changed", activity.changed, page);
  write_deeds("Searched for", activity.searched, page);
  write_deeds("Files", activity.files, page);
  if (activity.persistence.empty()) return;
  page.paragraph("What lets the intruder in again, or mail out:", 2);
  for (const exposure::Persistence& each : activity.persistence) {
    page.paragraph(fmt::format("{} of {}: {}, set {}; {}", each.kind, printable(each.account),
                               printable(each.what), minute(each.set_at),
                               each.removed_at ? "removed " + minute(each.removed_at)
                                               : std::string("STILL THERE at the log's end")),
                   6, "    -");
  }
}

}  // namespace

std::string exposure_text(const ExposureResult& result, bool color, unsigned width) {
  Page page(color, width);
  if (!result.has_logs) {
    page.paragraph(
        "The case holds no log of a provider, so nothing can be said about what was read: what was "
        "in a mailbox that somebody got into cannot be excluded. Read logs into it with "
        "`letterlock logs`.",
        0);
    return page.take();
  }
  if (result.proposed || result.contexts.empty()) write_proposals(result, page);
  if (result.contexts.empty()) {
    page.heading("No access to follow");
    page.paragraph(result.seeds.empty()
                       ? "No sign is clear enough to follow it unasked: name where to begin."
                       : "No record matches what you named.",
                   2);
    return page.take();
  }
  write_contexts(result, page);
  write_mailboxes(result, page);
  write_activity(result.activity, page);
  if (!result.remarks.empty()) {
    page.heading("What limits this answer");
    for (const std::string& remark : result.remarks) page.paragraph(printable(remark), 4, "  -");
  }
  return page.take();
}

Expected<std::string> exposed_list(const ExposureResult& result, store::FactStore& facts,
                                   exposure::ExposureClass least, std::size_t most, bool color,
                                   unsigned width) {
  Page page(color, width);
  page.heading("Messages, worst first");
  std::size_t shown = 0;
  auto visited =
      exposure::each_message(result, facts, [&](const exposure::ExposedMessage& message) {
        if (message.exposure->exposure < least || shown == most) return false;
        ++shown;
        const std::string number = message.held ? fmt::format("#{}", message.held->id) : "-";
        page.paragraph(fmt::format("{}  {}  {}", number, printable(message.mailbox),
                                   ellipsize(printable(message.subject), 60)),
                       6, fmt::format("  {}", exposure::class_name(message.exposure->exposure)));
        page.paragraph(printable(message.why), 8);
        return true;
      });
  if (!visited) return fail(std::move(visited));
  if (shown == 0) page.paragraph("none", 6);
  if (shown == most) page.paragraph("more with --json, or a higher --limit", 6);
  return page.take();
}

std::string timeline_text(const ExposureResult& result, bool color, unsigned width) {
  Page page(color, width);
  page.heading("Timeline (UTC)");
  for (const exposure::TimelineEntry& entry : result.activity.timeline) {
    std::string text = printable(entry.account) + "  " + printable(entry.what);
    if (entry.times > 1) {
      text += fmt::format("  ({} times, until {})", grouped(entry.times), minute(entry.until));
    }
    page.paragraph(text, 24,
                   fmt::format("{} {:<4}", format_utc(entry.at).substr(0, 16),
                               entry.context ? exposure::context_label(*entry.context) : "own"));
  }
  return page.take();
}

std::string notice_text(const exposure::Notice& notice, bool color, unsigned width) {
  Page page(color, width);
  page.heading("Who is named in exposed messages");
  page.paragraph(
      fmt::format("{} in {} of class X2 and above.", counted(notice.persons, "person", "persons"),
                  counted(notice.messages, "message", "messages")),
      2);
  for (const auto& [category, messages] : notice.with_data) {
    page.paragraph(fmt::format("{} in {}", exposure::category_words(category),
                               counted(messages, "message", "messages")),
                   6, "    -");
  }
  if (notice.unread > 0) {
    page.paragraph(fmt::format("The text of {} was not looked at: not in the case, or over the "
                               "limit.",
                               counted(notice.unread, "message", "messages")),
                   2);
  }
  if (notice.aware) {
    page.paragraph(
        fmt::format(
            "Aware since {}: the 72 hours of GDPR Article 33(1) end {}. Whether and whom to "
            "notify is for a lawyer to say.",
            minute(notice.aware), minute(notice.authority_by)),
        2);
  }
  return page.take();
}

}  // namespace letterlock::report
