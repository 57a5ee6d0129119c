#include "sources/glimpse.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/arena.h"
#include "base/ascii.h"
#include "mime/encoded_word.h"
#include "sources/from_line.h"

namespace letterlock::sources {
namespace {

constexpr std::size_t kMaxLabels = 1000;
constexpr std::size_t kFieldsLookedAt = 60;

// Any one of these makes a header a mail header.
constexpr std::array<std::string_view, 11> kTelling = {
    "received",       "message-id", "mime-version", "return-path",      "delivered-to",
    "dkim-signature", "x-gm-thrid", "x-mailer",     "x-mozilla-status", "authentication-results",
    "arc-seal"};
// Of these, two.
constexpr std::array<std::string_view, 12> kUsual = {
    "from",     "to",     "subject",      "date",        "cc",         "bcc",
    "reply-to", "sender", "content-type", "in-reply-to", "references", "content-transfer-encoding"};

struct Line {
  std::string_view text;  // without its ending
  std::size_t next = 0;   // where the next begins
};

Line line_at(std::string_view text, std::size_t begin) {
  const std::size_t newline = text.find('\n', begin);
  if (newline == std::string_view::npos) return {text.substr(begin), text.size()};
  std::size_t end = newline;
  if (end > begin && text[end - 1] == '\r') --end;
  return {text.substr(begin, end - begin), newline + 1};
}

// The field's body with its continuation lines, where `begin` is behind the colon.
std::string_view folded_value(std::string_view text, std::size_t begin) {
  std::size_t end = line_at(text, begin).next;
  while (end < text.size() && is_wsp(text[end])) end = line_at(text, end).next;
  return trim(text.substr(begin, end - begin));
}

void take_field(std::string_view message, std::size_t begin, Glimpse& into) {
  constexpr std::size_t kLongestName = std::string_view("x-mozilla-status").size();
  const std::size_t colon = message.substr(begin, kLongestName + 1).find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = message.substr(begin, colon);
  const auto named = [name](std::string_view known) { return equals_ignore_case(name, known); };
  const auto value = [&] { return folded_value(message, begin + colon + 1); };
  if (named("content-length")) {
    const std::string_view digits = value();
    std::uint64_t length = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (read.ec == std::errc() && read.ptr == digits.data() + digits.size()) {
      into.content_length = length;
    }
  } else if (named("status")) {
    into.status = value();
  } else if (named("x-status")) {
    into.x_status = value();
  } else if (named("x-mozilla-status")) {
    into.x_mozilla_status = value();
  } else if (named("x-gmail-labels")) {
    into.x_gmail_labels = value();
  } else if (named("x-keywords")) {
    into.x_keywords = value();
  }
}

void flags_of_mozilla(std::string_view hex, std::string& letters) {
  unsigned bits = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  if (bits & 0x0001) letters += 'S';
  if (bits & 0x0002) letters += 'R';
  if (bits & 0x0004) letters += 'F';
  if (bits & 0x0008) letters += 'T';
  if (bits & 0x1000) letters += 'P';
}

// Splits at `separator` outside of double quotes.
void split_labels(std::string_view text, char separator, std::vector<std::string>& labels) {
  std::string label;
  bool quoted = false;
  const auto finish = [&] {
    const std::string_view trimmed = trim(label);
    if (!trimmed.empty() && labels.size() < kMaxLabels) labels.emplace_back(trimmed);
    label.clear();
  };
  for (char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      finish();
    } else {
      label += c;
    }
  }
  finish();
}

}  // namespace

Glimpse glimpse(std::string_view message) {
  Glimpse seen;
  std::size_t begin = 0;
  while (begin < message.size()) {
    const char first = to_lower(message[begin]);
    if (first == '\n' || message.substr(begin, 2) == "\r\n") {
      seen.header_end = begin + (first == '\n' ? 1 : 2);
      return seen;
    }
    if (first == 'c' || first == 's' || first == 'x') take_field(message, begin, seen);
    const std::size_t newline = message.find('\n', begin);
    if (newline == std::string_view::npos) break;
    begin = newline + 1;
  }
  seen.header_end = message.size();
  return seen;
}

std::string sorted_flags(std::string_view letters) {
  std::string sorted(letters);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

std::string flags_of(const Glimpse& seen, const std::vector<std::string>& labels) {
  std::string letters;
  if (seen.status.find('R') != std::string_view::npos) letters += 'S';
  for (char c : seen.x_status) {
    if (c == 'A') letters += 'R';
    if (c == 'F') letters += 'F';
    if (c == 'D') letters += 'T';
    if (c == 'T') letters += 'D';  // "T" is "temporary", a draft, in UW IMAP's and Dovecot's mbox
  }
  if (!seen.x_mozilla_status.empty()) flags_of_mozilla(seen.x_mozilla_status, letters);
  if (!seen.x_gmail_labels.empty()) {
    for (const std::string& label : labels) {
      if (label == "Opened") letters += 'S';
      if (label == "Starred") letters += 'F';
      if (label == "Drafts") letters += 'D';
      if (label == "Trash") letters += 'T';
    }
  }
  return sorted_flags(letters);
}

std::vector<std::string> labels_of(const Glimpse& seen) {
  std::vector<std::string> labels;
  if (!seen.x_gmail_labels.empty()) {
    Arena arena;
    split_labels(mime::decode_text(seen.x_gmail_labels, arena).text, ',', labels);
  }
  if (!seen.x_keywords.empty()) split_labels(seen.x_keywords, ' ', labels);
  return labels;
}

bool looks_like_mail(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  std::size_t usual = 0;
  std::size_t begin = 0;
  for (std::size_t fields = 0; begin < head.size() && fields < kFieldsLookedAt;) {
    const Line line = line_at(head, begin);
    begin = line.next;
    if (line.text.empty()) break;
    if (is_wsp(line.text.front()) && fields > 0) continue;
    if (line.text.starts_with(">From ") || (fields == 0 && line.text.starts_with("From ")))
      continue;
    if (!is_field_line(line.text)) break;
    ++fields;
    const std::string name = lower_ascii(trim(line.text.substr(0, line.text.find(':'))));
    if (std::find(kTelling.begin(), kTelling.end(), name) != kTelling.end()) return true;
    if (std::find(kUsual.begin(), kUsual.end(), name) != kUsual.end()) ++usual;
  }
  // One that fills all that is looked at, as thousands of recipients do, leaves no room for two.
  constexpr std::size_t kMuch = std::size_t{16} << 10;
  return usual >= 2 || (usual == 1 && begin >= head.size() && head.size() >= kMuch);
}

}  // namespace letterlock::sources
