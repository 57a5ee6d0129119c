#include "audit/times.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace letterlock::audit {
namespace {

constexpr UnixTime kEarliest = 631'152'000;  // 1990-01-01
constexpr UnixTime kLatest = 4'102'444'800;  // 2100-01-01
constexpr std::int64_t kNoMonth = 0;

class Digits {
 public:
  explicit Digits(std::string_view text) : text_(text) {}
  // Up to `most` digits; nullopt where none is here.
  std::optional<std::int64_t> number(std::size_t most) {
    std::int64_t value = 0;
    std::size_t count = 0;
    for (; count < most && !text_.empty() && is_digit(text_.front()); ++count) {
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    last_width_ = count;
    return count == 0 ? std::nullopt : std::optional(value);
  }
  bool skip(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool skip_word(std::string_view word) {
    if (!starts_with_ignore_case(text_, word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  // Also the narrow no-break space that newer systems put before AM and PM.
  void skip_blanks() {
    while (skip(' ') || skip('\t') || skip_word("\xE2\x80\xAF") || skip_word("\xC2\xA0")) {
    }
  }
  char here() const { return text_.empty() ? '\0' : text_.front(); }
  bool done() const { return text_.empty(); }
  std::size_t last_width() const { return last_width_; }

 private:
  std::string_view text_;
  std::size_t last_width_ = 0;
};

unsigned days_in(std::int64_t year, std::int64_t month) {
  constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<UnixTime> midnight(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
  return days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) * 86'400;
}

std::optional<UnixTime> plausible(std::optional<UnixTime> time) {
  return time && *time >= kEarliest && *time < kLatest ? time : std::nullopt;
}

// "21:13:33.1234567", "9:13 PM", and a zone behind; nothing at all is midnight.
std::optional<std::int64_t> seconds_of_day(Digits& in) {
  if (in.done()) return 0;
  const auto hour = in.number(2);
  if (!hour || !in.skip(':')) return std::nullopt;
  const auto minute = in.number(2);
  if (!minute) return std::nullopt;
  std::int64_t second = 0;
  if (in.skip(':')) second = in.number(2).value_or(99);
  if (in.skip('.') || in.skip(',')) {
    while (in.number(9)) {
    }
  }
  in.skip_blanks();
  std::int64_t hours = *hour;
  const bool pm = in.skip_word("PM") || in.skip_word("p.m."),
             am = in.skip_word("AM") || in.skip_word("a.m.");
  if ((am || pm) && (hours < 1 || hours > 12)) return std::nullopt;
  if (am || pm) hours = hours % 12 + (pm ? 12 : 0);
  if (hours > 24 || *minute > 59 || second > 60) return std::nullopt;
  return hours * 3600 + *minute * 60 + second;
}

// Those of RFC 5322 section 4.3, and of Europe: each means one thing.
struct NamedZone {
  std::string_view name;
  std::int64_t hours;
};
constexpr NamedZone kZones[] = {{"EDT", -4}, {"EST", -5}, {"CDT", -5}, {"CST", -6}, {"MDT", -6},
                                {"MST", -7}, {"PDT", -7}, {"PST", -8}, {"CEST", 2}, {"CET", 1},
                                {"EEST", 3}, {"EET", 2},  {"WEST", 1}, {"WET", 0}};

// Seconds that the zone is ahead of UTC; no zone is UTC.
std::optional<std::int64_t> zone(Digits& in) {
  in.skip_blanks();
  for (const NamedZone& named : kZones) {
    if (!in.skip_word(named.name)) continue;
    in.skip_blanks();
    return in.done() ? std::optional(named.hours * 3600) : std::nullopt;
  }
  if (in.done() || in.skip_word("Z") || in.skip_word("UTC") || in.skip_word("GMT") ||
      in.skip_word("(UTC)")) {
    in.skip_blanks();
    if (in.done()) return 0;
    if (in.here() != '+' && in.here() != '-') return std::nullopt;  // "GMT+02:00"
  }
  const bool west = in.here() == '-';
  if (!in.skip('+') && !in.skip('-')) return std::nullopt;
  const auto hours = in.number(2);
  in.skip(':');
  const std::int64_t minutes = in.number(2).value_or(0);
  if (!hours || *hours > 18 || minutes > 59 || !in.done()) return std::nullopt;
  const std::int64_t ahead = *hours * 3600 + minutes * 60;
  return west ? -ahead : ahead;
}

std::optional<UnixTime> with_clock(std::optional<UnixTime> day, Digits& in) {
  if (!day) return std::nullopt;
  in.skip(',');
  if (!in.skip('T')) in.skip_blanks();
  const auto clock = seconds_of_day(in);
  if (!clock) return std::nullopt;
  const auto ahead = zone(in);
  if (!ahead) return std::nullopt;
  return *day + *clock - *ahead;
}

std::optional<ReadTime> epoch(std::string_view text) {
  const bool wrapped = text.starts_with("/Date(");
  if (wrapped) text.remove_prefix(6);
  Digits in(text);
  const auto number = in.number(18);
  const std::size_t width = in.last_width();
  if (!number || (!wrapped && !in.done() && in.here() != '.') || width < 9) return std::nullopt;
  std::int64_t seconds = *number;
  if (width >= 18) seconds /= 1'000'000'000;
  if (width >= 15 && width < 18) seconds /= 1'000'000;
  if (width >= 12 && width < 15) seconds /= 1'000;
  const auto time = plausible(seconds);
  return time ? std::optional(ReadTime{*time, ReadTime::Form::epoch}) : std::nullopt;
}

struct Slashed {
  std::int64_t first = kNoMonth, second = 0, year = 0;
  char separator = '/';
};

std::optional<Slashed> slashed(Digits& in) {
  Slashed date;
  const auto first = in.number(2);
  date.separator = in.here();
  if (!first || (!in.skip('/') && !in.skip('.') && !in.skip('-'))) return std::nullopt;
  const auto second = in.number(2);
  if (!second || !in.skip(date.separator)) return std::nullopt;
  const auto year = in.number(4);
  if (!year || (in.last_width() != 4 && in.last_width() != 2)) return std::nullopt;
  date.first = *first;
  date.second = *second;
  date.year = in.last_width() == 2 ? 2000 + *year : *year;
  return date;
}

// "Jun 10, 2024, 9:30:00 AM UTC", as Google's pages write it.
std::optional<ReadTime> month_first(std::string_view text) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  const std::size_t at =
      text.size() < 3 ? kMonths.npos : kMonths.find(lower_ascii(text.substr(0, 3)));
  if (at == kMonths.npos || at % 3 != 0) return std::nullopt;
  while (!text.empty() && is_alpha(text.front())) text.remove_prefix(1);
  Digits in(text);
  in.skip_blanks();
  const auto day = in.number(2);
  in.skip(',');
  in.skip_blanks();
  const auto year = in.number(4);
  if (!day || !year) return std::nullopt;
  const auto month = static_cast<std::int64_t>(at / 3 + 1);
  const auto time = plausible(with_clock(midnight(*year, month, *day), in));
  return time ? std::optional(ReadTime{*time, ReadTime::Form::iso}) : std::nullopt;
}

std::optional<UnixTime> slashed_time(std::string_view text, DateOrder order) {
  Digits in(text);
  const auto date = slashed(in);
  if (!date) return std::nullopt;
  const bool us = order == DateOrder::us || (order == DateOrder::unknown && date->separator == '/');
  const auto day = us ? midnight(date->year, date->first, date->second)
                      : midnight(date->year, date->second, date->first);
  return plausible(with_clock(day, in));
}

}  // namespace

std::optional<ReadTime> read_time(std::string_view text, DateOrder order) {
  text = trim(text);
  if (!text.empty() && is_alpha(text.front())) return month_first(text);
  Digits in(text);
  const auto year = in.number(4);
  if (year && in.last_width() == 4 && (in.here() == '-' || in.here() == '/')) {
    const char separator = in.here();
    in.skip(separator);
    const auto month = in.number(2);
    if (!month || !in.skip(separator)) return std::nullopt;
    const auto day = in.number(2);
    if (!day) return std::nullopt;
    const auto time = plausible(with_clock(midnight(*year, *month, *day), in));
    return time ? std::optional(ReadTime{*time, ReadTime::Form::iso}) : std::nullopt;
  }
  if (const auto time = slashed_time(text, order)) {
    return ReadTime{*time, ReadTime::Form::slashed};
  }
  return epoch(text);
}

void DateVotes::see(std::string_view text) {
  text = trim(text);
  Digits in(text);
  const auto date = slashed(in);
  if (!date) return;
  ++seen_;
  if (date->first > 12 && date->second <= 12) ++european_;
  if (date->second > 12 && date->first <= 12) ++us_;
  if (date->separator == '.') ++dotted_;
  if (text.size() > 2 && to_lower(text.back()) == 'm') ++half_days_;
  for (const DateOrder order : {DateOrder::us, DateOrder::european}) {
    const std::size_t i = order == DateOrder::us ? 0 : 1;
    const auto time = slashed_time(text, order);
    if (time && last_[i] && *time < *last_[i]) ++against_[i][0];
    if (time && last_[i] && *time > *last_[i]) ++against_[i][1];
    if (time) last_[i] = time;
  }
}

void DateVotes::see_with(std::string_view text, UnixTime time) {
  Digits in(trim(text));
  const auto date = slashed(in);
  if (!date || date->first == date->second) return;
  ++seen_;
  const auto us = slashed_time(trim(text), DateOrder::us);
  const auto european = slashed_time(trim(text), DateOrder::european);
  // A day apart at most: the column may be in local time.
  const auto near = [&](const std::optional<UnixTime>& read) {
    return read && *read - time < 86'400 && time - *read < 86'400;
  };
  if (near(us) && !near(european)) ++us_;
  if (near(european) && !near(us)) ++european_;
}

DateVotes::Verdict DateVotes::verdict() const {
  if (us_ > 0 && european_ > 0) {
    return {us_ >= european_ ? DateOrder::us : DateOrder::european, false, true};
  }
  if (us_ > 0) return {DateOrder::us, false, false};
  if (european_ > 0) return {DateOrder::european, false, false};
  // Exports are in order of time: the reading that keeps the order is the right one.
  const auto disorder = [&](std::size_t i) { return std::min(against_[i][0], against_[i][1]); };
  const std::uint64_t us = disorder(0), european = disorder(1);
  if (us == 0 && european > 0) return {DateOrder::us, false, false};
  if (european == 0 && us > 0) return {DateOrder::european, false, false};
  return {dotted_ > half_days_ ? DateOrder::european : DateOrder::us, true, false};
}

}  // namespace letterlock::audit
