#include "content/quote_claim.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "content/claimed_date.h"
#include "content/quote_words.h"
#include "mime/address.h"

namespace letterlock::content {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::size_t kMostHeaderLines = 60;
constexpr std::size_t kMostRecipients = 200;
constexpr std::size_t kLongestAttribution = 600;
constexpr std::string_view kWideColon = "：";

std::string_view content_of(std::string_view text, const QuoteLine& line) {
  return line.content >= line.end ? std::string_view()
                                  : trim(text.substr(line.content, line.end - line.content));
}

std::string_view strip(std::string_view text, std::string_view octets) {
  while (!text.empty() && octets.find(text.front()) != kNone) text.remove_prefix(1);
  while (!text.empty() && octets.find(text.back()) != kNone) text.remove_suffix(1);
  return text;
}

std::string normalized_address(std::string_view address) {
  address = strip(address, " \t'\"<>[]();,");
  if (starts_with_ignore_case(address, "mailto:")) address.remove_prefix(7);
  const std::size_t at = address.rfind('@');
  if (at == kNone || at == 0 || at + 1 == address.size()) return {};
  if (address.find_first_of(" \t") != kNone) return {};
  mime::MailboxView mailbox;
  mailbox.local_part = address.substr(0, at);
  mailbox.domain = address.substr(at + 1);
  return mime::normalized(mailbox);
}

struct Person {
  std::string name, address;
};

// "Name <a@b>", "Name [mailto:a@b]", "a@b", "Name"; also "<a@b<mailto:a@b>>" from HTML.
Person read_person(std::string_view text) {
  Person person;
  text = trim(text);
  const std::size_t sign = text.find('@');
  if (sign == kNone) {
    person.name = strip(text, " \t'\"*;,<>");
    return person;
  }
  constexpr std::string_view kEnds = " \t<>[]()\"',;:|";
  const std::size_t before = text.substr(0, sign).find_last_of(kEnds);
  const std::size_t begin = before == kNone ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of(kEnds, sign), text.size());
  person.address = normalized_address(text.substr(begin, end - begin));
  std::string_view name = text.substr(0, begin);
  if (const std::size_t open = name.find_first_of("<["); open != kNone) name = name.substr(0, open);
  name = strip(name, " \t'\"*<([,;:");
  if (name.empty() && end < text.size()) {
    const std::size_t open = text.find('(', end);
    if (open != kNone) name = strip(text.substr(open), " \t()");
  }
  person.name = name;
  return person;
}

// Recipients: apart by ";" where there is one, else by "," after something with an address.
std::vector<Person> read_people(std::string_view text) {
  std::vector<Person> people;
  const char separator = text.find(';') != kNone ? ';' : ',';
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size() && people.size() < kMostRecipients; ++at) {
    if (at < text.size() && text[at] != separator) continue;
    const std::string_view piece = trim(text.substr(begin, at - begin));
    // "Doe, John <j@x>": the name's own comma.
    const bool unfinished = separator == ',' && at < text.size() && piece.find('@') == kNone &&
                            text.find('@', at) != kNone;
    if (unfinished) continue;
    if (!piece.empty()) people.push_back(read_person(piece));
    begin = at + 1;
  }
  return people;
}

struct HeaderLine {
  std::optional<HeaderLabel> label;
  bool has_colon = false;
  std::string_view value;
};

HeaderLine read_header_line(std::string_view line) {
  HeaderLine header;
  line = strip(line, " \t*_|");
  const std::string_view head = line.substr(0, 48);
  std::size_t colon = head.find(':');
  std::size_t length = 1;
  if (const std::size_t wide = head.find(kWideColon); wide < colon) {
    colon = wide;
    length = kWideColon.size();
  }
  if (colon == kNone || colon == 0) return header;
  std::string_view label = strip(line.substr(0, colon), " \t*_|");
  while (label.ends_with("\xC2\xA0")) label = trim(label.substr(0, label.size() - 2));
  header.has_colon = true;
  header.label = header_label(lower_utf8(label));
  header.value = strip(line.substr(colon + length), " \t*_|");
  return header;
}

// Collects the values of a block and turns them into a quote's claim.
struct HeaderBlock {
  std::array<std::string, 5> values;  // by HeaderLabel
  std::array<bool, 5> seen{};
  std::string& value(HeaderLabel label) { return values[static_cast<std::size_t>(label)]; }
  bool has(HeaderLabel label) const { return seen[static_cast<std::size_t>(label)]; }
  std::size_t count() const {
    return static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
  }

  void fill(Quote& quote) {
    const Person from = read_person(value(HeaderLabel::from));
    quote.from_name = from.name;
    quote.from_address = from.address;
    for (const auto label : {HeaderLabel::to, HeaderLabel::cc}) {
      for (auto& person : read_people(value(label))) {
        if (!person.address.empty()) quote.to_addresses.push_back(std::move(person.address));
        if (!person.name.empty()) quote.to_names.push_back(std::move(person.name));
      }
    }
    quote.subject = value(HeaderLabel::subject);
    if (const auto date = find_claimed_date(value(HeaderLabel::date))) {
      quote.date = date->utc;
      quote.date_has_zone = date->has_zone;
    }
  }
};

// True where a line without a label is the rest of the value above it, wrapped, and not text that
// follows the block at once.
bool continues(HeaderLabel label, std::string_view value, std::string_view content,
               const QuoteLine& above) {
  constexpr std::size_t kLongestValue = 10'000;
  if (value.size() > kLongestValue) return false;
  switch (label) {
    case HeaderLabel::to:
    case HeaderLabel::cc:
      return value.ends_with(',') || value.ends_with(';') || content.find('@') != kNone ||
             content.ends_with(',') || content.ends_with(';');
    case HeaderLabel::from:
      return content.starts_with('<') || content.starts_with('[');
    case HeaderLabel::subject: {
      // Clients wrap plain text at 60 to 80 columns.
      const std::size_t width = above.end - above.begin;
      return width >= 60 && width <= 100 && value.size() < 2 * 100;
    }
    case HeaderLabel::date:
      break;
  }
  return false;
}

// Reads fields from lines[at] on; returns the line after the last of them.
std::size_t read_fields(std::string_view text, std::span<const QuoteLine> lines, std::size_t at,
                        HeaderBlock& block) {
  bool is_open = false;  // whether a line without label may go on with the value of `open`
  HeaderLabel open = HeaderLabel::from;
  std::size_t end = at;
  const std::uint16_t depth = lines[at].depth;
  for (std::size_t i = at; i < lines.size() && i < at + kMostHeaderLines; ++i) {
    if (lines[i].depth != depth) break;
    const std::string_view content = content_of(text, lines[i]);
    if (content.empty()) {
      // One blank line between fields, where each was a paragraph of HTML.
      const bool more = i + 1 < lines.size() && lines[i + 1].depth == depth &&
                        read_header_line(content_of(text, lines[i + 1])).label.has_value();
      if (!more) break;
      continue;
    }
    const HeaderLine header = read_header_line(content);
    if (header.label) {
      const auto index = static_cast<std::size_t>(*header.label);
      if (block.seen[index]) break;  // the next block's, or text
      block.seen[index] = true;
      block.values[index] = header.value;
      open = *header.label;
      is_open = true;
    } else if (header.has_colon && (!is_open || !header.value.empty())) {
      is_open = false;  // "Importance: High", "Reply-To: ..."
    } else if (is_open && continues(open, block.value(open), content, lines[i - 1])) {
      block.value(open) += ' ';
      block.value(open) += content;
    } else {
      break;
    }
    end = i + 1;
  }
  return end;
}

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
    if (!name.empty() && name.find_first_not_of("()a：") != kNone) return std::string(name);
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
  if (joined.find(", at ") != kNone) return "apple";
  if (when.find(" at ") == kNone) return "attribution";
  if (!date->has_zone) return joined.find('@') == kNone ? "attribution" : "gmail";
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
    if (back == 0 && !verb && lower.find('@') == kNone) return std::nullopt;
    const auto date = find_claimed_date(joined);
    const std::size_t sign = joined.find('@');
    const bool started = attribution_start(lower) > 0;
    // Lines above belong to it until it has its beginning: a date, or a word like "On".
    const bool whole = date && (started || date->begin < 40 || sign < date->begin);
    if (!whole && !(back == 0 && verb && (sign != kNone || started))) continue;
    if (!verb && !(date && sign != kNone)) continue;
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
    if (sign != kNone) {
      const std::size_t before = joined.substr(0, sign).find_last_of(" \t<([:\"");
      address_begin = before == kNone ? 0 : before + 1;
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
