#include "exposure/names_in_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

constexpr std::size_t kMostWords = 5;
constexpr std::size_t kMostNames = 200'000;
constexpr std::size_t kMostAddresses = 20;
constexpr std::size_t kMostWithFirst = 200;  // names that begin with the same word

// Words of display names that are no person's.
constexpr std::string_view kNoPerson[] = {
    "team",    "support",  "service", "services",   "office",       "newsletter",    "news",
    "info",    "admin",    "desk",    "press",      "committee",    "group",         "list",
    "lists",   "dept",     "board",   "department", "campaign",     "club",          "society",
    "inc",     "ltd",      "llc",     "gmbh",       "university",   "foundation",    "bank",
    "system",  "mailer",   "daemon",  "delivery",   "notification", "notifications", "reply",
    "account", "accounts", "billing", "customer",   "alert",        "alerts",        "digest",
    "via",     "the",      "of",      "and",        "for",          "from",          "union",
    "council", "ministry", "agency",  "institute",  "college",      "school",        "hotel",
    "shop",    "store",    "online",  "security",   "center",       "centre",        "trust",
    "update",  "updates",  "weekly",  "daily",      "editor",       "editors",       "times"};

bool is_letter(char c) { return is_alpha(c) || !is_ascii(c); }

// A right single quotation mark ends a word, as the apostrophe of "Moss's" does.
bool is_quote_at(std::string_view text, std::size_t at) {
  return text.substr(at, 3) == "\xE2\x80\x99" || text[at] == '\'';
}

// U+00A0 is a blank.
std::size_t blank_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (is_space(text[at])) return 1;
  return text.substr(at, 2) == "\xC2\xA0" ? 2 : 0;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_quote_at(text, at) && blank_at(text, at) == 0 &&
         (is_letter(text[at]) || text[at] == '-')) {
    ++at;
  }
  return at;
}

// O'Brien: a single letter, an apostrophe, letters.
std::size_t name_word_end(std::string_view text, std::size_t at) {
  const std::size_t end = word_end(text, at);
  if (end == at + 1 && end < text.size() && text[end] == '\'') {
    const std::size_t further = word_end(text, end + 1);
    if (further > end + 2) return further;
  }
  return end;
}

bool begins_large(std::string_view word) {
  return !word.empty() && (!is_ascii(word.front()) || (word.front() >= 'A' && word.front() <= 'Z'));
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < name.size();) {
    if (const std::size_t blank = blank_at(name, at); blank > 0) {
      at += blank;
      continue;
    }
    const std::size_t end = name_word_end(name, at);
    if (end == at || words.size() == kMostWords) return {};  // digits, dots, "@", brackets
    if (end < name.size() && blank_at(name, end) == 0) return {};
    words.emplace_back(name.substr(at, end - at));
    at = end;
  }
  return words;
}

bool names_a_person(const std::vector<std::string>& words) {
  if (words.size() < 2) return false;
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const bool known = std::find(std::begin(kNoPerson), std::end(kNoPerson), lower_ascii(word)) !=
                       std::end(kNoPerson);
    return word.size() >= 2 && begins_large(word) && !known;
  });
}

}  // namespace

void NamesInText::add(std::string_view name, std::string_view address) {
  std::string turned;
  if (const auto comma = name.find(','); comma != name.npos) {
    turned = fmt::format("{} {}", trim(name.substr(comma + 1)), trim(name.substr(0, comma)));
    name = turned;
  }
  std::vector<std::string> words = words_of(trim(name));
  if (!names_a_person(words)) return;
  const std::string text = fmt::format("{}", fmt::join(words, " "));
  const auto [found, added] = by_text_.try_emplace(text, names_.size());
  if (added) {
    std::vector<std::uint32_t>& alike = by_first_[words.front()];
    if (names_.size() >= kMostNames || alike.size() >= kMostWithFirst) {
      by_text_.erase(found);
      return;
    }
    alike.push_back(static_cast<std::uint32_t>(names_.size()));
    names_.push_back({text, {}});
    words_.push_back(std::move(words));
  }
  std::vector<std::string>& addresses = names_[by_text_[text]].addresses;
  const bool known = std::find(addresses.begin(), addresses.end(), address) != addresses.end();
  if (!address.empty() && !known && addresses.size() < kMostAddresses) {
    addresses.emplace_back(address);
  }
}

std::vector<std::uint32_t> NamesInText::find(std::string_view text) const {
  std::vector<std::uint32_t> found;
  if (names_.empty()) return found;
  // Whether the words of a name stand at `at`, one behind the other.
  const auto stands_at = [&](std::size_t at, const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) {
        const std::size_t before = at;
        while (const std::size_t blank = blank_at(text, at)) {
          if (at - before > 4) return false;
          at += blank;
        }
        if (at == before) return false;
      }
      const std::size_t end = name_word_end(text, at);
      if (text.substr(at, end - at) != words[i]) return false;
      at = end;
    }
    return at >= text.size() || !is_digit(text[at]);
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = name_word_end(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    const bool begins = at == 0 || !is_digit(text[at - 1]);
    const auto names = by_first_.find(std::string(text.substr(at, end - at)));
    if (begins && names != by_first_.end()) {
      for (const std::uint32_t name : names->second) {
        if (stands_at(at, words_[name])) found.push_back(name);
      }
    }
    at = end;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace letterlock::exposure
