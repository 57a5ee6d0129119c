#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "relations/rhythm.h"
#include "report/charts.h"
#include "report/exposed.h"
#include "report/html_text.h"
#include "report/investigation.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using exposure::Deed;

constexpr std::size_t kDeedsOnPage = 25;
constexpr std::size_t kContextsOnPage = 40;
constexpr std::size_t kMailboxesShown = 6;
constexpr std::size_t kPersonsShown = 25;
constexpr std::size_t kMessagesShown = 25;  // of each class
constexpr std::size_t kLongestDeed = 220;

std::string table_head(std::initializer_list<std::string_view> columns) {
  std::string html = "<div class=\"scroll\"><table><thead><tr>";
  for (const auto column : columns) html += fmt::format("<th scope=\"col\">{}</th>", column);
  return html + "</tr></thead><tbody>\n";
}
constexpr std::string_view kTableEnd = "</tbody></table></div>\n";

std::string more(std::uint64_t count, std::string_view where) {
  if (count == 0) return "";
  return fmt::format("<p class=\"more\">{} more{}.</p>\n", grouped(count), where);
}

// A message to that account, shortly before it was entered, that question A points at.
const hunt::Finding* lure_of(const Investigation& all, const exposure::ReachedMailbox& mailbox) {
  const hunt::Finding* found = nullptr;
  for (const hunt::Finding& finding : all.hunt.findings) {
    const bool there =
        std::find(finding.to.begin(), finding.to.end(), mailbox.account) != finding.to.end();
    if (!there || !finding.date || *finding.date > mailbox.entry ||
        *finding.date < mailbox.entry - 14 * relations::kDay)
      continue;
    if (found == nullptr || finding.score > found->score) found = &finding;
  }
  return found;
}

std::string access_of(const Investigation& all, const exposure::ReachedMailbox& mailbox) {
  std::string html = fmt::format("<p><strong>{}</strong> was open to somebody else {}.",
                                 untrusted(mailbox.account), escaped(access_time(mailbox)));
  if (!mailbox.eviction_text.empty()) {
    html += fmt::format(" It ended when {}.", sentence(mailbox.eviction_text));
  }
  if (const hunt::Finding* lure = lure_of(all, mailbox)) {
    html += fmt::format(" On {} it got message #{} from {}, which question A points at.",
                        minute(lure->date), lure->message, untrusted(lure->from_address));
  }
  if (!mailbox.folders.empty()) {
    html += " Only these folders were granted: ";
    for (std::size_t i = 0; i < mailbox.folders.size(); ++i)
      html += (i > 0 ? ", " : "") + untrusted(mailbox.folders[i]);
    html += '.';
  }
  if (mailbox.case_mailboxes.empty()) {
    html +=
        " The mailbox is not in this case: what records name can be said, what lay there "
        "besides cannot.";
  }
  return html + "</p>\n";
}

// Classes down, mailboxes across; with what records name and the case does not hold.
std::string class_table(const exposure::ExposureResult& result) {
  std::string html =
      "<h3>How exposed the messages are</h3>\n<div class=\"scroll\"><table "
      "class=\"classes\"><thead><tr><th scope=\"col\">Class</th>";
  const std::size_t shown = std::min(result.mailboxes.size(), kMailboxesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    html += fmt::format("<th scope=\"col\" class=\"num\">{}</th>",
                        untrusted(result.mailboxes[i].account));
  }
  html += "</tr></thead><tbody>\n";
  for (const auto level : kWorstFirst) {
    html += fmt::format(
        "<tr class=\"{0}\"><th scope=\"row\"><span class=\"tone\">{0}</span> {1}"
        "<small>{2}</small></th>",
        class_name(level), escaped(class_words(level)), escaped(class_meaning(level)));
    for (std::size_t i = 0; i < shown; ++i) {
      html += fmt::format("<td class=\"num\">{}</td>", grouped(class_count(result, i, level)));
    }
    html += "</tr>\n";
  }
  html += kTableEnd;
  for (const auto& mailbox : result.mailboxes) {
    if (mailbox.not_held == 0) continue;
    html += fmt::format(
        "<p class=\"more\">{} of {} are known from records only; the case does not "
        "hold them there.</p>\n",
        grouped(mailbox.not_held), untrusted(mailbox.account));
  }
  return html;
}

std::string coverage_of(const exposure::ReachedMailbox& mailbox) {
  std::string html = chart_hours(mailbox);
  std::string list;
  for (const exposure::BlindSpan* span : silences(mailbox)) {
    list += fmt::format("<li>{}: {}. <small>{}</small></li>\n", silence_time(*span),
                        escaped(blind_words(span->reason)), sentence(span->detail));
  }
  if (list.empty()) {
    return html +
           "<p>At no hour of it does the log give a reason to doubt that it is complete: "
           "“no access recorded” may stand.</p>\n";
  }
  return html + "<p>Silent:</p>\n<ul class=\"plainlist\">\n" + list + "</ul>\n";
}

std::string coverage(const exposure::ExposureResult& result) {
  std::string html =
      "<h3>What the logs can be asked</h3>\n<p>That no record names a message means something "
      "only at hours of which the log is complete.</p>\n<ul class=\"legend\"><li "
      "class=\"r-clear\">complete</li><li class=\"r-throttled\">the provider stopped logging "
      "reads</li><li class=\"r-gap\">records are missing</li><li class=\"r-blind\">silent for "
      "another reason</li></ul>\n";
  for (std::size_t i = 0; i < std::min(result.mailboxes.size(), kMailboxesShown); ++i)
    html += coverage_of(result.mailboxes[i]);
  return html;
}

std::string steps_of(const exposure::ExposureResult& result,
                     const exposure::AccessContext& context) {
  std::string html;
  for (const std::uint32_t index : context.steps) {
    const exposure::Step& step = result.steps[index];
    html += fmt::format("<li>{} <small>{}</small></li>", sentence(step.text),
                        escaped(certainty_name(step.certainty)));
  }
  return html.empty() ? html : "<ul class=\"plainlist\">" + html + "</ul>";
}

std::string contexts(const exposure::ExposureResult& result) {
  std::string html =
      "<h3>Whose access is meant</h3>\n<p>Ways of access that belong together, each with the "
      "reason why. A step that is wrong can be refused (<code>letterlock exposure CASE --not "
      "VALUE</code>), and everything that hangs on it goes with it.</p>\n" +
      table_head({"Way of access", "Time", "Records", "Why it is counted in"});
  const std::size_t shown = std::min(result.contexts.size(), kContextsOnPage);
  for (std::size_t i = 0; i < shown; ++i) {
    const exposure::AccessContext& context = result.contexts[i];
    html += fmt::format(
        "<tr><td>C{} {}<br><small>{}</small></td><td>{}<br>{}</td><td class=\"num\">{}</td><td>{}{}"
        "</td></tr>\n",
        i + 1, untrusted(ellipsize(context_words(context), 240)),
        untrusted(context.mailbox.empty() ? context.actor : context.mailbox),
        minute(context.got_in ? context.first_in : context.first),
        minute(context.got_in ? context.last_in : context.last), grouped(context.records),
        steps_of(result, context),
        context.like_the_owner.empty()
            ? ""
            : fmt::format("<p class=\"hint\">Cannot be told from the owner: {}</p>",
                          sentence(context.like_the_owner)));
  }
  html += kTableEnd;
  html += more(result.contexts.size() - shown, " in report.json");
  for (const auto& left : result.left_out) {
    html +=
        fmt::format("<p class=\"hint\">{}.</p>\n", sentence(capitalized(left_out_sentence(left))));
  }
  return html;
}

std::string proposals(const exposure::ExposureResult& result) {
  if (!result.proposed && !result.contexts.empty()) return "";
  std::string html = fmt::format(
      "<h3>What the logs point at</h3>\n<p>{}</p>\n",
      result.contexts.empty() && !result.seeds.empty() ? std::string("None of these was followed.")
      : result.proposed ? fmt::format("Nobody named a starting point. {}; here are all, with what "
                                      "would explain them innocently.",
                                      result.seeds.size() == 1
                                          ? std::string("The strongest sign was followed")
                                          : fmt::format("The {} strongest signs were followed",
                                                        result.seeds.size()))
                        : "No sign is strong enough to go on with unasked. Name one with "
                          "<code>--ip</code> and the like.");
  html += table_head({"Starting point", "Signs", "Innocent if"});
  const std::size_t shown = std::min<std::size_t>(result.proposals.size(), 8);
  for (std::size_t i = 0; i < shown; ++i) {
    const exposure::Proposal& proposal = result.proposals[i];
    html += fmt::format("<tr><td>{}<br><small>{}</small></td><td><ul class=\"plainlist\">",
                        untrusted(seed_text(proposal.seed)),
                        proposal.accounts.empty() ? "" : untrusted(proposal.accounts.front()));
    for (const auto& sign : proposal.signs) html += fmt::format("<li>{}</li>", sentence(sign.text));
    html += fmt::format("</ul></td><td>{}</td></tr>\n", sentence(proposal.innocent));
  }
  return html + std::string(kTableEnd) + more(result.proposals.size() - shown, " in report.json");
}

std::string deeds(std::string_view title, std::string_view note, const std::vector<Deed>& list) {
  if (list.empty()) return "";
  std::string html = fmt::format("<h4>{}</h4>\n", title);
  if (!note.empty()) html += fmt::format("<p>{}</p>\n", note);
  html += table_head({"When", "What", "Message"});
  const std::size_t shown = std::min(list.size(), kDeedsOnPage);
  for (std::size_t i = 0; i < shown; ++i) {
    const Deed& deed = list[i];
    const std::string held =
        deed.message == store::kNoMessage ? "not in the case" : fmt::format("#{}", deed.message);
    html += fmt::format(
        "<tr><td class=\"when\">{}</td><td>{}{}<br><small>{}</small></td><td>{}</td></tr>\n",
        minute(deed.at), sentence(ellipsize(capitalized(deed.what), kLongestDeed)),
        deed.failed ? " (it failed)" : "", untrusted(deed.account),
        deed.message_id.empty() && deed.subject.empty() ? "" : held);
  }
  return html + std::string(kTableEnd) + more(list.size() - shown, " in report.json");
}

std::string all_deeds(const exposure::Activity& activity) {
  const std::string html =
      deeds("Sent",
            "The mail went out under the owner’s name and by the owner’s server: a signature that "
            "holds speaks for neither.",
            activity.sent) +
      deeds("Deleted", "", activity.deleted) + deeds("Searched for", "", activity.searched) +
      deeds("Changed", "", activity.changed) + deeds("Files", "", activity.files);
  return html.empty() ? html : "<h3>What was done besides reading</h3>\n" + html;
}

std::string persistence(const std::vector<exposure::Persistence>& list) {
  if (list.empty()) return "";
  std::string html = "<h3>Ways back in, or out</h3>\n" + table_head({"What", "Set", "Removed"});
  for (const auto& one : list) {
    html += fmt::format(
        "<tr><td>{}<br><small>{}, {}</small></td><td class=\"when\">{}{}</td><td "
        "class=\"when\">{}</td></tr>\n",
        sentence(ellipsize(capitalized(one.what), kLongestDeed)), untrusted(one.name),
        untrusted(one.account), minute(one.set_at),
        one.by_intruder ? "" : " (not in these contexts)",
        one.removed_at ? minute(one.removed_at) : "<strong class=\"alarm\">still there</strong>");
  }
  return html + std::string(kTableEnd);
}

// A row for each person, class and kind of data, worst first.
std::string who_is_named(const exposure::Notice& notice) {
  if (notice.persons == 0) return "";
  std::string html = fmt::format(
      "<h3>Who is named in exposed messages</h3>\n<p>{} in {} of class X2 and above. Kinds of data "
      "are told by patterns that carry a check, and stand for somebody in the message, not always "
      "for the person named on it. Whether and whom to tell is for a lawyer to say; {}</p>\n",
      counted(notice.persons, "person is named", "persons are named") +
          (notice.persons_in_text == 0 ? std::string()
                                       : fmt::format(" by address and {} more by name in the text",
                                                     grouped(notice.persons_in_text))),
      counted(notice.messages, "message", "messages"),
      notice.authority_by
          ? fmt::format("aware since {}, the 72 hours of GDPR Article 33 end on {}.",
                        minute(notice.aware), minute(notice.authority_by))
          : std::string("the 72 hours of GDPR Article 33 run from the moment of awareness "
                        "(<code>letterlock exposure CASE --aware DATE --csv FILE</code>)."));
  if (!notice.with_data.empty()) {
    html += "<ul class=\"plainlist\">";
    for (const auto& [category, messages] : notice.with_data) {
      html += fmt::format("<li>{} in {}</li>", escaped(category_words(category)),
                          counted(messages, "message", "messages"));
    }
    html += "</ul>\n";
  }
  html += table_head({"Person", "Class", "Carries", "Messages"});
  const std::size_t shown = std::min(notice.rows.size(), kPersonsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const exposure::NoticeRow& row = notice.rows[i];
    html += fmt::format(
        "<tr class=\"{0}\"><td>{1}<br><small>{2}</small></td><td><span class=\"tone\">{0}</span>"
        "</td><td>{3}</td><td class=\"num\">{4}</td></tr>\n",
        class_name(row.exposure), untrusted(row.name),
        row.in_text
            ? untrusted(row.address) + (row.address.empty() ? "" : ", ") +
                  fmt::format("named in the text, {}", escaped(certainty_name(row.certainty)))
            : untrusted(row.address),
        row.category ? escaped(category_words(*row.category)) : "no documented pattern",
        grouped(row.messages));
  }
  return html + std::string(kTableEnd) +
         more(notice.rows.size() - shown, "; <code>letterlock exposure CASE --csv</code> has all");
}

std::string messages(const ExposedOverview& exposed) {
  if (exposed.shown.empty()) return "";
  std::string html =
      "<h3>The messages</h3>\n" + table_head({"Class", "Date", "From, subject", "Why"});
  std::array<std::size_t, exposure::kClassCount> shown{};
  for (const ExposedLine& line : exposed.shown) {
    if (line.exposure < exposure::ExposureClass::x2) break;
    if (shown[static_cast<std::size_t>(line.exposure)]++ >= kMessagesShown) continue;
    html += fmt::format(
        "<tr class=\"{}\"><td class=\"when\"><span class=\"tone\">{}</span><br><small>{}</small>"
        "</td><td class=\"when\">{}</td><td>{}<br>{}</td><td><small>{}</small></td></tr>\n",
        class_name(line.exposure), escaped(class_text(line)),
        line.message ? fmt::format("#{}", *line.message) : "not held",
        line.date ? minute(line.date) : "",
        untrusted(line.from.empty() ? line.message_id : line.from),
        untrusted(ellipsize(line.subject, 120)), sentence(line.why));
  }
  return html + std::string(kTableEnd) +
         "<p class=\"more\">Of each class the first; <code>letterlock exposure CASE --csv</code> "
         "lists all.</p>\n";
}

}  // namespace

std::string html_exposure(const Investigation& all) {
  if (!all.exposed) return "";
  const exposure::ExposureResult& result = all.exposed->result;
  std::string html = fmt::format(
      "<section id=\"b\"><h2>B. What the intruder saw</h2>\n<p class=\"lead\">{} of {} were joined "
      "with the mailboxes of the case. A record says that a way of access was used, never who used "
      "it.</p>\n",
      counted(result.events, "record", "records"),
      result.logged ? fmt::format("{} to {}", day(result.logged->from), day(result.logged->until))
                    : "no known time");
  if (result.mailboxes.empty()) {
    html += fmt::format("<p>{}</p>\n", sentence(nobody_found(result)));
    return html + proposals(result) + "</section>\n";
  }
  for (const auto& mailbox : result.mailboxes) html += access_of(all, mailbox);
  for (std::size_t i = 0; i < std::min(result.mailboxes.size(), kMailboxesShown); ++i) {
    const exposure::ReachedMailbox& mailbox = result.mailboxes[i];
    const hunt::Finding* lure = lure_of(all, mailbox);
    html += chart_story(mailbox, result.activity.timeline, lure ? lure->date : std::nullopt);
  }
  html += class_table(result) + coverage(result) + all_deeds(result.activity) +
          persistence(result.activity.persistence) + who_is_named(all.exposed->notice) +
          messages(*all.exposed) + proposals(result) + contexts(result);
  for (const auto& remark : result.remarks) {
    html += fmt::format("<p class=\"hint\">{}</p>\n", sentence(remark));
  }
  return html + "</section>\n";
}

}  // namespace letterlock::report
