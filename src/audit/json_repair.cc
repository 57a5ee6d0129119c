#include "audit/json_repair.h"

#include <algorithm>

namespace letterlock::audit {

std::string close_json(std::string_view cut) {
  std::string open;       // brackets owed, innermost last
  std::size_t whole = 0;  // what may stay
  bool in_string = false;
  for (std::size_t i = 0; i < cut.size(); ++i) {
    const char c = cut[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    switch (c) {
      case '"':
        in_string = true;
        break;
      case '{':
      case '[':
        open += c == '{' ? '}' : ']';
        whole = i + 1;
        break;
      case '}':
      case ']':
        if (open.empty() || open.back() != c) return {};
        open.pop_back();
        whole = i + 1;
        break;
      case ',':
        whole = i;
        break;
      default:
        break;
    }
    if (open.empty() && whole > 0) break;  // what follows a whole value is not ours
  }
  if (whole == 0) return {};
  std::string text(cut.substr(0, whole));
  std::reverse(open.begin(), open.end());
  return text + open;
}

}  // namespace letterlock::audit
