#include <fmt/format.h>

#include "base/printable.h"
#include "report/html_sections.h"
#include "report/html_text.h"
#include "report/takeover.h"
#include "report/verification.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

std::string counts_table(const VerificationCounts& counts) {
  std::string html =
      "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Verdict</th><th "
      "scope=\"col\">Messages</th><th scope=\"col\">What it says</th></tr></thead><tbody>\n";
  for (const auto& [verdict, count] : counts.verdicts) {
    html += fmt::format("<tr><td>{}</td><td class=\"num\">{}</td><td>{}</td></tr>\n",
                        escaped(leak::to_string(verdict)), grouped(count),
                        escaped(verdict_meaning(verdict)));
  }
  return html + "</tbody></table></div>\n";
}

std::string changes_of(const leak::SignatureVerdict& told) {
  std::string html;
  for (const leak::Edit& change : edits_of(told)) {
    html += "<li>Undone: " + escaped(sentence(change.change));
    if (!change.discloses) {
      html += fmt::format("<br>here <q>{}</q><br>signed <q>{}</q>",
                          untrusted(ellipsize(change.before, 200)),
                          untrusted(ellipsize(change.after, 200)));
    }
    html += "</li>";
  }
  return html.empty() ? html : "<ul>" + html + "</ul>";
}

std::string notable_row(const leak::Examined& message) {
  std::string why;
  if (message.verdict.decisive) {
    const leak::SignatureVerdict& told = message.verdict.signatures[*message.verdict.decisive];
    why = fmt::format("Signature of {}: {}.{}", untrusted(told.check.signature.d),
                      escaped(reason_words(told.why)), changes_of(told));
  }
  if (message.verdict.takeover)
    why += " " + untrusted(takeover_sentence(*message.verdict.takeover));
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}<br>{}</td><td>{}</td></tr>\n",
                     message.id.value_or(0), escaped(verdict_words(message.verdict)),
                     minute(message.date), untrusted(message.from), untrusted(message.subject),
                     why);
}

}  // namespace

std::string html_verification(const Investigation& all) {
  if (!all.verification) return "";
  const VerificationOverview& overview = *all.verification;
  std::string html = fmt::format(
      "<section id=\"c\"><h2>C. What the signatures prove</h2>\n<p>{} and {} were put to {}. No "
      "verdict says who typed a message, that the account was in its owner’s hands, that Date is "
      "true, or who else received it.</p>\n",
      counted(overview.counts.messages, "message", "messages"),
      counted(overview.counts.signatures, "signature", "signatures"),
      counted(overview.keys, "known key", "known keys"));
  html += counts_table(overview.counts);
  if (overview.counts.signatures > 0) {
    html += fmt::format("<p>{}</p>\n", escaped(publishing_warning()));
  }
  if (overview.notable.empty()) return html + "</section>\n";
  html +=
      "<h3>Messages to look at</h3>\n<div class=\"scroll\"><table><thead><tr><th "
      "scope=\"col\">Message</th><th scope=\"col\">Verdict</th><th scope=\"col\">Date</th><th "
      "scope=\"col\">From, subject</th><th scope=\"col\">Why</th></tr></thead><tbody>\n";
  for (const leak::Examined& message : overview.notable) html += notable_row(message);
  html += "</tbody></table></div>\n";
  if (overview.more_notable > 0) {
    html += fmt::format(
        "<p>{} more; <code>letterlock verify {} --keys ARCHIVE</code> lists them among "
        "all messages.</p>\n",
        grouped(overview.more_notable), untrusted(all.case_directory));
  }
  return html + "</section>\n";
}

}  // namespace letterlock::report
