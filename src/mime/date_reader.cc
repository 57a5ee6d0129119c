#include "mime/date_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/ascii.h"
#include "mime/date_token.h"
#include "mime/date_zone.h"

namespace letterlock::mime {
namespace {

// `word` as one of `names`, given in full or by at least its first three letters.
int name_index(std::string_view word, std::span<const std::string_view> names) {
  if (word.size() < 3) return -1;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (starts_with_ignore_case(names[i], word)) return static_cast<int>(i);
  }
  return -1;
}

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

int month_of(const DateToken& token) {
  return token.kind == DateToken::Kind::word ? name_index(token.text, kMonths) + 1 : 0;
}

unsigned days_in_month(unsigned year, unsigned month) {
  constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

class DateReader {
 public:
  DateReader(std::string_view text, const std::vector<DateToken>& tokens)
      : text_(text), tokens_(tokens) {}

  DateReading read() {
    skip_to_date();
    if (!read_day() || !read_time()) return {std::nullopt, DateProblem::malformed};
    read_year_and_zone();
    if (!has_year_) return {std::nullopt, DateProblem::malformed};
    if (at_ < tokens_.size()) strict_ = false;
    return checked();
  }

 private:
  const DateToken& peek(std::size_t ahead = 0) const {
    static const DateToken none;
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : none;
  }
  const DateToken& take() {
    const DateToken& token = peek();
    if (at_ < tokens_.size()) ++at_;
    return token;
  }
  bool take(char mark) {
    if (!peek().is(mark)) return false;
    ++at_;
    return true;
  }
  // Whether nothing stands between the token before and this one.
  bool touches_last() const { return at_ > 0 && peek().begin == tokens_[at_ - 1].end(); }

  // Past a weekday, or whatever else stands before the first number or month.
  void skip_to_date() {
    const bool weekday =
        peek().kind == DateToken::Kind::word && name_index(peek().text, kWeekdays) >= 0;
    if (weekday && peek().text.size() == 3 && peek(1).is(',')) at_ += 2;
    while (at_ < tokens_.size() && peek().kind != DateToken::Kind::number &&
           month_of(peek()) == 0) {
      strict_ = false;
      ++at_;
    }
  }

  bool read_day() {
    if (month_of(peek()) != 0) return read_month_first();
    if (peek().is_number(4, 4) && (peek(1).is('-') || peek(1).is('/') || peek(1).is('.'))) {
      return read_iso();
    }
    if (peek().is_number(8, 8)) return read_compact_iso();
    if (!peek().is_number(1, 2)) return false;
    day_ = take().value;
    skip_ordinal();
    const char mark = peek().kind == DateToken::Kind::mark ? take().text[0] : ' ';
    if (mark != ' ') strict_ = false;
    if (const int month = month_of(peek()); month != 0) {
      if (take().text.size() != 3) strict_ = false;
      month_ = static_cast<unsigned>(month);
    } else {
      if (!peek().is_number(1, 2)) return false;
      strict_ = false;
      month_ = take().value;
      // 8/10/2024 is the United States' order, unless there is no such month.
      if (mark == '/' && day_ <= 12) std::swap(day_, month_);
    }
    return read_year_after_mark();
  }

  // The year that belongs to day and month; in asctime's form it comes later.
  bool read_year_after_mark() {
    while (peek().is('-') || peek().is('/') || peek().is('.') || peek().is(',') ||
           peek().is('\'')) {
      strict_ = false;
      ++at_;
    }
    if (peek().kind == DateToken::Kind::number && !peek(1).is(':')) return take_year();
    return true;
  }

  bool read_month_first() {
    strict_ = false;
    month_ = static_cast<unsigned>(month_of(take()));
    while (peek().is('.') || peek().is('-') || peek().is(',')) ++at_;
    if (!peek().is_number(1, 2)) return false;
    day_ = take().value;
    skip_ordinal();
    return read_year_after_mark();
  }

  bool read_iso() {
    strict_ = false;
    if (!take_year()) return false;
    take();
    if (!peek().is_number(1, 2)) return false;
    month_ = take().value;
    take();
    if (!peek().is_number(1, 2)) return false;
    day_ = take().value;
    return true;
  }

  bool read_compact_iso() {
    strict_ = false;
    const std::uint32_t number = take().value;
    year_ = number / 10000;
    month_ = number / 100 % 100;
    day_ = number % 100;
    has_year_ = true;
    return true;
  }

  void skip_ordinal() {
    if (peek().kind != DateToken::Kind::word || !touches_last() || month_of(peek()) != 0) return;
    strict_ = false;
    ++at_;
  }

  // RFC 5322 section 4.3: two digits up to 49 are 20xx; other two and three digits count from 1900.
  bool take_year() {
    const DateToken& token = take();
    if (!token.is_number(2, 4)) return false;
    year_ = token.value;
    if (token.text.size() < 4) {
      strict_ = false;
      year_ += token.text.size() == 2 && year_ < 50 ? 2000 : 1900;
    }
    has_year_ = true;
    return true;
  }

  bool read_time() {
    // "T", "at", "@" and commas before the time.
    while (peek().kind == DateToken::Kind::word || peek().is(',') || peek().is('@') ||
           peek().is('-')) {
      strict_ = false;
      ++at_;
    }
    if (peek().is_number(4, 6) && peek().text.size() != 5 && !peek(1).is(':')) {
      return read_compact_time();
    }
    if (!peek().is_number(1, 2)) return false;
    if (!peek(1).is(':') && !(peek(1).is('.') && peek(3).is('.'))) return false;
    if (peek().text.size() != 2) strict_ = false;
    hour_ = take().value;
    const char mark = take().text[0];
    if (mark != ':') strict_ = false;
    if (!peek().is_number(1, 2)) return false;
    if (peek().text.size() != 2) strict_ = false;
    minute_ = take().value;
    if (peek().is(mark) && peek(1).is_number(1, 2)) {
      ++at_;
      if (peek().text.size() != 2) strict_ = false;
      second_ = take().value;
      skip_fraction();
    }
    read_half_of_day();
    return true;
  }

  bool read_compact_time() {
    const DateToken& token = take();
    const bool seconds = token.text.size() == 6;
    const std::uint32_t number = seconds ? token.value : token.value * 100;
    hour_ = number / 10000;
    minute_ = number / 100 % 100;
    second_ = number % 100;
    skip_fraction();
    strict_ = false;
    return true;
  }

  void skip_fraction() {
    const bool fraction =
        (peek().is('.') || peek().is(',')) && peek(1).kind == DateToken::Kind::number;
    if (!fraction || !touches_last()) return;
    strict_ = false;
    at_ += 2;
  }

  void read_half_of_day() {
    const bool am = equals_ignore_case(peek().text, "am");
    const bool pm = equals_ignore_case(peek().text, "pm");
    if (!am && !pm) return;
    strict_ = false;
    ++at_;
    if (hour_ <= 12) hour_ = hour_ % 12 + (pm ? 12 : 0);
  }

  void read_year_and_zone() {
    if (!has_year_ && peek().is_number(4, 4)) take_year();
    read_zone();
    if (!has_year_ && peek().is_number(4, 4)) {
      take_year();
      if (!zone_known_) read_zone();
    }
  }

  void read_zone() {
    const DateToken first = peek();
    if (first.kind == DateToken::Kind::word) {
      read_named_zone();
    } else if (first.is('+') || first.is('-')) {
      read_numeric_zone(first.begin);
    }
  }

  void read_named_zone() {
    const DateToken name = peek();
    const auto offset = zone_offset(name.text);
    const bool capitals = std::all_of(name.text.begin(), name.text.end(),
                                      [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!offset && (!capitals || name.text.size() > 6)) return;
    ++at_;
    strict_ = false;
    if (offset == 0 && (peek().is('+') || peek().is('-')) &&
        peek(1).kind == DateToken::Kind::number) {
      read_numeric_zone(name.begin);  // "GMT+0200"
      return;
    }
    while (at_ < tokens_.size() && touches_last() && peek().kind != DateToken::Kind::mark) ++at_;
    zone_text_ = text_.substr(name.begin, tokens_[at_ - 1].end() - name.begin);
    zone_known_ = offset.has_value();
    zone_minutes_ = offset.value_or(0);
  }

  // REQUIRES: a sign stands here.
  void read_numeric_zone(std::size_t begin) {
    bool negative = take().is('-');
    while (peek().is('+') || peek().is('-')) {  // "--0400", "+-0200"
      negative = take().is('-');
      strict_ = false;
    }
    if (!peek().is_number(1, 4)) {
      strict_ = false;
      return;
    }
    const DateToken number = take();
    std::uint32_t hours = number.value;
    std::uint32_t minutes = 0;
    if (number.text.size() > 2) {
      hours = number.value / 100;
      minutes = number.value % 100;
    } else if (peek().is(':') && peek(1).is_number(2, 2)) {
      ++at_;
      minutes = take().value;
    }
    if (number.text.size() != 4) strict_ = false;
    zone_text_ = text_.substr(begin, tokens_[at_ - 1].end() - begin);
    if (hours > 23 || minutes > 59) {
      zone_out_of_range_ = true;
      return;
    }
    const int offset = static_cast<int>(hours * 60 + minutes);
    zone_minutes_ = negative ? -offset : offset;
    zone_known_ = !(negative && offset == 0);
  }

  DateReading checked() const {
    const bool midnight = hour_ == 24 && minute_ == 0 && second_ == 0;  // ISO 8601 allows it
    const bool in_range = year_ >= 1 && month_ >= 1 && month_ <= 12 && day_ >= 1 &&
                          day_ <= days_in_month(year_, month_) && (hour_ <= 23 || midnight) &&
                          minute_ <= 59 && second_ <= 60;
    if (!in_range) return {std::nullopt, DateProblem::out_of_range};
    DateTime date;
    const std::int64_t days = days_from_civil(year_, month_, day_);
    const std::int64_t minutes = days * 1440 + hour_ * 60L + minute_ - zone_minutes_;
    date.utc = minutes * 60 + second_;
    date.zone_minutes = static_cast<std::int16_t>(zone_minutes_);
    date.zone_known = zone_known_;
    date.zone_text = zone_text_;
    date.obsolete = !strict_ || zone_text_.empty() || zone_out_of_range_;
    return {date, zone_out_of_range_ ? DateProblem::out_of_range : DateProblem::none};
  }

  std::string_view text_;
  const std::vector<DateToken>& tokens_;
  std::size_t at_ = 0;
  unsigned year_ = 0, month_ = 0, day_ = 0, hour_ = 0, minute_ = 0, second_ = 0;
  int zone_minutes_ = 0;
  std::string_view zone_text_;
  bool has_year_ = false;
  bool zone_known_ = false;
  bool zone_out_of_range_ = false;
  bool strict_ = true;  // RFC 5322's own form so far
};

}  // namespace

DateReading read_date(std::string_view text) {
  const DateTokens tokens = date_tokens(text);
  const DateReading first = DateReader(text, tokens.first).read();
  if (tokens.last.empty()) return first;
  const DateReading last = DateReader(text, tokens.last).read();
  if (!last.date && first.date) return first;
  return last;
}

}  // namespace letterlock::mime
