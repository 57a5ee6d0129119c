#include <fmt/format.h>
#include <unistd.h>

#include <limits>

#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "content/content.h"
#include "mime/message.h"
#include "store/snippet.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kSnippetColumns = 140;
constexpr std::uint64_t kPage = 500;

Expected<std::string> snippet(casefile::Case& from, const store::MessageSummary& message,
                              const store::Query& query) {
  auto octets = from.evidence(message.evidence, message.location);
  if (!octets) return fail(std::move(octets));
  auto parsed = mime::Message::parse_view(*octets);
  if (!parsed) return std::string();
  return printable(store::snippet(content::extract(*parsed).text, query, kSnippetColumns));
}

Expected<std::string> to_text(casefile::Case& from, const store::SearchHit& hit,
                              const store::Query& query, bool color) {
  const store::MessageSummary& m = hit.message;
  const std::string& who = m.from_name.empty() ? m.from_address : m.from_name;
  std::string text =
      fmt::format("{}  {}  {}  {}\n", styled(fmt::format("{:>7}", m.id), Style::bold, color),
                  short_date(m.date), styled(ellipsize(printable(who), 28), Style::green, color),
                  ellipsize(printable(m.subject), 90));
  if (store::asks_for_words(query)) {
    auto around = snippet(from, m, query);
    if (!around) return fail(std::move(around));
    text += "         " + styled(*around, Style::dim, color) + "\n";
  }
  return text;
}

}  // namespace

int run_search(const Options& options, const Surroundings& surroundings) {
  auto query = store::parse_query(options.query);
  if (!query) return report(query.error());
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  const bool color = use_color(STDOUT_FILENO);
  const std::uint64_t wanted =
      options.limit == 0 ? std::numeric_limits<std::uint64_t>::max() : options.limit;
  std::uint64_t total = 0;
  std::uint64_t shown = 0;
  while (shown < wanted) {
    const std::uint64_t page = std::min(kPage, wanted - shown);
    auto hits =
        opened->facts().search(*query, page, options.skip + shown, shown == 0 ? &total : nullptr);
    if (!hits) return report(hits.error());
    for (const store::SearchHit& hit : *hits) {
      if (options.json) {
        print_out(summary_json(hit.message) + "\n");
        continue;
      }
      auto text = to_text(*opened, hit, *query, color);
      if (!text) return report(text.error());
      print_out(*text);
    }
    shown += hits->size();
    if (hits->size() < page) break;
  }
  if (!options.json) {
    if (shown == 0) {
      print_err("No message matches.\n");
    } else if (options.skip + shown < total) {
      print_err(fmt::format("{} of {}; more with --skip {} or --limit 0.\n", grouped(shown),
                            grouped(total), options.skip + shown));
    } else {
      print_err(fmt::format("{} found.\n", grouped(total)));
    }
  }
  return shown == 0 ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli
