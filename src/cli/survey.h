// A first pass over material, for what can be judged only together: key recovery, and what repair
// searches go by.
#pragma once

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
  std::uint64_t messages = 0;
};

struct SurveyWants {
  bool correspondents = false, samples = false, shapes = false;
};

Expected<Survey> survey(const Material& material, const SurveyWants& wants, Progress& progress);

}  // namespace letterlock::cli
