#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "casefile/lock.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

constexpr std::uint64_t kSourceDefectsShown = 20;
constexpr std::uint64_t kSourceDefectsInJson = 10'000;

struct Numbers {
  store::Counts counts;
  std::map<std::string, std::uint64_t> defects;
  std::vector<store::SourceDefectFact> source_defects;
  std::vector<store::MailboxCounts> mailboxes;
};

Expected<Numbers> collect(store::FactStore& facts, std::uint64_t source_defects) {
  Numbers numbers;
  auto counts = facts.counts();
  if (!counts) return fail(std::move(counts));
  numbers.counts = *counts;
  auto defects = facts.defect_counts();
  if (!defects) return fail(std::move(defects));
  numbers.defects = std::move(*defects);
  auto lost = facts.source_defects(source_defects);
  if (!lost) return fail(std::move(lost));
  numbers.source_defects = std::move(*lost);
  auto mailboxes = facts.mailboxes();
  if (!mailboxes) return fail(std::move(mailboxes));
  numbers.mailboxes = std::move(*mailboxes);
  return numbers;
}

std::string to_json(const Numbers& numbers, const std::string& writer) {
  const store::Counts& c = numbers.counts;
  JsonWriter json;
  json.object()
      .member("messages", c.messages)
      .member("placements", c.placements)
      .member("mailboxes", c.mailboxes)
      .member("people", c.people);
  json.time_member("first", c.first);
  json.time_member("last", c.last);
  json.member("defects", c.defects)
      .member("source_defects", c.source_defects)
      .member("octets", c.octets)
      .member("threads", c.threads)
      .member("links", c.links)
      .member("attachments", c.attachments)
      .member("distinct_attachments", c.distinct_attachments)
      .member("same_message_id", c.same_message_id)
      .member("without_date", c.without_date);
  json.key("defects_by_name").object();
  for (const auto& [name, count] : numbers.defects) json.member(name, count);
  json.end();
  json.key("mailbox_list").array();
  for (const store::MailboxCounts& mailbox : numbers.mailboxes) {
    json.object().member("mailbox", mailbox.mailbox).member("placements", mailbox.placements);
    json.member("owner", mailbox.owner).member("owner_votes", mailbox.owner_votes);
    json.key("folders").object();
    for (const auto& [folder, count] : mailbox.folders) json.member(folder, count);
    json.end().end();
  }
  json.end();
  json.key("source_defect_list").array();
  for (const store::SourceDefectFact& defect : numbers.source_defects) {
    json.object().member("source", defect.source).member("inner", defect.inner);
    json.member("offset", defect.offset)
        .member("name", defect.name)
        .member("detail", defect.detail)
        .end();
  }
  json.end().key("writer");
  if (writer.empty()) {
    json.null();
  } else {
    json.value(writer);
  }
  json.end();
  return report::json_line("stats", json.take());
}

std::string day(const std::optional<UnixTime>& time) {
  return time ? format_utc(*time).substr(0, 10) : "unknown";
}

std::string to_text(const Numbers& numbers) {
  const store::Counts& c = numbers.counts;
  std::string text = fmt::format("{:>12}  messages, each kept once ({})\n", grouped(c.messages),
                                 readable_size(c.octets));
  const auto line = [&](std::uint64_t count, std::string_view what) {
    text += fmt::format("{:>12}  {}\n", grouped(count), what);
  };
  line(c.placements, "places where they lie (a message in two mailboxes lies in two)");
  line(c.mailboxes, "mailboxes");
  line(c.people, "addresses of people (From, To, Cc, Bcc)");
  line(c.threads, "conversations");
  line(c.links, "links");
  line(c.attachments,
       fmt::format("attachments, {} of them different", grouped(c.distinct_attachments)));
  text += fmt::format(
      "{:>12}  to {}{}\n", day(c.first), day(c.last),
      c.without_date > 0 ? fmt::format(", {} without a date", grouped(c.without_date)) : "");
  line(c.same_message_id, "Message-IDs that several different messages carry");
  line(c.defects, "defects in messages");
  for (const auto& [name, count] : numbers.defects)
    text += fmt::format("{:>14}  {}\n", grouped(count), name);
  line(c.source_defects, "things in the sources that could not be read as mail");
  for (const store::SourceDefectFact& defect : numbers.source_defects) {
    text += fmt::format("              {}\n", source_defect_text(defect));
  }
  if (numbers.source_defects.size() < c.source_defects)
    text += "              ... (all with --json)\n";
  text += "\nMailboxes\n";
  for (const store::MailboxCounts& mailbox : numbers.mailboxes) {
    text += fmt::format("{:>12}  {}", grouped(mailbox.placements), printable(mailbox.mailbox));
    if (!mailbox.owner.empty()) text += fmt::format(" (it seems {}'s)", printable(mailbox.owner));
    text += '\n';
  }
  return text;
}

}  // namespace

int run_stats(const Options& options, const Surroundings& surroundings) {
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  const std::string writer = casefile::Lock::writer(options.case_directory);
  auto numbers =
      collect(opened->facts(), options.json ? kSourceDefectsInJson : kSourceDefectsShown);
  if (!numbers) return report(numbers.error());
  print_out(options.json ? to_json(*numbers, writer) : to_text(*numbers));
  if (!writer.empty() && !options.json) {
    print_err(
        fmt::format("letterlock: {} writes to this case: these are the numbers of what it has "
                    "finished so far.\n",
                    writer));
  }
  return kDone;
}

}  // namespace letterlock::cli
