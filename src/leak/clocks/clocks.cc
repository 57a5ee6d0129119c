#include "leak/clocks.h"

#include "leak/clocks/gather.h"

namespace letterlock::leak {

ClockTable read_clocks(const mime::Message& message, const ClockContext& context) {
  Gathered gathered = gather_clocks(message, context);
  compare_clocks(gathered);
  gathered.table.trace = observe_trace(message, gathered);
  return std::move(gathered.table);
}

}  // namespace letterlock::leak
