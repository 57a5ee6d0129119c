// Changes of single lines: quoting, dots, blanks, line ends.
#include <algorithm>

#include "base/ascii.h"
#include "leak/repair/body_search.h"

namespace letterlock::leak {
namespace {

// Lines that may have been appended to a body that was changed in another way too.
constexpr unsigned kFooterLines = 24;
constexpr unsigned kHeadLines = 60;

struct Line {
  std::size_t offset = 0;
  std::string_view text;  // without its line end
  std::size_t end = 0;    // after its line end
};

// Calls `each` for every line.
template <class Each>
void each_line(std::string_view text, Each each) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t newline = text.find('\n', at);
    const std::size_t end = newline == text.npos ? text.size() : newline + 1;
    std::string_view line = text.substr(at, (newline == text.npos ? end : newline) - at);
    if (newline != text.npos && line.ends_with('\r')) line.remove_suffix(1);
    each(Line{at, line, end});
    at = end;
  }
}

template <class Rule>
Step for_lines(Change change, std::string_view text, Rule rule) {
  Step step{change, {}};
  each_line(text, [&](const Line& line) { rule(line, step.splices); });
  return step;
}

using Splices = std::vector<Splice>;

Step unquote_mboxo(std::string_view text) {
  return for_lines(Change::mbox_quoting_added, text, [](const Line& line, Splices& out) {
    if (line.text.starts_with(">From ")) out.push_back({line.offset, 1, {}});
  });
}

Step unquote_mboxrd(std::string_view text) {
  return for_lines(Change::mbox_quoting_added, text, [](const Line& line, Splices& out) {
    const std::size_t quotes = line.text.find_first_not_of('>');
    if (quotes != line.text.npos && quotes > 0 && line.text.substr(quotes).starts_with("From ")) {
      out.push_back({line.offset, 1, {}});
    }
  });
}

Step quote_mboxo(std::string_view text) {
  return for_lines(Change::mbox_quoting_removed, text, [](const Line& line, Splices& out) {
    if (line.text.starts_with("From ")) out.push_back({line.offset, 0, ">"});
  });
}

Step quote_mboxrd(std::string_view text) {
  return for_lines(Change::mbox_quoting_removed, text, [](const Line& line, Splices& out) {
    const std::size_t quotes = line.text.find_first_not_of('>');
    if (quotes != line.text.npos && line.text.substr(quotes).starts_with("From ")) {
      out.push_back({line.offset, 0, ">"});
    }
  });
}

Step unstuff_dots(std::string_view text) {
  return for_lines(Change::dot_stuffing_added, text, [](const Line& line, Splices& out) {
    if (line.text.starts_with("..")) out.push_back({line.offset, 1, {}});
  });
}

Step stuff_dots(std::string_view text) {
  return for_lines(Change::dot_stuffing_removed, text, [](const Line& line, Splices& out) {
    if (line.text.starts_with('.')) out.push_back({line.offset, 0, "."});
  });
}

Step strip_blanks(std::string_view text) {
  return for_lines(Change::trailing_space_added, text, [](const Line& line, Splices& out) {
    std::size_t kept = line.text.size();
    while (kept > 0 && is_wsp(line.text[kept - 1])) --kept;
    if (kept < line.text.size()) {
      out.push_back({line.offset + kept, line.text.size() - kept, {}});
    }
  });
}

// The signature separator (RFC 3676 section 4.3) is what ends in a blank most often.
Step restore_separator(std::string_view text) {
  return for_lines(Change::trailing_space_stripped, text, [](const Line& line, Splices& out) {
    if (line.text == "--") out.push_back({line.offset + 2, 0, " "});
  });
}

// A diff shows an empty line of context as one blank.
Step restore_diff_context(std::string_view text) {
  bool in_hunk = false;
  Step step{Change::trailing_space_stripped, {}};
  each_line(text, [&](const Line& line) {
    if (line.text.starts_with("@@ ")) in_hunk = true;
    if (line.text == "-- " || line.text == "--" || line.text.starts_with("diff ")) in_hunk = false;
    if (line.text == "--" || (in_hunk && line.text.empty())) {
      step.splices.push_back({line.offset + line.text.size(), 0, " "});
    }
  });
  return step;
}

// format=flowed (RFC 3676): a line that goes on in the next ends in a blank.
Step restore_flowed(std::string_view text) {
  Step step{Change::trailing_space_stripped, {}};
  Line last;
  each_line(text, [&](const Line& line) {
    if (last.text.size() > 55 && !line.text.empty() && !is_wsp(line.text[0]) &&
        (last.text[0] == '>') == (line.text[0] == '>') && !last.text.ends_with(' ')) {
      step.splices.push_back({last.offset + last.text.size(), 0, " "});
    }
    last = line;
  });
  return step;
}

Step tabs_to_blanks(std::string_view text, std::size_t width) {
  return for_lines(Change::tabs_changed, text, [width](const Line& line, Splices& out) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.text.size(); ++i) {
      if (line.text[i] == '\t') {
        out.push_back({line.offset + i, 1, std::string(width - column % width, ' ')});
        column += width - column % width;
      } else {
        ++column;
      }
    }
  });
}

// Eight blanks at the start of a line, or after such, were a tab.
Step blanks_to_tabs(std::string_view text) {
  return for_lines(Change::tabs_changed, text, [](const Line& line, Splices& out) {
    std::size_t at = line.text.starts_with('+') || line.text.starts_with('-') ? 1 : 0;
    if (line.text.starts_with(" \t") || line.text.starts_with("         ")) at = 1;
    while (line.text.substr(at).starts_with("        ")) {
      out.push_back({line.offset + at, 8, "\t"});
      at += 8;
    }
  });
}

Step undouble_blank_lines(std::string_view text) {
  Step step{Change::blank_lines_doubled, {}};
  std::size_t number = 0;
  bool all = true;
  each_line(text, [&](const Line& line) {
    if (++number % 2 == 1) return;
    all = all && line.text.empty();
    step.splices.push_back({line.offset, line.end - line.offset, {}});
  });
  if (!all || number < 4) step.splices.clear();
  return step;
}

Step drop_leading_blank_lines(std::string_view text) {
  Step step{Change::blank_line_put_before, {}};
  std::size_t at = 0;
  while (text.substr(at).starts_with("\n") || text.substr(at).starts_with("\r\n")) {
    at += text[at] == '\r' ? 2 : 1;
  }
  if (at > 0) step.splices.push_back({0, at, {}});
  return step;
}

// Bare CR or LF in a message that has CRLF; CR CR LF.
Step mend_line_ends(std::string_view text) {
  Step step{Change::line_ends_changed, {}};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) step.splices.push_back({i, 0, "\r"});
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\r') {
      step.splices.push_back({i, 1, {}});
    }
  }
  return step;
}

}  // namespace

void try_line_changes(std::string_view text, const std::vector<Step>& before, BodyTrial& trial) {
  const bool simple = trial.target().how == auth::Canonicalization::simple;
  std::vector<Step> candidates{unquote_mboxo(text),
                               unquote_mboxrd(text),
                               quote_mboxo(text),
                               quote_mboxrd(text),
                               unstuff_dots(text),
                               stuff_dots(text),
                               drop_leading_blank_lines(text)};
  candidates.push_back(undouble_blank_lines(text));
  if (trial.target().ends == auth::LineEnds::crlf) candidates.push_back(mend_line_ends(text));
  if (simple) {
    for (auto make :
         {restore_separator, strip_blanks, restore_diff_context, restore_flowed, blanks_to_tabs}) {
      candidates.push_back(make(text));
    }
    candidates.push_back(tabs_to_blanks(text, 8));
    candidates.push_back(tabs_to_blanks(text, 4));
  }
  for (Step& step : candidates) {
    if (step.splices.empty()) continue;
    if (trial.attempt_step(text, before, std::move(step), kFooterLines)) return;
  }
  const std::string end(trial.line_end());
  for (unsigned count : {1u, 2u}) {
    std::string lines;
    for (unsigned i = 0; i < count; ++i) lines += end;
    trial.attempt_step(text, before, {Change::blank_line_put_before, {{0, 0, lines}}},
                       kFooterLines);
  }
}

void try_single_lines(std::string_view text, BodyTrial& trial) {
  trial.attempt_heads(text, {}, kHeadLines);
  std::vector<Line> lines;
  each_line(text, [&](const Line& line) {
    if (lines.size() < 2'000) lines.push_back(line);
  });
  // After a soft line break first: there a dot comes to stand at a line start unseen.
  for (const bool after_break : {true, false}) {
    for (std::size_t i = 1; i < lines.size() && !trial.over(); ++i) {
      if (lines[i - 1].text.ends_with('=') != after_break || lines[i].text.empty()) continue;
      trial.attempt_step(text, {}, {Change::leading_dot_lost, {{lines[i].offset, 0, "."}}});
    }
  }
  for (std::size_t i = lines.size(); i > 0 && !trial.over(); --i) {
    const Line& line = lines[i - 1];
    trial.attempt_step(text, {},
                       {Change::line_inserted, {{line.offset, line.end - line.offset, {}}}});
  }
}

}  // namespace letterlock::leak
