// The text form of a key archive, version 1 (docs/key-archive.md): lines that a person can read, a
// diff can show and any program can parse.
//
//   letterlock-keys 1
//   key example.com mail2012 rsa 2048 5f70bf18...
//   record "k=rsa; p=MIIB..."
//   dns source="resolver of the newsroom" first=2012-03-01 last=2016-09-30 dnssec=no
//   published source="Harbor archive" where="https://keys.example/harbor" first=2012 last=2016-10
//   state retired from=2016-10 source="Harbor archive"
//
// Writing is deterministic: the same keys and statements give the same octets, however they came
// in. Reading takes what fits and names the line and reason of what does not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/key_archive.h"
#include "base/expected.h"

namespace letterlock::auth {

struct LineProblem {
  std::size_t line = 0;  // from 1
  std::string reason;
};

struct KeyTextReading {
  std::vector<LineProblem> problems;  // at most kMostLineProblems; then one that says so
  std::size_t unread_lines = 0;       // all lines that were not understood
  std::size_t duplicates = 0;         // lines that said what was known already
};
constexpr std::size_t kMostLineProblems = 1000;

// Adds what `text` holds to `archive`. Fails only where the first line is not ours or names a
// version we do not know.
Expected<KeyTextReading> read_key_archive(std::string_view text, KeyArchive& archive);

std::string write_key_archive(const KeyArchive& archive);
// Only the keys given (indices), in that order.
std::string write_key_archive(const KeyArchive& archive, std::span<const std::uint32_t> keys);

// `text` in double quotes; '"', '\' and everything but printable ASCII as \", \\, \xNN.
std::string quoted(std::string_view text);

}  // namespace letterlock::auth
