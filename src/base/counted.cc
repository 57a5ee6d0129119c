#include "base/counted.h"

namespace letterlock {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  std::string text = grouped(number);
  text += ' ';
  text += number == 1 ? one : many;
  return text;
}

}  // namespace letterlock
