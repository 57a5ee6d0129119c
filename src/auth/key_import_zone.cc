// Zone files as people have them, and the answers of dig, host and nslookup: lines with an owner
// and a TXT record. Read line by line and leniently; dns/zone_text.h reads zones strictly.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "auth/key_import_formats.h"
#include "auth/key_record.h"
#include "base/ascii.h"
#include "base/cursor.h"

namespace letterlock::auth::import {
namespace {

constexpr std::size_t kMostAliases = 100'000;

std::string_view take_word(Cursor& at) {
  at.take_while(is_wsp);
  return at.take_while([](char c) { return !is_wsp(c) && c != '"'; });
}

// A TTL ("300", "1h30m"), or the class.
bool is_ttl_or_class(std::string_view word) {
  if (equals_ignore_case(word, "IN")) return true;
  return !word.empty() && is_digit(word.front()) &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return is_digit(c) || std::string_view("wdhmsWDHMS").find(c) != std::string_view::npos;
         });
}

std::string without_dot(std::string_view name) {
  std::string lower = lower_ascii(name);
  if (lower.ends_with('.')) lower.pop_back();
  return lower;
}

// What was found of one record until it is complete.
struct OpenRecord {
  std::string owner;
  std::string text;
  std::size_t line = 0;
  bool in_quotes = false;
  bool in_parentheses = false;
  bool has_text = false;
};

// One answer of dig: what its comments say of all its records.
struct Answer {
  std::size_t first_key = 0;
  std::optional<bool> authentic;  // the flag "ad"
  std::optional<PartialDate> when;
};

class ZoneReader {
 public:
  ZoneReader(const ImportOptions& options, ImportReading& reading)
      : options_(options), reading_(reading), origin_(without_dot(options.domain)) {}

  bool read(std::string_view text) {
    Cursor at(text);
    for (line_ = 1; !at.at_end(); ++line_) {
      std::string_view one = at.take_until('\n');
      at.take('\n');
      if (one.ends_with('\r')) one.remove_suffix(1);
      line(one);
    }
    close();
    finish_answer();
    resolve();
    return named_;
  }

 private:
  struct Found {
    std::string owner, text;
    std::size_t line;
    Answer answer;
  };

  void line(std::string_view text) {
    if (open_ && (open_->in_quotes || open_->in_parentheses)) return go_on(text);
    const std::string_view content = trim(text);
    if (content.empty()) return;
    if (content.front() == ';') return remark(content);
    if (open_ && content.front() == '"') return go_on(content);
    close();
    if (content.front() == '$') return directive(content);
    if (content.front() == '"') return reading_.problem(line_, "a text that belongs to no name");
    entry(text);
  }

  // ";; flags: qr rd ra ad; ...", ";; WHEN: Sun Nov 22 23:22:32 UTC 2026"
  void remark(std::string_view text) {
    if (text.find("->>HEADER<<-") != std::string_view::npos) {
      close();
      finish_answer();
    }
    const std::string_view flags = ";; flags:";
    if (text.starts_with(flags)) {
      const std::string_view words = text.substr(flags.size(), text.find(';', 2) - flags.size());
      const std::string padded = fmt::format(" {} ", words);
      if (padded.find(" qr ") != std::string::npos) {
        answer_.authentic = padded.find(" ad ") != std::string::npos;
      }
    }
    if (text.starts_with(";; WHEN:")) answer_.when = when(trim(text.substr(8)));
  }

  // What dig prints; only in UTC, for other abbreviations of zones are ambiguous.
  static std::optional<PartialDate> when(std::string_view text) {
    std::vector<std::string_view> words;
    for (Cursor at(text); !at.at_end() && words.size() < 7; at.take_while(is_wsp)) {
      words.push_back(take_word(at));
    }
    if (words.size() != 6 || (words[4] != "UTC" && words[4] != "GMT")) return std::nullopt;
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto* month = std::find(kMonths.begin(), kMonths.end(), words[1]);
    if (month == kMonths.end() || words[2].empty() || words[2].size() > 2) return std::nullopt;
    return PartialDate::parse(fmt::format("{}-{:02}-{:0>2}T{}Z", words[5],
                                          month - kMonths.begin() + 1, words[2], words[3]));
  }

  void directive(std::string_view text) {
    Cursor at(text);
    const std::string_view word = take_word(at);
    if (equals_ignore_case(word, "$ORIGIN")) {
      origin_ = without_dot(take_word(at));
      zone_origin_ = true;
    } else if (!equals_ignore_case(word, "$TTL")) {
      reading_.problem(line_, fmt::format("{} is not followed", word.substr(0, 20)));
    }
  }

  // OWNER [TTL] [IN] TYPE ..., OWNER "descriptive text" ..., OWNER "text =" ...
  void entry(std::string_view text) {
    Cursor at(text);
    std::string_view name = take_word(at);
    // An indented line is of the name before it; a pasted one may be indented as a whole.
    if (is_wsp(text.front()) && !owner_.empty() &&
        name.find("._domainkey") == std::string_view::npos) {
      at.seek(0);
      name = {};
    }
    if (!name.empty()) owner_ = complete(name);
    std::string_view type = take_word(at);
    for (int i = 0; i < 2 && is_ttl_or_class(type); ++i) type = take_word(at);
    const std::size_t behind = at.position();
    const std::string_view next = take_word(at);
    const bool host = type == "descriptive" && next == "text";
    const bool nslookup = type == "text" && next == "=";
    if (host || nslookup) return begin_text(at);
    at.seek(behind);
    if (equals_ignore_case(type, "TXT")) return begin_text(at);
    if (equals_ignore_case(type, "CNAME")) return alias(without_dot(next));
    if (type == "is" && next == "an") {  // host: "x is an alias for y."
      for (int i = 0; i < 3; ++i) take_word(at);
      return alias(without_dot(take_word(at)));
    }
    if (type == "canonical") {  // nslookup: "x canonical name = y."
      take_word(at);
      take_word(at);
      return alias(without_dot(take_word(at)));
    }
    const bool typed = !type.empty() && type.find('=') == std::string_view::npos;
    if (typed || owner_.find("_domainkey") == std::string::npos) {
      ++reading_.other_records;
    } else {
      reading_.problem(line_, "has no type of record");
    }
  }

  // Zone files with an origin leave it out; answers name names in full without a final dot.
  std::string complete(std::string_view name) const {
    if (name == "@") return origin_;
    std::string owner = without_dot(name);
    if (name.ends_with('.') || origin_.empty()) return owner;
    if (!zone_origin_) {
      const std::size_t infix = owner.find("._domainkey.");
      const std::size_t domain = infix == std::string::npos ? 0 : infix + 12;
      if (owner.find('.', domain) != std::string::npos && !owner.ends_with("._domainkey")) {
        return owner;
      }
    }
    return owner + "." + origin_;
  }

  void alias(std::string target) {
    if (target.empty() || alias_lines_ >= kMostAliases) return;
    aliases_[std::move(target)].insert(owner_);
    ++alias_lines_;
  }

  void begin_text(Cursor& at) {
    at.take_while(is_wsp);
    named_ |= owner_.find("_domainkey") != std::string::npos;
    open_.emplace();
    open_->owner = owner_;
    open_->line = line_;
    const int first = at.peek();
    if (first == '"' || first == '(' || first < 0 || first == ';') return go_on(at.rest());
    // Not quoted: all of the line, for ";" separates tags.
    Cursor rest(trim(at.rest()));
    while (!rest.at_end()) {
      const int octet = rest.take();
      if (octet != '\\') open_->text += static_cast<char>(octet);
    }
    open_->has_text = true;
  }

  void go_on(std::string_view text) {
    Cursor at(text);
    if (open_->in_quotes) at.take_while(is_space);  // a line break that pasting put in
    while (!at.at_end()) {
      if (open_->text.size() > kLongestKeyRecord) break;
      if (open_->in_quotes) {
        quoted(at);
      } else if (at.take('"')) {
        open_->in_quotes = open_->has_text = true;
      } else if (at.take('(')) {
        open_->in_parentheses = true;
      } else if (at.take(')')) {
        open_->in_parentheses = false;
      } else if (at.peek() == ';') {
        return;
      } else {
        at.take();
      }
    }
  }

  void quoted(Cursor& at) {
    open_->text += at.take_while([](char c) { return c != '"' && c != '\\'; });
    const int octet = at.take();
    if (octet == '"') open_->in_quotes = false;
    if (octet != '\\') return;
    const auto digit = [&](std::size_t i) {
      const int c = at.peek(i);
      return c >= '0' && c <= '9' ? c - '0' : -1;
    };
    if (digit(0) >= 0 && digit(1) >= 0 && digit(2) >= 0) {
      open_->text += static_cast<char>(digit(0) * 100 + digit(1) * 10 + digit(2));
      at.skip(3);
    } else if (const int escaped = at.take(); escaped >= 0) {
      open_->text += static_cast<char>(escaped);
    }
  }

  // The record is complete: it is found, a problem, or another kind of TXT.
  void close() {
    if (!open_) return;
    const OpenRecord record = std::move(*open_);
    open_.reset();
    if (!record.has_text) return;  // a question of dig
    if (record.in_quotes || record.in_parentheses) {
      return reading_.problem(record.line, "a quote or parenthesis is not closed");
    }
    if (record.text.size() > kLongestKeyRecord) {
      return reading_.problem(record.line, "a text of over 64 KiB");
    }
    found_.push_back({record.owner, record.text, record.line, {}});
  }

  void finish_answer() {
    for (std::size_t i = answer_.first_key; i < found_.size(); ++i) found_[i].answer = answer_;
    answer_ = {};
    answer_.first_key = found_.size();
  }

  // Takes in what was found, each under its own name and under those that are aliases of it.
  void resolve() {
    for (const Found& found : found_) {
      std::vector<std::string> names = {found.owner};
      for (std::size_t i = 0; i < names.size() && names.size() < 100; ++i) {
        const auto known = aliases_.find(names[i]);
        if (known == aliases_.end()) continue;
        for (const std::string& alias : known->second) {
          if (names.size() == 100) break;
          if (std::find(names.begin(), names.end(), alias) == names.end()) names.push_back(alias);
        }
      }
      bool is_key = false;
      for (const std::string& owner : names) {
        const auto name = parse_key_name(owner);
        if (!name) continue;
        is_key = true;
        take(*name, found);
      }
      if (is_key) continue;
      if (found.owner.find("._domainkey") == std::string::npos) {
        ++reading_.other_records;
      } else {
        reading_.problem(found.line, "a name without its domain: give it");
      }
    }
  }

  void take(const KeyName& name, const Found& found) {
    KeySighting sighting = at_line(options_.sighting, found.line);
    if (found.answer.when && !sighting.first && !sighting.last) {
      sighting.first = sighting.last = found.answer.when;
    }
    if (sighting.channel == KeyChannel::dns && !sighting.dnssec) {
      sighting.dnssec = found.answer.authentic;
    }
    take_key(name, found.text, std::move(sighting), found.line, reading_);
  }

  const ImportOptions& options_;
  ImportReading& reading_;
  std::string origin_;
  bool zone_origin_ = false;  // the text itself names its origin
  std::string owner_;
  std::size_t line_ = 0;
  std::optional<OpenRecord> open_;
  Answer answer_;
  std::vector<Found> found_;
  std::map<std::string, std::set<std::string>> aliases_;  // target -> names
  std::size_t alias_lines_ = 0;
  bool named_ = false;
};

}  // namespace

bool read_zone(std::string_view text, const ImportOptions& options, ImportReading& reading) {
  ImportReading attempt;
  const bool named = ZoneReader(options, attempt).read(text);
  if (named || (attempt.other_records > 0 && attempt.unread == 0 &&
                text.find(" IN ") != std::string_view::npos)) {
    reading = std::move(attempt);
    return true;
  }
  return false;
}

}  // namespace letterlock::auth::import
