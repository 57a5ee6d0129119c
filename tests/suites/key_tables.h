// The keys that come with the public collections: a table of (domain, selector, bits, p=), and what
// single suites bring along.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "auth/test_keys.h"
#include "suites/suite.h"

namespace letterlock::suites {

inline std::vector<std::string> split_tabs(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t tab = std::min(line.find('\t', at), line.size());
    cells.push_back(line.substr(at, tab - at));
    at = tab + 1;
  }
  return cells;
}

// Adds the keys of dkim-keys/`table`; columns domain, selector, bits, p_base64. Keys of the
// selector `but` stay out.
inline void add_key_table(const std::string& table, auth::TestKeys& keys,
                          const std::string& but = "") {
  std::ifstream file(corpora() / "dkim-keys" / table);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = split_tabs(line);
    if (cells.size() > 3 && cells[1] != but) {
      keys.add(cells[0], cells[1], "v=DKIM1; p=" + cells[3]);
    }
  }
}

// p= of one key of known-keys.tsv; "" where it is not there.
inline std::string known_p(const std::string& domain, const std::string& selector) {
  std::ifstream file(corpora() / "dkim-keys/known-keys.tsv");
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> cells = split_tabs(line);
    if (cells.size() > 3 && cells[0] == domain && cells[1] == selector) return cells[3];
  }
  return {};
}

// Lines "selector._domainkey.domain record" up to a blank one; the rest comes back.
inline std::string take_records(const std::string& text, auth::TestKeys& keys) {
  const std::string_view middle = "._domainkey.";
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line(trim(std::string_view(text).substr(at, end - at)));
    at = std::min(end + 1, text.size());
    const std::size_t key = line.find(middle);
    if (key == line.npos) return text.substr(at);
    const std::size_t space = line.find(' ');
    keys.add(line.substr(key + middle.size(), space - key - middle.size()), line.substr(0, key),
             line.substr(space + 1));
  }
}

}  // namespace letterlock::suites
