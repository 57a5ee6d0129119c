#include "sources/reading.h"

namespace letterlock::sources {

Expected<void> Reading::container(const File&, SourceFormat format, const Place& place) {
  defect(place.provenance, 0, "worker_missing",
         fmt::format("no letterlock-extract to read this {} with", to_string(format)));
  return {};
}

Expected<void> Reading::spooled(Stream&, SourceFormat format, const Place& place) {
  defect(place.provenance, 0, "worker_missing",
         fmt::format("no letterlock-extract to read this {} with", to_string(format)));
  return {};
}

}  // namespace letterlock::sources
