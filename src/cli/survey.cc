#include "cli/survey.h"

#include <fmt/format.h>

#include "auth/dkim_signature.h"
#include "leak/recover.h"

namespace letterlock::cli {

namespace {

void look_for_marks(const mime::Message& message, const std::set<std::string>& wanted,
                    std::set<std::string>& met) {
  constexpr std::uint32_t kMostSignatures = 50;  // as DkimOptions has it
  std::uint32_t looked_at = 0;
  for (std::uint32_t i = 0; i < message.header().size() && looked_at < kMostSignatures; ++i) {
    if (message.header()[i].id != mime::FieldName::dkim_signature) continue;
    ++looked_at;
    std::string mark = leak::signature_mark(auth::parse_dkim_signature(message, i).b);
    if (wanted.contains(mark)) met.insert(std::move(mark));
  }
}

}  // namespace

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
        if (wants.marks != nullptr) look_for_marks(*message, *wants.marks, told.marks);
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
