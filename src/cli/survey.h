// A first pass over material, for what can be judged only together: key recovery, and what repair
// searches go by.
#pragma once

#include <set>
#include <string>

#include "base/expected.h"
#include "base/progress.h"
#include "cli/each_message.h"
#include "leak/correspondents.h"
#include "leak/recover_samples.h"
#include "leak/shape.h"

namespace letterlock::cli {

struct Survey {
  leak::Correspondents correspondents;
  leak::SampleCollector samples;
  leak::ShapeProfile shapes;
  std::set<std::string> marks;  // of SurveyWants::marks, those that were met
  std::uint64_t messages = 0;
};

struct SurveyWants {
  bool correspondents = false, samples = false, shapes = false;
  const std::set<std::string>* marks = nullptr;  // marks of signatures to look for
};

Expected<Survey> survey(const Material& material, const SurveyWants& wants, Progress& progress);

}  // namespace letterlock::cli
