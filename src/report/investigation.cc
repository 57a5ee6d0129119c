#include "report/investigation.h"

#include <algorithm>
#include <iterator>

#include "mime/defect.h"
#include "report/takeover.h"
#include "report/verify_case.h"

namespace letterlock::report {
namespace {

std::string explanation_of(std::string_view name) {
  for (const mime::DefectKind kind : mime::all_defects()) {
    if (mime::defect_name(kind) == name) return std::string(mime::defect_explanation(kind));
  }
  return "";
}

Expected<void> read_lists(store::FactStore& facts, const InvestigateOptions& options,
                          Investigation& into) {
  auto counts = facts.counts();
  if (!counts) return fail(std::move(counts));
  into.counts = *counts;
  auto months = facts.months();
  if (!months) return fail(std::move(months));
  into.months = std::move(*months);
  auto people = facts.people(options.most_people);
  if (!people) return fail(std::move(people));
  into.people = std::move(*people);
  auto pairs = facts.pairs(options.most_pairs);
  if (!pairs) return fail(std::move(pairs));
  into.pairs = std::move(*pairs);
  auto shared = facts.shared_attachments(options.most_attachments);
  if (!shared) return fail(std::move(shared));
  into.shared_attachments = std::move(*shared);
  auto of_sources = facts.source_defects(options.most_source_defects);
  if (!of_sources) return fail(std::move(of_sources));
  into.source_defects = std::move(*of_sources);
  return {};
}

Expected<void> read_defects(store::FactStore& facts, Investigation& into) {
  auto defects = facts.defect_counts();
  if (!defects) return fail(std::move(defects));
  for (const auto& [name, count] : *defects) {
    into.defects.push_back({name, explanation_of(name), count});
  }
  std::stable_sort(into.defects.begin(), into.defects.end(), [](const auto& a, const auto& b) {
    return a.messages_or_places > b.messages_or_places;
  });
  return {};
}

Expected<void> read_mailboxes(store::FactStore& facts, const hunt::Ground& ground,
                              Investigation& into) {
  auto counted = facts.mailboxes();
  if (!counted) return fail(std::move(counted));
  for (auto& counts : *counted) {
    MailboxOverview mailbox;
    for (const auto& held : ground.mailboxes()) {
      if (held.name != counts.mailbox) continue;
      mailbox.first = held.first;
      mailbox.last = held.last;
      mailbox.sent = held.sent;
      mailbox.received = held.received;
      mailbox.keeps_sent = held.keeps_sent;
      mailbox.keeps_received = held.keeps_received;
      break;
    }
    mailbox.counts = std::move(counts);
    into.mailboxes.push_back(std::move(mailbox));
  }
  return {};
}

Expected<void> read_duplicates(store::FactStore& facts, const hunt::Ground& ground,
                               std::uint64_t most, Investigation& into) {
  into.different_messages = ground.different_messages();
  into.same_message_id_groups = ground.same_message_id_groups();
  for (const auto& group : ground.same_message_id()) {
    if (into.same_message_id.size() == most) break;
    auto summaries = facts.summaries(group.messages);
    if (!summaries) return fail(std::move(summaries));
    if (summaries->empty()) continue;
    into.same_message_id.push_back({summaries->front().message_id, std::move(*summaries)});
  }
  return {};
}

}  // namespace

Expected<Investigation> investigate(store::FactStore& facts, const hunt::EvidenceSource& evidence,
                                    const InvestigateOptions& options, Progress& progress) {
  Investigation result;
  result.tool = options.tool;
  result.made_at = options.now;
  progress.stage("counting", "messages", 0);
  if (auto done = read_lists(facts, options, result); !done) return fail(std::move(done));
  if (auto done = read_defects(facts, result); !done) return fail(std::move(done));
  auto ground = hunt::Ground::survey(facts, progress);
  if (!ground) return fail(std::move(ground));
  if (auto done = read_mailboxes(facts, *ground, result); !done) return fail(std::move(done));
  if (auto done = read_duplicates(facts, *ground, options.most_duplicates, result); !done) {
    return fail(std::move(done));
  }
  auto hunted = hunt::hunt(facts, *ground, evidence, options.hunt, progress);
  if (!hunted) return fail(std::move(hunted));
  result.hunt = std::move(*hunted);
  if (options.events != nullptr) {
    auto exposed = examine_exposure(facts, *options.events, evidence, options.exposed, progress);
    if (!exposed) return fail(std::move(exposed));
    if (exposed->result.has_logs) result.exposed = std::move(*exposed);
  }
  if (options.keys != nullptr) {
    InvestigateOptions with_windows = options;
    if (result.exposed) {
      auto windows = taken_over_by(result.exposed->result);
      auto& into = with_windows.examine.verdict.taken_over;
      into.insert(into.end(), std::make_move_iterator(windows.begin()),
                  std::make_move_iterator(windows.end()));
    }
    auto verified = verify_case(facts, evidence, with_windows, progress);
    if (!verified) return fail(std::move(verified));
    result.verification = std::move(*verified);
  }
  return result;
}

Expected<Investigation> investigate(casefile::Case& the_case, const InvestigateOptions& options,
                                    Progress& progress) {
  InvestigateOptions with_logs = options;
  if (options.events == nullptr && the_case.has_logs()) {
    auto events = the_case.events();
    if (!events) return fail(std::move(events));
    with_logs.events = *events;
  }
  auto result = investigate(
      the_case.facts(), [&](store::MessageId id) { return the_case.evidence(id); }, with_logs,
      progress);
  if (result) result->case_directory = the_case.directory().string();
  return result;
}

}  // namespace letterlock::report
