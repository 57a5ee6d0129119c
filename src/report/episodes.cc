#include "report/episodes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"
#include "report/html_text.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kChangesShown = 8;
constexpr std::size_t kMessagesShown = 12;
constexpr std::size_t kEpisodesInHtml = 10;
// The others unfold, so that the findings are not pages away.
constexpr std::size_t kEpisodesOpen = 3;

std::string numbers_of(const hunt::Episode& episode) {
  std::string list;
  for (std::size_t i = 0; i < std::min(kMessagesShown, episode.messages.size()); ++i) {
    list += fmt::format("{}#{}", i > 0 ? ", " : "", episode.messages[i]);
  }
  if (episode.messages.size() > kMessagesShown) {
    list += fmt::format(" and {} more", episode.messages.size() - kMessagesShown);
  }
  return list;
}

std::string change_words(std::string_view code) {
  std::string words = finding_words(code);
  if (!words.empty()) words.front() = to_upper(words.front());
  return words;
}

}  // namespace

std::string episode_time(const hunt::Episode& episode) {
  if (episode.from == episode.until) return minute(episode.from);
  std::string from = minute(episode.from);
  if (from.ends_with(" UTC")) from.resize(from.size() - 4);
  return from + " to " + minute(episode.until);
}

void write_episodes(const std::vector<hunt::Episode>& episodes, std::size_t most, Page& page) {
  if (episodes.empty()) return;
  page.raw("\n" + page.styled("1", "Episodes: what departs from one account within a time") + "\n");
  for (std::size_t rank = 1; rank <= std::min(most, episodes.size()); ++rank) {
    const hunt::Episode& episode = episodes[rank - 1];
    const bool contradicted = episode.verdict == hunt::Verdict::contradicted;
    page.raw("\n");
    page.raw(page.styled(contradicted ? "1;31" : "1;33", fmt::format("{:>3}. ", rank)) +
             page.styled("1", printable(episode.account)) + "\n");
    page.paragraph(fmt::format("{}, {:.1f} points, {}", episode_time(episode), episode.score,
                               verdict_words(episode.verdict)),
                   5);
    page.paragraph(
        counted(episode.messages.size(), "message", "messages") + ": " + numbers_of(episode), 5);
    for (std::size_t i = 0; i < std::min(kChangesShown, episode.changed.size()); ++i) {
      page.paragraph(change_words(episode.changed[i]), 7, "     -");
    }
  }
  if (episodes.size() > most) {
    page.raw("\n");
    page.paragraph("and " + counted(episodes.size() - most, "weaker episode", "weaker episodes"),
                   2);
  }
  page.raw("\n");
}

std::string html_episodes(const std::vector<hunt::Episode>& episodes) {
  if (episodes.empty()) return "";
  std::string html =
      "<h3>Episodes: what departs from one account within a time</h3>\n<p>An account that somebody "
      "else uses shows in more than one message. The findings below take them one by one.</p>\n";
  for (std::size_t i = 0; i < std::min(kEpisodesInHtml, episodes.size()); ++i) {
    const hunt::Episode& episode = episodes[i];
    if (i == kEpisodesOpen) {
      html += fmt::format("<details><summary>{}</summary>\n",
                          counted(episodes.size() - i, "weaker episode", "weaker episodes"));
    }
    html += fmt::format(
        "<article class=\"finding episode {0}\" id=\"episode-{1}\"><header><p "
        "class=\"rank\">{1}</p><div><p class=\"verdict\">{2}</p><h3>{3}</h3></div></header>\n",
        hunt::verdict_name(episode.verdict), i + 1, verdict_words(episode.verdict),
        untrusted(episode.account));
    html += fmt::format(
        "<dl class=\"envelope\"><div><dt>When</dt><dd>{}</dd></div><div><dt>Messages</dt><dd>{}"
        "</dd></div></dl>\n<div class=\"points\"><span>{:.1f} points</span></div>\n<ul "
        "class=\"changed\">\n",
        episode_time(episode), numbers_of(episode), episode.score);
    for (std::size_t j = 0; j < std::min(kChangesShown, episode.changed.size()); ++j) {
      html += fmt::format("<li>{}</li>\n", escaped(change_words(episode.changed[j])));
    }
    html += "</ul>\n</article>\n";
  }
  if (episodes.size() > kEpisodesInHtml) {
    html += fmt::format(
        "<p>{} left out here; report.json has them.</p>\n",
        counted(episodes.size() - kEpisodesInHtml, "weaker episode is", "weaker episodes are"));
  }
  if (episodes.size() > kEpisodesOpen) html += "</details>\n";
  return html + "<h3>Findings, message by message</h3>\n";
}

}  // namespace letterlock::report
