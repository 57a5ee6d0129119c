#include "content/quotes.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "content/quote_claim.h"
#include "content/quote_lines.h"
#include "content/quote_notes.h"

namespace letterlock::content {
namespace {

// The longest threads quote some fifty messages.
constexpr std::size_t kMostQuotes = 200;
constexpr std::size_t kLongestText = std::size_t{64} * 1024;
constexpr std::size_t kNoQuote = static_cast<std::size_t>(-1);
constexpr std::string_view kWideColon = "：";

// A quote whose lines are being collected.
struct Active {
  std::size_t quote;    // index, or kNoQuote for quoted lines beyond kMostQuotes
  std::uint16_t depth;  // of the lines that are its own
  std::uint32_t end;    // of the block around it: lines from here on are not its own
};

class Scanner {
 public:
  Scanner(std::string_view text, std::span<const HtmlQuote> marks, const QuoteContext& context)
      : text_(text),
        context_(context),
        has_wide_colon_(text.find(kWideColon) != std::string_view::npos),
        lines_(split_quote_lines(text, marks)) {}

  QuoteScan scan();

 private:
  std::optional<QuoteClaim> claim_at(std::size_t at);
  bool accept(QuoteClaim& claim);
  void take_line(const QuoteLine& line);
  bool may_start_claim(const QuoteLine& line) const;
  void begin_without_claim(const QuoteLine& line, std::string_view style);
  void activate(const Active& active);
  void add_quoted(std::uint32_t begin, std::uint32_t end);
  bool blank(const QuoteLine& line) const {
    return trim(text_.substr(line.content, line.end - std::min(line.content, line.end))).empty();
  }
  std::size_t next_line_with_text(std::size_t at) const {
    while (at < lines_.size() && blank(lines_[at])) ++at;
    return at;
  }

  std::string_view text_;
  const QuoteContext& context_;
  bool has_wide_colon_;
  std::vector<QuoteLine> lines_;
  std::vector<Active> active_;
  QuoteScan found_;
  std::size_t free_from_ = 0;  // first line that no claim has used
};

// A cheap look at a line before any of the readers is asked.
bool Scanner::may_start_claim(const QuoteLine& line) const {
  if (line.content >= line.end) return false;
  const std::string_view content = text_.substr(line.content, line.end - line.content);
  if (content[0] == '-' || content[0] == '_' || content[0] == '=') return true;
  if (content.find(':') != std::string_view::npos) return true;
  return has_wide_colon_ && content.find(kWideColon) != std::string_view::npos;
}

std::optional<QuoteClaim> Scanner::claim_at(std::size_t at) {
  if (!may_start_claim(lines_[at])) return std::nullopt;
  if (auto claim = read_header_block(text_, lines_, at)) return claim;
  if (auto claim = read_notes_block(text_, lines_, at, free_from_)) return claim;
  return read_attribution(text_, lines_, at, free_from_);
}

void Scanner::add_quoted(std::uint32_t begin, std::uint32_t end) {
  if (end <= begin) return;
  if (!found_.quoted.empty() && found_.quoted.back().end() + 2 >= begin) {
    ByteRange& last = found_.quoted.back();
    last = ByteRange::between(last.offset, std::max(end, last.end()));
    return;
  }
  found_.quoted.push_back(ByteRange::between(begin, end));
}

// Decides which lines are what the claim repeats, and makes it a quote.
void Scanner::activate(const Active& active) {
  // Of those without a quote one stands for any number: else hostile text would make each line be
  // held against all claims before it.
  if (active.quote == kNoQuote && !active_.empty()) {
    const Active& last = active_.back();
    if (last.quote == kNoQuote && last.depth == active.depth && last.end == active.end) return;
  }
  active_.push_back(active);
}

bool Scanner::accept(QuoteClaim& claim) {
  const QuoteLine& first = lines_[claim.first_line];
  const QuoteLine& last = lines_[claim.end_line - 1];
  const std::size_t body = next_line_with_text(claim.end_line);
  const bool deeper =
      body < lines_.size() && lines_[body].depth > last.depth && body <= claim.end_line + 3;
  if (claim.needs_quoted_lines && !deeper && last.block_end == 0) return false;
  std::uint16_t depth = last.depth;
  if (deeper) depth = lines_[body].depth;

  std::erase_if(active_,
                [&](const Active& a) { return a.depth > first.depth || a.end <= first.begin; });
  if (!claim.says_kind) {
    // Outlook writes the same block above replies and forwards: the subject around it tells.
    bool forward = context_.subject_claims_forward;
    if (!active_.empty() && active_.back().quote != kNoQuote) {
      forward = subject_claims_forward(found_.quotes[active_.back().quote].quote.subject);
    }
    claim.quote.kind = forward ? Quote::Kind::forward : Quote::Kind::reply;
  }
  const auto end =
      static_cast<std::uint32_t>(last.block_end == 0 ? text_.size() + 1 : last.block_end);
  Active active{kNoQuote, depth, end};
  if (found_.quotes.size() < kMostQuotes) {
    active.quote = found_.quotes.size();
    FoundQuote found;
    found.claim = found.where = ByteRange::between(first.begin, last.end);
    found.quote = std::move(claim.quote);
    found_.quotes.push_back(std::move(found));
  }
  activate(active);
  add_quoted(first.begin, last.end);
  for (const Active& outer : active_) {
    if (outer.quote == kNoQuote) continue;
    ByteRange& where = found_.quotes[outer.quote].where;
    where = ByteRange::between(where.offset, std::max(where.end(), last.end));
  }
  return true;
}

void Scanner::begin_without_claim(const QuoteLine& line, std::string_view style) {
  Active active{kNoQuote, line.depth, static_cast<std::uint32_t>(text_.size() + 1)};
  if (found_.quotes.size() < kMostQuotes) {
    active.quote = found_.quotes.size();
    FoundQuote found;
    found.where = {line.begin, 0};
    found.claim = {line.begin, 0};
    found.quote.style = style;
    if (context_.subject_claims_forward && style != "marks") {
      found.quote.kind = Quote::Kind::forward;
    }
    found_.quotes.push_back(std::move(found));
  }
  activate(active);
}

// Gives a line that is no claim to the quote it belongs to.
void Scanner::take_line(const QuoteLine& line) {
  std::erase_if(active_, [&](const Active& a) { return a.end <= line.begin; });
  const auto owner = std::find_if(active_.rbegin(), active_.rend(),
                                  [&](const Active& a) { return a.depth == line.depth; });
  if (owner == active_.rend()) {
    const bool inside = std::any_of(active_.begin(), active_.end(),
                                    [&](const Active& a) { return a.depth < line.depth; });
    if (line.depth == 0 || blank(line)) {
      return;
    }
    if (!inside && !context_.claims_earlier_message) return;
    if (!inside) {
      begin_without_claim(line, "marks");
      return take_line(line);
    }
    add_quoted(line.begin, line.end);
    return;
  }
  add_quoted(line.begin, line.end);
  if (owner->quote == kNoQuote) return;
  FoundQuote& found = found_.quotes[owner->quote];
  if (found.quote.text.size() < kLongestText) {
    const std::string_view content = line.content < line.end
                                         ? text_.substr(line.content, line.end - line.content)
                                         : std::string_view();
    found.quote.text += content.substr(0, kLongestText - found.quote.text.size());
    found.quote.text += '\n';
  }
  if (blank(line)) return;
  for (auto outer = owner; outer != active_.rend(); ++outer) {
    if (outer->quote == kNoQuote) continue;
    ByteRange& where = found_.quotes[outer->quote].where;
    where = ByteRange::between(where.offset, std::max(where.end(), line.end));
  }
}

QuoteScan Scanner::scan() {
  for (std::size_t at = 0; at < lines_.size();) {
    auto claim = claim_at(at);
    if (claim) {
      // An attribution may have begun on lines that were taken as somebody's text already.
      const std::size_t end = claim->end_line;
      if (accept(*claim)) {
        at = free_from_ = end;
        continue;
      }
    }
    if (lines_[at].separator && !blank(lines_[at]) && active_.empty() &&
        context_.claims_earlier_message) {
      begin_without_claim(lines_[at], "outlook");
    }
    take_line(lines_[at]);
    ++at;
  }
  for (auto& found : found_.quotes) {
    std::string& body = found.quote.text;
    while (!body.empty() && is_space(body.back())) body.pop_back();
    const std::size_t begin = std::min(body.find_first_not_of("\r\n"), body.size());
    body.erase(0, begin);
  }
  std::sort(found_.quoted.begin(), found_.quoted.end());
  return std::move(found_);
}

}  // namespace

QuoteScan find_quotes(std::string_view text, std::span<const HtmlQuote> marks,
                      const QuoteContext& context) {
  if (text.empty()) return {};
  return Scanner(text, marks, context).scan();
}

}  // namespace letterlock::content
