#include "cli/survey.h"

#include <fmt/format.h>

namespace letterlock::cli {

Expected<Survey> survey(const Material& material, const SurveyWants& wants, Progress& progress) {
  Survey told;
  progress.stage("reading", "messages", 0);
  auto read = each_message(
      material,
      [&](leak::Specimen&& specimen) -> Expected<void> {
        ++told.messages;
        auto message = mime::Message::parse_view(specimen.octets);
        if (!message) return {};
        if (wants.correspondents) told.correspondents.add(*message);
        if (wants.shapes) told.shapes.learn(leak::shape_of(*message));
        if (wants.samples) {
          told.samples.add(*message, specimen.id ? fmt::format("{}", *specimen.id) : specimen.path);
        }
        return {};
      },
      [](const std::string&) {},  // the second pass says it
      progress);
  if (!read) return fail(std::move(read));
  told.correspondents.settle();
  return told;
}

}  // namespace letterlock::cli
