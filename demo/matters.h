// What people write about: a few dozen matters, each with its subjects, sentences and documents.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "demo/people.h"

namespace letterlock::demo {

struct Matter {
  std::string topic;
  Language language = Language::english;
  std::vector<std::string_view> subjects, openings, details, asks, replies, documents;
};

extern const char* const kMattersOne;
extern const char* const kMattersTwo;
extern const char* const kMattersThree;
extern const char* const kMattersNews;
extern const char* const kMattersAbroad;

// "= topic [language]" begins a matter; then a letter, a blank and the line's content, which for S
// holds several subjects between bars. Sentences choose between "[one|two]" and fill in "{names}".
std::vector<Matter> parse_matters(std::string_view text);

const std::vector<Matter>& matters();

// What can be said about anything, in English: nobody starts a thread with it.
const Matter& general_matter();
// What newsletters are made of.
const Matter& news_matter();

}  // namespace letterlock::demo
