// What a body of mail tells of fields that handling replaces: the Sender fields and the recipients
// that each author's other mail shows, for a repair search to try (leak/repair.h).
//
// Bounded; filled in one pass, then read from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "leak/repair.h"
#include "mime/message.h"

namespace letterlock::leak {

class Correspondents {
 public:
  static constexpr std::size_t kMostAuthors = 100'000;
  static constexpr std::size_t kMostValues = 16;  // of one field, of one author

  static constexpr std::size_t kMostHints = 100'000;  // different addresses counted
  static constexpr std::size_t kHintsGiven = 1'000;   // most frequent first

  void add(const mime::Message& message);
  // Call once all messages were added.
  void settle();
  // For a message by the same author.
  RepairContext context_for(const mime::Message& message) const;

 private:
  struct Author {
    std::map<std::string, std::set<std::string>> bodies;  // by field name
    std::set<std::string> wrote_to;
  };
  std::map<std::string, Author> authors_;
  std::map<std::string, std::uint64_t> hints_;  // recipient_hints() of all messages
  std::vector<std::string> likely_;             // the most frequent of them
};

}  // namespace letterlock::leak
