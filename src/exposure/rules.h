// Inbox rules and forwarding, read from the parameters of the records that set them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/event.h"

namespace letterlock::exposure {

struct Rule {
  std::string name;
  std::vector<std::string> forwards_to;  // of ForwardTo, RedirectTo, ForwardAsAttachmentTo
  std::string moves_to;                  // folder
  bool deletes = false, marks_read = false;
  // Conditions that can be checked on a message that the case holds, lower case.
  std::vector<std::string> subject_words, subject_or_body_words, body_words, senders;
  bool other_conditions = false;

  bool forwards() const { return !forwards_to.empty(); }
  bool conditional() const {
    return other_conditions || !subject_words.empty() || !subject_or_body_words.empty() ||
           !body_words.empty() || !senders.empty();
  }
};
// REQUIRES: the act is one on inbox rules or forwarding.
Rule rule_of(const store::Event& event);

// Where the mail of a mailbox is forwarded to by a record that sets forwarding; "" for none.
std::string forwarded_to(const store::Event& event);

// Names that rules of intruders are known by: only punctuation, at most five letters or digits
// (Microsoft-Analyzer-Suite's heuristics); in words, "" where the name is not one of them.
std::string_view odd_rule_name(std::string_view name);

// Rule or forwarding in one sentence.
std::string describe(const Rule& rule);

// The domain of an address, lower case; "" where there is none.
std::string domain_of(std::string_view address);

}  // namespace letterlock::exposure
