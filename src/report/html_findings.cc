#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "hunt/known_as.h"
#include "report/charts.h"
#include "report/episodes.h"
#include "report/html_sections.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using Place = std::tuple<store::MessageId, std::uint32_t, std::uint32_t, std::uint32_t>;

Place place_of(const hunt::Evidence& evidence) {
  return {evidence.message, evidence.where.offset, evidence.where.length,
          evidence.decoded ? evidence.decoded->offset + 1 : 0};
}

class FindingHtml {
 public:
  FindingHtml(const Investigation& all, const hunt::Finding& finding, std::size_t rank, double most)
      : all_(all), finding_(finding), rank_(rank), most_(most) {}

  std::string write() {
    out_ += fmt::format(
        "<article class=\"finding {0}\" id=\"finding-{1}\" "
        "aria-labelledby=\"finding-{1}-title\">\n",
        hunt::verdict_name(finding_.verdict), rank_);
    out_ += fmt::format(
        "<header><p class=\"rank\">{0}</p><div><p class=\"verdict\">{2}</p><h3 "
        "id=\"finding-{0}-title\">{1}</h3></div></header>\n",
        rank_, escaped(headline(finding_)), verdict_words(finding_.verdict));
    envelope();
    score();
    reasons();
    for (const auto& contact : finding_.contacts) out_ += chart_contact(finding_, contact);
    closing();
    out_ += "</article>\n";
    return std::move(out_);
  }

 private:
  void row(std::string_view term, const std::string& html) {
    out_ += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", term, html);
  }

  void envelope() {
    out_ += "<dl class=\"envelope\">";
    std::string from = untrusted(finding_.from_address);
    if (!finding_.from_name.empty()) from = untrusted(finding_.from_name) + " · " + from;
    row("From", from);
    if (!finding_.known_as.empty()) {
      row("Also", sentence(hunt::known_as_sentence(finding_.known_as)));
    }
    std::string to;
    for (std::size_t i = 0; i < std::min<std::size_t>(finding_.to.size(), 6); ++i) {
      to += (i > 0 ? ", " : "") + untrusted(finding_.to[i]);
    }
    if (finding_.to.size() > 6) to += fmt::format(" and {} more", finding_.to.size() - 6);
    row("To", to.empty() ? "nobody named" : to);
    row("Date", minute(finding_.date));
    row("Subject", untrusted(finding_.subject));
    std::string copies;
    for (std::size_t i = 0; i < std::min<std::size_t>(finding_.copies.size(), 8); ++i) {
      copies += fmt::format("{}#{}", i > 0 ? ", " : "; also received as ", finding_.copies[i]);
    }
    if (finding_.copies.size() > 8)
      copies += fmt::format(" and {} more", finding_.copies.size() - 8);
    row("Message", fmt::format("#{} · <code>{}</code>{}", finding_.message,
                               finding_.sha256.hex().substr(0, 16) + "…", copies));
    row("History", counted(finding_.history, "earlier message of this sender",
                           "earlier messages of this sender"));
    out_ += "</dl>\n";
  }

  void score() {
    out_ += fmt::format("<div class=\"points\"><span>{:.1f} points</span>{}</div>\n",
                        finding_.score, chart_score(finding_, most_));
  }

  void reasons() {
    out_ += "<ol class=\"reasons\">\n";
    for (const auto& reason : finding_.reasons) {
      out_ += fmt::format(
          "<li class=\"{}\"><p><span class=\"weight\">{:+.1f}</span> {} <span class=\"n\">n = "
          "{}</span></p>\n",
          reason.detector == "thread_truth"   ? "r-thread"
          : reason.detector == "link"         ? "r-link"
          : reason.detector == "relationship" ? "r-relation"
                                              : "r-other",
          reason.weight, sentence(reason.text), grouped(reason.n));
      for (const auto& evidence : reason.evidence) add_evidence(evidence);
      out_ += "</li>\n";
    }
    out_ += "</ol>\n";
  }

  void add_evidence(const hunt::Evidence& evidence) {
    if (!shown_.insert(place_of(evidence)).second) return;  // another reason rests on it too
    out_ += fmt::format(
        "<figure class=\"evidence\"><figcaption>{}: message #{}, octets {} to {}{}</figcaption>",
        escaped(evidence.shows), evidence.message, grouped(evidence.where.offset),
        grouped(std::uint64_t{evidence.where.offset} + evidence.where.length),
        evidence.decoded
            ? fmt::format(" (encoded; this is octet {} and on of the decoded text of part {})",
                          grouped(evidence.decoded->offset), evidence.decoded->part)
        : evidence.field.empty() ? std::string()
                                 : " (field " + escaped(evidence.field) + ")");
    out_ += fmt::format("<pre>{}{}</pre>", escaped_lines(defanged(evidence.says)),
                        evidence.says_all ? "" : "<span class=\"cut\"> … cut here</span>");
    out_ +=
        fmt::format("<p class=\"check\"><code>{}</code><br>gives <code>{}</code></p></figure>\n",
                    escaped(cut_command(all_.case_directory, evidence)), evidence.cut_sha256.hex());
  }

  void closing() {
    if (!finding_.repeats.empty()) {
      out_ += "<p class=\"repeats\">The same cause in ";
      for (std::size_t i = 0; i < std::min<std::size_t>(finding_.repeats.size(), 12); ++i) {
        out_ += fmt::format("{}#{}", i > 0 ? ", " : "", finding_.repeats[i]);
      }
      if (finding_.repeats.size() > 12) {
        out_ += fmt::format(" and {} more", finding_.repeats.size() - 12);
      }
      out_ += ", folded into this finding.</p>\n";
    }
    out_ += fmt::format(
        "<div class=\"closing\"><section><h4>What would explain it "
        "innocently</h4><p>{}</p></section>",
        sentence(finding_.innocent));
    out_ += fmt::format(
        "<section><h4>What to ask, by another channel</h4><p>{}</p><p class=\"hint\">By telephone "
        "or "
        "in person, on a number known from before; not by answering this "
        "message.</p></section></div>\n",
        finding_.ask.empty() ? "Did you send this message?" : sentence(finding_.ask));
  }

  const Investigation& all_;
  const hunt::Finding& finding_;
  std::size_t rank_;
  double most_;
  std::set<Place> shown_;
  std::string out_;
};

std::string truth_table(const hunt::TruthCounts& truth) {
  if (truth.claims == 0) return "";
  std::string html =
      "<h3>Quoted and forwarded text, checked against the case</h3>\n<table "
      "class=\"plain\"><caption>" +
      counted(truth.claims, "block names an original", "blocks name an original") +
      "</caption><tbody>";
  const auto row = [&](std::string_view what, std::uint64_t count) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", what, grouped(count));
  };
  row("held, and nothing differs that matters", truth.held);
  row("held with other words or links", truth.differs);
  row("not held, but somebody else quoted the same text before", truth.quoted_elsewhere);
  row("not held, although a mailbox in the case should hold it", truth.absent);
  row("not held, and no mailbox here covers it: cannot say", truth.cannot_say - truth.not_searched);
  if (truth.not_searched > 0) {
    row("not looked for by text, its words being too common: cannot say", truth.not_searched);
  }
  return html + "</tbody></table>\n";
}

}  // namespace

std::string html_findings(const Investigation& all) {
  const hunt::HuntResult& hunt = all.hunt;
  std::string html =
      "<section id=\"a\"><h2><span class=\"letter\">A</span> Is it really them?</h2>\n";
  html += fmt::format(
      "<p class=\"lead\">{} looked at, each compared only with what came before it. {} below, in "
      "the "
      "order in which to look at them. Points order them: they are no probability, and a finding "
      "says "
      "nothing about who wrote a message.</p>\n",
      counted(hunt.messages, "message was", "messages were"),
      hunt.findings.empty() ? "No finding stands"
                            : counted(hunt.findings.size(), "finding stands", "findings stand"));
  double most = 0;
  for (const auto& finding : hunt.findings) most = std::max(most, finding.score);
  if (!hunt.findings.empty()) {
    html +=
        "<ul class=\"legend\"><li class=\"r-thread\">thread truth</li><li "
        "class=\"r-link\">link</li><li "
        "class=\"r-relation\">relationship</li><li class=\"r-other\">client, writing, requests and "
        "others</li></ul>\n";
  }
  html += html_episodes(hunt.episodes);
  for (std::size_t i = 0; i < hunt.findings.size(); ++i) {
    html += FindingHtml(all, hunt.findings[i], i + 1, most).write();
  }
  if (hunt.beyond_budget > 0) {
    html +=
        fmt::format("<p>{} left out: this report shows {} besides contradictions (--budget).</p>\n",
                    counted(hunt.beyond_budget, "weaker finding is", "weaker findings are"),
                    grouped(hunt.budget));
  }
  return html + truth_table(hunt.truth) + "</section>\n";
}

}  // namespace letterlock::report
