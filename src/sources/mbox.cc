#include "sources/mbox.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "base/npos.h"
#include "sources/from_line.h"

namespace letterlock::sources {
namespace {

constexpr std::size_t kLongestFromLine = 4096;
// How far ahead a Content-Length is followed to see whether it is true.
constexpr std::uint64_t kLongestLookAhead = std::uint64_t{64} << 20;
constexpr std::size_t kMaxUnseparated = 100;

std::string_view first_line(std::string_view text) {
  const std::size_t newline = text.substr(0, kLongestFromLine).find('\n');
  if (newline == npos) return text.substr(0, kLongestFromLine);
  const std::string_view line = text.substr(0, newline);
  return line.ends_with('\r') ? line.substr(0, newline - 1) : line;
}

std::string_view behind_first_line(std::string_view text) {
  const std::size_t newline = text.substr(0, kLongestFromLine).find('\n');
  return newline == npos ? std::string_view() : text.substr(newline + 1);
}

// A From line with a date and what may follow one: a header field, or nothing at all. Without a
// date ("From -", as Netscape wrote) what follows must be a mail header beyond doubt.
bool is_separator(std::string_view text) {
  const std::string_view line = first_line(text);
  const auto from = parse_from_line(line);
  if (!from) return false;
  const std::string_view next = first_line(behind_first_line(text));
  if (!from->dated) {
    const bool bare = trim(line.substr(5)) == from->sender;
    const bool sender = from->sender == "-" || from->sender.find('@') != npos;
    return bare && sender && is_field_line(next) &&
           looks_like_mail(behind_first_line(text).substr(0, kLongestFromLine));
  }
  return next.empty() || is_field_line(next) || next.starts_with(">From ");
}

// The length of the blank line that `text` ends with; 0 without one.
std::uint64_t blank_line_before(std::string_view text) {
  if (text == "\n" || text.ends_with("\n\n")) return 1;
  if (text == "\r\n" || text.ends_with("\n\r\n")) return 2;
  return 0;
}

// Netscape wrote "From -" with no blank line before it. So a separator is believed without one
// where its sender is "-", or where `before` ends with a close-delimiter (RFC 2046 section 5.1.1).
bool ends_without_blank_line(std::string_view before, std::string_view separator) {
  if (separator.starts_with("From - ")) return true;
  before = before.substr(before.size() - std::min(before.size(), kLongestFromLine));
  while (before.ends_with('\n') || before.ends_with('\r')) before.remove_suffix(1);
  const std::string_view line = before.substr(before.rfind('\n') + 1);
  return line.size() > 4 && line.starts_with("--") && line.ends_with("--");
}

}  // namespace

// The part of the stream that is in memory, addressed by offsets in the stream.
class MboxReader::Window {
 public:
  Window(Stream& stream, std::uint64_t start) : stream_(stream), base_(start), keep_(start) {}

  std::uint64_t end() const { return base_ + size_; }
  std::string_view view(std::uint64_t begin, std::uint64_t end_offset) const {
    return {memory_.get() + (begin - base_), static_cast<std::size_t>(end_offset - begin)};
  }
  std::string_view from(std::uint64_t begin) const { return view(begin, end()); }
  // What lies before `offset` is not needed any more.
  void discard(std::uint64_t offset) { keep_ = std::max(keep_, offset); }
  std::uint64_t begin() const { return keep_; }

  // Reads more; false at the end of the stream. Views taken before are void.
  bool more() {
    if (ended_) return false;
    make_room();
    auto got = stream_.read(memory_.get() + size_, capacity_ - size_);
    if (!got) trouble_ = std::move(got.error().message);
    ended_ = !got || *got == 0;
    if (!ended_) size_ += *got;
    return !ended_;
  }
  // Changes when views taken before went stale.
  std::uint64_t generation() const { return generation_; }
  bool reach(std::uint64_t offset) {
    while (end() < offset) {
      if (!more()) return false;
    }
    return true;
  }
  const std::string& trouble() const { return trouble_; }

 private:
  void make_room() {
    if (capacity_ - size_ >= kRead) return;
    ++generation_;
    const auto dead = static_cast<std::size_t>(keep_ - base_);
    const std::size_t live = size_ - dead;
    // Moving at most as much as was discarded keeps the work linear.
    const std::size_t wanted = live >= dead ? std::max(kSmallest, capacity_ * 2) : capacity_;
    auto fresh = std::unique_ptr<char[]>();
    if (wanted != capacity_) fresh.reset(new char[wanted]);
    char* const into = fresh ? fresh.get() : memory_.get();
    if (live > 0) std::memmove(into, memory_.get() + dead, live);
    if (fresh) memory_ = std::move(fresh);
    capacity_ = wanted;
    size_ = live;
    base_ = keep_;
  }

  static constexpr std::size_t kRead = std::size_t{256} << 10;
  static constexpr std::size_t kSmallest = std::size_t{512} << 10;
  Stream& stream_;
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0, size_ = 0;
  std::uint64_t base_, keep_;
  std::uint64_t generation_ = 0;
  bool ended_ = false;
  std::string trouble_;
};

struct MboxReader::End {
  std::uint64_t message = 0;  // behind the message's last octet
  std::uint64_t next = 0;     // the next From line, or the end of the stream
  Dialect by_length = Dialect::unknown;
  bool too_big = false;
};

MboxReader::MboxReader(Stream& stream, std::uint64_t start, std::uint32_t message_size,
                       std::optional<Dialect> dialect)
    : window_(std::make_unique<Window>(stream, start)),
      at_(start),
      message_size_(message_size),
      dialect_(dialect) {}

MboxReader::~MboxReader() = default;

const std::string& MboxReader::trouble() const { return window_->trouble(); }
std::uint64_t MboxReader::read_to() const { return window_->end(); }

// Leaves at_ at the first From line.
bool MboxReader::start() {
  started_ = true;
  if (!dialect_) {
    window_->reach(at_ + kMboxHead);
    dialect_ = judge_dialect(window_->from(at_).substr(0, kMboxHead));
  }
  window_->reach(at_ + 2 * kLongestFromLine);
  std::string_view text = window_->from(at_);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty() && (text.front() == '\n' || text.front() == '\r')) text.remove_prefix(1);
  const std::uint64_t first = window_->end() - text.size();
  at_ = text.starts_with("From ") ? first : skip_to_from_line(at_);
  return at_ < window_->end();
}

// A start that is no From line: the file is not what it was. Goes to the next separator.
std::uint64_t MboxReader::skip_to_from_line(std::uint64_t at) {
  for (std::uint64_t search = at + 1;;) {
    const std::size_t hit =
        find_line_start(window_->from(at), static_cast<std::size_t>(search - at), 'F');
    if (hit != npos) {
      search = at + hit + 1;
      window_->reach(at + hit + 2 * kLongestFromLine);
      if (is_separator(window_->from(at + hit))) return at + hit;
      continue;
    }
    search = window_->end();
    if (search > at + 1) {
      at = search - 1;
      window_->discard(at);
    }
    if (!window_->more()) return window_->end();
  }
}

const MboxMessage* MboxReader::next() {
  if (!started_ && !start()) return nullptr;
  if (at_ >= window_->end() && !window_->reach(at_ + 1)) return nullptr;
  window_->discard(at_);
  window_->reach(at_ + kLongestFromLine);
  const std::string_view here = window_->from(at_);
  message_ = MboxMessage();
  glimpse_known_ = false;
  if (const auto from = parse_from_line(first_line(here))) message_.date = from->date;
  const std::uint64_t begin = window_->end() - behind_first_line(here).size();
  finish(begin, find_end(begin));
  at_ = message_.next;
  return &message_;
}

MboxReader::End MboxReader::find_end(std::uint64_t begin) {
  std::uint64_t search = begin;
  std::uint64_t low = begin;  // where the view to search in begins
  bool too_big = false;
  for (;;) {
    const std::size_t hit = find_line_start(window_->view(low - 1, window_->end()),
                                            static_cast<std::size_t>(search - low + 1), 'F');
    if (hit != npos) {
      const std::uint64_t candidate = low - 1 + hit;
      search = candidate + 1;
      window_->reach(candidate + 2 * kLongestFromLine);
      if (auto end = too_big ? std::optional<End>() : end_at(candidate, begin)) {
        return *end;
      }
      if (too_big && is_separator(window_->from(candidate)))
        return {candidate, candidate, {}, true};
      continue;
    }
    search = std::max(search, window_->end());
    too_big = too_big || search - begin > std::uint64_t{message_size_} + 2;
    if (too_big) {
      low = std::max(low, search - 1);
      window_->discard(low - 1);
    }
    if (!window_->more()) break;
  }
  if (too_big) return {window_->end(), window_->end(), {}, true};
  if (auto end = end_by_length(begin, window_->end())) return *end;
  return {end_of_last(begin), window_->end(), {}, false};
}

// The message's end where the line at `hit` ends it.
std::optional<MboxReader::End> MboxReader::end_at(std::uint64_t hit, std::uint64_t begin) {
  if (!window_->from(hit).starts_with("From ") || !is_separator(window_->from(hit))) {
    return std::nullopt;
  }
  const std::uint64_t blank = blank_line_before(window_->view(begin, hit));
  const bool certain = blank > 0 || hit == begin ||
                       ends_without_blank_line(window_->view(begin, hit), window_->from(hit));
  if (auto by_length = end_by_length(begin, hit)) return by_length;
  if (certain) return End{hit - blank, hit, {}, false};
  if (message_.unseparated.size() < kMaxUnseparated) message_.unseparated.push_back(hit);
  return std::nullopt;
}

const Glimpse& MboxReader::glimpsed(std::uint64_t begin, std::uint64_t end) {
  const bool whole = glimpse_known_ && message_.glimpse.header_end < glimpse_size_;
  if (!whole || glimpse_generation_ != window_->generation()) {
    message_.glimpse = glimpse(window_->view(begin, end));
  }
  glimpse_known_ = true;
  glimpse_size_ = end - begin;
  glimpse_generation_ = window_->generation();
  return message_.glimpse;
}

// The message's end where its Content-Length tells, and tells the truth: what lies behind is the
// end, or a From line. `candidate` is a From line, or the end of the stream.
std::optional<MboxReader::End> MboxReader::end_by_length(std::uint64_t begin,
                                                         std::uint64_t candidate) {
  const Glimpse& seen = glimpsed(begin, candidate);
  if (!seen.content_length || *seen.content_length > message_size_) return std::nullopt;
  const std::uint64_t target = begin + seen.header_end + *seen.content_length;
  if (target + 2 < candidate || target > candidate + kLongestLookAhead) return std::nullopt;
  window_->reach(target + 2 * kLongestFromLine);
  if (target > window_->end()) return std::nullopt;
  std::uint64_t next = target;
  for (int newlines = 0; newlines < 2 && next < window_->end(); ++newlines) {
    const std::string_view rest = window_->from(next);
    if (rest.starts_with("\n")) {
      next += 1;
    } else if (rest.starts_with("\r\n")) {
      next += 2;
    } else {
      break;
    }
  }
  const bool at_line_start = next > target || window_->view(next - 1, next) == "\n";
  const bool at_end = next == window_->end();
  if (!at_end && !(at_line_start && is_separator(window_->from(next)))) return std::nullopt;
  // It stepped over a line that separates elsewhere: this writer does not quote.
  const Dialect dialect = next > candidate ? Dialect::mboxcl2 : Dialect::mboxcl;
  return End{target, next, dialect, false};
}

// The stream's end ends the message; a blank line there was the writer's.
std::uint64_t MboxReader::end_of_last(std::uint64_t begin) const {
  const std::string_view text = window_->from(begin);
  if (text.ends_with("\n\r\n")) return window_->end() - 2;
  if (text.ends_with("\n\n")) return window_->end() - 1;
  return window_->end();
}

void MboxReader::finish(std::uint64_t begin, const End& end) {
  message_.offset = begin;
  message_.length = end.message - begin;
  message_.next = end.next;
  message_.too_big = end.too_big || message_.length > message_size_;
  if (message_.too_big) {
    message_.glimpse = {};
    return;
  }
  const std::string_view stored = window_->view(begin, end.message);
  glimpsed(begin, end.message);
  Dialect dialect = *dialect_;
  if (end.by_length == Dialect::mboxcl2) {
    dialect = Dialect::mboxcl2;
  } else if (dialect == Dialect::mboxcl2 && end.by_length == Dialect::unknown) {
    dialect = Dialect::unknown;  // a message without a (true) Content-Length must have been quoted
  }
  const std::size_t body = message_.glimpse.header_end;
  if (dialect == Dialect::unknown) dialect = weigh_quoting(stored.substr(body)).verdict();
  const Unquoted undone = undo_quoting(stored, body, dialect, scratch_);
  message_.stored = stored;
  message_.octets = undone.octets;
  if (undone.lines == 0) return;
  if (end.by_length == Dialect::mboxcl && dialect == Dialect::unknown) dialect = Dialect::mboxcl;
  message_.quoting = fmt::format("{}:{}", to_string(dialect), undone.lines);
}

Dialect judge_dialect(std::string_view head) {
  // public-inbox and its exports name the dialect.
  if (first_line(head).starts_with("From mboxrd@z ")) return Dialect::mboxrd;
  MemoryStream stream(head);
  MboxReader reader(stream, 0, UINT32_MAX, Dialect::unknown);
  QuotingEvidence evidence;
  while (const MboxMessage* message = reader.next()) {
    const std::string_view body = message->stored.substr(message->glimpse.header_end);
    const auto skipped_over = find_line_start(body, 0, 'F');
    if (message->glimpse.content_length && skipped_over != npos) {
      for (std::size_t at = skipped_over; at != npos; at = find_line_start(body, at + 1, 'F')) {
        const bool behind_blank =
            at >= 2 && (body[at - 2] == '\n' || body.substr(at - 2, 2) == "\r\n");
        if (behind_blank && is_separator(body.substr(at))) return Dialect::mboxcl2;
      }
    }
    evidence.add(weigh_quoting(body));
  }
  return evidence.verdict();
}

}  // namespace letterlock::sources
