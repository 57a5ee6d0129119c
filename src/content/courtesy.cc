#include "content/courtesy.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/octet_set.h"
#include "content/quote_words.h"

namespace letterlock::content {
namespace {

// Longer ones first where one begins with the other.
constexpr std::string_view kGreetings[] = {"good morning", "good afternoon",
                                           "good evening", "good day",
                                           "greetings",    "hi there",
                                           "hello there",  "hey there",
                                           "hi",           "hello",
                                           "hey",          "dear",
                                           "dears",        "all",
                                           "folks",        "to whom it may",
                                           "sehr geehrte", "guten morgen",
                                           "guten tag",    "guten abend",
                                           "hallo",        "liebe",
                                           "moin",         "servus",
                                           "grüezi",       "bonjour",
                                           "bonsoir",      "chère",
                                           "cher",         "salut",
                                           "madame",       "monsieur",
                                           "buenos días",  "buenas tardes",
                                           "buenas",       "estimado",
                                           "estimada",     "querido",
                                           "querida",      "hola",
                                           "buongiorno",   "gentile",
                                           "caro",         "cara",
                                           "ciao",         "beste",
                                           "geachte",      "dag",
                                           "hoi",          "olá",
                                           "bom dia",      "caro",
                                           "prezado",      "hej",
                                           "cześć",        "здравствуйте",
                                           "добрый день",  "привет",
                                           "уважаемый"};

constexpr std::string_view kEverybody[] = {"all",   "everyone",    "everybody",  "team", "folks",
                                           "guys",  "there",       "colleagues", "sir",  "madam",
                                           "list",  "both",        "zusammen",   "alle", "tous",
                                           "todos", "maintainers", "kollegen",   "again"};

constexpr std::string_view kClosings[] = {"best regards",
                                          "kind regards",
                                          "warm regards",
                                          "with best regards",
                                          "with kind regards",
                                          "with regards",
                                          "many regards",
                                          "regards",
                                          "best wishes",
                                          "all the best",
                                          "best",
                                          "cheers",
                                          "thanks and regards",
                                          "thanks & regards",
                                          "thanks a lot",
                                          "thanks again",
                                          "many thanks",
                                          "thanks in advance",
                                          "thank you in advance",
                                          "thank you very much",
                                          "thank you",
                                          "thanks",
                                          "thx",
                                          "ty",
                                          "tia",
                                          "sincerely yours",
                                          "yours sincerely",
                                          "sincerely",
                                          "yours faithfully",
                                          "yours truly",
                                          "yours",
                                          "respectfully",
                                          "br",
                                          "rgds",
                                          "kr",
                                          "take care",
                                          "talk soon",
                                          "love",
                                          "have a nice day",
                                          "have a great day",
                                          "have a good day",
                                          "warmly",
                                          "cordially",
                                          "mit freundlichen grüßen",
                                          "mit freundlichen gruessen",
                                          "mit freundlichem gruß",
                                          "mit besten grüßen",
                                          "freundliche grüße",
                                          "beste grüße",
                                          "viele grüße",
                                          "viele gruesse",
                                          "liebe grüße",
                                          "herzliche grüße",
                                          "schöne grüße",
                                          "grüße",
                                          "gruß",
                                          "gruss",
                                          "mfg",
                                          "lg",
                                          "vg",
                                          "danke",
                                          "vielen dank",
                                          "besten dank",
                                          "cordialement",
                                          "bien cordialement",
                                          "bien à vous",
                                          "bien à toi",
                                          "amicalement",
                                          "sincères salutations",
                                          "salutations",
                                          "merci",
                                          "merci d'avance",
                                          "un saludo",
                                          "saludos cordiales",
                                          "saludos",
                                          "atentamente",
                                          "cordialmente",
                                          "gracias",
                                          "cordiali saluti",
                                          "saluti",
                                          "grazie",
                                          "met vriendelijke groet",
                                          "groeten",
                                          "atenciosamente",
                                          "obrigado",
                                          "med vänlig hälsning",
                                          "mvh",
                                          "pozdrawiam",
                                          "с уважением",
                                          "спасибо"};

bool word_ends(std::string_view text, std::size_t at) {
  return at >= text.size() || !(is_alnum(text[at]) || !is_ascii(text[at]) || text[at] == '\'');
}

// The pairs of octets that phrases begin with, by their lower bits: nearly all lines begin with
// none of them.
constexpr std::size_t pair_of(char first, char second) {
  return static_cast<std::size_t>((first & 31) << 5 | (second & 31));
}
template <std::size_t N>
constexpr std::array<bool, 1024> first_pairs(const std::string_view (&phrases)[N]) {
  std::array<bool, 1024> pairs{};
  for (const auto phrase : phrases) pairs[pair_of(phrase[0], phrase[1])] = true;
  return pairs;
}
constexpr auto kGreetingPairs = first_pairs(kGreetings);
constexpr auto kClosingPairs = first_pairs(kClosings);

// False where no phrase with these pairs begins `line`, in whatever case.
bool may_begin(const std::array<bool, 1024>& pairs, std::string_view line) {
  if (line.size() < 2) return false;
  if (!is_ascii(line[0]) || !is_ascii(line[1])) return true;
  return pairs[pair_of(to_lower(line[0]), to_lower(line[1]))];
}

// Of the phrases that begin `lower`, the longest.
template <std::size_t N>
std::string_view longest_start(const std::string_view (&phrases)[N], std::string_view lower) {
  std::string_view best;
  if (lower.empty()) return best;
  for (const auto phrase : phrases) {
    if (phrase[0] == lower[0] && phrase.size() > best.size() && lower.starts_with(phrase) &&
        word_ends(lower, phrase.size())) {
      best = phrase;
    }
  }
  return best;
}

// What stands after the words: "," "!" "." "-" or nothing.
std::string_view mark_of(std::string_view text) {
  text = trim(text);
  constexpr std::string_view kMarks = ",!.:;-";
  return !text.empty() && kMarks.find(text[0]) != std::string_view::npos ? text.substr(0, 1)
                                                                         : std::string_view();
}

}  // namespace

bool looks_like_name(std::string_view line) {
  constexpr std::size_t kLongest = 40, kMostWords = 3;
  line = trim(line);
  if (line.empty() || line.size() > kLongest) return false;
  static constexpr OctetSet kInNoName("0123456789@/<>()[]{}:;!?=*\"");
  if (kInNoName.any_in(line)) return false;
  if (line.front() == '-')
    line = trim(line.substr(line.find_first_not_of('-') == std::string_view::npos
                                ? line.size()
                                : line.find_first_not_of('-')));
  std::size_t words = 0;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    if (!word.empty()) {
      const bool capital = (word[0] >= 'A' && word[0] <= 'Z') || !is_ascii(word[0]);
      if (!capital || ++words > kMostWords) return false;
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words > 0;
}

std::string greeting_class(std::string_view line) {
  constexpr std::size_t kLongest = 60, kMostWords = 4;
  line = trim(line).substr(0, kLongest);
  const std::string lower = lower_utf8(line);
  const std::string_view greeting =
      may_begin(kGreetingPairs, line) ? longest_start(kGreetings, lower) : std::string_view();
  static constexpr OctetSet kEnd(",!.:;\n");
  std::size_t end = std::min(kEnd.find_in(lower), lower.size());
  if (greeting.empty()) {
    // "Ada," on a line of its own.
    const bool alone = end + 1 == lower.size() && (lower[end] == ',' || lower[end] == ':');
    return alone && looks_like_name(line.substr(0, end)) ? "NAME" + lower.substr(end, 1) : "";
  }
  if (const std::size_t dash = lower.find(" - "); dash != std::string::npos) {
    end = std::min(end, dash);
  }
  std::string_view rest =
      trim(std::string_view(lower).substr(greeting.size(), end - std::min(end, greeting.size())));
  const auto words = static_cast<std::size_t>(std::count(rest.begin(), rest.end(), ' ')) + 1;
  const std::string_view called = trim(line.substr(std::min(greeting.size(), line.size())));
  const bool everyone = greeting == "all" || greeting == "folks";
  // A sentence that begins so.
  if (words > kMostWords || (everyone && !rest.empty())) return "";
  if (words > 2 && !looks_like_name(called.substr(0, rest.size()))) return "";
  std::string result(greeting);
  if (!rest.empty()) {
    const std::string_view first = rest.substr(0, rest.find(' '));
    const bool everybody =
        std::find(std::begin(kEverybody), std::end(kEverybody), first) != std::end(kEverybody);
    result.append(" ").append(everybody ? std::string(rest) : "NAME");
  }
  return result.append(mark_of(std::string_view(lower).substr(end)));
}

std::string closing_class(std::string_view line) {
  constexpr std::size_t kLongest = 60, kMostMore = 24;
  line = trim(line);
  if (line.size() > kLongest || !may_begin(kClosingPairs, line)) return "";
  const std::string lower = lower_utf8(line);
  const std::string_view closing = longest_start(kClosings, lower);
  if (closing.empty()) return "";
  const std::string_view rest = trim(std::string_view(lower).substr(closing.size()));
  const std::string_view mark = mark_of(rest);
  const std::string_view more = trim(rest.substr(mark.size()));
  if (more.size() > kMostMore ||
      (mark.empty() && !more.empty() && more.find(' ') != std::string_view::npos)) {
    return "";  // "Best would be to ..."
  }
  std::string result(closing);
  result.append(mark);
  return more.empty() ? result : result.append(" NAME");
}

}  // namespace letterlock::content
