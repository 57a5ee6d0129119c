#include "leak/clocks/message_ids.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/npos.h"

namespace letterlock::leak {
namespace {

bool is_decimal(char c) { return is_digit(c); }
bool is_lower_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }
bool is_hex(char c) { return hex_value(c) >= 0; }
bool is_lower_hex(char c) { return hex_value(c) >= 0 && !(c >= 'A' && c <= 'F'); }
bool is_upper_hex(char c) { return hex_value(c) >= 0 && !(c >= 'a' && c <= 'f'); }

bool all(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}
std::size_t run(std::string_view text, std::size_t from, bool (*is)(char)) {
  std::size_t end = from;
  while (end < text.size() && is(text[end])) ++end;
  return end - from;
}
std::size_t digits_at(std::string_view text, std::size_t from) {
  return run(text, from, is_decimal);
}

std::optional<MessageIdTime> found(ClockKind kind, std::optional<MicroTime> at, MicroTime width,
                                   std::size_t offset, std::size_t length, bool local = false) {
  MessageIdTime result;
  result.kind = kind;
  result.local = local;
  if (at && is_possible(*at)) result.time = exact(*at, width);
  result.time.decoded = at && is_possible(*at);
  result.time.offset = offset;
  result.time.length = length;
  return result;
}

std::optional<MessageIdTime> seconds(ClockKind kind, std::string_view text, std::size_t offset) {
  const auto value = number(text.substr(offset, 10));
  if (!value) return std::nullopt;
  return found(kind, static_cast<MicroTime>(*value) * kSecond, kSecond, offset, 10);
}

std::optional<MessageIdTime> milliseconds(ClockKind kind, std::string_view text, std::size_t offset,
                                          std::size_t length, unsigned base) {
  const auto value = number(text.substr(offset, length), base);
  if (!value || *value >> 50) return std::nullopt;
  return found(kind, static_cast<MicroTime>(*value) * 1000, 1000, offset, length);
}

// Shapes that begin with fourteen digits of a date.
std::optional<MessageIdTime> fourteen_digits(std::string_view local) {
  if (digits_at(local, 0) != 14) return std::nullopt;
  const auto at = from_digits(local.substr(0, 14));
  const auto as = [&](ClockKind kind, bool zone_less) {
    return found(kind, at, kSecond, 0, 14, zone_less);
  };
  const std::string_view rest = local.substr(14);
  if (!rest.starts_with('.')) return at ? as(ClockKind::id_digits, true) : std::nullopt;
  const std::string_view tail = rest.substr(1);
  const std::size_t process = digits_at(tail, 0);
  if (process > 0 && process < tail.size() && tail[process] == '-') {
    const std::size_t number_length = digits_at(tail, process + 1);
    const std::size_t next = process + 1 + number_length;
    if (number_length > 0 && next < tail.size() && tail[next] == '-') {
      return as(ClockKind::id_git, false);
    }
  }
  if (tail.size() > 2 && tail[0] == 'G' && is_alpha(tail[1]) && all(tail.substr(2), is_decimal)) {
    return as(ClockKind::id_mutt, false);
  }
  if (tail.size() == 9 && process == 9) return as(ClockKind::id_quilt, false);
  // Sylpheed and its descendants; some put the account's name behind.
  const std::string_view mark = tail.substr(0, 8);
  if (mark.size() == 8 && all(mark, is_lower_hex) && (tail.size() == 8 || tail[8] == '.')) {
    return as(ClockKind::id_claws, true);
  }
  if (tail.size() >= 12 && tail.size() <= 20 && all(tail, is_lower_alnum) &&
      process < tail.size()) {
    return as(ClockKind::id_neomutt, false);
  }
  return at ? as(ClockKind::id_digits, true) : std::nullopt;
}

// "1556652525-83155-1-git-send-email-", "cover.1639042966.git.", "<40 hex>.1639042966.git."
std::optional<MessageIdTime> git_epoch(std::string_view local) {
  if (digits_at(local, 0) == 10 && local.find("-git-send-email-") != npos) {
    return seconds(ClockKind::id_git_epoch, local, 0);
  }
  const std::size_t dot = local.find('.');
  if (dot == npos || digits_at(local, dot + 1) != 10) return std::nullopt;
  if (!local.substr(dot + 11).starts_with(".git.")) return std::nullopt;
  if (local.substr(0, dot) != "cover" && (dot != 40 || !all(local.substr(0, 40), is_lower_hex))) {
    return std::nullopt;
  }
  return seconds(ClockKind::id_git_series, local, dot + 1);
}

// "20260310-topic-v1-10-bd63b656022d": the day the series was begun.
std::optional<MessageIdTime> b4(std::string_view local) {
  if (local.size() < 27 || digits_at(local, 0) != 8 || local[8] != '-') return std::nullopt;
  const std::string_view mark = local.substr(local.size() - 13);
  if (mark[0] != '-' || !all(mark.substr(1), is_lower_hex)) return std::nullopt;
  const std::string_view middle = local.substr(8, local.size() - 21);
  const std::size_t dash = middle.rfind('-');
  if (dash == 0 || !all(middle.substr(dash + 1), is_decimal)) return std::nullopt;
  const auto day = from_digits(local.substr(0, 8));
  if (!day) return std::nullopt;
  return found(ClockKind::id_b4, day, 86400 * kSecond, 0, 8, true);
}

// Mutt since 2.1: sixteen base64 characters, the first 32 bits the seconds.
std::optional<MessageIdTime> mutt_base64(std::string_view local) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (local.size() != 16) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < local.size(); ++i) {
    const char c = local[i] == '-' ? '+' : local[i] == '_' ? '/' : local[i];
    const std::size_t digit = kDigits.find(c);
    if (digit == npos) return std::nullopt;
    if (i < 6) value = value << 6 | digit;
  }
  const auto at = static_cast<MicroTime>(value >> 4) * kSecond;
  // This shape is 2021's; others make sixteen random characters too.
  constexpr MicroTime kFirst = 1'577'836'800 * kSecond, kLast = 2'524'608'000 * kSecond;
  if (at < kFirst || at >= kLast) return std::nullopt;
  return found(ClockKind::id_mutt_base64, at, kSecond, 0, 6);
}

// Gnus: user, then the high and low 16 bits of the seconds in base 36 with digits turned about,
// a counter added above them.
std::optional<MessageIdTime> gnus(std::string_view local) {
  const std::size_t dot = local.find('.');
  if (dot == npos || dot < 9 || dot > 16) return std::nullopt;
  const std::string_view end = local.substr(dot);
  if (!end.starts_with(".fsf") && !end.starts_with(".ffs")) return std::nullopt;
  if (!all(local.substr(0, dot), is_lower_alnum)) return std::nullopt;
  const auto half = [&](std::size_t from) {
    std::uint64_t value = 0;
    for (const char c : local.substr(from, 4)) {
      value = value * 36 + static_cast<unsigned>(is_digit(c) ? 26 + ('9' - c) : 'z' - c);
    }
    return value & 0xFFFF;
  };
  const auto at = static_cast<MicroTime>(half(dot - 8) << 16 | half(dot - 4));
  return found(ClockKind::id_gnus, at * kSecond, kSecond, dot - 8, 8);
}

// "alpine.DEB.2.21.1906132059020.1791": two digits of the year to seconds, local time.
std::optional<MessageIdTime> alpine(std::string_view local) {
  if (!local.starts_with("alpine.") && !local.starts_with("nycvar.") &&
      !local.starts_with("Pine.")) {
    return std::nullopt;
  }
  std::size_t from = 0, to = 0;
  for (std::size_t at = 0; at < local.size();) {
    const std::size_t digits = digits_at(local, at);
    if (digits >= 12 && digits <= 14) from = at, to = at + digits;
    at += digits + 1;
  }
  if (to == 0) return std::nullopt;
  std::string date = "20";
  date += local.substr(from, 12);
  if (date[2] == '9') date.replace(0, 2, "19");
  return found(ClockKind::id_alpine, from_digits(date), kSecond, from, 12, true);
}

// "20190509.135809.630741953977432246.davem": Mew, local time.
std::optional<MessageIdTime> mew(std::string_view local) {
  if (local.size() < 32 || digits_at(local, 0) != 8 || local[8] != '.') return std::nullopt;
  if (digits_at(local, 9) != 6 || local[15] != '.' || digits_at(local, 16) < 15)
    return std::nullopt;
  std::string date(local.substr(0, 8));
  date += local.substr(9, 6);
  return found(ClockKind::id_mew, from_digits(date), kSecond, 0, 15, true);
}

// Python's make_msgid: hundredths of a second, process, random number.
std::optional<MessageIdTime> python(std::string_view local) {
  if (digits_at(local, 0) != 12 || local.size() < 26 || local[12] != '.') return std::nullopt;
  const std::size_t process = digits_at(local, 13);
  if (process == 0 || digits_at(local, 14 + process) < 10) return std::nullopt;
  const auto value = number(local.substr(0, 12));
  if (!value) return std::nullopt;
  return found(ClockKind::id_python, static_cast<MicroTime>(*value) * 10'000, 10'000, 0, 12);
}

std::optional<MessageIdTime> evolution(std::string_view local) {
  if (digits_at(local, 0) != 10 || !local.ends_with(".camel")) return std::nullopt;
  return seconds(ClockKind::id_evolution, local, 0);
}

// "4F3E2A1B.1080509": Thunderbird before UUIDs.
std::optional<MessageIdTime> thunderbird(std::string_view local) {
  if (local.size() < 14 || local.size() > 17 || local[8] != '.') return std::nullopt;
  if (!all(local.substr(0, 8), is_upper_hex) || !all(local.substr(9), is_decimal)) {
    return std::nullopt;
  }
  const auto value = number(local.substr(0, 8), 16);
  if (!value) return std::nullopt;
  return found(ClockKind::id_thunderbird, static_cast<MicroTime>(*value) * kSecond, kSecond, 0, 8);
}

// "000001d4aab8$06f67f3d$14e37db7$": FILETIME behind a counter.
std::optional<MessageIdTime> outlook(std::string_view local) {
  const std::size_t first = local.find('$');
  if (first == npos || first < 10 || first > 16 || local.size() < first + 10) return std::nullopt;
  if (local[first + 9] != '$' || !all(local.substr(0, first), is_hex)) return std::nullopt;
  const auto high = number(local.substr(first - 8, 8), 16);
  const auto low = number(local.substr(first + 1, 8), 16);
  if (!high || !low) return std::nullopt;
  return found(ClockKind::id_outlook, from_filetime(*high << 32 | *low), 1, first - 8, 17);
}

std::optional<MessageIdTime> java(std::string_view local) {
  const std::size_t mark = local.find(".JavaMail");
  if (mark == npos || mark < 14) return std::nullopt;
  if (digits_at(local, mark - 13) != 13) return std::nullopt;
  return milliseconds(ClockKind::id_java, local, mark - 13, 13, 10);
}

// "1234567890.1234567.1556652525123@mail.yahoo.com"
std::optional<MessageIdTime> yahoo(std::string_view local, std::string_view domain) {
  if (!domain.starts_with("mail.yahoo.") && !domain.starts_with("mail.aol.")) return std::nullopt;
  const std::size_t dot = local.rfind('.');
  if (dot == npos || local.size() - dot != 14 || digits_at(local, dot + 1) != 13) {
    return std::nullopt;
  }
  return milliseconds(ClockKind::id_yahoo, local, dot + 1, 13, 10);
}

// "17a1b2c3d4e.c1a2b3c4d123.6543210987654321123"
std::optional<MessageIdTime> zoho(std::string_view local) {
  if (local.size() < 28 || local[11] != '.' || !all(local.substr(0, 11), is_lower_hex)) {
    return std::nullopt;
  }
  const std::size_t middle = run(local, 12, is_lower_hex);
  const std::size_t last = 12 + middle + 1;
  if (middle < 6 || last >= local.size() || local[last - 1] != '.') return std::nullopt;
  if (local.size() - last < 15 || !all(local.substr(last), is_decimal)) return std::nullopt;
  return milliseconds(ClockKind::id_zoho, local, 0, 11, 16);
}

// "1a2b3c4d.5e6f.1799f2b3c4d.Coremail.user"
std::optional<MessageIdTime> coremail(std::string_view local) {
  const std::size_t mark = local.find(".Coremail.");
  if (mark == npos || mark < 12 || local[mark - 12] != '.') return std::nullopt;
  return milliseconds(ClockKind::id_coremail, local, mark - 11, 11, 16);
}

// Amazon SES: "01000173dc62a3bb-1e8a2c5b-....-000000"
std::optional<MessageIdTime> ses(std::string_view local) {
  if (local.size() != 60 || local[16] != '-' || !local.starts_with("01")) return std::nullopt;
  if (!all(local.substr(0, 16), is_lower_hex) || local[53] != '-') return std::nullopt;
  return milliseconds(ClockKind::id_ses, local, 4, 12, 16);
}

std::optional<MessageIdTime> uuid(std::string_view local) {
  if (local.size() != 36 || local[8] != '-' || local[13] != '-' || local[18] != '-' ||
      local[23] != '-') {
    return std::nullopt;
  }
  const auto low = number(local.substr(0, 8), 16), middle = number(local.substr(9, 4), 16);
  const auto high = number(local.substr(15, 3), 16);
  const int variant = hex_value(local[19]);
  if (!low || !middle || !high || variant < 8 || variant > 11) return std::nullopt;
  if (local[14] == '7') {
    const auto at = static_cast<MicroTime>(*low << 16 | *middle) * 1000;
    if (!is_possible(at)) return std::nullopt;
    return found(ClockKind::id_uuid7, at, 1000, 0, 13);
  }
  if (local[14] != '1') return std::nullopt;
  // 100 ns since 1582-10-15.
  const auto ticks = static_cast<std::int64_t>(*high << 48 | *middle << 32 | *low);
  const MicroTime at = (ticks - 122'192'928'000'000'000) / 10;
  if (!is_possible(at)) return std::nullopt;
  return found(ClockKind::id_uuid1, at, 1, 0, 18);
}

std::optional<MessageIdTime> exim(std::string_view local) {
  if (!local.starts_with('E')) return std::nullopt;
  auto time = exim_queue_id(local.substr(1));
  if (!time) return std::nullopt;
  time->offset += 1;
  return MessageIdTime{ClockKind::id_exim, *time, false};
}

std::optional<MessageIdTime> sendmail(std::string_view local) {
  // "202204211530.x3LFUabc012345": date and queue id of a server that had to add the field.
  const std::size_t dot = local.find('.');
  if (dot != 12 || digits_at(local, 0) != 12) return std::nullopt;
  auto time = sendmail_queue_id(local.substr(13));
  if (!time) return std::nullopt;
  time->offset += 13;
  return MessageIdTime{ClockKind::id_sendmail, *time, false};
}

// Ten or thirteen digits that are a time of ours, standing alone between dots, dashes and ends.
std::optional<MessageIdTime> epoch(std::string_view local) {
  for (std::size_t at = 0; at < local.size();) {
    const std::size_t length = digits_at(local, at);
    const bool starts = at == 0 || !is_alnum(local[at - 1]);
    const bool ends = at + length >= local.size() || !is_alnum(local[at + length]);
    if (starts && ends && (length == 10 || length == 13)) {
      auto time = length == 10 ? seconds(ClockKind::id_epoch, local, at)
                               : milliseconds(ClockKind::id_epoch, local, at, 13, 10);
      constexpr MicroTime kFirst = 946'684'800 * kSecond, kLast = 2'051'222'400 * kSecond;
      if (time && time->time.decoded && time->time.at.earliest >= kFirst &&
          time->time.at.earliest < kLast) {
        return time;
      }
    }
    at += length + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<MessageIdTime> time_in_message_id(std::string_view id) {
  constexpr std::size_t kLongest = 500;
  if (id.size() > kLongest) return std::nullopt;
  const std::size_t at = id.rfind('@');
  const std::string_view local = id.substr(0, at);
  const std::string domain = at == npos ? "" : lower_ascii(id.substr(at + 1));
  if (auto time = yahoo(local, domain)) return time;
  // From the narrowest shape to the widest.
  constexpr std::array kShapes = {
      sendmail, fourteen_digits, git_epoch, b4,   gnus, alpine, mew,  python,      evolution,
      java,     outlook,         coremail,  zoho, ses,  uuid,   exim, thunderbird, mutt_base64,
      epoch};
  for (const auto shape : kShapes) {
    if (auto time = shape(local)) return time;
  }
  return std::nullopt;
}

}  // namespace letterlock::leak
