#include <fmt/format.h>

#include <algorithm>

#include "report/charts.h"
#include "report/html_sections.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kPeopleShown = 40;

std::string readable_size(std::uint64_t octets) {
  constexpr std::string_view kUnits[] = {"octets", "KB", "MB", "GB", "TB"};
  auto size = static_cast<double>(octets);
  std::size_t unit = 0;
  while (size >= 1000 && unit + 1 < std::size(kUnits)) {
    size /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} octets", octets)
                   : fmt::format("{:.1f} {}", size, kUnits[unit]);
}

std::string numbers(const Investigation& all) {
  const store::Counts& counts = all.counts;
  std::string html = "<dl class=\"numbers\">";
  const auto number = [&](std::string_view what, const std::string& value) {
    html += fmt::format("<div><dd>{}</dd><dt>{}</dt></div>", value, what);
  };
  number("messages by Message-ID", grouped(all.different_messages));
  number("with every copy", grouped(counts.messages));
  number("mailboxes", grouped(counts.mailboxes));
  number("addresses", grouped(counts.people));
  number("threads", grouped(counts.threads));
  number("links", grouped(counts.links));
  number("attachments", grouped(counts.attachments));
  number("in all", readable_size(counts.octets));
  return html + "</dl>\n";
}

std::string share(const hunt::Completeness& keeps) {
  if (keeps.expected == 0) return "not measured";
  return fmt::format("{} of {}", grouped(keeps.found), grouped(keeps.expected));
}

std::string mailboxes(const Investigation& all) {
  if (all.mailboxes.empty() || !all.counts.first || !all.counts.last) return "";
  std::string html = fmt::format(
      "<h3>Mailboxes and what they cover</h3>\n<p>The strips run from {} to {}; the upper half is "
      "mail "
      "that the owner sent, the lower half all other. “Keeps” counts messages that answers name: "
      "of "
      "those it should hold, how many it does.</p>\n<div class=\"scroll\"><table><thead><tr><th "
      "scope=\"col\">Mailbox</th><th scope=\"col\" class=\"cover\">Coverage</th><th scope=\"col\" "
      "class=\"num\">Messages</th><th scope=\"col\" class=\"num opt\">Keeps of sent</th><th "
      "scope=\"col\" "
      "class=\"num opt\">Keeps of answered</th></tr></thead><tbody>\n",
      day(all.counts.first), day(all.counts.last));
  for (const auto& mailbox : all.mailboxes) {
    html += fmt::format(
        "<tr><th scope=\"row\">{}<small>{}</small></th><td class=\"cover\">{}</td><td "
        "class=\"num\">{}</td><td class=\"num opt\">{}</td><td class=\"num opt\">{}</td></tr>\n",
        untrusted(mailbox.counts.mailbox),
        mailbox.counts.owner.empty() ? "owner unclear" : untrusted(mailbox.counts.owner),
        chart_coverage(mailbox, *all.counts.first, *all.counts.last),
        grouped(mailbox.counts.placements), share(mailbox.keeps_sent),
        share(mailbox.keeps_received));
  }
  return html + "</tbody></table></div>\n";
}

std::string people(const Investigation& all) {
  std::string html =
      "<h3>People</h3>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Who</th><th "
      "scope=\"col\" class=\"num\">Sent</th><th scope=\"col\" class=\"num\">Received</th><th "
      "scope=\"col\" "
      "class=\"opt\">First</th><th scope=\"col\" class=\"opt\">Last</th></tr></thead><tbody>\n";
  const std::size_t shown = std::min(all.people.size(), kPeopleShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& person = all.people[i];
    html += fmt::format(
        "<tr><th scope=\"row\">{}<small>{}</small></th><td class=\"num\">{}</td><td "
        "class=\"num\">{}</td><td class=\"opt\">{}</td><td class=\"opt\">{}</td></tr>\n",
        person.display_name.empty() ? "" : untrusted(person.display_name),
        untrusted(person.address), grouped(person.sent), grouped(person.received),
        day(person.first), day(person.last));
  }
  html += "</tbody></table></div>\n";
  if (all.counts.people > shown) {
    html += fmt::format("<p class=\"more\">{} more; the busiest {} are in report.json.</p>\n",
                        grouped(all.counts.people - shown), grouped(all.people.size()));
  }
  return html;
}

std::string defects(const Investigation& all) {
  if (all.defects.empty() && all.source_defects.empty()) return "";
  std::string html =
      "<h3>Defects</h3>\n<p>What is malformed, as found. A defect is a fact about octets; most "
      "come "
      "from careless software.</p>\n";
  if (!all.defects.empty()) {
    html +=
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">In messages</th><th "
        "scope=\"col\" "
        "class=\"num\">Times</th></tr></thead><tbody>\n";
    for (const auto& defect : all.defects) {
      html += fmt::format(
          "<tr><th scope=\"row\"><code>{}</code><small>{}</small></th><td "
          "class=\"num\">{}</td></tr>\n",
          escaped(defect.name), escaped(defect.explanation), grouped(defect.messages_or_places));
    }
    html += "</tbody></table></div>\n";
  }
  if (!all.source_defects.empty()) {
    html +=
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">In sources</th><th "
        "scope=\"col\" "
        "class=\"num\">At octet</th></tr></thead><tbody>\n";
    for (const auto& defect : all.source_defects) {
      html += fmt::format(
          "<tr><th scope=\"row\"><code>{}</code><small>{}{}{} · {}</small></th><td "
          "class=\"num\">{}</td></tr>\n",
          escaped(defect.name), untrusted(defect.source), defect.inner.empty() ? "" : " › ",
          untrusted(defect.inner), untrusted(defect.detail),
          defect.offset == 0 ? "" : grouped(defect.offset));
    }
    html += "</tbody></table></div>\n";
    if (all.counts.source_defects > all.source_defects.size()) {
      html += fmt::format("<p class=\"more\">{} more.</p>\n",
                          grouped(all.counts.source_defects - all.source_defects.size()));
    }
  }
  return html;
}

std::string duplicates(const Investigation& all) {
  std::string html = "<h3>Copies and doubles</h3>\n";
  const store::Counts& counts = all.counts;
  html += fmt::format(
      "<p>{} by Message-ID, received as {}, lying in {}. {} carried by messages whose octets "
      "differ: "
      "mostly one message that took several ways.</p>\n",
      counted(all.different_messages, "message", "messages"),
      counted(counts.messages, "different file", "different files"),
      counted(counts.placements, "place", "places"),
      counted(counts.same_message_id, "Message-ID is", "Message-IDs are"));
  if (all.same_message_id_groups == 0) {
    return html + "<p>None of these differ in From, Date or Subject.</p>\n";
  }
  html += fmt::format(
      "<p>{} From, Date or Subject that differ:</p>\n<ul class=\"doubles\">\n",
      counted(all.same_message_id_groups, "Message-ID stands with", "Message-IDs stand with"));
  for (const auto& group : all.same_message_id) {
    html += fmt::format("<li><code>{}</code> ", untrusted(group.message_id));
    for (std::size_t i = 0; i < std::min<std::size_t>(group.messages.size(), 6); ++i) {
      const auto& message = group.messages[i];
      html += fmt::format("{}#{} ({}, {}, {})", i > 0 ? "; " : "", message.id, day(message.date),
                          untrusted(message.from_address), untrusted(message.subject));
    }
    if (group.messages.size() > 6) html += fmt::format(" and {} more", group.messages.size() - 6);
    html += "</li>\n";
  }
  html += "</ul>\n";
  if (all.same_message_id_groups > all.same_message_id.size()) {
    html += fmt::format("<p class=\"more\">{} more.</p>\n",
                        grouped(all.same_message_id_groups - all.same_message_id.size()));
  }
  return html;
}

std::string attachments(const Investigation& all) {
  if (all.shared_attachments.empty()) return "";
  std::string html =
      "<h3>Attachments in several messages</h3>\n<div class=\"scroll\"><table><thead><tr><th "
      "scope=\"col\">File</th><th scope=\"col\" class=\"num\">Messages</th><th scope=\"col\" "
      "class=\"num "
      "opt\">Size</th></tr></thead><tbody>\n";
  for (const auto& shared : all.shared_attachments) {
    html += fmt::format(
        "<tr><th scope=\"row\">{}<small><code>{}</code></small></th><td class=\"num\">{}</td><td "
        "class=\"num opt\">{}</td></tr>\n",
        shared.filename.empty() ? "without a name" : untrusted(shared.filename),
        shared.hash.hex().substr(0, 24) + "…", grouped(shared.messages),
        readable_size(shared.size));
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string html_archive(const Investigation& all) {
  std::string html = "<section id=\"archive\"><h2>What the archive holds</h2>\n" + numbers(all);
  html +=
      "<h3>Mail over time</h3>\n<figure class=\"chart\"><figcaption>Every copy counted, by month "
      "of the Date field.</figcaption>" +
      chart_months(all.months) + "</figure>\n";
  html += mailboxes(all);
  html +=
      "<h3>Who writes to whom</h3>\n<figure class=\"chart\"><figcaption>Rows write to columns; the "
      "stronger the colour, "
      "the more messages (each step is a multiple of the one before).</figcaption>" +
      chart_pairs(all.people, all.pairs) + "</figure>\n";
  html += people(all) + duplicates(all) + attachments(all) + defects(all);
  return html + "</section>\n";
}

}  // namespace letterlock::report
