#include "hunt/detector.h"

#include "base/counted.h"
#include "base/printable.h"

namespace letterlock::hunt {

std::string in_quotes(std::string_view text, std::size_t most) {
  return "“" + ellipsize(printable(text), most) + "”";
}

std::string earlier_messages(std::uint64_t number) {
  return counted(number, "earlier message", "earlier messages");
}

}  // namespace letterlock::hunt
