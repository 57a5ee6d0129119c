#include "content/claimed_date.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "content/quote_words.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kRead = 400;

struct Token {
  enum class Kind : std::uint8_t { number, word, sign } kind = Kind::sign;
  std::size_t begin = 0, end = 0;
  unsigned value = 0;  // of a number
};

std::vector<Token> split(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    Token token;
    token.begin = at;
    const auto is_letter = [](char c) { return is_alpha(c) || !is_ascii(c); };
    if (is_digit(text[at])) {
      token.kind = Token::Kind::number;
      for (; at < text.size() && is_digit(text[at]); ++at) {
        token.value = std::min(token.value * 10 + static_cast<unsigned>(text[at] - '0'), 1000000U);
      }
    } else if (is_letter(text[at])) {
      token.kind = Token::Kind::word;
      while (at < text.size() && is_letter(text[at])) ++at;
    } else {
      ++at;
      if (is_space(text[at - 1])) continue;
    }
    token.end = at;
    tokens.push_back(token);
  }
  return tokens;
}

// The narrow and the plain no-break space stand between numbers and AM/PM; "T" in ISO dates.
std::string normalize(std::string_view text) {
  std::string out = lower_utf8(text.substr(0, kRead));
  for (const std::string_view space :
       {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x8E", "\xE2\x80\x8F"}) {
    for (std::size_t at = 0; (at = out.find(space, at)) != std::string::npos;) {
      out.replace(at, space.size(), space.size(), ' ');
    }
  }
  return out;
}

struct Fields {
  unsigned year = 0, month = 0, day = 0;
  unsigned hour = 0, minute = 0, second = 0;
  bool has_time = false, afternoon = false, morning = false;
  bool slashes = false;
  int zone_minutes = 0;
  bool has_zone = false;
};

class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(normalize(text)), tokens_(split(text_)) {}
  std::optional<ClaimedDate> read();

 private:
  bool numeric_date(std::size_t i);
  bool cjk_date(std::size_t i);
  bool named_date(std::size_t i);
  void find_time();
  bool time_at(std::size_t i);
  void half_of_day(std::size_t i, std::size_t after);
  void zone_after(std::size_t i);
  bool number(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].kind == Token::Kind::number;
  }
  bool sign(std::size_t i, char c) const {
    return i < tokens_.size() && tokens_[i].kind == Token::Kind::sign &&
           text_[tokens_[i].begin] == c;
  }
  std::string_view word(std::size_t i) const {
    if (i >= tokens_.size() || tokens_[i].kind != Token::Kind::word) return {};
    return std::string_view(text_).substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  bool is_year(std::size_t i) const {
    return number(i) && tokens_[i].end - tokens_[i].begin == 4 && tokens_[i].value >= 1970 &&
           tokens_[i].value < 2100;
  }
  bool is_day(std::size_t i) const {
    return number(i) && tokens_[i].value >= 1 && tokens_[i].value <= 31 &&
           tokens_[i].end - tokens_[i].begin <= 2;
  }
  bool take(std::size_t first, std::size_t last) {
    first_ = first;
    last_ = last;
    return fields_.month >= 1 && fields_.month <= 12 && fields_.day >= 1 && fields_.day <= 31;
  }

  std::string text_;
  std::vector<Token> tokens_;
  Fields fields_;
  std::size_t first_ = 0, last_ = 0;  // tokens of the date, last included
};

// 2020-10-05, 2020/10/5, 5.10.2020, 10/5/2020, 05-10-20
bool DateReader::numeric_date(std::size_t i) {
  if (!number(i) || !number(i + 2) || !number(i + 4)) return false;
  const char separator = text_[tokens_[i + 1].begin];
  if (std::string_view("-/.").find(separator) == std::string_view::npos ||
      !sign(i + 3, separator)) {
    return false;
  }
  const unsigned a = tokens_[i].value, b = tokens_[i + 2].value, c = tokens_[i + 4].value;
  fields_.slashes = false;
  if (is_year(i)) {
    fields_.year = a;
    fields_.month = b;
    fields_.day = c;
  } else if (is_year(i + 4) || (c < 100 && tokens_[i + 4].end - tokens_[i + 4].begin == 2)) {
    fields_.year = c < 100 ? 2000 + c : c;
    fields_.day = a;
    fields_.month = b;
    if (b > 12) std::swap(fields_.day, fields_.month);
    fields_.slashes = separator == '/' && a <= 12 && b <= 12;
  } else {
    return false;
  }
  return take(i, i + 4);
}

// 2020年10月5日, 2020년 10월 5일
bool DateReader::cjk_date(std::size_t i) {
  if (!is_year(i) || !number(i + 2) || !number(i + 4)) return false;
  const bool japanese = word(i + 1).starts_with("年") && word(i + 3).starts_with("月");
  const bool korean = word(i + 1).starts_with("년") && word(i + 3).starts_with("월");
  if (!japanese && !korean) return false;
  fields_.year = tokens_[i].value;
  fields_.month = tokens_[i + 2].value;
  fields_.day = tokens_[i + 4].value;
  return take(i, i + 5 < tokens_.size() ? i + 5 : i + 4);
}

// "5 Oct 2020", "5. Oktober 2020", "5 de octubre de 2020", "Oct 5, 2020": a month's name with the
// day before or after it and the year behind.
bool DateReader::named_date(std::size_t i) {
  const unsigned month = month_by_name(word(i));
  if (month == 0) return false;
  const auto passes = [this](std::size_t at) {
    return sign(at, '.') || sign(at, ',') || word(at) == "de" || word(at) == "of" ||
           word(at) == "del" || sign(at, '-') || sign(at, '/') || word(at) == "th" ||
           word(at) == "st" || word(at) == "nd" || word(at) == "rd" || sign(at, '\'');
  };
  std::size_t year = i + 1;
  std::size_t first = i;
  std::size_t before = i;
  while (before > 0 && i - before < 2 && passes(before - 1)) --before;
  if (before > 0 && is_day(before - 1)) {
    fields_.day = tokens_[before - 1].value;
    first = before - 1;
  } else {
    std::size_t after = i + 1;
    while (after - i < 3 && passes(after)) ++after;
    if (!is_day(after)) return false;
    fields_.day = tokens_[after].value;
    year = after + 1;
  }
  for (std::size_t skipped = 0; skipped < 3 && !is_year(year) && passes(year); ++skipped) ++year;
  if (!is_year(year)) return false;
  fields_.month = month;
  fields_.year = tokens_[year].value;
  return take(first, year);
}

// AM/PM in the token before `i` or at `after`.
void DateReader::half_of_day(std::size_t i, std::size_t after) {
  const auto ends_with_one = [](std::string_view text, auto... words) {
    return (text.ends_with(words) || ...);
  };
  const std::string_view next = word(after);
  const std::string_view previous = i > 0 ? word(i - 1) : std::string_view();
  const bool dotted =
      (next == "p" || next == "a") && sign(after + 1, '.') && word(after + 2) == "m";
  if (next == "pm" || (dotted && next == "p") ||
      ends_with_one(previous, "下午", "午後", "오후", "晚上", "ös")) {
    fields_.afternoon = true;
  } else if (next == "am" || (dotted && next == "a") ||
             ends_with_one(previous, "上午", "午前", "오전", "凌晨", "早上", "öö")) {
    fields_.morning = true;
  } else {
    return;
  }
  if (next == "pm" || next == "am") last_ = std::max(last_, after);
  if (dotted) last_ = std::max(last_, after + 2);
}

// "+0200", "GMT+2", "UTC", "(GMT+02:00)" at token i.
void DateReader::zone_after(std::size_t i) {
  if (sign(i, '(')) ++i;
  const std::string_view name = word(i);
  const bool named = name == "gmt" || name == "utc" || name == "z";
  if (named) {
    fields_.has_zone = true;
    last_ = std::max(last_, i);
    ++i;
  }
  if (!(sign(i, '+') || sign(i, '-')) || !number(i + 1)) return;
  const unsigned value = tokens_[i + 1].value;
  const std::size_t digits = tokens_[i + 1].end - tokens_[i + 1].begin;
  int minutes = 0;
  std::size_t end = i + 1;
  if (digits == 4) {
    minutes = static_cast<int>(value / 100 * 60 + value % 100);
  } else if (digits <= 2 && sign(i + 2, ':') && number(i + 3)) {
    minutes = static_cast<int>(value * 60 + tokens_[i + 3].value);
    end = i + 3;
  } else if (digits <= 2 && named) {
    minutes = static_cast<int>(value * 60);
  } else {
    return;
  }
  if (minutes > 14 * 60 + 59) return;
  fields_.zone_minutes = sign(i, '-') ? -minutes : minutes;
  fields_.has_zone = true;
  last_ = std::max(last_, end);
}

bool DateReader::time_at(std::size_t i) {
  if (!number(i) || tokens_[i].value > 23 || !number(i + 2)) return false;
  const std::string_view between = word(i + 1);
  const bool colon = sign(i + 1, ':') || sign(i + 1, '.') || between == "h" ||
                     between.starts_with("時") || between.starts_with("点") || between == "시";
  if (!colon || tokens_[i + 2].value > 59 || tokens_[i + 2].end - tokens_[i + 2].begin != 2) {
    return false;
  }
  fields_.hour = tokens_[i].value;
  fields_.minute = tokens_[i + 2].value;
  std::size_t after = i + 3;
  if (sign(i + 3, text_[tokens_[i + 1].begin]) && number(i + 4) && tokens_[i + 4].value < 61) {
    fields_.second = tokens_[i + 4].value;
    after = i + 5;
  }
  fields_.has_time = true;
  last_ = std::max(last_, after - 1);
  half_of_day(i, after);
  zone_after(last_ + 1 > after ? last_ + 1 : after);
  return true;
}

void DateReader::find_time() {
  const std::size_t begin = last_ + 1;
  for (std::size_t i = begin; i < tokens_.size() && i < begin + 8; ++i) {
    if (time_at(i)) return;
  }
  // "15:14, 5 October 2020"
  for (std::size_t i = first_ >= 8 ? first_ - 8 : 0; i < first_; ++i) {
    const std::size_t last = last_;
    if (time_at(i)) {
      first_ = i;
      last_ = std::max(last, last_);
      return;
    }
  }
}

std::optional<ClaimedDate> DateReader::read() {
  bool found = false;
  for (std::size_t i = 0; i < tokens_.size() && !found; ++i) {
    found = numeric_date(i) || cjk_date(i) || named_date(i);
  }
  if (!found) return std::nullopt;
  find_time();
  if (fields_.slashes && (fields_.afternoon || fields_.morning)) {
    std::swap(fields_.day, fields_.month);
  }
  if (fields_.afternoon && fields_.hour < 12) fields_.hour += 12;
  if (fields_.morning && fields_.hour == 12) fields_.hour = 0;
  ClaimedDate date;
  date.utc = days_from_civil(fields_.year, fields_.month, fields_.day) * 86400 +
             fields_.hour * 3600 + fields_.minute * 60 + fields_.second - fields_.zone_minutes * 60;
  date.has_zone = fields_.has_zone;
  date.begin = tokens_[first_].begin;
  date.end = tokens_[std::min(last_, tokens_.size() - 1)].end;
  return date;
}

}  // namespace

std::optional<ClaimedDate> find_claimed_date(std::string_view text) {
  return DateReader(text).read();
}

}  // namespace letterlock::content
