#include "demo/writing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

std::uint64_t habit(const Person& person, std::string_view what) {
  return hash_text(person.email + std::string(what));
}
std::size_t habit(const Person& person, std::string_view what, std::size_t choices) {
  return (habit(person, what) >> 17) % choices;
}

// The end of the bracket that opens at `at`.
std::size_t matching(std::string_view text, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && --depth == 0) return i;
  }
  return text.size() - 1;
}

std::vector<std::string_view> choices_of(std::string_view inside) {
  std::vector<std::string_view> out;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= inside.size(); ++i) {
    if (i == inside.size() || (inside[i] == '|' && depth == 0)) {
      out.push_back(inside.substr(start, i - start));
      start = i + 1;
    } else if (inside[i] == '[') {
      ++depth;
    } else if (inside[i] == ']') {
      --depth;
    }
  }
  return out;
}

bool is_fresh_each_time(std::string_view name) {
  return name == "n" || name == "big" || name == "percent" || name == "day" || name == "time" ||
         name == "amount";
}

void slip(std::string& text, const Person& person, Random& random) {
  const unsigned rate = static_cast<unsigned>(habit(person, "slips", 12));  // per 1000 letters
  if (person.language == Language::japanese || rate < 4) return;
  for (std::size_t i = 1; i + 2 < text.size(); ++i) {
    const bool word = is_alpha(text[i - 1]) && is_alpha(text[i]) && is_alpha(text[i + 1]) &&
                      is_alpha(text[i + 2]);
    if (word && to_lower(text[i]) == text[i] && random.below(4000) < rate) {
      if (random.chance(600)) {
        std::swap(text[i], text[i + 1]);
      } else {
        text.erase(i, 1);
      }
    }
  }
}

// Spelling and punctuation that run through everything a person writes.
std::string own_hand(std::string text, const Person& person, Random& random, bool on_the_phone) {
  if (person.language == Language::english && person.zone == &kLondon) {
    text = replace_all(std::move(text), "color", "colour");
    text = replace_all(std::move(text), "percent", "per cent");
  }
  switch (habit(person, "punctuation", 6)) {
    case 0:
      text = replace_all(std::move(text), ". ", ".  ");
      break;
    case 1:
      text = replace_all(std::move(text), ": ", " - ");
      break;
    case 2:
      if (random.chance(350) && text.ends_with('.')) text.back() = '!';
      break;
    case 3:
      text = replace_all(std::move(text), "'", "\xE2\x80\x99");
      break;
    case 4:
      text = replace_all(std::move(text), ", and", " and");
      break;
    default:
      break;
  }
  if (on_the_phone && habit(person, "lower case", 3) == 0 && is_ascii_text(text)) {
    text = lower_ascii(text);
  }
  slip(text, person, random);
  return text;
}

constexpr const char* kAsides[] = {
    "FWIW",           "Frankly",        "To be honest",  "As I said",   "Just thinking aloud",
    "My two cents",   "For the record", "On reflection", "Small thing", "Also",
    "One more thing", "Heads up",       "In short",      "Between us",  "Honestly",
    "Quick note"};

std::string aside(const Person& person, Random& random) {
  if (person.language != Language::english || !random.chance(300)) return "";
  const std::size_t mine = habit(person, "aside", std::size(kAsides));
  return std::string(kAsides[random.chance(750) ? mine : random.below(std::size(kAsides))]) + ": ";
}

std::string greeting(const Person& person, std::string_view name, Language language) {
  const std::size_t kind = habit(person, "greeting", 6);
  switch (language) {
    case Language::german:
      return name.empty() ? "Hallo zusammen,"
                          : fmt::format("{} {},", kind < 3 ? "Hallo" : "Liebe/r", name);
    case Language::french:
      return name.empty() ? "Bonjour \xC3\xA0 tous,"
                          : fmt::format("{} {},", kind < 3 ? "Bonjour" : "Cher/ch\xC3\xA8re", name);
    case Language::spanish:
      return name.empty() ? "Hola a todos:" : fmt::format("Hola {}:", name);
    case Language::japanese:
      return name.empty() ? "皆様" : fmt::format("{} 様", name);
    case Language::russian:
      return name.empty() ? "Коллеги," : fmt::format("{}, добрый день!", name);
    case Language::english:
      break;
  }
  if (name.empty()) {
    constexpr const char* kAll[] = {"Hi all,", "All,", "Hello everyone,", "Team,", "", "Hi folks,"};
    return kAll[kind];
  }
  constexpr const char* kForms[] = {"Hi {},",   "{},",    "Hello {},",
                                    "Dear {},", "Hey {}", "{} \xE2\x80\x93"};
  return fmt::format(fmt::runtime(kForms[kind]), name);
}

std::string closing(const Person& person, Language language) {
  const std::string first = person.first_name();
  const std::size_t kind = habit(person, "closing", 7);
  switch (language) {
    case Language::german:
      return fmt::format("{}\n{}",
                         kind < 4 ? "Viele Gr\xC3\xBC\xC3\x9F"
                                    "e"
                                  : "Herzlich",
                         first);
    case Language::french:
      return fmt::format("{},\n{}", kind < 4 ? "Bien cordialement" : "Amiti\xC3\xA9s", first);
    case Language::spanish:
      return fmt::format("Un {},\n{}", kind < 4 ? "abrazo" : "saludo", first);
    case Language::japanese:
      return "よろしくお願いいたします。\n" + first;
    case Language::russian:
      return "С уважением,\n" + first;
    case Language::english:
      break;
  }
  constexpr const char* kForms[] = {"Best,\n{}",   "Thanks,\n{}",     "{}", "-{:.1}",
                                    "Cheers,\n{}", "Best wishes\n{}", ""};
  return fmt::format(fmt::runtime(kForms[kind]), first);
}

Body dress(const Person& person, std::vector<std::string> paragraphs, Language language,
           std::string_view name, bool on_the_phone, bool short_note) {
  Body body;
  body.paragraphs = std::move(paragraphs);
  if (!short_note || habit(person, "always greets", 3) == 0) {
    body.greeting = greeting(person, name, language);
  }
  if (!short_note || habit(person, "always closes", 3) == 0)
    body.closing = closing(person, language);
  if (on_the_phone) body.signature = "";
  return body;
}

// A sentence that the thread has not heard yet; failing that, one that can be said about anything.
std::string_view unsaid(const std::vector<std::string_view>& source, const Matter& matter,
                        Talk& talk, Random& random) {
  const auto draw = [&](const std::vector<std::string_view>& list) -> std::string_view {
    std::vector<std::string_view> left;
    for (std::string_view line : list) {
      if (std::find(talk.said.begin(), talk.said.end(), line) == talk.said.end()) {
        left.push_back(line);
      }
    }
    return left.empty() ? std::string_view() : random.pick(left);
  };
  std::string_view found = draw(source);
  if (found.empty() && matter.language == Language::english) found = draw(general_matter().replies);
  if (found.empty()) return random.pick(source);
  talk.said.push_back(found);
  return found;
}

}  // namespace

std::string expand(std::string_view text, const Person& person, Words& words, Random& random) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') {
      const std::size_t end = matching(text, i);
      const std::string_view inside = text.substr(i + 1, end - i - 1);
      const auto choices = choices_of(inside);
      const std::size_t mine = habit(person, inside, choices.size());
      out += expand(choices[random.chance(700) ? mine : random.below(choices.size())], person,
                    words, random);
      i = end;
    } else if (text[i] == '{') {
      const std::size_t end = text.find('}', i);
      const std::string name(text.substr(i + 1, end - i - 1));
      if (is_fresh_each_time(name)) {
        out += draw_word(name, random, language_of(words));
      } else {
        auto found = words.find(name);
        if (found == words.end())
          found = words.emplace(name, draw_word(name, random, language_of(words))).first;
        out += found->second;
      }
      i = end;
    } else {
      out += text[i];
    }
  }
  return out;
}

Body compose_opening(const Person& person, const Matter& matter, Talk& talk,
                     std::string_view to_name, Random& random, bool on_the_phone) {
  const auto say = [&](std::string_view text) {
    return own_hand(expand(text, person, talk.words, random), person, random, on_the_phone);
  };
  std::vector<std::string> paragraphs;
  std::string first = aside(person, random);
  first += say(unsaid(matter.openings, matter, talk, random));
  // Some people need four sentences for everything, some never more than one.
  const std::size_t wanted = on_the_phone ? 1 : 1 + habit(person, "length", 3) + random.below(2);
  const bool lists = habit(person, "lists", 4) == 0 && wanted > 2;
  std::string rest;
  for (std::size_t i = 0; i < std::min(wanted, matter.details.size()); ++i) {
    const bool general = i > 1 && matter.language == Language::english && random.chance(250);
    const auto& source = general ? general_matter().details : matter.details;
    const std::string sentence = say(unsaid(source, matter, talk, random));
    if (lists && i > 0) {
      rest += (rest.empty() ? "- " : "\n- ") + sentence;
    } else if (i == 0 || random.chance(300)) {
      first += ' ' + sentence;
    } else {
      rest += (rest.empty() ? "" : " ") + sentence;
    }
  }
  paragraphs.push_back(std::move(first));
  if (!rest.empty()) paragraphs.push_back(std::move(rest));
  if (!matter.asks.empty() && random.chance(800)) {
    paragraphs.push_back(say(unsaid(matter.asks, matter, talk, random)));
  }
  return dress(person, std::move(paragraphs), matter.language, to_name, on_the_phone, false);
}

Body compose_reply(const Person& person, const Matter& matter, Talk& talk, std::string_view to_name,
                   Random& random, bool on_the_phone, bool last) {
  const auto say = [&](std::string_view text) {
    return own_hand(expand(text, person, talk.words, random), person, random, on_the_phone);
  };
  constexpr const char* kThanks[] = {
      "[Thanks|Thank you|Many thanks], that [helps|is helpful].",
      "[Great|Perfect|Good], [thanks|thank you].",
      "[Got it|Understood|Noted].",
      "[Will do|On it|I am on it].",
      "[Agreed|Fine|Fine with me].",
      "OK[.| then.| - done.]",
      "[Thanks all|Thanks everyone], I take it from here.",
  };
  const bool english = matter.language == Language::english;
  std::vector<std::string> paragraphs;
  if (last && english && random.chance(600)) {
    paragraphs.push_back(say(random.pick(kThanks)));
    return dress(person, std::move(paragraphs), matter.language, to_name, on_the_phone, true);
  }
  const auto answer = [&] {
    const auto& source = english && random.chance(250) ? general_matter().replies : matter.replies;
    return say(unsaid(source, matter, talk, random));
  };
  std::string text = aside(person, random);
  text += answer();
  if (!on_the_phone && random.chance(450)) {
    text += ' ' + say(unsaid(matter.details, matter, talk, random));
  }
  paragraphs.push_back(std::move(text));
  if (random.chance(350)) paragraphs.push_back(answer());
  if (!matter.asks.empty() && !last && random.chance(250)) {
    paragraphs.push_back(say(unsaid(matter.asks, matter, talk, random)));
  }
  return dress(person, std::move(paragraphs), matter.language, to_name, on_the_phone, true);
}

Body compose_fixed(const Person& person, std::vector<std::string> paragraphs,
                   std::string_view to_name, bool on_the_phone) {
  return dress(person, std::move(paragraphs), Language::english, to_name, on_the_phone, false);
}

std::string signature_of(const Person& person, std::string_view organisation_name) {
  if (!person.is_staff()) {
    return fmt::format("{}\n{}\n{}", person.name, person.role.substr(0, person.role.find(',')),
                       organisation_name);
  }
  switch (habit(person, "signature", 4)) {
    case 0:
      return "";
    case 1:
      return fmt::format("{} | {} | Meridian", person.name, person.role);
    case 2:
      return fmt::format("{}\n{}\nMeridian \xE2\x80\x93 Yes on 12\n+1 555 01{:02}", person.name,
                         person.role, habit(person, "phone", 100));
    default:
      return fmt::format("{}\n{}, Meridian", person.name, person.role);
  }
}

}  // namespace letterlock::demo
