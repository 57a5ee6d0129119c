// Why another parser's outline of a message is not ours: each difference gets the name of a class,
// by a rule that looks at both outlines, or none.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "suites/mime_outline.h"

namespace letterlock::suites {

struct DifferenceClass {
  std::string_view name;
  std::string_view reason;
  // How often it may be seen in phishing-pot and in the mailing lists, whole.
  std::size_t most_in_phishing_pot;
  std::size_t most_in_mail_lists;
};
std::span<const DifferenceClass> difference_classes();

struct Difference {
  std::size_t part = 0;                  // its place in our outline; 0 for the tree
  const DifferenceClass* why = nullptr;  // nullptr: no rule explains it
};

// Nothing where both outlines have the same tree, octets and text; but for line endings.
std::vector<Difference> differences(const mime::Message& message, const Outline& ours,
                                    const Outline& theirs);

}  // namespace letterlock::suites
