#include <array>

#include "report/exposed.h"

namespace letterlock::report {
namespace {

using exposure::ExposedMessage;
using exposure::MessageExposure;

ExposedLine line_of(const ExposedMessage& message) {
  ExposedLine line;
  line.exposure = message.exposure->exposure;
  line.certainty = message.exposure->certainty;
  line.message_id = message.message_id;
  line.mailbox = message.mailbox;
  line.subject = message.subject;
  line.why = message.why;
  line.records = message.records;
  if (message.held) {
    line.message = message.held->id;
    line.message_id = message.held->message_id;
    line.from = message.held->from_address;
    line.subject = message.held->subject;
    line.date = message.held->date;
  }
  return line;
}

// The first `most` of each class, in their order.
std::vector<MessageExposure> first_of_each_class(const std::vector<MessageExposure>& all,
                                                 std::uint64_t most) {
  std::array<std::uint64_t, exposure::kClassCount> taken{};
  std::vector<MessageExposure> chosen;
  for (const MessageExposure& message : all) {
    if (taken[static_cast<std::size_t>(message.exposure)]++ < most) chosen.push_back(message);
  }
  return chosen;
}

}  // namespace

Expected<ExposedOverview> examine_exposure(store::FactStore& facts, store::EventStore& events,
                                           const exposure::ReadMessage& read,
                                           const ExposedOptions& options, Progress& progress) {
  auto result = exposure::expose(facts, events, options.exposure, progress);
  if (!result) return fail(std::move(result));
  ExposedOverview overview;
  overview.result = std::move(*result);
  auto notice = exposure::notice(overview.result, facts, read, options.notice, progress);
  if (!notice) return fail(std::move(notice));
  overview.notice = std::move(*notice);
  // Only what is shown is described: the others stay out of sight for that long.
  std::vector<MessageExposure> all =
      first_of_each_class(overview.result.messages, options.most_shown);
  all.swap(overview.result.messages);
  auto visited = exposure::each_message(overview.result, facts, [&](const ExposedMessage& message) {
    overview.shown.push_back(line_of(message));
    return true;
  });
  all.swap(overview.result.messages);
  if (!visited) return fail(std::move(visited));
  return overview;
}

}  // namespace letterlock::report
