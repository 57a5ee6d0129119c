#include "store/query.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/ascii.h"
#include "base/nearest_word.h"
#include "base/printable.h"
#include "store/tokenizer.h"

namespace letterlock::store {
namespace {

constexpr std::size_t kMostTerms = 1'000;
constexpr int kDeepest = 50;

using Op = Query::Op;

struct Key {
  std::string_view name;
  Op op;
};
constexpr Key kKeys[] = {
    {"from", Op::from},
    {"to", Op::to},
    {"cc", Op::cc},
    {"subject", Op::subject},
    {"link", Op::link},
    {"attachment", Op::attachment},
    {"thread", Op::thread},
    {"in", Op::in},
    {"id", Op::id},
    {"date", Op::date},
    {"has", Op::has_attachment},
};
constexpr std::string_view kKeyNames =
    "from, to, cc, date, subject, link, attachment, thread, has, in, id";

// [begin, end) of a calendar year, month or day in UTC.
struct DateSpan {
  UnixTime begin = 0, end = 0;
};

std::optional<unsigned> digits(std::string_view text, std::size_t length) {
  if (text.size() != length) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

std::optional<DateSpan> calendar_span(std::string_view text) {
  constexpr UnixTime kDay = 86'400;
  const auto year = digits(text.substr(0, 4), 4);
  if (!year || *year == 0) return std::nullopt;
  const auto start = [&](std::int64_t y, unsigned m, unsigned d) {
    return days_from_civil(y, m, d) * kDay;
  };
  if (text.size() == 4) return DateSpan{start(*year, 1, 1), start(*year + 1, 1, 1)};
  const auto month =
      text.size() >= 7 && text[4] == '-' ? digits(text.substr(5, 2), 2) : std::nullopt;
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  const UnixTime next_month = *month == 12 ? start(*year + 1, 1, 1) : start(*year, *month + 1, 1);
  if (text.size() == 7) return DateSpan{start(*year, *month, 1), next_month};
  const auto day =
      text.size() == 10 && text[7] == '-' ? digits(text.substr(8, 2), 2) : std::nullopt;
  if (!day || *day < 1) return std::nullopt;
  const UnixTime begin = start(*year, *month, *day);
  if (begin >= next_month) return std::nullopt;
  return DateSpan{begin, begin + kDay};
}

class Parser {
 public:
  Parser(std::string_view text, std::span<const std::string_view> defects)
      : text_(text), defects_(defects) {}

  Expected<Query> parse() {
    auto query = either(0);
    if (!query) return query;
    if (position_ < text_.size()) return wrong(position_, "this \")\" closes nothing");
    return query;
  }

 private:
  // The column in characters, from 1.
  Unexpected wrong(std::size_t at, std::string_view why) const {
    std::size_t column = 1;
    for (const char c : text_.substr(0, at)) column += (c & 0xC0) != 0x80 ? 1 : 0;
    return fail(ErrorCode::usage, "query, column {}: {}", column, why);
  }

  void skip_space() {
    while (position_ < text_.size() && is_space(text_[position_])) ++position_;
  }
  bool at(char c) const { return position_ < text_.size() && text_[position_] == c; }
  bool at_end() const { return position_ >= text_.size() || text_[position_] == ')'; }

  // A bare upper-case word between terms.
  bool take_word(std::string_view word) {
    if (!text_.substr(position_).starts_with(word)) return false;
    const std::size_t after = position_ + word.size();
    if (after < text_.size() && !is_space(text_[after]) && text_[after] != '(' &&
        text_[after] != ')') {
      return false;
    }
    position_ = after;
    skip_space();
    return true;
  }

  static Query joined(Op op, std::vector<Query> children) {
    if (children.empty()) return {};
    if (children.size() == 1) return std::move(children.front());
    Query query;
    query.op = op;
    query.children = std::move(children);
    return query;
  }

  Expected<Query> either(int depth) {
    std::vector<Query> choices;
    for (;;) {
      skip_space();
      if (choices.empty() ? false : at_end()) return wrong(position_, "something must follow OR");
      const std::size_t begin = position_;
      auto choice = both(depth);
      if (!choice) return choice;
      const bool nothing = choice->op == Op::all;
      choices.push_back(std::move(*choice));
      const std::size_t or_at = position_;
      if (!take_word("OR")) {
        if (nothing && choices.size() > 1) return wrong(begin, "something must follow OR");
        return joined(Op::either, std::move(choices));
      }
      if (nothing) return wrong(or_at, "something must stand before OR");
    }
  }

  Expected<Query> both(int depth) {
    std::vector<Query> terms;
    for (;;) {
      skip_space();
      if (at_end()) break;
      const std::size_t begin = position_;
      if (take_word("OR")) {
        position_ = begin;
        break;
      }
      if (take_word("AND")) {
        if (terms.empty() || at_end()) return wrong(begin, "AND stands between two terms");
        continue;
      }
      auto next = term(depth);
      if (!next) return next;
      terms.push_back(std::move(*next));
    }
    return joined(Op::both, std::move(terms));
  }

  Expected<Query> term(int depth) {
    if (depth >= kDeepest) {
      return wrong(position_, fmt::format("more than {} levels of parentheses", kDeepest));
    }
    if (at('-')) {
      const std::size_t begin = position_++;
      if (position_ >= text_.size() || is_space(text_[position_]) || at(')')) {
        return wrong(begin, "a term must follow \"-\" directly");
      }
      return negated(depth);
    }
    if (const std::size_t begin = position_; take_word("NOT")) {
      skip_space();
      if (at_end()) return wrong(begin, "something must follow NOT");
      return negated(depth);
    }
    if (at('(')) return group(depth);
    if (++terms_ > kMostTerms) {
      return wrong(position_, fmt::format("more than {} terms", kMostTerms));
    }
    const std::size_t begin = position_;
    if (at('"')) return words(Op::words, begin);
    const std::string_view rest = text_.substr(position_);
    const std::size_t letters =
        rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (letters == std::string_view::npos || letters == 0 || rest[letters] != ':') {
      return words(Op::words, begin);
    }
    const std::string name = lower_ascii(rest.substr(0, letters));
    for (const Key& key : kKeys) {
      if (key.name != name) continue;
      position_ += letters + 1;
      return keyed(key.op, begin);
    }
    // "Re:" and "https://x.example/" are text, "form:alice" is a slip.
    const std::string_view after = rest.substr(letters + 1);
    const bool bare = after.empty() || is_space(after.front()) || after.front() == ')';
    if (bare || after.starts_with("//")) return words(Op::words, begin);
    return wrong(begin, fmt::format("there is no key \"{}:\" (keys are {}); put the whole in "
                                    "quotes to search for it as text",
                                    name, kKeyNames));
  }

  Expected<Query> negated(int depth) {
    auto child = term(depth + 1);
    if (!child) return child;
    Query query;
    query.op = Op::negated;
    query.children.push_back(std::move(*child));
    return query;
  }

  Expected<Query> group(int depth) {
    const std::size_t begin = position_++;
    auto inner = either(depth + 1);
    if (!inner) return inner;
    if (!at(')')) return wrong(begin, "this \"(\" is never closed");
    ++position_;
    if (inner->op == Op::all) return wrong(begin, "there is nothing between these parentheses");
    return inner;
  }

  // A word or a quoted string; nullopt where quotes stay open.
  std::optional<std::string_view> value(bool& quoted) {
    quoted = at('"');
    if (quoted) {
      const std::size_t close = text_.find('"', position_ + 1);
      if (close == std::string_view::npos) return std::nullopt;
      const std::string_view inside = text_.substr(position_ + 1, close - position_ - 1);
      position_ = close + 1;
      return inside;
    }
    const std::size_t begin = position_;
    while (position_ < text_.size() && !is_space(text_[position_]) && text_[position_] != '(' &&
           text_[position_] != ')' && text_[position_] != '"') {
      ++position_;
    }
    return text_.substr(begin, position_ - begin);
  }

  Expected<Query> words(Op op, std::size_t begin) {
    const std::size_t value_at = position_;
    bool quoted = false;
    const auto text = value(quoted);
    if (!text) return wrong(value_at, "this quote is never closed");
    Query query;
    query.op = op;
    query.text = *text;
    if (!query.text.empty() && at('*') && quoted) {
      query.prefix = true;
      ++position_;
    } else if (!quoted && query.text.ends_with('*')) {
      query.prefix = true;
      query.text.pop_back();
    }
    if (!is_searchable(query.text)) {
      return wrong(begin, "there is no letter or digit to search for here");
    }
    return query;
  }

  static bool is_searchable(std::string_view text) {
    Tokenizer tokenizer;
    tokenizer.start(text);
    Tokenizer::Token token;
    return tokenizer.next(token);
  }

  Expected<Query> keyed(Op op, std::size_t begin) {
    if (op == Op::subject && !(at_end() || is_space(text_[position_]))) return words(op, begin);
    const std::size_t value_at = position_;
    bool quoted = false;
    const auto text = value(quoted);
    if (!text) return wrong(value_at, "this quote is never closed");
    if (text->empty()) {
      return wrong(value_at, fmt::format("a value must follow \"{}\" directly",
                                         text_.substr(begin, value_at - begin)));
    }
    if (op == Op::date) return date(*text, value_at);
    if (op == Op::has_attachment) return has(*text, value_at);
    Query query;
    query.op = op;
    query.text = *text;
    return query;
  }

  Expected<Query> date(std::string_view text, std::size_t value_at) const {
    Query query;
    query.op = Op::date;
    const std::size_t dots = text.find("..");
    const std::string_view left = text.substr(0, dots);
    const std::string_view right = dots == std::string_view::npos ? left : text.substr(dots + 2);
    const auto first = calendar_span(left), last = calendar_span(right);
    if ((!left.empty() && !first) || (!right.empty() && !last) || (!first && !last)) {
      return wrong(value_at, fmt::format("\"{}\" is no date: write 2024, 2024-06, 2024-06-01, or "
                                         "two of them with \"..\" between",
                                         printable(text)));
    }
    if (first) query.from_time = first->begin;
    if (last) query.until_time = last->end;
    if (first && last && first->begin >= last->end) {
      return wrong(value_at, "the range ends before it begins");
    }
    return query;
  }

  Expected<Query> has(std::string_view text, std::size_t value_at) const {
    static constexpr std::pair<std::string_view, Op> kThings[] = {
        {"attachment", Op::has_attachment},
        {"link", Op::has_link},
        {"quote", Op::has_quote},
        {"defect", Op::has_defect},
        {"reconstructed", Op::reconstructed},
    };
    Query query;
    const std::size_t colon = text.find(':');
    const std::string name = lower_ascii(text.substr(0, colon));
    for (const auto& [thing, op] : kThings) {
      if (thing != name) continue;
      if (colon != std::string_view::npos) {
        if (op != Op::has_defect || colon + 1 == text.size()) break;
        query.text = lower_ascii(text.substr(colon + 1));
        if (auto known = known_defect(query.text, value_at); !known) return fail(std::move(known));
      }
      query.op = op;
      return query;
    }
    return wrong(value_at, fmt::format("has: knows attachment, link, quote, defect, defect:NAME "
                                       "and reconstructed, not \"{}\"",
                                       printable(text)));
  }

  Expected<void> known_defect(std::string_view name, std::size_t value_at) const {
    if (defects_.empty() || std::find(defects_.begin(), defects_.end(), name) != defects_.end()) {
      return {};
    }
    const auto near = nearest_word(name, defects_);
    return wrong(value_at,
                 fmt::format("there is no defect \"{}\"; {}", printable(name),
                             near ? fmt::format("did you mean has:defect:{}?", *near)
                                  : fmt::format("the names are {}", fmt::join(defects_, ", "))));
  }

  std::string_view text_;
  std::span<const std::string_view> defects_;
  std::size_t position_ = 0;
  std::size_t terms_ = 0;
};

}  // namespace

Expected<Query> parse_query(std::string_view text, std::span<const std::string_view> defects) {
  return Parser(text, defects).parse();
}

}  // namespace letterlock::store
