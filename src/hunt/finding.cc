#include "hunt/finding.h"

namespace letterlock::hunt {

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::consistent:
      return "consistent";
    case Verdict::deviates:
      return "deviates";
    case Verdict::contradicted:
      return "contradicted";
    case Verdict::cannot_say:
      return "cannot_say";
  }
  return "";
}

}  // namespace letterlock::hunt
