#include "content/quote_fields.h"

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "content/claimed_date.h"
#include "mime/address.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kMostHeaderLines = 60;
constexpr std::size_t kMostRecipients = 200;
constexpr std::string_view kWideColon = "：";

}  // namespace

std::string_view content_of(std::string_view text, const QuoteLine& line) {
  return line.content >= line.end ? std::string_view()
                                  : trim(text.substr(line.content, line.end - line.content));
}

std::string_view strip(std::string_view text, std::string_view octets) {
  // A call for each octet would cost more than these few comparisons.
  const auto is_one = [octets](char c) {
    bool found = false;
    for (const char octet : octets) found |= octet == c;
    return found;
  };
  while (!text.empty() && is_one(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_one(text.back())) text.remove_suffix(1);
  return text;
}

std::string normalized_address(std::string_view address) {
  address = strip(address, " \t'\"<>[]();,");
  if (starts_with_ignore_case(address, "mailto:")) address.remove_prefix(7);
  const std::size_t at = address.rfind('@');
  if (at == npos || at == 0 || at + 1 == address.size()) return {};
  static constexpr OctetSet kSpaces(" \t");
  if (kSpaces.any_in(address)) return {};
  mime::MailboxView mailbox;
  mailbox.local_part = address.substr(0, at);
  mailbox.domain = address.substr(at + 1);
  return mime::normalized(mailbox);
}

namespace {

struct Person {
  std::string name, address;
};

// "Name <a@b>", "Name [mailto:a@b]", "a@b", "Name"; also "<a@b<mailto:a@b>>" from HTML.
Person read_person(std::string_view text) {
  Person person;
  text = trim(text);
  const std::size_t sign = text.find('@');
  if (sign == npos) {
    person.name = strip(text, " \t'\"*;,<>");
    return person;
  }
  constexpr std::string_view kEnds = " \t<>[]()\"',;:|";
  const std::size_t before = text.substr(0, sign).find_last_of(kEnds);
  const std::size_t begin = before == npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of(kEnds, sign), text.size());
  person.address = normalized_address(text.substr(begin, end - begin));
  std::string_view name = text.substr(0, begin);
  if (const std::size_t open = name.find_first_of("<["); open != npos) name = name.substr(0, open);
  name = strip(name, " \t'\"*<([,;:");
  if (name.empty() && end < text.size()) {
    const std::size_t open = text.find('(', end);
    if (open != npos) name = strip(text.substr(open), " \t()");
  }
  person.name = name;
  return person;
}

// Recipients: apart by ";" where there is one, else by "," after something with an address.
std::vector<Person> read_people(std::string_view text) {
  std::vector<Person> people;
  const char separator = text.find(';') != npos ? ';' : ',';
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size() && people.size() < kMostRecipients; ++at) {
    if (at < text.size() && text[at] != separator) continue;
    const std::string_view piece = trim(text.substr(begin, at - begin));
    // "Doe, John <j@x>": the name's own comma.
    const bool unfinished = separator == ',' && at < text.size() && piece.find('@') == npos &&
                            text.find('@', at) != npos;
    if (unfinished) continue;
    if (!piece.empty()) people.push_back(read_person(piece));
    begin = at + 1;
  }
  return people;
}

// True where a line without a label is the rest of the value above it, wrapped, and not text that
// follows the block at once.
bool continues(HeaderLabel label, std::string_view value, std::string_view content,
               const QuoteLine& above) {
  constexpr std::size_t kLongestValue = 10'000;
  if (value.size() > kLongestValue) return false;
  switch (label) {
    case HeaderLabel::to:
    case HeaderLabel::cc:
      return value.ends_with(',') || value.ends_with(';') || content.find('@') != npos ||
             content.ends_with(',') || content.ends_with(';');
    case HeaderLabel::from:
      return content.starts_with('<') || content.starts_with('[');
    case HeaderLabel::subject: {
      // Clients wrap plain text at 60 to 80 columns.
      const std::size_t width = above.end - above.begin;
      return width >= 60 && width <= 100 && value.size() < 200;
    }
    case HeaderLabel::date:
      break;
  }
  return false;
}

}  // namespace

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
  if (colon == npos || colon == 0) return header;
  std::string_view label = strip(line.substr(0, colon), " \t*_|");
  while (label.ends_with("\xC2\xA0")) label = trim(label.substr(0, label.size() - 2));
  header.has_colon = true;
  header.label = header_label(lower_utf8(label));
  header.value = strip(line.substr(colon + length), " \t*_|");
  return header;
}

void HeaderBlock::fill(Quote& quote) const {
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

}  // namespace letterlock::content
