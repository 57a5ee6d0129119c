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

// Adds the keys of dkim-keys/`table`; columns domain, selector, bits, p_base64.
inline void add_key_table(const std::string& table, auth::TestKeys& keys) {
  std::ifstream file(corpora() / "dkim-keys" / table);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = split_tabs(line);
    if (cells.size() > 3) keys.add(cells[0], cells[1], "v=DKIM1; p=" + cells[3]);
  }
}

}  // namespace letterlock::suites
