#include "store/snippet.h"

#include <algorithm>
#include <deque>
#include <vector>

#include "base/ascii.h"
#include "store/tokenizer.h"

namespace letterlock::store {
namespace {

struct Phrase {
  std::vector<std::string> tokens;
  bool prefix = false;
};

void collect(const Query& query, Tokenizer& tokenizer, std::vector<Phrase>& phrases) {
  if (query.op == Query::Op::negated) return;
  if (query.op == Query::Op::words) {
    Phrase phrase;
    phrase.prefix = query.prefix;
    tokenizer.start(query.text);
    for (Tokenizer::Token token; tokenizer.next(token);) phrase.tokens.emplace_back(token.text);
    if (!phrase.tokens.empty()) phrases.push_back(std::move(phrase));
  }
  for (const Query& child : query.children) collect(child, tokenizer, phrases);
}

struct Seen {
  std::string text;
  std::size_t begin;
};

// Whether the last tokens seen are this phrase.
bool ends_with(const std::deque<Seen>& seen, const Phrase& phrase) {
  const std::size_t length = phrase.tokens.size();
  if (seen.size() < length) return false;
  for (std::size_t i = 0; i < length; ++i) {
    const std::string& token = seen[seen.size() - length + i].text;
    const bool part = phrase.prefix && i + 1 == length;
    if (part ? !token.starts_with(phrase.tokens[i]) : token != phrase.tokens[i]) return false;
  }
  return true;
}

// Where the first of the phrases begins; 0 where none is there.
std::size_t find_first(std::string_view text, Tokenizer& tokenizer,
                       const std::vector<Phrase>& phrases) {
  std::size_t longest = 0;
  for (const Phrase& phrase : phrases) longest = std::max(longest, phrase.tokens.size());
  std::deque<Seen> seen;
  tokenizer.start(text);
  for (Tokenizer::Token token; tokenizer.next(token);) {
    seen.push_back({std::string(token.text), token.begin});
    if (seen.size() > longest) seen.pop_front();
    for (const Phrase& phrase : phrases) {
      if (ends_with(seen, phrase)) return seen[seen.size() - phrase.tokens.size()].begin;
    }
  }
  return 0;
}

bool is_continuation(char octet) { return (octet & 0xC0) == 0x80; }

}  // namespace

bool asks_for_words(const Query& query) {
  if (query.op == Query::Op::negated) return false;
  if (query.op == Query::Op::words) return true;
  return std::any_of(query.children.begin(), query.children.end(), asks_for_words);
}

std::string snippet(std::string_view text, const Query& query, std::size_t columns) {
  Tokenizer tokenizer;
  std::vector<Phrase> phrases;
  collect(query, tokenizer, phrases);
  if (phrases.empty()) return {};
  const std::size_t found = find_first(text, tokenizer, phrases);

  // A third of the line goes before the match, from the start of a word if one is near.
  std::size_t begin = found;
  for (std::size_t before = columns / 3; begin > 0 && before > 0; --begin) {
    if (!is_continuation(text[begin - 1])) --before;
  }
  while (begin < found && is_continuation(text[begin])) ++begin;
  if (begin > 0 && !is_space(text[begin - 1])) {
    const std::size_t space = text.substr(begin, found - begin).find_first_of(" \t\r\n");
    if (space != std::string_view::npos) begin += space + 1;
  }
  std::string line = begin > 0 ? "\u2026" : "";
  std::size_t characters = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const bool space = is_space(text[i]);
    if (space && (line.empty() || line.back() == ' ')) continue;
    if (!is_continuation(text[i]) && ++characters > columns) {
      while (line.ends_with(' ')) line.pop_back();
      return line + "\u2026";
    }
    line += space ? ' ' : text[i];
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace letterlock::store
