#include "content/quote_claim.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/npos.h"
#include "content/claimed_date.h"
#include "content/quote_fields.h"
#include "content/quote_words.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kLongestAttribution = 600;
constexpr std::string_view kWideColon = "：";

bool ends_with_colon(std::string_view line) {
  line = strip(line, " \t*_");
  return line.ends_with(':') || line.ends_with(kWideColon);
}

// The name in an attribution: what stands between date, verb and address.
std::string attribution_name(std::string_view joined, std::string_view lower,
                             const std::optional<ClaimedDate>& date,
                             const std::optional<Verb>& verb, std::size_t address_begin) {
  const auto between = [joined](std::size_t begin, std::size_t end) {
    if (begin >= end) return std::string_view();
    return strip(joined.substr(begin, end - begin), " \t\"'*<([,;:>-\n");
  };
  std::size_t end = std::min(joined.size(), address_begin);
  // "5.10.2020 um 15:14 Uhr schrieb Name": the verb may stand before the name.
  if (verb && verb->offset < end) {
    const std::size_t begin = verb->offset + verb->length;
    const std::size_t until = date && date->begin >= begin ? std::min(end, date->begin) : end;
    const std::string_view name = between(begin, until);
    if (!name.empty() && name.find_first_not_of("()a：") != npos) return std::string(name);
    end = verb->offset;
  }
  std::size_t begin = attribution_start(lower);
  if (date && date->end <= end) begin = std::max(begin, date->end);
  if (date && date->begin >= begin) end = std::min(end, date->begin);
  return std::string(between(begin, end));
}

// Which client writes attributions of this form, as far as the form alone tells.
std::string_view attribution_style(std::string_view joined, const std::optional<ClaimedDate>& date,
                                   bool started) {
  if (!date || !started) return "attribution";
  const std::string_view when = joined.substr(date->begin, date->end - date->begin);
  if (joined.find(", at ") != npos) return "apple";
  if (when.find(" at ") == npos) return "attribution";
  if (!date->has_zone) return joined.find('@') == npos ? "attribution" : "gmail";
  return is_digit(when[0]) && when.find('-') < 6 ? "evolution" : "mutt";
}

}  // namespace

std::optional<QuoteClaim> read_header_block(std::string_view text, std::span<const QuoteLine> lines,
                                            std::size_t at) {
  QuoteClaim claim;
  claim.first_line = at;
  std::string_view first = content_of(text, lines[at]);
  std::optional<Separator> separator = separator_line(first);
  std::size_t fields_at = at;
  const bool rule = !separator && first.starts_with("_____") && strip(first, "_").empty();
  if (separator || rule) {
    fields_at = at + 1;
    while (fields_at < lines.size() && fields_at < at + 4 &&
           content_of(text, lines[fields_at]).empty()) {
      ++fields_at;
    }
  }
  HeaderBlock block;
  claim.end_line = at + 1;
  if (fields_at < lines.size()) {
    const HeaderLine header = read_header_line(content_of(text, lines[fields_at]));
    const bool starts = separator ? header.label.has_value() : header.label == HeaderLabel::from;
    if (starts) {
      const std::size_t end = read_fields(text, lines, fields_at, block);
      if (separator || block.count() >= 3) claim.end_line = end;
    }
  }
  const bool dated = block.has(HeaderLabel::date) || block.has(HeaderLabel::subject);
  if (!separator && !(block.has(HeaderLabel::from) && dated && block.count() >= 3)) {
    return std::nullopt;
  }
  block.fill(claim.quote);
  // Without a separator a date that reads as none means a form or a table, no message.
  if (!separator && block.has(HeaderLabel::date) && !claim.quote.date) return std::nullopt;
  if (separator) {
    claim.quote.style = separator->style;
    claim.says_kind = separator->forward;
    claim.quote.kind = separator->forward ? Quote::Kind::forward : Quote::Kind::reply;
  } else {
    claim.quote.style = "outlook";
  }
  return claim;
}

std::optional<QuoteClaim> read_attribution(std::string_view text, std::span<const QuoteLine> lines,
                                           std::size_t at, std::size_t earliest) {
  if (!ends_with_colon(content_of(text, lines[at]))) return std::nullopt;
  std::string joined;
  for (std::size_t back = 0; back < 4 && back <= at && at - back >= earliest; ++back) {
    const QuoteLine& line = lines[at - back];
    const std::string_view content = content_of(text, line);
    if (content.empty() || line.depth != lines[at].depth) break;
    joined = back == 0 ? std::string(content) : std::string(content) + ' ' + joined;
    if (joined.size() > kLongestAttribution) break;
    const std::string lower = lower_utf8(joined);
    const auto verb = attribution_verb(lower);
    if (back == 0 && !verb && lower.find('@') == npos) return std::nullopt;
    const auto date = find_claimed_date(joined);
    const std::size_t sign = joined.find('@');
    const bool started = attribution_start(lower) > 0;
    // Lines above belong to it until it has its beginning: a date, or a word like "On".
    const bool whole = date && (started || date->begin < 40 || sign < date->begin);
    if (!whole && !(back == 0 && verb && (sign != npos || started))) continue;
    if (!verb && !(date && sign != npos)) continue;
    if (!whole && at > earliest && back < 3 && !content_of(text, lines[at - 1]).empty() &&
        lines[at - 1].depth == line.depth && !find_claimed_date(content_of(text, lines[at - 1]))) {
      // No date in reach: "Name <a@b> writes:" stands alone.
    } else if (!whole && at > earliest && !content_of(text, lines[at - 1]).empty()) {
      continue;
    }
    QuoteClaim claim;
    claim.first_line = at - back;
    claim.end_line = at + 1;
    std::size_t address_begin = joined.size();
    if (sign != npos) {
      const std::size_t before = joined.substr(0, sign).find_last_of(" \t<([:\"");
      address_begin = before == npos ? 0 : before + 1;
      const std::size_t end = std::min(joined.find_first_of(" \t<>[]()\",;:", sign), joined.size());
      claim.quote.from_address =
          normalized_address(std::string_view(joined).substr(address_begin, end - address_begin));
    }
    claim.quote.from_name = attribution_name(joined, lower, date, verb, address_begin);
    if (date) {
      claim.quote.date = date->utc;
      claim.quote.date_has_zone = date->has_zone;
    }
    claim.says_kind = true;
    claim.needs_quoted_lines = !date || !verb;
    claim.quote.style = attribution_style(joined, date, started);
    return claim;
  }
  return std::nullopt;
}

}  // namespace letterlock::content
