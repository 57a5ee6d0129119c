#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/conversation.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kIndentMost = 20;  // deeper replies are not moved further right
constexpr std::uint64_t kUsualLimit = 100;

std::string_view basis_name(store::EdgeBasis basis) {
  switch (basis) {
    case store::EdgeBasis::none:
      return "none";
    case store::EdgeBasis::references:
      return "references";
    case store::EdgeBasis::in_reply_to:
      return "in_reply_to";
    case store::EdgeBasis::thread_index:
      return "thread_index";
    case store::EdgeBasis::subject_and_people:
      return "subject_and_people";
  }
  return "";
}

struct Line {
  store::MessageSummary message;
  Conversation::Place place;
  std::vector<store::MessageId> copies;
  store::MessageId copy_of = store::kNoMessage;
};

// It says what it answers, and the case does not hold that.
bool names_absent_parent(const Conversation::Place& place) {
  return place.parent == store::kNoMessage && place.basis && *place.basis != store::EdgeBasis::none;
}

std::string to_json(const Line& line) {
  JsonWriter json;
  json.object();
  write_message(json, line.message, line.copies, line.copy_of);
  json.key("parent");
  if (line.place.parent != store::kNoMessage) {
    json.value(line.place.parent);
  } else {
    json.null();
  }
  json.key("basis");
  if (line.place.basis) {
    json.value(basis_name(*line.place.basis));
  } else {
    json.null();
  }
  json.member("names_absent_parent", names_absent_parent(line.place));
  json.end();
  return report::json_line("message", json.take());
}

std::string note_of(const Line& line) {
  if (line.copy_of != store::kNoMessage) return fmt::format("a copy of {}", line.copy_of);
  if (names_absent_parent(line.place)) return "answers a message that is not in the case";
  if (line.place.basis == store::EdgeBasis::subject_and_people) {
    return "a guess by subject and people";
  }
  return line.place.basis == store::EdgeBasis::thread_index ? "by Thread-Index" : "";
}

std::string to_text(const Line& line, store::MessageId asked, bool copies_follow, bool color) {
  const store::MessageSummary& m = line.message;
  const std::string& who = m.from_name.empty() ? m.from_address : m.from_name;
  const std::string note = note_of(line);
  return fmt::format(
      "{}{:>7}  {}  {}{}  {}{}{}\n", m.id == asked ? "*" : " ", m.id, short_date(m.date),
      std::string(2 * std::min(line.place.depth, kIndentMost), ' '),
      styled(ellipsize(printable(who), 28), Style::green, color),
      ellipsize(printable(m.subject), 80), copies_follow ? "" : copies_note(line.copies.size()),
      note.empty() ? "" : "  " + styled("[" + note + "]", Style::dim, color));
}

// The messages that are shown: a stretch of the conversation with the one asked for in it.
struct Window {
  std::size_t begin = 0, end = 0;
};

Window window_of(const Conversation& conversation, store::MessageId asked, std::uint64_t most) {
  const std::size_t size = conversation.size();
  if (most == 0 || most >= size) return {0, size};
  std::size_t at = 0;
  conversation.walk([&](const Conversation::Place& place) {
    if (place.id == asked) return false;
    ++at;
    return true;
  });
  const std::size_t begin = at < most ? 0 : std::min(at - most / 2, size - most);
  return {begin, begin + most};
}

// Prints the lines one by one.
class Printer {
 public:
  Printer(store::FactStore& facts, const Options& options, store::MessageId asked)
      : facts_(facts), options_(options), asked_(asked), color_(use_color(STDOUT_FILENO)) {}

  Expected<void> print(const Conversation::Place& place,
                       const std::vector<store::MessageId>& copies) {
    if (auto printed = print_line({{}, place, copies, store::kNoMessage}, place.id); !printed) {
      return printed;
    }
    for (const store::MessageId copy : options_.copies ? copies : std::vector<store::MessageId>()) {
      if (auto printed = print_line({{}, place, {}, place.id}, copy); !printed) return printed;
    }
    return {};
  }

 private:
  Expected<void> print_line(Line line, store::MessageId id) {
    auto message = facts_.summaries(std::span(&id, 1));
    if (!message) return fail(std::move(message));
    if (message->empty()) return {};
    line.message = std::move(message->front());
    print_out(options_.json ? to_json(line) : to_text(line, asked_, options_.copies, color_));
    return {};
  }

  store::FactStore& facts_;
  const Options& options_;
  const store::MessageId asked_;
  const bool color_;
};

Expected<void> print(const Conversation& conversation, Window window, Printer& printer) {
  std::size_t at = 0;
  Expected<void> printed;
  conversation.walk([&](const Conversation::Place& place) {
    if (at++ < window.begin) return true;
    printed = printer.print(place, conversation.copies_of(place.id));
    return printed && at < window.end;
  });
  return printed;
}

}  // namespace

int run_thread(const Options& options, const Surroundings& surroundings) {
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  auto id = opened->resolve(options.id);
  if (!id) return report(id.error());
  auto conversation = Conversation::read(opened->facts(), *id, true);
  if (!conversation) return report(conversation.error());
  const store::MessageId asked = conversation->shown(*id);
  const Window window =
      window_of(*conversation, asked, options.limit_named ? options.limit : kUsualLimit);
  Printer printer(opened->facts(), options, options.copies ? *id : asked);
  if (auto printed = print(*conversation, window, printer); !printed) {
    return report(printed.error());
  }
  if (const std::size_t shown = window.end - window.begin; shown < conversation->size()) {
    print_err(fmt::format(
        "{} of {}{}; --limit 0 shows all.\n", grouped(shown),
        counted(conversation->size(), "message", "messages"),
        window.begin == 0 ? ", from the first on" : fmt::format(", those around {}", asked)));
  }
  return kDone;
}

}  // namespace letterlock::cli
