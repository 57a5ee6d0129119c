#include "report/html_text.h"

#include "base/printable.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

std::string markup_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

constexpr std::string_view kOpen = "“", kClose = "”";

}  // namespace

std::string escaped(std::string_view text) { return markup_escaped(printable(text)); }

std::string escaped_lines(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lines += text[i];
  }
  return markup_escaped(printable(lines, true));
}

std::string untrusted(std::string_view text) {
  return "<bdi>" + escaped(defanged(text)) + "</bdi>";
}

std::string sentence(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find(kOpen);
    const std::size_t close = open == std::string_view::npos ? open : text.find(kClose, open);
    if (close == std::string_view::npos) break;
    out += escaped(defanged(text.substr(0, open)));
    const std::string_view name = text.substr(open + kOpen.size(), close - open - kOpen.size());
    const bool host = name.find(' ') == std::string_view::npos &&
                      name.find('@') == std::string_view::npos &&
                      name.find("://") == std::string_view::npos;
    std::string shown;
    for (const char c : name) shown += host && c == '.' ? std::string("[.]") : std::string(1, c);
    out += "<bdi>“" + escaped(host ? shown : defanged(name)) + "”</bdi>";
    text.remove_prefix(close + kClose.size());
  }
  return out + escaped(defanged(text));
}

}  // namespace letterlock::report
