// Turns a matter into what one person writes about it: the same sentences come out in everybody's
// own words, greetings, punctuation and mistakes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "demo/matters.h"
#include "demo/people.h"
#include "demo/random.h"

namespace letterlock::demo {

// What somebody typed, before a mail program lays it out.
struct Body {
  std::string greeting;                 // "" for none
  std::vector<std::string> paragraphs;  // UTF-8, one line each
  std::string closing;                  // "Best,\nMarcus", "" for none
  std::string signature;                // lines below the mark, "" for none
  std::string link;                     // an address on a line of its own, "" for none
  std::string link_text;                // what a reader sees instead of it in HTML
};

// The words a thread has settled on: its place, its sum, its colleague.
using Words = std::map<std::string, std::string>;

// Fills in "[a|b]" and "{name}". The choice between a and b is mostly the person's habit; a name
// not yet in `words` is drawn and, unless it is a number or a day, kept.
std::string expand(std::string_view text, const Person& person, Words& words, Random& random);

// What a thread has settled on and said so far: nobody repeats a sentence of it.
struct Talk {
  Words words;
  std::vector<std::string_view> said;
};

Body compose_opening(const Person& person, const Matter& matter, Talk& talk,
                     std::string_view to_name, Random& random, bool on_the_phone);
Body compose_reply(const Person& person, const Matter& matter, Talk& talk, std::string_view to_name,
                   Random& random, bool on_the_phone, bool last);

// Greeting, closing and signature of `person` around ready paragraphs.
Body compose_fixed(const Person& person, std::vector<std::string> paragraphs,
                   std::string_view to_name, bool on_the_phone);

std::string signature_of(const Person& person, std::string_view organisation_name);

// Draws from the list of that name ("place", "vendor", ...); days and months in `language`.
std::string draw_word(std::string_view list, Random& random, Language language = Language::english);

// Remembers in `words` that days and months are to be written in `language`.
void set_language(Words& words, Language language);
Language language_of(const Words& words);

}  // namespace letterlock::demo
