// Persons found by their names in a text: the names are known from address headers and from the
// roster, and only whole names of two words and more count.
//
// A name is weaker than an address: another person may bear it. So a name that only one address of
// the case bears is likely that person, one that several bear only possibly one of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/attributes.h"

namespace letterlock::exposure {

class NamesInText {
 public:
  // What is not usable is left out: single words, lower case, words that name no person
  // ("Support Team"), addresses. "Moss, Ada" is Ada Moss.
  void add(std::string_view name, std::string_view address);

  struct Name {
    std::string text;
    std::vector<std::string> addresses;  // each once; at most 20
  };
  const std::vector<Name>& names() const LL_LIFETIME_BOUND { return names_; }

  // Indices of names, ascending, each once. Words of a name stand as they are written, apart from
  // what ends a word ("Moss's"), with nothing but blanks between them. Linear in the text.
  std::vector<std::uint32_t> find(std::string_view text) const;

 private:
  std::vector<Name> names_;
  std::unordered_map<std::string, std::uint32_t> by_text_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_first_;  // word -> names
  std::vector<std::vector<std::string>> words_;                           // of each name
};

}  // namespace letterlock::exposure
