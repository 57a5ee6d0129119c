#include "report/html_text.h"

#include "base/markup.h"
#include "base/printable.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::string_view kOpen = "“", kClose = "”";

}  // namespace

std::string escaped(std::string_view text) { return escape_markup(printable(text)); }

std::string escaped_lines(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lines += text[i];
  }
  return escape_markup(printable(lines, true));
}

std::string untrusted(std::string_view text) {
  return "<bdi>" + escaped(defanged(text)) + "</bdi>";
}

std::string sentence(std::string_view text) {
  const std::string safe = defanged_sentence(text);
  std::string out;
  for (std::string_view rest = safe; !rest.empty();) {
    const std::size_t open = rest.find(kOpen);
    const std::size_t close = open == std::string_view::npos ? open : rest.find(kClose, open);
    if (close == std::string_view::npos) return out + escaped(rest);
    out += escaped(rest.substr(0, open));
    out += "<bdi>" + escaped(rest.substr(open, close + kClose.size() - open)) + "</bdi>";
    rest.remove_prefix(close + kClose.size());
  }
  return out;
}

}  // namespace letterlock::report
