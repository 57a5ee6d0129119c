// A message as two parsers can be compared by: its parts in order, their nesting, their content.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/message.h"

namespace letterlock::suites {

struct OutlinePart {
  std::size_t depth = 0;
  std::string type;  // "text/plain", lower case
  bool is_text = false;
  std::string octets;   // of a leaf: its body with the transfer encoding undone
  std::string text;     // of a text part: the same as UTF-8
  std::string charset;  // as labelled, lower case
  mime::EntityIndex entity = mime::kNoEntity;  // ours only
};
using Outline = std::vector<OutlinePart>;

Outline our_outline(const mime::Message& message);
// Empty where GMime sees no message in it.
Outline gmime_outline(std::string_view octets);

// One part a line, indented by its depth.
std::string tree(const Outline& outline);

}  // namespace letterlock::suites
