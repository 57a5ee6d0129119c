// Whether a text and an HTML say the same: which of the two was sent, and which made of the other.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"
#include "sources/sent_body.h"

namespace letterlock::sources {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::size_t kLongest = std::size_t{16} << 20;  // of what is compared
constexpr char kNamed = '\x01';  // some character, by a name that is not looked up

// U+00A0, U+00AD, U+00B7 (bullets), U+2000 to U+203F (spaces, dashes, quotes, joiners), U+FEFF: how
// many octets of it stand at the front of `text`; 0 for others.
std::size_t blank_length(std::string_view text) {
  for (const std::string_view blank : {"\xC2\xA0", "\xC2\xAD", "\xC2\xB7", "\xEF\xBB\xBF"}) {
    if (text.starts_with(blank)) return blank.size();
  }
  return text.starts_with("\xE2\x80") && text.size() > 2 ? 3 : 0;
}

// Runs of letters and digits, and of octets beyond ASCII.
Words words_of(std::string_view text) {
  Words words;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) words.push_back(text.substr(begin, end - begin));
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t blank = blank_length(text.substr(i));
    if (blank == 0 && (is_alnum(text[i]) || !is_ascii(text[i]) || text[i] == kNamed)) {
      ++i;
      continue;
    }
    end_word(i);
    i += blank == 0 ? 1 : blank;
    begin = i;
  }
  end_word(text.size());
  return words;
}

// nullopt for what is no number that a character has.
std::optional<char32_t> referenced(std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
  const char32_t base = hexadecimal ? 16 : 10;
  char32_t code = 0;
  for (const char c : digits.substr(hexadecimal ? 1 : 0)) {
    if (!is_alnum(c)) return std::nullopt;
    const int digit = is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10;
    code = code * base + static_cast<char32_t>(digit);
    if (static_cast<char32_t>(digit) >= base || code > 0x10FFFF) return std::nullopt;
  }
  return code;
}

// Writes what the character reference at `at` stands for, and returns where it ends.
std::size_t append_reference(std::string_view html, std::size_t at, std::string& out) {
  constexpr std::size_t kLongestName = 12;
  constexpr std::string_view kBlanks =
      " nbsp amp lt gt quot apos shy zwnj zwj ndash mdash lsquo "
      "rsquo ldquo rdquo sbquo bdquo bull hellip middot ensp ";
  const std::size_t end = html.substr(at, kLongestName).find(';');
  if (end == html.npos || end < 2) {
    out += '&';
    return at + 1;
  }
  const std::string_view name = html.substr(at + 1, end - 1);
  const auto code = name.front() == '#' ? referenced(name.substr(1)) : std::nullopt;
  if (code) {
    append_utf8(*code, out);
  } else if (kBlanks.find(" " + std::string(name) + " ") != kBlanks.npos) {
    out += ' ';
  } else if (std::all_of(name.begin(), name.end(), is_alnum)) {
    out += kNamed;
  } else {
    out += '&';
    return at + 1;
  }
  return at + end + 1;
}

std::string without_references(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '&') {
      at = append_reference(html, at, out);
    } else {
      out += html[at++];
    }
  }
  return out;
}

std::size_t find_tag(std::string_view html, std::string_view tag, std::size_t from) {
  for (std::size_t at = html.find('<', from); at != html.npos; at = html.find('<', at + 1)) {
    if (starts_with_ignore_case(html.substr(at), tag)) return at;
  }
  return html.npos;
}

bool starts_with_one_of(std::string_view html, std::initializer_list<std::string_view> tags) {
  for (const std::string_view tag : tags) {
    if (starts_with_ignore_case(html, tag)) return true;
  }
  return false;
}

// Behind the tag or comment at `at`, and behind the content of elements that show none.
std::size_t after_markup(std::string_view html, std::size_t at) {
  const std::string_view rest = html.substr(at);
  std::size_t end = html.find('>', at);
  if (rest.starts_with("<!--")) end = html.find("-->", at);
  for (const std::string_view hidden : {"style", "script", "title"}) {
    if (!starts_with_ignore_case(rest.substr(1), hidden)) continue;
    end = find_tag(html, "</" + std::string(hidden), at);
  }
  if (end != html.npos) end = html.find('>', end);
  return end == html.npos ? html.size() : end + 1;
}

// What of the HTML is shown; and, to `links`, the words in its tags.
std::string shown_text(std::string_view html, std::unordered_set<std::string>& links) {
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '&') {
      at = append_reference(html, at, out);
      continue;
    }
    if (html[at] != '<') {
      out += html[at++];
      continue;
    }
    const std::size_t after = after_markup(html, at);
    const std::string_view tag = html.substr(at, after - at);
    // Blocks part words, these do not.
    if (!starts_with_one_of(tag, {"<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "<wbr", "<span",
                                  "</span", "<font", "</font", "<strong", "</strong"})) {
      out += ' ';
    }
    const std::string plain = without_references(tag);
    for (const std::string_view word : words_of(plain)) links.emplace(word);
    at = after;
  }
  return out;
}

std::string ascii_of(std::string_view word) {
  std::string ascii;
  for (const char c : word) {
    if (is_ascii(c) && c != kNamed) ascii += c;
  }
  return ascii;
}

// `shown` may have a character by name.
bool same_word(std::string_view word, std::string_view shown) {
  return word == shown || (shown.find(kNamed) != shown.npos && ascii_of(word) == ascii_of(shown));
}

// True where `some` stand in `all`, in their order.
bool in_order(const Words& some, const Words& all) {
  std::size_t at = 0;
  for (const std::string_view word : all) {
    at += at < some.size() && (same_word(some[at], word) || same_word(word, some[at]));
  }
  return at == some.size();
}

// Without each "<https://...>" and "[cid:...]" that `is_link` knows.
template <class IsLink>
std::string without_links(std::string_view text, IsLink is_link) {
  constexpr std::size_t kLongestLink = 4096;
  constexpr std::size_t kMostBrackets = 20'000;
  std::string out;
  std::size_t brackets = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char shut = text[at] == '<' ? '>' : text[at] == '[' ? ']' : '\0';
    const bool looked_at = shut != '\0' && ++brackets <= kMostBrackets;
    const std::size_t end = looked_at ? text.substr(at, kLongestLink).find(shut) : text.npos;
    if (end == text.npos || !is_link(text.substr(at, end))) {
      out += text[at++];
      continue;
    }
    out += ' ';
    at += end + 1;
  }
  return out;
}

}  // namespace

bool html_has_words_of(std::string_view utf8_html, std::string_view utf8_text) {
  if (utf8_html.size() > kLongest || utf8_text.size() > kLongest) return false;
  std::unordered_set<std::string> links;
  const std::string page = shown_text(utf8_html, links);
  const Words shown = words_of(page);
  if (in_order(words_of(utf8_text), shown)) return true;
  const std::string text = without_links(utf8_text, [&](std::string_view bracketed) {
    const Words words = words_of(bracketed);
    return std::all_of(words.begin(), words.end(),
                       [&](std::string_view word) { return links.contains(std::string(word)); });
  });
  return in_order(words_of(text), shown);
}

bool text_has_words_of(std::string_view utf8_text, std::string_view utf8_html) {
  if (utf8_html.size() > kLongest || utf8_text.size() > kLongest) return false;
  std::unordered_set<std::string> links;
  const std::string page = shown_text(utf8_html, links);
  return in_order(words_of(page), words_of(utf8_text));
}

}  // namespace letterlock::sources
