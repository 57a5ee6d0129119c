#include "sources/worker/report.h"
namespace letterlock::sources {
void extract_pst(const WorkerLimits&, Report& report) {
  report.defect("", 0, "damaged_container", "not read");
}
}  // namespace letterlock::sources
