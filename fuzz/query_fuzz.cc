// The query language, the tokenizer and snippets under hostile input. Checked for every input: a
// query is read or refused with a usage error that names a column; the tree keeps its limits;
// tokens lie inside the text, in order, folded once and for all; a snippet is no longer than asked.
#include <cstdint>
#include <string>

#include "property.h"
#include "store/query.h"
#include "store/snippet.h"
#include "store/tokenizer.h"

namespace {

using namespace letterlock;
using fuzz::require;
using namespace letterlock::store;

std::size_t check_tree(const Query& query, int depth) {
  require(depth <= 110);  // 50 levels, each a group of its own with AND and OR inside
  if (query.op == Query::Op::both || query.op == Query::Op::either) {
    require(query.children.size() >= 2);
  } else if (query.op == Query::Op::negated) {
    require(query.children.size() == 1);
  } else {
    require(query.children.empty());
  }
  std::size_t terms = query.children.empty() ? 1 : 0;
  for (const Query& child : query.children) terms += check_tree(child, depth + 1);
  return terms;
}

void check_tokens(std::string_view text) {
  Tokenizer tokenizer;
  tokenizer.start(text);
  std::size_t position = 0;
  for (Tokenizer::Token token; tokenizer.next(token);) {
    require(token.begin >= position && token.end > token.begin && token.end <= text.size());
    position = token.end;
    require(!token.text.empty() && token.text.size() <= Tokenizer::kLongestToken);
    require(token.text.find_first_of(" \"") == std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_tokens(text);
  const std::size_t line = text.find('\n');
  const auto query = parse_query(std::string_view(text).substr(0, line));
  if (!query) {
    require(query.error().code == ErrorCode::usage);
    require(query.error().message.starts_with("query, column "));
    return 0;
  }
  require(check_tree(*query, 0) <= 1'000);
  constexpr std::size_t kColumns = 40;
  const std::string shown = snippet(text, *query, kColumns);
  std::size_t characters = 0;
  for (const char c : shown) characters += (c & 0xC0) != 0x80 ? 1 : 0;
  require(characters <= kColumns + 2);
  return 0;
}
