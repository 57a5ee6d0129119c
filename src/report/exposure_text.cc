#include "report/exposure_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/printable.h"
#include "report/exposed.h"
#include "report/page.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using exposure::ExposureResult;

constexpr std::size_t kContextsShown = 20;
constexpr std::size_t kDeedsShown = 12;
constexpr std::size_t kSpansShown = 12;
constexpr std::size_t kProposalsShown = 8;
constexpr std::size_t kLeftOutShown = 20;

std::string time_of(UnixTime at) {
  if (at <= exposure::kEverFrom) return "the beginning";
  if (at >= exposure::kEverUntil) return "now";
  return minute(at);
}

void write_proposals(const ExposureResult& result, Page& page) {
  if (result.proposals.empty()) return;
  page.heading(result.contexts.empty() ? "Where to begin" : "Signs of a takeover in the logs");
  page.paragraph(
      fmt::format(
          "An order of places to look, no proof; {}. Ask the owner, then name what is the "
          "intruder's (--ip, --session, --app ...).",
          result.contexts.empty() ? "none was followed" : "those marked \"clear\" were followed"),
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

// Of acts, how many two logs have: their second records are not counted.
std::string in_two_logs(std::uint64_t acts, std::uint64_t again) {
  if (again == 0) return {};
  if (again < acts) return fmt::format(" ({} of them in 2 logs)", grouped(again));
  return acts == 1 ? " (in 2 logs)" : " (each in 2 logs)";
}

std::string acts_phrase(std::uint64_t acts, std::uint64_t again) {
  return (again == 0 ? counted(acts, "record", "records") : counted(acts, "act", "acts")) +
         in_two_logs(acts, again);
}

// "C10 Client=OWA;..., session 5e44...": what sets a way of access apart from its neighbours.
std::string way_of(const ExposureResult& result, std::uint32_t index) {
  const exposure::AccessContext& context = result.contexts[index];
  std::string text = exposure::context_label(index);
  const std::string& client = context.client.empty() ? context.user_agent : context.client;
  text += " " + (client.empty() ? "(no client named)" : ellipsize(printable(client), 48));
  if (!context.session.empty()) text += ", session " + ellipsize(printable(context.session), 13);
  return text + ", " + acts_phrase(context.records - context.again, context.again);
}

// "22 records, ... to ...; 4 attempts that failed, ... to ...": attempts are no access.
std::string reach_of(const ExposureResult& result, const std::vector<std::uint32_t>& group) {
  UnixTime begin = exposure::kEverUntil, end = exposure::kEverFrom;
  std::uint64_t acts = 0, again = 0, failed = 0, failed_again = 0;
  for (const std::uint32_t index : group) {
    const exposure::AccessContext& context = result.contexts[index];
    acts += context.records - context.again - context.failed;
    again += context.again - context.failed_again;
    failed += context.failed;
    failed_again += context.failed_again;
    if (!context.got_in) continue;
    begin = std::min(begin, context.first_in);
    end = std::max(end, context.last_in);
  }
  std::string attempts = counted(failed, "attempt that failed", "attempts that failed") +
                         in_two_logs(failed, failed_again);
  if (begin > end) return attempts;
  std::string text =
      fmt::format("{}, {} to {}", acts_phrase(acts, again), minute(begin), minute(end));
  if (failed == 0) return text;
  UnixTime last = exposure::kEverFrom;
  for (const std::uint32_t index : group) {
    if (result.contexts[index].failed > 0) last = std::max(last, result.contexts[index].last);
  }
  text += "; besides, " + attempts;
  if (last > end) text += fmt::format(", until {}", minute(last));
  return text;
}

// Ways of access of one account from one address, for one set of reasons.
void write_group(const ExposureResult& result, const std::vector<std::uint32_t>& group,
                 Page& page) {
  const exposure::AccessContext& first = result.contexts[group.front()];
  std::string country, ways;
  for (const std::uint32_t index : group) {
    const exposure::AccessContext& context = result.contexts[index];
    if (country.empty()) country = context.country;
    ways += (ways.empty() ? "" : "; ") + way_of(result, index);
  }
  std::string text = printable(first.actor);
  if (!first.mailbox.empty() && first.mailbox != first.actor) {
    text += " in the mailbox of " + printable(first.mailbox);
  }
  if (!first.address.empty()) text += " from " + printable(first.address);
  if (!country.empty()) text += " (" + printable(country) + ")";
  text += ": " + reach_of(result, group);
  page.raw("\n");
  page.paragraph(text, 4, "  *");
  for (const std::uint32_t id : first.steps) {
    const exposure::Step& step = result.steps[id];
    const std::string_view standing =
        step.reason == "proposed" ? "proposed, not established" : certainty_name(step.certainty);
    page.paragraph(
        fmt::format("{}: {} [{}]", standing, printable(step.text), printable(step.value)), 6);
  }
  page.paragraph(ways, 6);
  for (const std::uint32_t index : group) {
    if (result.contexts[index].like_the_owner.empty()) continue;
    page.paragraph("Note: " + printable(result.contexts[index].like_the_owner) + ".", 6);
    break;
  }
}

std::vector<std::vector<std::uint32_t>> groups_of(const ExposureResult& result) {
  using Key = std::tuple<std::string, std::string, std::string, std::vector<std::uint32_t>>;
  std::map<Key, std::size_t> known;
  std::vector<std::vector<std::uint32_t>> groups;
  for (std::uint32_t i = 0; i < result.contexts.size(); ++i) {
    const exposure::AccessContext& context = result.contexts[i];
    const std::string& mailbox = context.mailbox.empty() ? context.actor : context.mailbox;
    const auto [found, added] =
        known.try_emplace({context.actor, mailbox, context.address, context.steps}, groups.size());
    if (added) groups.emplace_back();
    groups[found->second].push_back(i);
  }
  return groups;
}

void write_contexts(const ExposureResult& result, Page& page) {
  page.heading("Access that is counted as the intruder's");
  page.paragraph(
      result.proposed
          ? "PROPOSED: nobody named where to begin; this follows the strongest signs, and nothing "
            "in it is certain before somebody does. A tie that is wrong is refused with --not and "
            "the value in brackets."
          : "Grown from what you named. A tie that is wrong is refused with --not and the value in "
            "brackets.",
      2);
  const auto groups = groups_of(result);
  for (std::size_t i = 0; i < std::min(groups.size(), kContextsShown); ++i) {
    write_group(result, groups[i], page);
  }
  if (groups.size() > kContextsShown) {
    page.paragraph(fmt::format("and {} more (--json)", groups.size() - kContextsShown), 4, "  -");
  }
}

void write_silences(const exposure::ReachedMailbox& mailbox, Page& page) {
  const exposure::Coverage& coverage = mailbox.coverage;
  page.paragraph(
      fmt::format("{}: {}, {} of them of reading.", printable(mailbox.account),
                  counted(coverage.records, "record", "records"), grouped(coverage.read_records)),
      2);
  const auto list = silences(mailbox);
  for (std::size_t i = 0; i < std::min(list.size(), kSpansShown); ++i) {
    page.paragraph(fmt::format("{} to {}: {} ({})", time_of(list[i]->from), time_of(list[i]->until),
                               exposure::blind_words(list[i]->reason), printable(list[i]->detail)),
                   6, "    -");
  }
  if (list.size() > kSpansShown) {
    page.paragraph(fmt::format("and {} more (--json)", list.size() - kSpansShown), 6, "    -");
  }
  if (list.empty()) page.paragraph("never silent while the intruder had access.", 6, "    -");
}

void write_deeds(std::string_view title, const std::vector<exposure::Deed>& deeds, Page& page,
                 std::string_view by = "") {
  if (deeds.empty()) return;
  page.paragraph(fmt::format("{} ({})", title, grouped(deeds.size())), 2);
  for (std::size_t i = 0; i < std::min(deeds.size(), kDeedsShown); ++i) {
    const exposure::Deed& deed = deeds[i];
    page.paragraph(
        fmt::format("{}  {}{} ({}{})", minute(deed.at), printable(deed.what),
                    deed.failed ? " - failed" : "", by, exposure::context_label(deed.context)),
        6, "    -");
  }
  if (deeds.size() > kDeedsShown) {
    page.paragraph(fmt::format("and {} more (--json)", grouped(deeds.size() - kDeedsShown)), 6,
                   "    -");
  }
}

void write_left_out(const ExposureResult& result, Page& page) {
  if (result.left_out.empty()) return;
  page.heading("Not counted as the intruder's, though something leads there");
  page.paragraph("Whose they are cannot be told from the logs.", 2);
  const auto& list = result.left_out;
  for (std::size_t i = 0; i < std::min(list.size(), kLeftOutShown); ++i) {
    page.paragraph(printable(left_out_sentence(list[i])), 4, "  -");
  }
  if (list.size() > kLeftOutShown) {
    page.paragraph(fmt::format("and {} more (--json)", list.size() - kLeftOutShown), 4, "  -");
  }
  write_deeds("Done from the same addresses, not counted above", result.activity.beside, page,
              "same address as ");
}

std::string_view kind_words(std::string_view kind) {
  if (kind == "inbox_rule") return "inbox rule";
  if (kind == "mailbox_permission") return "rights on a mailbox";
  if (kind == "consent") return "application";
  if (kind == "mfa_method") return "second factor";
  if (kind == "tenant_mail_flow") return "mail flow";
  return kind;
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
    page.paragraph(fmt::format("{}, {} of {}: {}; set {}",
                               each.removed_at ? "removed " + minute(each.removed_at)
                                               : std::string("STILL THERE at the log's end"),
                               kind_words(each.kind), printable(each.account), printable(each.what),
                               minute(each.set_at)),
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
  if (result.contexts.empty()) {
    page.heading("No access to follow");
    page.paragraph(result.seeds.empty()
                       ? "No sign is clear enough to follow it unasked: name where to begin."
                       : nobody_found(result),
                   2);
    write_proposals(result, page);
    return page.take();
  }
  page.heading("What the intruder reached");
  if (result.proposed) {
    page.paragraph(
        "PROPOSED, not established: nobody named where to begin, so the strongest signs in the "
        "logs were followed. Ask the owners by another channel before you rely on it.",
        2);
  }
  write_reached(result, page);
  write_activity(result.activity, page);
  write_contexts(result, page);
  write_left_out(result, page);
  page.heading("When the logs say nothing");
  for (const exposure::ReachedMailbox& mailbox : result.mailboxes) write_silences(mailbox, page);
  if (result.proposed) write_proposals(result, page);
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
        const exposure::Certainty certainty = message.exposure->certainty;
        page.paragraph(
            certainty == exposure::Certainty::certain
                ? printable(message.why)
                : fmt::format("{}: {}", certainty_name(certainty), printable(message.why)),
            8);
        return true;
      });
  if (!visited) return fail(std::move(visited));
  if (shown == 0) page.paragraph("none", 6);
  if (shown == most) page.paragraph("more with --json, or a higher --limit", 6);
  return page.take();
}

std::string notice_text(const exposure::Notice& notice, bool color, unsigned width) {
  Page page(color, width);
  page.heading("Who is named in exposed messages");
  page.paragraph(fmt::format("{} in {} of class X2 and above, by their addresses.",
                             counted(notice.persons, "person", "persons"),
                             counted(notice.messages, "message", "messages")),
                 2);
  if (notice.persons_in_text > 0) {
    page.paragraph(
        fmt::format(
            "{} only by name in the text of such messages: likely where one address of the "
            "case bears that name, possible where several do.",
            counted(notice.persons_in_text, "more person is named", "more persons are named")),
        2);
  }
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
