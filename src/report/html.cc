#include "report/html.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "report/html_sections.h"
#include "report/html_text.h"
#include "report/open_questions.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

std::string head(const Investigation& all) {
  const std::string_view style = html_style();
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" "
      "content=\"noindex, nofollow\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta "
      "name=\"format-detection\" content=\"telephone=no, email=no, address=no, "
      "url=no\">\n<title>Investigation of {}</title>\n<style>{}</style>\n</head>\n",
      base64_encode(sha256(style).view()), escaped(all.case_directory), style);
}

std::string column(std::string_view title, std::string_view style,
                   const std::vector<std::string>& lines) {
  std::string html = fmt::format("<section class=\"{}\"><h2>{}</h2><ul>", style, title);
  for (const auto& line : lines) html += "<li>" + sentence(line) + "</li>";
  if (lines.empty()) html += "<li>Nothing.</li>";
  return html + "</ul></section>\n";
}

std::string navigation(const Investigation& all) {
  std::string html =
      "<nav aria-label=\"Sections\"><ul><li><a href=\"#a\">A. Is it really them?</a></li>";
  if (all.exposed) html += "<li><a href=\"#b\">B. What the intruder saw</a></li>";
  html += "<li><a href=\"#archive\">The archive</a></li>";
  if (all.verification) html += "<li><a href=\"#c\">C. What the signatures prove</a></li>";
  std::string letters;
  for (const OpenQuestion& open : open_questions(all))
    letters += fmt::format("{}{}", letters.empty() ? "" : ", ", open.letter);
  return html + fmt::format(
                    "<li><a href=\"#open\">{}: open</a></li><li><a "
                    "href=\"#reading\">How to read this</a></li></ul></nav>\n",
                    letters);
}

std::string opening(const Investigation& all) {
  const Summary summary = summarize(all);
  std::string html = fmt::format(
      "<header class=\"page\"><p class=\"brand\">Letterlock</p><h1>Investigation of {}</h1><p "
      "class=\"made\">Made {} by {} from {}{}.</p></header>\n",
      untrusted(all.case_directory), minute(all.made_at), escaped(all.tool),
      counted(all.different_messages, "message", "messages"),
      all.counts.first && all.counts.last
          ? fmt::format(", {} to {}", day(all.counts.first), day(all.counts.last))
          : std::string());
  html += "<div class=\"summary\">\n" +
          column("What is established", "established", summary.established) +
          column("What departs from the usual", "departs", summary.departs) +
          column("What cannot be said", "unsaid", summary.cannot_say) + "</div>\n";
  return html + navigation(all);
}

std::string open_sections(const Investigation& all) {
  std::string html =
      "<section id=\"open\"><h2>Questions not yet answered</h2>\n<div class=\"open\">\n";
  for (const OpenQuestion& open : open_questions(all)) {
    html += fmt::format(
        "<section><h3><span class=\"letter\">{}</span> {}</h3><p>{}</p><p>It would need:</p><ul>",
        open.letter, escaped(open.question), escaped(open.state));
    for (const Need& need : open.needs) {
      html += "<li>" + escaped(need.what);
      if (!need.command.empty()) html += "<br><code>" + untrusted(need.command) + "</code>";
      html += "</li>";
    }
    html += "</ul></section>\n";
  }
  return html + "</div></section>\n";
}

constexpr std::string_view kReading =
    "<section id=\"reading\"><h2>How to read this</h2>\n<dl class=\"reading\">"
    "<div><dt>Contradicted</dt><dd>Something the case holds says otherwise: a forwarded message "
    "that a "
    "complete mailbox does not have, a quoted link that the original does not have. It needs no "
    "statistics and stands outside the budget.</dd></div>"
    "<div><dt>Departs</dt><dd>Unusual for this sender, measured against this sender's own earlier "
    "messages and everybody's. Unusual is not wrong.</dd></div>"
    "<div><dt>Cannot say</dt><dd>Too little to compare with. It is never rounded to "
    "“fine”.</dd></div>"
    "<div><dt>Points and n</dt><dd>Each reason adds a bounded number of points; their sum orders "
    "the "
    "findings. n is how many messages or comparisons a reason rests on: with a small n, think "
    "little of it.</dd></div>"
    "<div><dt>Octets and hashes</dt><dd>Every quotation names a message, a range of its octets as "
    "received, and the SHA-256 of that range. The command beside it cuts the same octets out of "
    "the "
    "case again. On this page URLs are written as hxxp and [.], so that no program makes links of "
    "them; report.json has them as they are.</dd></div>"
    "<div><dt>What is not here</dt><dd>No message is called genuine, and no person is accused. The "
    "Date "
    "field is what the sender wrote. Nothing was fetched from the "
    "network.</dd></div></dl></section>\n";

}  // namespace

std::string to_html(const Investigation& all) {
  std::string html = head(all);
  html += "<body>\n<main>\n" + opening(all) + html_findings(all) + html_exposure(all) +
          html_archive(all) + html_verification(all) + open_sections(all) + std::string(kReading) +
          "</main>\n";
  html +=
      fmt::format("<footer><p>{} · {} · schema of report.json: docs/report-json.md</p></footer>\n",
                  escaped(all.tool), minute(all.made_at));
  return html + "</body>\n</html>\n";
}

}  // namespace letterlock::report
