#include <fmt/format.h>
#include <unistd.h>

#include <span>

#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "content/content.h"
#include "mime/defect.h"
#include "mime/message.h"
#include "report/json_line.h"
#include "store/snippet.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kSnippetColumns = 140;

Expected<std::string> snippet(casefile::Case& from, const store::MessageSummary& message,
                              const store::Query& query) {
  auto octets = from.evidence(message.evidence, message.location);
  if (!octets) return fail(std::move(octets));
  auto parsed = mime::Message::parse_view(*octets);
  if (!parsed) return std::string();
  return printable(store::snippet(content::extract(*parsed).text, query, kSnippetColumns));
}

struct Hit {
  store::MessageSummary message;
  std::vector<store::MessageId> copies;
  store::MessageId copy_of = store::kNoMessage;
};

Expected<std::string> to_text(casefile::Case& from, const Hit& hit, const store::Query& query,
                              bool copies_follow, bool color) {
  const store::MessageSummary& m = hit.message;
  const bool copy = hit.copy_of != store::kNoMessage;
  const std::string& who = m.from_name.empty() ? m.from_address : m.from_name;
  const std::string note = copy            ? fmt::format("  (a copy of {})", hit.copy_of)
                           : copies_follow ? ""
                                           : copies_note(hit.copies.size());
  std::string text =
      fmt::format("{}  {}  {}  {}{}\n", styled(fmt::format("{:>7}", m.id), Style::bold, color),
                  short_date(m.date), styled(ellipsize(printable(who), 28), Style::green, color),
                  ellipsize(printable(m.subject), 90), styled(note, Style::dim, color));
  if (store::asks_for_words(query) && !copy) {
    auto around = snippet(from, m, query);
    if (!around) return fail(std::move(around));
    text += "         " + styled(*around, Style::dim, color) + "\n";
  }
  return text;
}

Expected<store::Query> query_of(const Options& options) {
  std::vector<std::string_view> defects;
  for (const mime::DefectKind kind : mime::all_defects()) {
    defects.push_back(mime::defect_name(kind));
  }
  return store::parse_query(options.query, defects);
}

class Printer {
 public:
  Printer(casefile::Case& from, const store::Query& query, const Options& options)
      : from_(from), query_(query), options_(options), color_(use_color(STDOUT_FILENO)) {}

  Expected<void> print(store::MessageId id, const std::vector<store::MessageId>& copies) {
    if (auto printed = print_hit(id, {{}, copies, store::kNoMessage}); !printed) return printed;
    for (const store::MessageId copy : options_.copies ? copies : std::vector<store::MessageId>()) {
      if (auto printed = print_hit(copy, {{}, {}, id}); !printed) return printed;
    }
    return {};
  }

 private:
  Expected<void> print_hit(store::MessageId id, Hit hit) {
    auto message = from_.facts().summaries(std::span(&id, 1));
    if (!message) return fail(std::move(message));
    if (message->empty()) return {};
    hit.message = std::move(message->front());
    if (options_.json) {
      JsonWriter json;
      json.object();
      write_message(json, hit.message, hit.copies, hit.copy_of);
      json.end();
      print_out(report::json_line("message", json.take()));
      return {};
    }
    auto text = to_text(from_, hit, query_, options_.copies, color_);
    if (!text) return fail(std::move(text));
    print_out(*text);
    return {};
  }

  casefile::Case& from_;
  const store::Query& query_;
  const Options& options_;
  const bool color_;
};

}  // namespace

int run_search(const Options& options, const Surroundings& surroundings) {
  auto query = query_of(options);
  if (!query) return report(query.error());
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  store::HitOptions wanted;
  if (options.limit > 0) wanted.most = options.limit;
  wanted.skip = options.skip;
  wanted.fold = true;
  auto hits = opened->facts().hits(*query, wanted);
  if (!hits) return report(hits.error());
  Printer printer(*opened, *query, options);
  for (const store::MessageId id : hits->ids) {
    if (auto printed = printer.print(id, hits->copies_of(id)); !printed) {
      return report(printed.error());
    }
  }
  const std::uint64_t shown = hits->ids.size();
  if (!options.json) {
    if (shown == 0) {
      print_err("No message matches.\n");
    } else if (options.skip + shown < hits->total) {
      print_err(fmt::format("{} of {}; more with --skip {} or --limit 0.\n", grouped(shown),
                            grouped(hits->total), options.skip + shown));
    } else {
      print_err(fmt::format("{} found.\n", grouped(hits->total)));
    }
  }
  return shown == 0 ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli
