// Octets replaced in a text, and chains of such replacements. Internal to the repair search.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "leak/repair.h"

namespace letterlock::leak {

struct Splice {
  std::size_t offset = 0, length = 0;  // what goes
  std::string with;                    // what comes
};

// In ascending order, without overlap. REQUIRES: they lie within `text`.
std::string spliced(std::string_view text, std::span<const Splice> splices);

// One change that was undone; its splices are of the text that the step before left.
struct Step {
  Change change = Change::footer_appended;
  std::vector<Splice> splices;
};

// Where `offset` of the text after `steps` stood in the text before them.
std::size_t before_steps(std::span<const Step> steps, std::size_t offset);

// The edits that `steps` undid in `body`, which begins at `base` of the message. Many splices of
// one step are told as one.
std::vector<Edit> edits_of(std::span<const Step> steps, std::string_view body, std::size_t base);

}  // namespace letterlock::leak
