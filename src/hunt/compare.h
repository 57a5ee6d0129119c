// A quoted block beside the message it claims to repeat.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/content.h"

namespace letterlock::hunt {

// A link of the quoted block that stands where the original has another one, or none.
struct ChangedLink {
  const content::Link* quoted = nullptr;    // in the quoting message's content
  const content::Link* original = nullptr;  // what it stands for; nullptr: the original has no such
};

struct Comparison {
  // How much of the quoted text stands in the original, 0..1, in runs of words.
  double contained = 0;
  std::size_t words = 0;  // in the quoted text
  // How far the block repeats what the original's writer wrote new, 0..1: a neighbour in the thread
  // that quotes the same text is not the original.
  double own = 0;
  std::vector<std::string> added;  // quoted passages that the original does not have, at most 8
  std::vector<ChangedLink> links;
};

// `quoting` is the content that `quote` belongs to. Line breaks, quote marks and case do not count;
// quoting a part only is no difference.
Comparison compare(const content::Content& quoting, const content::Quote& quote,
                   const content::Content& original);

// How much of `text` stands in `whole`, 0..1; runs of four words.
double containment(std::string_view text, std::string_view whole);

// Up to `most` passages of seven words that are unlikely to stand in any other text: the longest
// words, no addresses, no numbers alone.
std::vector<std::string> telling_passages(std::string_view text, std::size_t most);

}  // namespace letterlock::hunt
