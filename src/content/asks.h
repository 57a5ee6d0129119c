// What a text asks its reader to do, by phrases in English, German, French and Spanish.
//
// Phrases of two words and more rather than words: "available", "private" or "confidential" alone
// have a plain meaning in most mail. A phrase does not reach over the end of a sentence.
#pragma once

#include <vector>

#include "content/tokens.h"
#include "content/traits.h"

namespace letterlock::content {

struct FoundAsk {
  AskKind kind = AskKind::login;
  std::uint32_t count = 0;
  std::size_t first = 0, last = 0;  // tokens of the first: inclusive
};

// By kind, each once.
std::vector<FoundAsk> find_asks(const Tokens& tokens);

// All phrases of one language's table, for tests: REQUIRES: `index` < kAskTables.
struct AskTable {
  AskKind kind;
  std::string_view language;
  std::string_view phrases;  // one a line; "a|b" either word, "~" up to two words of any kind;
                             // "$" at the end: the sentence ends there
};
std::span<const AskTable> ask_tables();

}  // namespace letterlock::content
