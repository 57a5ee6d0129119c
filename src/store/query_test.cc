#include "store/query.h"

#include <gtest/gtest.h>

namespace letterlock::store {
namespace {

constexpr std::pair<Query::Op, std::string_view> kNames[] = {
    {Query::Op::all, "all"},
    {Query::Op::both, "both"},
    {Query::Op::either, "either"},
    {Query::Op::negated, "not"},
    {Query::Op::words, "words"},
    {Query::Op::from, "from"},
    {Query::Op::to, "to"},
    {Query::Op::cc, "cc"},
    {Query::Op::subject, "subject"},
    {Query::Op::link, "link"},
    {Query::Op::attachment, "attachment"},
    {Query::Op::thread, "thread"},
    {Query::Op::in, "in"},
    {Query::Op::id, "id"},
    {Query::Op::date, "date"},
    {Query::Op::has_attachment, "has-attachment"},
    {Query::Op::has_link, "has-link"},
    {Query::Op::has_quote, "has-quote"},
    {Query::Op::has_defect, "has-defect"},
    {Query::Op::reconstructed, "reconstructed"},
};

// The tree in one line: "both(words[a] not(from[x.example]))".
std::string written(const Query& query) {
  std::string out;
  for (const auto& [op, name] : kNames) {
    if (op == query.op) out = name;
  }
  if (query.from_time) out += " from " + format_utc(*query.from_time);
  if (query.until_time) out += " until " + format_utc(*query.until_time);
  if (!query.text.empty()) out += "[" + query.text + (query.prefix ? "*]" : "]");
  if (query.children.empty()) return out;
  out += '(';
  for (const Query& child : query.children) out += written(child) + ' ';
  out.back() = ')';
  return out;
}

struct Case {
  std::string_view text, want;
};

TEST(QueryTest, IsReadAsTheGrammarSays) {
  constexpr Case kCases[] = {
      {"", "all"},
      {"  ", "all"},
      {"invoice", "words[invoice]"},
      {"invoice overdue", "both(words[invoice] words[overdue])"},
      {"invoice AND overdue", "both(words[invoice] words[overdue])"},
      {"a b OR c", "either(both(words[a] words[b]) words[c])"},
      {"a (b OR c)", "both(words[a] either(words[b] words[c]))"},
      {"ORDER or ANDY", "both(words[ORDER] words[or] words[ANDY])"},
      {"-draft", "not(words[draft])"},
      {"NOT a b", "both(not(words[a]) words[b])"},
      {"a NOT (b OR c)", "both(words[a] not(either(words[b] words[c])))"},
      {"NOTE not", "both(words[NOTE] words[not])"},
      {"-(a OR b) c", "both(not(either(words[a] words[b])) words[c])"},
      {"--a", "not(not(words[a]))"},
      {"e-mail", "words[e-mail]"},
      {"invo*", "words[invo*]"},
      {"\"wire transfer\"", "words[wire transfer]"},
      {"\"wire trans\"*", "words[wire trans*]"},
      {"FROM:Ada@X.example", "from[Ada@X.example]"},
      {"from:@x.example to:y cc:z", "both(from[@x.example] to[y] cc[z])"},
      {"from:\"Ada Byron\"", "from[Ada Byron]"},
      {"subject:\"year end\"", "subject[year end]"},
      {"subject:rep*", "subject[rep*]"},
      {"link:x.example attachment:.pdf", "both(link[x.example] attachment[.pdf])"},
      {"in:ada/Inbox thread:12 id:#7", "both(in[ada/Inbox] thread[12] id[#7])"},
      {"has:attachment has:Link has:quote", "both(has-attachment has-link has-quote)"},
      {"has:defect has:defect:bare_lf", "both(has-defect has-defect[bare_lf])"},
      {"has:reconstructed", "reconstructed"},
      {"https://x.example/a?b", "words[https://x.example/a?b]"},
      {"Re: 10:30", "both(words[Re:] words[10:30])"},
      {"(a)(b)", "both(words[a] words[b])"},
      {"\xE6\x9D\xB1\xE4\xBA\xAC", "words[\xE6\x9D\xB1\xE4\xBA\xAC]"},
  };
  for (const auto& c : kCases) {
    auto query = parse_query(c.text);
    ASSERT_TRUE(query) << c.text << ": " << query.error().message;
    EXPECT_EQ(written(*query), c.want) << c.text;
  }
}

TEST(QueryTest, DatesAreSpansOfTheCalendarInUtc) {
  constexpr Case kCases[] = {
      {"date:2024", "date from 2024-01-01T00:00:00Z until 2025-01-01T00:00:00Z"},
      {"date:2024-12", "date from 2024-12-01T00:00:00Z until 2025-01-01T00:00:00Z"},
      {"date:2024-02-29", "date from 2024-02-29T00:00:00Z until 2024-03-01T00:00:00Z"},
      {"date:2024-06-01..2024-07", "date from 2024-06-01T00:00:00Z until 2024-08-01T00:00:00Z"},
      {"date:..2024", "date until 2025-01-01T00:00:00Z"},
      {"date:2024-06..", "date from 2024-06-01T00:00:00Z"},
  };
  for (const auto& c : kCases) {
    auto query = parse_query(c.text);
    ASSERT_TRUE(query) << c.text << ": " << query.error().message;
    EXPECT_EQ(written(*query), c.want) << c.text;
  }
}

TEST(QueryTest, MistakesAreNamedWithTheirColumn) {
  constexpr Case kCases[] = {
      {"a \"b", "query, column 3: this quote is never closed"},
      {"\xC3\xA9\xC3\xA9 \"b", "query, column 4: this quote is never closed"},
      {"(a", "query, column 1: this \"(\" is never closed"},
      {"a)", "query, column 2: this \")\" closes nothing"},
      {"()", "query, column 1: there is nothing between these parentheses"},
      {"a OR", "query, column 5: something must follow OR"},
      {"a NOT", "query, column 3: something must follow NOT"},
      {"OR a", "query, column 1: something must stand before OR"},
      {"a OR OR b", "query, column 6: something must stand before OR"},
      {"AND a", "query, column 1: AND stands between two terms"},
      {"a - b", "query, column 3: a term must follow \"-\" directly"},
      {"from: x", "query, column 6: a value must follow \"from:\" directly"},
      {"a !!", "query, column 3: there is no letter or digit to search for here"},
      {"\"\"", "query, column 1: there is no letter or digit to search for here"},
      {"form:ada",
       "query, column 1: there is no key \"form:\" (keys are from, to, cc, date, subject, link, "
       "attachment, thread, has, in, id); put the whole in quotes to search for it as text"},
      {"date:yesterday",
       "query, column 6: \"yesterday\" is no date: write 2024, 2024-06, 2024-06-01, or two of them "
       "with \"..\" between"},
      {"date:2024-07..2024-06", "query, column 6: the range ends before it begins"},
      {"has:pictures",
       "query, column 5: has: knows attachment, link, quote, defect, defect:NAME and "
       "reconstructed, not \"pictures\""},
  };
  for (const auto& c : kCases) {
    auto query = parse_query(c.text);
    ASSERT_FALSE(query) << c.text;
    EXPECT_EQ(query.error().code, ErrorCode::usage) << c.text;
    EXPECT_EQ(query.error().message, c.want) << c.text;
  }
  for (const std::string_view bad :
       {"date:2024-13", "date:2023-02-29", "date:..", "date:2024-6", "date:24", "date:2024-06-01x",
        "date:0000", "has:link:x", "has:defect:"}) {
    EXPECT_FALSE(parse_query(bad)) << bad;
  }
}

TEST(QueryTest, AnUnknownDefectIsAnErrorThatNamesTheNearestOrAll) {
  constexpr std::string_view kDefects[] = {"bare_cr", "boundary_unclosed"};
  EXPECT_TRUE(parse_query("has:defect has:defect:Bare_CR", kDefects));
  const auto message = [&](std::string_view text) {
    return parse_query(text, kDefects).error().message;
  };
  EXPECT_EQ(message("a has:defect:boundry_unclosed"),
            "query, column 7: there is no defect \"boundry_unclosed\"; did you mean "
            "has:defect:boundary_unclosed?");
  EXPECT_EQ(message("-(has:defect:virus)"),
            "query, column 7: there is no defect \"virus\"; the names are bare_cr, "
            "boundary_unclosed");
}

TEST(QueryTest, SizeAndDepthAreLimited) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a ";
  EXPECT_TRUE(parse_query(many));
  EXPECT_EQ(parse_query(many + "b").error().message, "query, column 2001: more than 1000 terms");
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_TRUE(parse_query(nested(49)));
  EXPECT_EQ(parse_query(nested(60)).error().message,
            "query, column 51: more than 50 levels of parentheses");
  EXPECT_FALSE(parse_query(std::string(100'000, '(')));
  EXPECT_FALSE(parse_query(std::string(100'000, '-') + "a"));
}

}  // namespace
}  // namespace letterlock::store
