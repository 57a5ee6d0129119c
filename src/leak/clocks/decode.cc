#include "leak/clocks/decode.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

constexpr std::int64_t kFiletimeOfUnixEpoch = 116'444'736'000'000'000;
constexpr std::int64_t kTicksOfUnixEpoch = 621'355'968'000'000'000;

DecodedTime impossible(std::size_t offset, std::size_t length) {
  return {.at = {}, .decoded = false, .offset = offset, .length = length};
}

DecodedTime placed(std::optional<MicroTime> at, MicroTime width, std::size_t offset,
                   std::size_t length) {
  if (!at || !is_possible(*at)) return impossible(offset, length);
  return {.at = {*at, *at + width - 1}, .decoded = true, .offset = offset, .length = length};
}

bool all_of(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}
bool is_hex(char c) { return hex_value(c) >= 0; }
bool is_decimal(char c) { return is_digit(c); }

// Whether US Pacific time is daylight time at this local time (since 2007: from 2:00 on the second
// Sunday of March to 2:00 on the first Sunday of November).
bool pacific_daylight(std::int64_t days, std::int64_t seconds_of_day) {
  const CivilDate date = civil_from_days(days);
  if (date.month < 3 || date.month > 11) return false;
  if (date.month > 3 && date.month < 11) return true;
  const std::int64_t first = days_from_civil(date.year, date.month, 1);
  // 1970-01-01 was a Thursday: day 3 was a Sunday.
  const std::int64_t first_sunday = first + ((3 - first) % 7 + 7) % 7;
  const bool march = date.month == 3;
  const std::int64_t change = march ? first_sunday + 7 : first_sunday;
  const bool after = days > change || (days == change && seconds_of_day >= 2 * 3600);
  return march ? after : !after;
}

}  // namespace

bool is_possible(MicroTime at) { return at >= kEarliestPossible && at < kLatestPossible; }

DecodedTime exact(MicroTime at, MicroTime width) { return placed(at, width, 0, 0); }

std::optional<MicroTime> from_filetime(std::uint64_t filetime) {
  if (filetime >> 63) return std::nullopt;
  const MicroTime at = (static_cast<std::int64_t>(filetime) - kFiletimeOfUnixEpoch) / 10;
  if (!is_possible(at)) return std::nullopt;
  return at;
}

std::optional<std::uint64_t> number(std::string_view digits, unsigned base) {
  if (digits.empty() || digits.size() > (base == 16 ? 16u : 19u)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return std::nullopt;
    value = value * base + static_cast<unsigned>(digit);
  }
  return value;
}

std::optional<MicroTime> from_digits(std::string_view digits) {
  if (digits.size() != 8 && digits.size() != 10 && digits.size() != 12 && digits.size() != 14) {
    return std::nullopt;
  }
  if (!all_of(digits, is_decimal)) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t length) {
    return at < digits.size() ? static_cast<unsigned>(*number(digits.substr(at, length))) : 0u;
  };
  const unsigned year = part(0, 4), month = part(4, 2), day = part(6, 2);
  const unsigned hour = part(8, 2), minute = part(10, 2), second = part(12, 2);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  const std::int64_t days = days_from_civil(year, month, day);
  if (civil_from_days(days).day != day) return std::nullopt;
  const MicroTime at = (days * 86400 + hour * 3600 + minute * 60 + second) * kSecond;
  if (!is_possible(at)) return std::nullopt;
  return at;
}

std::optional<DecodedTime> gmail_boundary(std::string_view boundary) {
  constexpr std::string_view kZeros = "000000000000";
  if (boundary.size() != 28 || !boundary.starts_with(kZeros) || !all_of(boundary, is_hex)) {
    return std::nullopt;
  }
  const auto low = *number(boundary.substr(12, 6), 16), high = *number(boundary.substr(18, 8), 16);
  return placed(static_cast<MicroTime>(high << 24 | low), 1, 12, 14);
}

std::optional<DecodedTime> outlook_boundary(std::string_view boundary) {
  constexpr std::string_view kStart = "----=_NextPart_";
  if (!boundary.starts_with(kStart) || boundary.size() != kStart.size() + 26) return std::nullopt;
  const std::string_view rest = boundary.substr(kStart.size());  // 000_0001_01D4AAB8.06F67F3D
  if (rest[3] != '_' || rest[8] != '_' || rest[17] != '.') return std::nullopt;
  const auto high = number(rest.substr(9, 8), 16), low = number(rest.substr(18, 8), 16);
  if (!high || !low) return std::nullopt;
  return placed(from_filetime(*high << 32 | *low), 1, kStart.size() + 9, 17);
}

std::optional<DecodedTime> alpine_boundary(std::string_view boundary) {
  const std::size_t end = boundary.find("=:");
  if (end == std::string_view::npos || !all_of(boundary.substr(end + 2), is_decimal)) {
    return std::nullopt;
  }
  const std::size_t dash = boundary.rfind('-', end);
  if (dash == std::string_view::npos) return std::nullopt;
  const auto seconds = number(boundary.substr(dash + 1, end - dash - 1));
  if (!seconds || end - dash - 1 != 10) return std::nullopt;
  return placed(static_cast<MicroTime>(*seconds) * kSecond, kSecond, dash + 1, 10);
}

std::optional<DecodedTime> java_boundary(std::string_view boundary) {
  constexpr std::string_view kStart = "----=_Part_";
  if (!boundary.starts_with(kStart)) return std::nullopt;
  const std::size_t dot = boundary.rfind('.');
  if (dot == std::string_view::npos || boundary.size() - dot - 1 != 13) return std::nullopt;
  const auto millis = number(boundary.substr(dot + 1));
  if (!millis) return std::nullopt;
  return placed(static_cast<MicroTime>(*millis) * 1000, 1000, dot + 1, 13);
}

std::optional<DecodedTime> gmail_number(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view digits = trim(text);
  std::optional<std::uint64_t> id;
  if (digits.size() == 19) id = number(digits);
  if (digits.size() == 16 || digits.size() == 15) id = number(digits, 16);
  if (!id) return std::nullopt;
  return placed(static_cast<MicroTime>(*id >> 20) * 1000, 1000, begin, digits.size());
}

std::optional<DecodedTime> exchange_network_id(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view guid = trim(text);
  if (guid.size() != 36 || guid[23] != '-') return std::nullopt;
  const auto top = number(guid.substr(24), 16);
  if (!top || *top >> 47) return std::nullopt;
  const std::int64_t ticks = static_cast<std::int64_t>(*top << 16) - kTicksOfUnixEpoch;
  return placed(ticks / 10, 6554, begin + 24, 12);
}

std::optional<DecodedTime> bracketed_filetime(std::string_view text) {
  constexpr std::string_view kStart = "FILETIME=[";
  const std::size_t at = text.find(kStart);
  if (at == std::string_view::npos || text.size() < at + kStart.size() + 18) return std::nullopt;
  const std::string_view value = text.substr(at + kStart.size(), 17);
  const auto low = number(value.substr(0, 8), 16), high = number(value.substr(9), 16);
  if (!low || !high || value[8] != ':') return std::nullopt;
  return placed(from_filetime(*high << 32 | *low), 1, at + kStart.size(), 17);
}

std::optional<DecodedTime> gmail_queue_id(std::string_view id) {
  constexpr std::size_t kLength = 19;  // 2019.05.06.13.24.14
  if (id.size() <= kLength || id[id.size() - kLength - 1] != '.') return std::nullopt;
  const std::string_view date = id.substr(id.size() - kLength);
  std::string digits;
  for (std::size_t i = 0; i < date.size(); ++i) {
    const bool dot = i == 4 || i == 7 || i == 10 || i == 13 || i == 16;
    if (dot != (date[i] == '.') || (!dot && !is_digit(date[i]))) return std::nullopt;
    if (!dot) digits += date[i];
  }
  std::optional<MicroTime> at = from_digits(digits);
  if (at) {
    const std::int64_t local = *at / kSecond;
    *at += (pacific_daylight(local / 86400, local % 86400) ? 7 : 8) * 3600 * kSecond;
  }
  return placed(at, kSecond, id.size() - kLength, kLength);
}

std::optional<DecodedTime> postfix_queue_id(std::string_view id) {
  // Seconds in six digits of base 52, microseconds in four, "z", the inode in base 51.
  constexpr std::string_view kDigits = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
  constexpr std::size_t kTime = 10;
  if (id.size() < kTime + 2 || id.size() > 30 || id.rfind('z') != kTime) return std::nullopt;
  std::array<std::uint64_t, 2> parts = {0, 0};
  for (std::size_t i = 0; i < id.size(); ++i) {
    const std::size_t digit = kDigits.find(id[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    if (i < kTime) parts[i < 6 ? 0 : 1] = parts[i < 6 ? 0 : 1] * 52 + digit;
  }
  if (parts[1] >= 1'000'000) return std::nullopt;
  return placed(static_cast<MicroTime>(parts[0]) * kSecond + static_cast<MicroTime>(parts[1]), 1, 0,
                kTime);
}

std::optional<DecodedTime> exim_queue_id(std::string_view id) {
  // Seconds in six digits of base 62, the process, a fraction: 6-6-2, since Exim 4.97 6-11-4.
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const bool old = id.size() == 16 && id[13] == '-';
  const bool now = id.size() == 23 && id[18] == '-';
  if ((!old && !now) || id[6] != '-') return std::nullopt;
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i == 6 || i == (old ? 13u : 18u)) continue;
    const std::size_t digit = kDigits.find(id[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    if (i < 6) seconds = seconds * 62 + digit;
  }
  return placed(static_cast<MicroTime>(seconds) * kSecond, kSecond, 0, 6);
}

std::optional<DecodedTime> sendmail_queue_id(std::string_view id) {
  // Year modulo 60, month, day, hour, minute, second in base 60, two of sequence, the process.
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";
  if (id.size() < 14 || id.size() > 16 || !all_of(id.substr(8), is_decimal)) return std::nullopt;
  std::array<std::int64_t, 8> part = {};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const std::size_t digit = kDigits.find(id[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    part[i] = static_cast<std::int64_t>(digit);
  }
  if (part[1] > 11 || part[2] < 1 || part[2] > 31 || part[3] > 23) return std::nullopt;
  // Counted from 1900; the turn that begins in 1960 ends in 2019.
  const std::int64_t year = part[0] >= 30 ? 1960 + part[0] : 2020 + part[0];
  const std::int64_t days =
      days_from_civil(year, static_cast<unsigned>(part[1]) + 1, static_cast<unsigned>(part[2]));
  const std::int64_t seconds = days * 86400 + part[3] * 3600 + part[4] * 60 + part[5];
  return placed(seconds * kSecond, kSecond, 0, 6);
}

}  // namespace letterlock::leak
