#include "audit/json_splitter.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace letterlock::audit {
namespace {

constexpr std::size_t kDeepest = 64;     // arrays and pages in each other
constexpr std::size_t kPageHead = 4096;  // within which a page's list has to begin
constexpr std::size_t kLongestFirstKey = 128;
// Octets behind broken records that are looked at again, beyond four times what was read.
constexpr std::uint64_t kReadAgain = std::uint64_t{256} << 20;

// The members by which providers and tools name a page's list.
constexpr std::array<std::string_view, 9> kLists = {"value",   "items",   "activities",
                                                    "records", "results", "auditlogs",
                                                    "logs",    "rows",    "auditlogrecords"};
bool is_list(std::string_view key) {
  return std::any_of(kLists.begin(), kLists.end(),
                     [&](std::string_view list) { return equals_ignore_case(list, key); });
}

bool names_next_page(std::string_view key) {
  return equals_ignore_case(key, "nextPageToken") || equals_ignore_case(key, "nextLink") ||
         equals_ignore_case(key, "@odata.nextLink");
}

// Walks over members within a short text; every step fails at its end.
class HeadWalk {
 public:
  explicit HeadWalk(std::string_view head) : head_(head) {}

  bool space() {
    while (at_ < head_.size() && (is_space(head_[at_]) || head_[at_] == ',')) ++at_;
    return at_ < head_.size();
  }
  char here() const { return at_ < head_.size() ? head_[at_] : '\0'; }
  void step() { ++at_; }
  bool string(std::string_view& text) {
    const std::size_t begin = ++at_;
    for (; at_ < head_.size(); ++at_) {
      if (head_[at_] == '\\') {
        ++at_;
      } else if (head_[at_] == '"') {
        text = head_.substr(begin, at_++ - begin);
        return true;
      }
    }
    return false;
  }
  bool value() {
    std::string_view ignored;
    int depth = 0;
    while (at_ < head_.size()) {
      const char c = head_[at_];
      if (c == '"') {
        if (!string(ignored)) return false;
        if (depth == 0) return true;
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}' || c == ']')) return true;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) {
        ++at_;
        return true;
      }
      ++at_;
    }
    return false;
  }

 private:
  std::string_view head_;
  std::size_t at_ = 0;
};

}  // namespace

Expected<void> JsonSplitter::fill(std::size_t wanted) {
  while (input_.size() < wanted && !input_.at_end()) {
    auto more = input_.more();
    if (!more) return fail(std::move(more));
  }
  return {};
}

Expected<char> JsonSplitter::peek() {
  for (;;) {
    const std::string_view text = input_.at_hand();
    std::size_t at = 0;
    while (at < text.size() && (is_space(text[at]) || text[at] == ',')) ++at;
    const std::uint64_t nul_at = input_.position() + at;
    const bool nul = at < text.size() && text[at] == '\0';
    while (nul && at < text.size() && text[at] == '\0') ++at;
    if (nul) on_broken_({nul_at, "nul_octets", "NUL octets stand where records should"});
    const bool more = at == text.size();
    input_.take(at);
    if (!more && !nul) return text[at];
    if (!more) continue;
    if (input_.at_end()) return '\0';
    if (auto filled = fill(1); !filled) return fail(std::move(filled));
  }
}

Expected<bool> JsonSplitter::next(JsonRecord& record) {
  input_.take(handed_out_);
  handed_out_ = 0;
  for (bool found = false; !found;) {
    auto c = peek();
    if (!c) return fail(std::move(c));
    if (*c == '\0' && input_.size() == 0) {
      if (!frames_.empty() && !ended_) {
        on_broken_({input_.position(), "truncated", "the file ends inside a list of records"});
      }
      ended_ = true;
      return false;
    }
    if (auto stepped = step(record, found); !stepped) return fail(std::move(stepped));
  }
  return true;
}

Expected<void> JsonSplitter::step(JsonRecord& record, bool& found) {
  switch (input_.at_hand().front()) {
    case '{':
      return object(record, found);
    case '[':
      if (frames_.size() < kDeepest) frames_.push_back(Frame::array);
      input_.take(1);
      return {};
    case ']':
      close(Frame::array);
      input_.take(1);
      return {};
    case '}':
      close(Frame::page);
      input_.take(1);
      return {};
    case '"':
      if (!frames_.empty() && frames_.back() == Frame::page) return page_member();
      return text_record(record, found);
    default:
      return garbage();
  }
}

// Closes the innermost frame of that kind, and what was left open in it.
void JsonSplitter::close(Frame frame) {
  const auto last = std::find(frames_.rbegin(), frames_.rend(), frame);
  if (last != frames_.rend()) frames_.erase(std::prev(last.base()), frames_.end());
}

Expected<void> JsonSplitter::object(JsonRecord& record, bool& found) {
  auto page = starts_page();
  if (!page) return fail(std::move(page));
  if (*page) {
    frames_.push_back(Frame::page);
    page_follows_ = false;
    input_.take(1);
    return {};
  }
  auto span = measure();
  if (!span) return fail(std::move(span));
  if (span->end != End::whole) return skip_broken(*span);
  record = {input_.at_hand().substr(0, span->length), input_.position()};
  handed_out_ = span->length;
  remember(record.octets);
  found = true;
  return {};
}

// A record that was written as a string ("{\"kind\": ...}").
Expected<void> JsonSplitter::text_record(JsonRecord& record, bool& found) {
  auto length = string_end();
  if (!length) return fail(std::move(length));
  if (*length == 0) return skip_broken({End::file, input_.size()});
  record = {input_.at_hand().substr(0, *length), input_.position()};
  handed_out_ = *length;
  found = true;
  return {};
}

void JsonSplitter::remember(std::string_view record) {
  if (first_key_.empty() || record_depth_ != frames_.size() || !record.starts_with(first_key_)) {
    const std::size_t open = record.find('"');
    const std::size_t shut = open == record.npos ? open : record.find('"', open + 1);
    if (shut != record.npos && shut < kLongestFirstKey) first_key_ = record.substr(0, shut + 1);
    record_depth_ = frames_.size();
  }
  if (lines_known_) return;
  lines_known_ = true;
  const std::string_view rest = input_.at_hand().substr(record.size());
  lines_ = frames_.empty() && record.find('\n') == record.npos &&
           (rest.starts_with("\n") || rest.starts_with("\r"));
}

Expected<bool> JsonSplitter::starts_page() {
  if (!first_key_.empty() && record_depth_ == frames_.size() &&
      input_.at_hand().starts_with(first_key_)) {
    return false;
  }
  if (frames_.size() >= kDeepest) return false;
  if (auto filled = fill(kPageHead); !filled) return fail(std::move(filled));
  HeadWalk walk(input_.at_hand().substr(0, kPageHead));
  walk.step();
  while (walk.space() && walk.here() == '"') {
    std::string_view key;
    if (!walk.string(key) || !walk.space() || walk.here() != ':') return false;
    walk.step();
    if (!walk.space()) return false;
    if (is_list(key) && walk.here() == '[') {
      walk.step();
      return !walk.space() || walk.here() == '{' || walk.here() == ']';
    }
    if (!walk.value()) return false;
  }
  return false;
}

Expected<JsonSplitter::Span> JsonSplitter::measure() {
  BracketScan scan;
  if (lines_) scan.watch_lines();
  for (std::size_t at = 0;;) {
    if (input_.size() - at < 64) {
      if (auto filled = fill(at + 64); !filled) return fail(std::move(filled));
    }
    const std::size_t count = std::min<std::size_t>(64, input_.size() - at);
    if (count == 0) return Span{End::file, at};
    const auto result = scan.block(input_.at_hand().data() + at, count);
    switch (result.found) {
      case BracketScan::Found::more:
        break;
      case BracketScan::Found::end:
        return Span{End::whole, at + result.at + 1};
      case BracketScan::Found::line_break:
        return Span{End::line_break, at + result.at};
      case BracketScan::Found::next_line:
        return Span{End::next_line, at + result.at};
    }
    at += count;
    if (at > most_octets_) return Span{End::limit, at};
  }
}

Expected<void> JsonSplitter::skip_broken(const Span& span) {
  const auto say = [&](std::string_view name, std::string detail) {
    on_broken_({input_.position(), std::string(name), std::move(detail)});
  };
  switch (span.end) {
    case End::whole:
      return {};
    case End::line_break:
      say("record_broken", "a line ends inside a string");
      break;
    case End::next_line:
      say("record_broken", "the next record begins before this one is closed");
      input_.take(span.length);
      return {};
    case End::file:
      say("truncated", "the file ends inside a record");
      break;
    case End::limit:
      say("record_too_big", fmt::format("more than {} octets", most_octets_));
      break;
  }
  read_again_ += span.length;
  if (read_again_ > kReadAgain + 4 * input_.position()) {
    say("not_json", "too many broken records: the rest was not read");
    while (!input_.at_end()) {
      input_.take(input_.size());
      if (auto filled = fill(1); !filled) return filled;
    }
    input_.take(input_.size());
    return {};
  }
  if (lines_ || first_key_.empty()) {
    return skip_to_line(span.end == End::line_break ? span.length : 1);
  }
  return skip_to_record();
}

// Behind the next line end at or after `from`.
Expected<void> JsonSplitter::skip_to_line(std::size_t from) {
  for (;;) {
    const std::size_t at = input_.at_hand().find('\n', from);
    if (at != std::string_view::npos) {
      input_.take(at + 1);
      return {};
    }
    input_.take(input_.size());
    from = 0;
    if (input_.at_end()) return {};
    if (auto filled = fill(1); !filled) return filled;
  }
}

// To where the octets look as the records before began, behind a comma, a bracket or a line end.
Expected<void> JsonSplitter::skip_to_record() {
  const auto is_border = [](char c) { return c == ',' || c == '[' || c == '}' || c == '\n'; };
  for (std::size_t from = 1;;) {
    const std::string_view text = input_.at_hand();
    const std::size_t at = text.find(first_key_, std::min(from, text.size()));
    if (at != text.npos) {
      std::size_t before = at;
      while (before > 0 && is_wsp(text[before - 1])) --before;
      if (before == 0 || is_border(text[before - 1])) {
        input_.take(at);
        return {};
      }
      from = at + 1;
      continue;
    }
    const std::size_t kept = std::min(text.size(), first_key_.size() + 64);
    if (input_.at_end()) {
      input_.take(text.size());
      return {};
    }
    input_.take(text.size() - kept);
    from = 1;
    if (auto filled = fill(kept + 1); !filled) return filled;
  }
}

// What is neither bracket nor string: a bare number, a word, text that is no JSON.
Expected<void> JsonSplitter::garbage() {
  const std::uint64_t offset = input_.position();
  on_broken_({offset, "not_json", "text where a record should begin"});
  return skip_to(",\n{[]}");
}

// Up to the first of `stops`, or to the end.
Expected<void> JsonSplitter::skip_to(std::string_view stops) {
  for (;;) {
    const std::size_t at = input_.at_hand().find_first_of(stops);
    if (at != std::string_view::npos) {
      input_.take(at);
      return {};
    }
    input_.take(input_.size());
    if (input_.at_end()) return {};
    if (auto filled = fill(1); !filled) return filled;
  }
}

// The string that begins here, quotes included; 0 where it does not end.
Expected<std::size_t> JsonSplitter::string_end() {
  for (std::size_t at = 1;;) {
    const std::string_view text = input_.at_hand();
    at = std::min(text.find_first_of("\"\\", at), text.size());
    if (at < text.size() && text[at] == '"') return at + 1;
    if (at + 1 < text.size()) {
      at += 2;  // an escaped octet
      continue;
    }
    if (input_.at_end() || at > most_octets_) return std::size_t{0};
    if (auto filled = fill(text.size() + 1); !filled) return fail(std::move(filled));
  }
}

Expected<void> JsonSplitter::page_member() {
  auto length = string_end();
  if (!length) return fail(std::move(length));
  if (*length == 0) return skip_broken({End::file, input_.size()});
  const std::string key(input_.at_hand().substr(1, *length - 2));
  input_.take(*length);
  auto colon = peek();
  if (!colon) return fail(std::move(colon));
  if (*colon != ':') return {};
  input_.take(1);
  auto first = peek();
  if (!first) return fail(std::move(first));
  if (*first == '[' && is_list(key)) return {};  // step() goes in
  if (*first == '"' && names_next_page(key)) {
    auto link = string_end();
    if (!link) return fail(std::move(link));
    page_follows_ = *link > 2;
  }
  return skip_value();
}

Expected<void> JsonSplitter::skip_value() {
  if (input_.size() == 0) return {};
  const char first = input_.at_hand().front();
  if (first == '"') {
    auto length = string_end();
    if (!length) return fail(std::move(length));
    input_.take(std::max<std::size_t>(*length, 1));
    return {};
  }
  if (first == '{' || first == '[') {
    auto span = measure();
    if (!span) return fail(std::move(span));
    if (span->end != End::whole) return skip_broken(*span);
    input_.take(span->length);
    return {};
  }
  return skip_to(",}]\n");
}

}  // namespace letterlock::audit
